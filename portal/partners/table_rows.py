"""The rows of a table as plain values, turned back a column at a time: hardly dearer than fetching them."""

from collections.abc import Callable, Hashable, Iterator
from datetime import UTC, date, datetime, time
from functools import cache
from itertools import repeat
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, Date, Enum, String, Time, Uuid, select, type_coerce

from portal.db import UTCDateTime, db

Line = dict[str, Any]
Turn = Callable[[Any], Any]


def read_rows(
    table: Any, condition: ColumnElement[bool], *order: str, without: frozenset[str] = frozenset(), told: bool = False
) -> Iterator[Line]:
    """The rows of a table for which a condition holds, as the models hold them, without some of the columns.

    With `told`, ids are text: for rows that are only written out, and a UUID object costs more than its whole row.
    """
    on_sqlite = db.session.get_bind().dialect.name == "sqlite"
    asked, names = _asked(table, without, on_sqlite)
    found = db.session.execute(asked.where(condition).order_by(*(table.c[name] for name in order))).all()
    if not found:
        return iter(())
    columns: list[Any] = list(zip(*found, strict=True))
    for at, name in enumerate(names):
        if turn := _turn(table.c[name], on_sqlite, told):
            columns[at] = map(turn, columns[at])
    # Each row's dict is made without a step of Python for it.
    return map(dict, map(zip, repeat(names), zip(*columns, strict=True)))


@cache
def _asked(table: Any, without: frozenset[str], on_sqlite: bool) -> tuple[Any, tuple[str, ...]]:
    """The question for a table's columns as the database holds them, and their names."""
    columns = [column for column in table.columns if column.name not in without]
    ours = (Uuid, Enum, Boolean, Date, Time, UTCDateTime) if on_sqlite else (Uuid, Enum)
    bare = [type_coerce(one, String) if isinstance(one.type, ours) else one for one in columns]
    return select(*(one.label(column.name) for one, column in zip(bare, columns, strict=True))), tuple(
        column.name for column in columns
    )


class _Turned(dict[Hashable, Any]):
    """Each value turned once: the days, hours and owners of many rows are few."""

    def __init__(self, turn: Turn) -> None:
        super().__init__({None: None})
        self._turn = turn

    def __missing__(self, value: Hashable) -> Any:
        found = self[value] = self._turn(value)
        return found


def _turn(column: Any, on_sqlite: bool, told: bool) -> Turn | None:
    """What makes the model's value of what the database gives; None where it is the same."""
    kind = column.type
    if isinstance(kind, Enum):
        return _codes(kind)
    if isinstance(kind, Uuid):
        turn: Turn | None = (_dashed if told else UUID) if on_sqlite else (str if told else None)
        return turn if turn is None or column.name == "id" else _Turned(turn).__getitem__
    if not on_sqlite:
        return None
    for known, turn in _OF_SQLITE:
        if isinstance(kind, known):
            return _Turned(turn).__getitem__
    return None


@cache
def _codes(kind: Enum) -> Turn:
    members: Any = kind.enum_class
    return {None: None, **{one.value: one for one in members}}.__getitem__


def _dashed(digits: str) -> str:
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


_OF_SQLITE: tuple[tuple[type[Any], Turn], ...] = (
    (Boolean, bool),
    (Date, date.fromisoformat),
    (Time, time.fromisoformat),
    (UTCDateTime, _moment),
)
