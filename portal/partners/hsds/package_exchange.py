"""A HSDS 3.0 data package into the directory: all of it or nothing, and a second reading changes nothing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select

from portal.access import Actor
from portal.db import db, now
from portal.partners import bundles
from portal.partners.bundles import HISTORY, LINES, PARENT, Bundle, in_parts
from portal.partners.faults import Fault, FaultKind
from portal.partners.hsds import package_terms as terms
from portal.partners.hsds.models import KeptRow
from portal.partners.hsds.package_facts import Unfit
from portal.partners.hsds.package_opening import NoPackage, opened
from portal.partners.hsds.package_reading import Content, read_tables
from portal.partners.hsds.package_rows import Kept, Tables, kept_of, rows_of, with_kept
from portal.partners.hsds.package_taking import Incoming, incoming, told_apart
from portal.partners.models import EntryChange
from portal.partners.search import import_key
from portal.partners.taking import (
    TABLES,
    Report,
    Standing,
    all_or_nothing,
    complete,
    join,
    make_new,
    standing,
    write_over,
)


def import_package(
    path: Path,
    actor: Actor,
    *,
    dry_run: bool = False,
    country: str = "",
    on_bytes: Callable[[int], object] = lambda number: None,
) -> Report:
    """Read a data package (a folder or a zip file) into the directory, all or nothing.

    `country`: the ISO code for organisations of which the package does not say where they are.
    """
    report = Report()
    try:
        with opened(path, on_bytes) as package:
            content = read_tables(package)
    except NoPackage as closed:
        report.faults = closed.faults
        return report
    report.faults = content.faults
    if report.faults:
        return report
    with all_or_nothing(actor, report, dry_run=dry_run):
        _Import(content, country, report).run()
    return report


@dataclass
class _Import:
    """One package on its way in."""

    content: Content
    country: str
    report: Report
    written: list[Bundle] = field(default_factory=list)
    own: dict[str, UUID] = field(default_factory=dict)  # the package's id of an organisation -> its id with us
    names: dict[str, str] = field(default_factory=dict)  # country and folded name -> the package's id of it

    def run(self) -> None:
        """Take every organisation in, and keep what is nobody's."""
        whose, nobodys = told_apart(self.content)
        for part in in_parts(whose.items()):
            self._take([one for one in (self._read(key, said) for key, said in part) if one is not None])
        if not self.report.faults:
            self._join()
        mine = {"taxonomy": terms.taxonomy_rows(), "taxonomy_term": terms.term_rows()}
        loose = {(table, key): row for table, rows in nobodys.items() for key, row in rows.items()}
        _keep_loose({(table, key): row for (table, key), row in loose.items() if key not in mine.get(table, {})})

    def _join(self) -> None:
        """Write which organisation each belongs to, by the ids they have with us."""
        for bundle in self.written:
            (entry,) = bundle["organization"]
            entry[PARENT] = self.own.get(str(entry[PARENT]))
        keys = {own_id: key for key, own_id in self.own.items()}
        for own_id, kind in join(self.written):
            self._fault("organization", keys[own_id], PARENT, kind)

    def _read(self, key: str, said: Tables, own_id: UUID | None = None) -> Incoming | None:
        try:
            one = incoming(key, said, own_id or UUID(key), self.country)
        except Unfit as unfit:
            self._fault(unfit.table, unfit.key, unfit.column, unfit.kind)
            return None
        (entry,) = one.bundle["organization"]
        if str(entry[PARENT]) not in self.content.rows("organization"):
            entry[PARENT] = None  # it leads out of the package: the standard's own example does that
        named = import_key(entry["country"], entry["name"])
        if self.names.setdefault(named, key) != key:
            self._fault("organization", key, "name", FaultKind.DUPLICATE)
        return one

    def _fault(self, table: str, key: str, column: str, kind: FaultKind) -> None:
        place = self.content.tables[table]
        self.report.faults.append(Fault(place.lines.get(key, 0), column, kind, place.file))

    def _take(self, part: list[Incoming]) -> None:
        entries = [one.bundle["organization"][0] for one in part]
        stand = standing([(entry["id"], entry["country"], entry["name"]) for entry in entries])
        loaded = bundles.load([one.id for one in stand if one is not None])
        kept = load_kept(list(loaded))
        new: list[tuple[UUID, Kept, Incoming]] = []
        for one, stands in zip(part, stand, strict=True):
            self.own[one.key] = stands.id if stands else one.bundle["organization"][0]["id"]
            if stands is None:
                complete(one.bundle)
                make_new(one.bundle)
                own_id = one.bundle["organization"][0]["id"]
                new.append((own_id, kept_of(one.said, rows_of(one.bundle), one.aliases), one))
                self.report.new += 1
            else:
                self._compare(one, stands, loaded[stands.id], kept.get(stands.id, {}))
        self._check_ids([one for _id, _kept, one in new])
        if not self.report.faults:
            bundles.add([one.bundle for _id, _kept, one in new])
            _keep((own_id, kept_rows) for own_id, kept_rows, _one in new)
            self.written.extend(one.bundle for _id, _kept, one in new)

    def _compare(self, one: Incoming, stands: Standing, stood: Bundle, stood_kept: Kept) -> None:
        if one.bundle["organization"][0]["id"] != stands.id:  # found by its name: it keeps its id with us
            again = self._read(one.key, one.said, stands.id)
            if again is None:
                return
            one = again
        complete(one.bundle, stood)
        if _told(one) == _standing(stood, stood_kept):
            self.report.unchanged += 1
        elif stands.touched:
            self.report.held += 1
        else:
            self._check_ids([one])
            if not self.report.faults:
                _write_over(stands, one.bundle, kept_of(one.said, rows_of(one.bundle), one.aliases))
                self.written.append(one.bundle)
            self.report.changed += 1

    def _check_ids(self, taken: Sequence[Incoming]) -> None:
        """The rows of an entry may not have the ids of another's."""
        for name, model in LINES.items():
            table: Any = model.__table__
            whose = {row["id"]: row["organization_id"] for one in taken for row in one.bundle[name]}
            for part in in_parts(whose, 1_000):
                asked = select(table.c.id, table.c.organization_id).where(table.c.id.in_(part))
                for key, owner in db.session.execute(asked):
                    if owner != whose[key]:
                        self._fault(name, str(key), "id", FaultKind.TAKEN_ID)


