"""Reading the log: who did or looked at what. It holds ids and codes, so a page of it holds no content either."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, func, select

from portal.audit.models import AuditEvent
from portal.audit.paging import key_of, older_than
from portal.db import db

PAGE = 30
MOST_EXPORTED = 50_000
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
COLUMNS = (
    AuditEvent.id,
    AuditEvent.at,
    AuditEvent.event,
    AuditEvent.actor_role,
    AuditEvent.actor_id,
    AuditEvent.subject,
    AuditEvent.refused,
    AuditEvent.details,
)


@dataclass(frozen=True)
class Wanted:
    """What the auditor looks for; an empty field asks for everything. Days are Danish, both included."""

    event: str = ""  # the beginning of an event: `case` finds `case:offer:made`
    role: str = ""
    actor_id: UUID | None = None
    subject: str = ""  # the beginning of a subject: `case:` finds every case
    refused: bool = False  # True: refusals alone
    since: date | None = None
    until: date | None = None

    def named(self) -> list[str]:
        """Which fields are in use, by name: what the log notes of a look at itself."""
        return [name for name, value in vars(self).items() if value]


@dataclass(frozen=True)
class LogPage:
    """A page of rows, newest first, how many there are in all, and the key of the next page."""

    rows: Sequence[Row[Any]]
    count: int
    next_key: str


def log_page(wanted: Wanted, after: str = "") -> LogPage:
    """One page of the log; `after` is the key that an earlier page gave."""
    conditions = list(_conditions(wanted))
    count = db.session.scalar(select(func.count()).select_from(AuditEvent).where(*conditions)) or 0
    further = older_than(AuditEvent.at, AuditEvent.id, after)
    if further is not None:
        conditions.append(further)
    rows = db.session.execute(_newest_first(conditions).limit(PAGE + 1)).all()
    shown = rows[:PAGE]
    return LogPage(shown, count, key_of(shown[-1].at, shown[-1].id) if len(rows) > PAGE else "")


def exported(wanted: Wanted) -> Iterator[Row[Any]]:
    """The rows for a file, newest first, at most MOST_EXPORTED."""
    query = _newest_first(list(_conditions(wanted))).limit(MOST_EXPORTED)
    yield from db.session.execute(query.execution_options(yield_per=1000))


def _newest_first(conditions: list[ColumnElement[bool]]) -> Select[Any]:
    return select(*COLUMNS).where(*conditions).order_by(AuditEvent.at.desc(), AuditEvent.id.desc())


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.event:
        yield AuditEvent.event.startswith(wanted.event, autoescape=True)
    if wanted.role:
        yield AuditEvent.actor_role == wanted.role
    if wanted.actor_id:
        yield AuditEvent.actor_id == wanted.actor_id
    if wanted.subject:
        yield AuditEvent.subject.startswith(wanted.subject, autoescape=True)
    if wanted.refused:
        yield AuditEvent.refused.is_(True)
    if wanted.since:
        yield AuditEvent.at >= _midnight(wanted.since)
    if wanted.until:
        yield AuditEvent.at < _midnight(wanted.until + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), COPENHAGEN)
