"""Entries in and out as our own CSV: all of a file or nothing, and a second reading changes nothing."""

import csv
import io
from collections.abc import Callable, Iterator
from typing import IO
from uuid import UUID, uuid4

from sqlalchemy import select

from portal.access import Actor
from portal.db import db
from portal.partners import bundles, policy
from portal.partners.bundles import Bundle, in_parts
from portal.partners.faults import Fault, FaultKind
from portal.partners.models import Organization
from portal.partners.reading import NumberedRow, Reader
from portal.partners.row_bundles import bundle_of, row_of
from portal.partners.rows import COLUMNS, Row, cells_of
from portal.partners.taking import (
    Report,
    Standing,
    all_or_nothing,
    complete,
    join,
    make_new,
    standing,
    write_over,
)
from portal.web.cells import BOM, safe_cells

# Nothing comes in without its source, unless the portal wrote the file itself and gave the entry its id.
NEEDED_OF_NEW = ("services", "source_title", "source_url", "looked_up_on")


def import_partners(
    source: IO[bytes] | bytes,
    actor: Actor,
    *,
    dry_run: bool = False,
    on_bytes: Callable[[int], object] = lambda number: None,
) -> Report:
    """Read a CSV file of entries into the directory, all or nothing.

    `on_bytes` is told how many bytes were read. With `dry_run`, or with any fault, nothing is kept.
    """
    reader = Reader(io.BytesIO(source) if isinstance(source, bytes) else source, on_bytes)
    report, rows = Report(faults=reader.faults), list(reader.rows())
    if report.faults:
        return report
    with all_or_nothing(actor, report, dry_run=dry_run):
        written = [made for part in in_parts(rows) for made in _take(part, report)]
        if not report.faults:
            lines = {bundle["organization"][0]["id"]: line for line, bundle in written}
            wrong = join([bundle for _line, bundle in written])
            report.faults.extend(Fault(lines[key], "parent_id", kind) for key, kind in wrong)
    return report


def _take(part: list[NumberedRow], report: Report) -> list[tuple[int, Bundle]]:
    """Take some rows in; returns the entries that are new or changed, with the line each stood on."""
    stand = standing([(one.row.get("id"), one.row["country"], one.row["name"]) for one in part])
    loaded = bundles.load([one.id for one in stand if one is not None])
    new: list[tuple[int, Bundle]] = []
    changed: list[tuple[int, Bundle]] = []
    for numbered, stands in zip(part, stand, strict=True):
        if stands is None:
            faults = _lacking(numbered)
            report.faults.extend(faults)
            report.new += 1
            if not faults:
                new.append((numbered.line, _new(numbered.row)))
        else:
            written = _compare(numbered.row, stands, loaded[stands.id], report)
            changed.extend((numbered.line, bundle) for bundle in written)
    if not report.faults:
        bundles.add([bundle for _line, bundle in new])
    return new + changed


def _lacking(numbered: NumberedRow) -> list[Fault]:
    row = numbered.row
    if row.get("id"):
        return []
    return [Fault(numbered.line, name, FaultKind.EMPTY) for name in NEEDED_OF_NEW if not row.get(name)]


def _new(row: Row) -> Bundle:
    bundle = bundle_of(row, row.get("id") or uuid4(), None)
    complete(bundle)
    make_new(bundle)
    return bundle


def _compare(row: Row, stands: Standing, stood: Bundle, report: Report) -> list[Bundle]:
    wanted = bundle_of(row, stands.id, stood)
    complete(wanted, stood)
    if row_of(wanted) == row_of(stood):
        report.unchanged += 1
    elif stands.touched:
        report.held += 1
    else:
        write_over(stands, wanted)
        report.changed += 1
        return [wanted]
    return []


def ids_for(actor: Actor) -> list[UUID]:
    """The entries an actor may take out as a file, by country and name."""
    order = (Organization.country, Organization.sort_name, Organization.id)
    seen = () if actor.is_the_portal else (policy.visible(actor),)
    return list(db.session.scalars(select(Organization.id).where(*seen).order_by(*order)))


def written_out(ids: list[UUID]) -> Iterator[bytes]:
    """Entries as CSV with the columns that `import_partners` reads, piece by piece; in little memory."""
    yield _line(list(COLUMNS), BOM)
    for part in in_parts(ids):
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        loaded = bundles.load(part, told=True).values()
        writer.writerows(safe_cells(cells_of(row_of(bundle))) for bundle in loaded)
        yield text.getvalue().encode()


def _line(cells: list[str], before: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerow(cells)
    return (before + text.getvalue()).encode()


def export_partners() -> tuple[bytes, int]:
    """Every entry as one CSV, and how many they are."""
    ids = list(db.session.scalars(select(Organization.id).order_by(Organization.country, Organization.sort_name)))
    return b"".join(written_out(ids)), len(ids)
