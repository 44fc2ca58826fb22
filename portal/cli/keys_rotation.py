"""`hjemvej keys rotate`: seals everything anew under the active master, in batches, so that an old key can be laid off.

What is sealed under a case's own key stays; the case's key is what gets wrapped anew. A run that was broken off is
simply started again: what already stands under the active master is left alone.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, and_, func, not_, select, update

from portal.access import THE_PORTAL
from portal.audit.trail import note
from portal.cases.keys import CaseKey
from portal.db import db, transaction
from portal.migrations.records import METADATA
from portal.sealed import EVERY_SEALED, UNDER_MASTER, SealBroken, keys, seal, unseal

BATCH = 500


@dataclass(frozen=True)
class Place:
    """A column that holds values sealed under a master, and the column that names their rows."""

    table: Table
    row_id: Column[uuid.UUID]
    sealed: Column[bytes]

    def where(self, row_id: uuid.UUID) -> bytes:
        """The associated data of a row's value, as `portal.sealed` binds it."""
        return f"{self.table.name}\x00{self.sealed.name}\x00".encode() + row_id.bytes


def places() -> Iterator[Place]:
    """Every column with sealed values, the wrapped keys of the cases among them."""
    yield Place(CaseKey.__table__, CaseKey.__table__.c.case_id, CaseKey.__table__.c.wrapped)  # type: ignore[arg-type]
    for owner, name in EVERY_SEALED:
        table = METADATA.tables[owner.__tablename__]  # type: ignore[attr-defined]
        yield Place(table, table.c.id, table.c[name])


def left_over(place: Place) -> ColumnElement[bool]:
    """The condition for a value under a master that is not the active one."""
    kind, header = bytes([UNDER_MASTER]), bytes([UNDER_MASTER]) + keys().active.to_bytes(2, "big")
    return and_(func.substr(place.sealed, 1, 1) == kind, not_(func.substr(place.sealed, 1, 3) == header))


def left_over_count() -> int:
    """How many values a rotation would seal anew."""
    return sum(
        db.session.scalar(select(func.count()).select_from(place.table).where(left_over(place))) or 0
        for place in places()
    )


def rotate(progress: Callable[[int], object] = bool) -> tuple[int, list[str]]:
    """Seal everything anew under the active master; `progress` is called with the size of each batch.

    Returns how many values were sealed anew, and a line for each that does not open (it stays as it is).
    """
    moved, broken = 0, []
    for place in places():
        last: uuid.UUID | None = None
        while True:
            with transaction():
                rows = _batch(place, last)
                faults = [fault for row in rows if (fault := _move(place, *row))]
            if not rows:
                break
            last, moved = rows[-1][0], moved + len(rows) - len(faults)
            broken += faults
            progress(len(rows))
    with transaction():
        note(THE_PORTAL, "keys:rotation:done", f"keys:{keys().active}", moved=moved, broken=len(broken))
    return moved, broken


def _batch(place: Place, after: uuid.UUID | None) -> list[tuple[uuid.UUID, bytes]]:
    wanted = select(place.row_id, place.sealed).where(left_over(place)).order_by(place.row_id).limit(BATCH)
    if after is not None:
        wanted = wanted.where(place.row_id > after)
    return [(row[0], row[1]) for row in db.session.execute(wanted)]


def _move(place: Place, row_id: uuid.UUID, old: bytes) -> str:
    """Seal one value anew, unless it was changed in the meantime; a line where it does not open."""
    where = place.where(row_id)
    try:
        values: dict[Any, bytes] = {place.sealed.name: seal(unseal(old, where), where)}
    except SealBroken as reason:
        return f"{place.table.name}.{place.sealed.name} of {row_id}: {reason}"
    same = and_(place.row_id == row_id, place.sealed == old)
    db.session.execute(update(place.table).where(same).values(values))
    return ""
