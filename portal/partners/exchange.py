"""Entries in and out as CSV: all of a file or nothing, and a second reading changes nothing."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO

from sqlalchemy import and_, case, or_, select
from sqlalchemy.orm import selectinload

from portal.access import Actor
from portal.audit.trail import note
from portal.db import db, today, transaction
from portal.partners.actions import write_services
from portal.partners.changes import note_changes, snapshot
from portal.partners.models import EntryChange, Organization, Service
from portal.partners.reading import Fault, NumberedRow, Reader
from portal.partners.rows import BETWEEN, COLUMNS, FaultKind, Row, facts_of, row_of
from portal.partners.search import import_key
from portal.places import countries
from portal.vocabulary.organizations import TransferBasis, VerificationTier, Visibility
from portal.vocabulary.services import Population, ServiceType
from portal.web.cells import as_csv

# Nothing comes in without its source; an entry that stands may have been written by hand.
NEEDED_OF_NEW = ("services", "source_title", "source_url", "looked_up_on")
BY_FILE = "import"  # who changed it, in an entry's history


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


def import_partners(
    source: BinaryIO | bytes,
    actor: Actor,
    *,
    dry_run: bool = False,
    on_bytes: Callable[[int], object] = lambda number: None,
) -> Report:
    """Read a CSV file of starter entries into the directory, all or nothing.

    `on_bytes` is told how many bytes were read. With `dry_run`, or with any fault, nothing is kept.
    """
    reader = Reader(io.BytesIO(source) if isinstance(source, bytes) else source, on_bytes)
    report, rows = Report(faults=reader.faults), list(reader.rows())
    if report.faults:
        return report
    try:
        with transaction():
            for numbered in rows:
                _take(numbered, report)
            db.session.flush()
            if report.new or report.changed:
                note(actor, "partner:import:done", "directory:import", new=report.new, changed=report.changed)
            if dry_run or report.faults:
                raise _NothingKept
    except _NothingKept:
        pass
    return report


def _take(numbered: NumberedRow, report: Report) -> None:
    row = numbered.row
    entry = _standing(row)
    if entry is None:
        missing = [name for name in NEEDED_OF_NEW if not row[name]]
        report.faults.extend(Fault(numbered.line, name, FaultKind.EMPTY) for name in missing)
        if not missing:
            _make(row)
        report.new += 1
    elif row_of(entry) == row:
        report.unchanged += 1
    elif _was_touched(entry):
        report.held += 1
    else:
        before = snapshot(entry)
        _fill(entry, row)
        entry.row_version += 1
        db.session.flush()
        note_changes(entry, before, BY_FILE)
        report.changed += 1


def _standing(row: Row) -> Organization | None:
    """The entry a row speaks of: of this name today, else of this name when it was made."""
    by_key = Organization.import_key == import_key(row["country"], row["name"])
    by_name = and_(Organization.country == row["country"], Organization.name == row["name"])
    found = select(Organization).where(or_(by_key, by_name)).order_by(case((by_name, 0), else_=1), Organization.id)
    loaded = found.options(selectinload(Organization.services).selectinload(Service.populations))
    return db.session.scalars(loaded.limit(1)).first()


def _make(row: Row) -> None:
    """A starter entry: unverified, nobody has asked it, seen by embassies, caseworkers and the centre (RULINGS 21)."""
    zones = countries.time_zones(row["country"])
    entry = Organization(
        import_key=import_key(row["country"], row["name"]),
        is_starter=True,
        tier=VerificationTier.UNVERIFIED,
        visibility=Visibility.EMBASSY,
        time_zone=zones[0] if len(zones) == 1 else "",
        transfer_basis=TransferBasis.EEA if countries.in_eea(row["country"], today()) else None,
    )
    _fill(entry, row)
    db.session.add(entry)


def _fill(entry: Organization, row: Row) -> None:
    for name, value in facts_of(row).items():
        setattr(entry, name, value)
    groups = [Population(code) for code in row["groups"].split(BETWEEN) if code]
    write_services(entry, {ServiceType(code): groups for code in row["services"].split(BETWEEN) if code})


def _was_touched(entry: Organization) -> bool:
    """Whether a person has made, edited, checked or verified an entry."""
    if not entry.is_starter or entry.tier is not VerificationTier.UNVERIFIED or entry.checked_on is not None:
        return True
    by_hand = select(EntryChange.id).where(EntryChange.organization_id == entry.id, EntryChange.updated_by != BY_FILE)
    return db.session.scalar(by_hand.limit(1)) is not None


def export_partners() -> tuple[bytes, int]:
    """Every entry as CSV with the columns that `import_partners` reads, by country and name; and how many."""
    entries = db.session.scalars(
        select(Organization)
        .order_by(Organization.country, Organization.sort_name, Organization.id)
        .options(selectinload(Organization.services).selectinload(Service.populations))
    )
    rows = [row_of(entry) for entry in entries]
    return as_csv(list(COLUMNS), ([row[name] for name in COLUMNS] for row in rows)), len(rows)
