"""Session, base record, UTC time, codes as text, naming of constraints, and the one way to write."""

import enum
import secrets
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from time import monotonic
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, CursorResult, DateTime, Dialect, Engine, Enum, MetaData, Result, String, Uuid, event
from sqlalchemy.exc import DisconnectionError, IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

T = TypeVar("T", bound="Base")

# Without vowels and look-alikes: a reference is read aloud on bad lines and never spells a word.
REFERENCE_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
RESTED = 1.0  # seconds
NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """A moment. Aware datetimes go in and come out, always UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into UTC. Raises ValueError for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back as UTC (SQLite forgets the zone)."""
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


ANNOTATIONS: dict[Any, Any] = {
    datetime: UTCDateTime,
    uuid.UUID: Uuid,
    str: String,
    list[str]: JSON,
    dict[str, Any]: JSON,
    dict[str, str]: JSON,
    # Codes are stored as their value, so that a reader of the database reads the standard's word.
    enum.Enum: Enum(enum.Enum, native_enum=False, length=60, values_callable=lambda e: [m.value for m in e]),
}


class Base(DeclarativeBase):
    """The base record: a random UUID that exists from the first moment (sealing needs it)."""

    registry = registry(metadata=MetaData(naming_convention=NAMES), type_annotation_map=ANNOTATIONS)

    def __init__(self, **values: Any) -> None:
        if "id" in type(self).__mapper__.columns:
            values.setdefault("id", uuid.uuid4())
        for name, value in values.items():
            if not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} has no {name}")
            setattr(self, name, value)


class Record:
    """Mixin of most tables: the UUID primary key and when the row was made (UTC)."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(default=lambda: now())


class Versioned:
    """Mixin for what two people may edit at once: a stale form is told, nothing is overwritten (R-19)."""

    row_version: Mapped[int] = mapped_column(default=1, nullable=False)


db = SQLAlchemy(model_class=Base)


class Stale(Exception):
    """Somebody else changed the record since this form was opened."""


def now() -> datetime:
    """This moment, UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date in Copenhagen: the calendar of every Danish deadline (RULINGS 28)."""
    return datetime.now(ZoneInfo("Europe/Copenhagen")).date()


def new_reference() -> str:
    """A random ten-character reference (47 bits), never counted."""
    return "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(10))


def begin_writing() -> None:
    """Begin the session's transaction for writing, so that SQLite waits for its turn instead of failing later."""
    if not db.session().in_transaction():
        db.session.connection(execution_options={"begin": "BEGIN IMMEDIATE"})


@contextmanager
def transaction() -> Iterator[None]:
    """One act: everything inside is committed together, or nothing of it is.

    Nested use joins the outer act. Whatever is raised inside leaves the database unchanged.
    """
    session = db.session()
    if session.info.get("in_act"):
        yield
        return
    session.info["in_act"] = True
    try:
        begin_writing()
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("in_act", None)


def add_once(model: type[T], key: uuid.UUID, build: Callable[[], T]) -> tuple[T, bool]:
    """Add the record whose id is the form's key, or give back the one an earlier post of the form made.

    Returns the record and whether it is new. The caller must check that an old one is its own.
    Call it first in an act: a race with a twin rolls back to a savepoint.
    """
    if (earlier := db.session.get(model, key)) is not None:
        return earlier, False
    try:
        with db.session.begin_nested():
            record = build()
            record.id = key  # type: ignore[attr-defined]
            db.session.add(record)
            db.session.flush()
    except IntegrityError:
        twin = db.session.get(model, key)
        if twin is None:
            raise
        return twin, False
    return record, True


def rows_changed(outcome: Result[Any]) -> int:
    """How many rows a conditional update or delete changed."""
    return cast("CursorResult[Any]", outcome).rowcount


def check_version(record: Any, seen: int) -> None:
    """Raise Stale unless the form was opened on the record's present version; then count it up.

    Works as one conditional update, so that of two parallel saves exactly one passes.
    """
    table = type(record).__table__
    changed = db.session.execute(
        table.update()
        .where(table.c.id == record.id, table.c.row_version == seen)
        .values(row_version=table.c.row_version + 1)
    )
    if rows_changed(changed) != 1:
        raise Stale
    db.session.refresh(record, ["row_version"])


@event.listens_for(Engine, "connect")
def _set_up_connection(connection: Any, _record: Any) -> None:
    """SQLite: foreign keys on, readers beside one writer, ten seconds of patience, our own BEGIN."""
    if type(connection).__module__.startswith("sqlite3"):
        connection.isolation_level = None
        for line in ("foreign_keys=ON", "journal_mode=WAL", "busy_timeout=10000", "synchronous=FULL"):
            connection.execute(f"PRAGMA {line}")


@event.listens_for(Engine, "checkin")
def _rests(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["rests_since"] = monotonic()


@event.listens_for(Engine, "checkout")
def _still_there(connection: Any, record: ConnectionPoolEntry, _lent: Any) -> None:
    """A connection that rested is tried before it is used: the database may have gone and come back meanwhile.

    One that was used within the last second is not: on a busy day that would be two more questions a page.
    """
    if monotonic() - record.info.get("rests_since", monotonic()) < RESTED:
        return
    try:
        connection.cursor().execute("SELECT 1")
        connection.rollback()
    except Exception as gone:
        raise DisconnectionError from gone


@event.listens_for(Engine, "begin")
def _begin(connection: Any) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))
