"""Taking entries of a file into the directory: which one stands already, who has touched it, what is written."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from portal.access import Actor
from portal.audit.trail import note
from portal.db import db, today, transaction
from portal.partners import bundles
from portal.partners.bundles import GROUPS, LINES, PARENT, PROFILE, Bundle, Line
from portal.partners.changes import note_changes, snapshot
from portal.partners.faults import Fault, FaultKind
from portal.partners.models import EntryChange, Organization
from portal.partners.search import import_key
from portal.places import countries
from portal.vocabulary.organizations import TransferBasis, VerificationTier, Visibility

BY_FILE = "import"  # who changed it, in an entry's history; what a package tells of earlier has its author behind
#: What a file never writes into an entry that stands: the centre decides it, or it is counted.
NOT_OF_A_FILE = frozenset(
    "id created_at import_key tier verified_on verified_by next_check_on silent_hold visibility transfer_basis"
    " listing_wish check_asked_on merged_into_id is_starter asked answered_in_time recent_answers row_version".split()
)
TABLES = (PROFILE, *LINES, GROUPS)


@dataclass
class Report:
    """What a file did, or would do: its faults, and how many entries are new, changed, as they were, or held.

    Held are entries that a person has made, edited or verified since: the file leaves them alone.
    """

    faults: list[Fault] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    held: int = 0


class _NothingKept(Exception):
    """Leaves the act, so that nothing of it is kept."""


@contextmanager
def all_or_nothing(actor: Actor, report: Report, *, dry_run: bool) -> Iterator[None]:
    """The one act of an import: noted and kept when it has no fault; with `dry_run` or any fault nothing is."""
    try:
        with transaction():
            yield
            _note_import(actor, report)
            if dry_run or report.faults:
                raise _NothingKept
    except _NothingKept:
        pass


@dataclass(frozen=True)
class Standing:
    """An entry that stands: its id, its version, and whether a person has made, edited, checked or verified it."""

    id: UUID
    version: int
    touched: bool


Names = tuple[UUID | None, str, str]  # id, country, name


def standing(named: Sequence[Names]) -> list[Standing | None]:
    """The entries that rows speak of: by id, else of this name today, else of this name when it was made."""
    keys = [import_key(country, name) for _id, country, name in named]
    ids = [own_id for own_id, _country, _name in named if own_id]
    model = Organization
    asked = select(model.id, model.import_key, model.country, model.name, model.row_version, *_TOUCHED).where(
        or_(model.id.in_(ids), model.import_key.in_(keys), model.name.in_([name for _id, _country, name in named]))
    )
    found = db.session.execute(asked).all()
    if not found:
        return [None] * len(named)
    by_hand = _changed_by_hand([row.id for row in found])
    entries = {row.id: Standing(row.id, row.row_version, _is_touched(row) or row.id in by_hand) for row in found}
    by_name: dict[Any, Standing] = {row.import_key: entries[row.id] for row in found}
    by_name |= {(row.country, row.name): entries[row.id] for row in sorted(found, key=lambda row: row.id, reverse=True)}
    return [
        entries.get(own_id) if own_id in entries else by_name.get((country, name)) or by_name.get(key)
        for (own_id, country, name), key in zip(named, keys, strict=True)
    ]


_TOUCHED = (Organization.is_starter, Organization.tier, Organization.checked_on)


def _is_touched(row: Any) -> bool:
    return not row.is_starter or row.tier is not VerificationTier.UNVERIFIED or row.checked_on is not None


def _changed_by_hand(ids: Sequence[UUID]) -> set[UUID]:
    of_file = or_(EntryChange.updated_by == BY_FILE, EntryChange.updated_by.startswith(f"{BY_FILE}: "))
    asked = select(EntryChange.organization_id).where(EntryChange.organization_id.in_(ids), ~of_file).distinct()
    return set(db.session.scalars(asked))


def complete(bundle: Bundle, stood: Bundle | None = None) -> None:
    """Write what follows from the rest of an entry: its time zone where none is told, positions.

    A zone is known by itself where the country has only one; an entry that stands keeps its own.
    """
    (entry,) = bundle["organization"]
    zones = countries.time_zones(entry["country"]) if stood is None else [stood["organization"][0]["time_zone"]]
    entry["time_zone"] = entry["time_zone"] or (zones[0] if len(zones) == 1 else "")
    bundles.locate(bundle)


def make_new(bundle: Bundle) -> None:
    """Make an entry a starter one: unverified, nobody has asked it, seen by embassies, caseworkers and the centre.

    RULINGS 21. The transfer basis is known inside the EU and EEA alone (RULINGS 6).
    """
    bundles.index(bundle)
    (entry,) = bundle["organization"]
    entry |= {
        "import_key": import_key(entry["country"], entry["name"]),
        "is_starter": True,
        "tier": VerificationTier.UNVERIFIED,
        "visibility": Visibility.EMBASSY,
        "transfer_basis": TransferBasis.EEA if countries.in_eea(entry["country"], today()) else None,
        "row_version": 1,
    }


def write_over(stands: Standing, bundle: Bundle, tables: Iterable[str] = TABLES) -> None:
    """Write what a file says into an entry that nobody has touched, with the trail of what changed."""
    organization = db.session.get_one(Organization, stands.id)
    before = snapshot(organization)
    bundles.index(bundle)
    (entry,) = bundle["organization"]
    facts: Line = {name: value for name, value in entry.items() if name not in NOT_OF_A_FILE}
    facts |= {"id": stands.id, "row_version": stands.version + 1}
    if facts[PARENT] is not None:  # it may be further down in the file: `join` writes it when all are there
        del facts[PARENT]
    bundles.replace({**bundle, "organization": [facts]}, tables)
    db.session.expire(organization)
    note_changes(organization, before, BY_FILE)
    db.session.flush()


def join(written: Sequence[Bundle]) -> list[tuple[UUID, FaultKind]]:
    """Write which organisation each entry belongs to, now that all are there; gives back what cannot be, by entry."""
    told = {row["id"]: row[PARENT] for bundle in written for row in bundle["organization"] if row.get(PARENT)}
    known: set[UUID] = set()
    for part in bundles.in_parts(set(told.values())):
        known |= set(db.session.scalars(select(Organization.id).where(Organization.id.in_(part))))
    faults = [(key, FaultKind.NOWHERE) for key, parent in told.items() if parent not in known]
    if not faults:
        table: Any = Organization.__table__
        for key, parent in told.items():
            db.session.execute(table.update().where(table.c.id == key).values({PARENT: parent}))
        faults = [(key, FaultKind.CYCLE) for key in told if _is_above_itself(key)]
    return faults


def _is_above_itself(key: UUID) -> bool:
    above, seen = _parent(key), set[UUID]()
    while above is not None and above != key and above not in seen:
        seen.add(above)
        above = _parent(above)
    return above == key


def _parent(key: UUID) -> UUID | None:
    return db.session.scalar(select(Organization.parent_organization_id).where(Organization.id == key))


def _note_import(actor: Actor, report: Report) -> None:
    """Note into the running act what a file did; nothing where it did nothing."""
    if report.new or report.changed:
        note(actor, "partner:import:done", "directory:import", new=report.new, changed=report.changed)