def _told(one: Incoming) -> Tables:
    """All that an entry would say in the standard's rows, its history apart: that grows by itself."""
    ours = rows_of({**one.bundle, HISTORY: []})
    said = {name: rows for name, rows in one.said.items() if name != "metadata"}
    return _filled(with_kept(ours, kept_of(said, ours, one.aliases)))


def _standing(stood: Bundle, kept: Kept) -> Tables:
    """The same of an entry that stands."""
    return _filled(with_kept(rows_of(stood), kept))


def _filled(tables: Tables) -> Tables:
    return {name: rows for name, rows in tables.items() if rows and name != "metadata"}


def _write_over(stands: Standing, bundle: Bundle, kept: Kept) -> None:
    known = set(db.session.scalars(select(EntryChange.id).where(EntryChange.organization_id == stands.id)))
    fresh = [one for one in bundle[HISTORY] if one["id"] not in known]
    write_over(stands, {**bundle, HISTORY: fresh}, (*TABLES, HISTORY))
    db.session.execute(delete(KeptRow).where(KeptRow.organization_id == stands.id))
    _keep([(stands.id, kept)])


def load_kept(ids: Sequence[UUID]) -> dict[UUID | None, Kept]:
    """What was kept beyond our records of these entries."""
    found: dict[UUID | None, Kept] = {}
    asked = select(KeptRow.organization_id, KeptRow.table_name, KeptRow.row_id, KeptRow.columns)
    for owner, table, key, columns in db.session.execute(asked.where(KeptRow.organization_id.in_(ids))):
        found.setdefault(owner, {})[table, key] = columns
    return found


def load_loose() -> Kept:
    """What was kept that belongs to no entry: foreign taxonomies and their terms."""
    asked = select(KeptRow.table_name, KeptRow.row_id, KeptRow.columns).where(KeptRow.organization_id.is_(None))
    return {(table, key): columns for table, key, columns in db.session.execute(asked)}


def _keep(kept: Iterable[tuple[UUID | None, Kept]]) -> None:
    at = now()
    rows = [
        {"id": uuid4(), "created_at": at, "organization_id": owner, "table_name": table, "row_id": key}
        | {"columns": columns}
        for owner, of_one in kept
        for (table, key), columns in of_one.items()
    ]
    for part in in_parts(rows, 2_000):
        db.session.execute(insert(KeptRow.__table__), part)  # type: ignore[arg-type]


def _keep_loose(loose: Kept) -> None:
    stood = load_loose()
    fresh = {place: row for place, row in loose.items() if stood.get(place) != row}
    for table, key in fresh.keys() & stood.keys():
        db.session.execute(delete(KeptRow).where(KeptRow.table_name == table, KeptRow.row_id == key))
    _keep([(None, fresh)])
