"""What is asked of the reports; each question carries the reader's condition."""

import base64
import binascii
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Integer, Select, Uuid, and_, case, func, literal, or_, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload

from portal.access import Actor, Role
from portal.accounts import queries as accounts
from portal.cases.models import Case
from portal.db import db, today
from portal.followup import policy
from portal.followup.codes import Shown
from portal.followup.ground import ASKED
from portal.followup.models import DueReport, DueState, Report
from portal.referrals.models import ReceptionRequest
from portal.vocabulary.reports import Retrafficking, Safety

PAGE = 20  # reports on a page of the list
D = DueReport
UNREAD = and_(D.state == DueState.REPORTED, Report.read_at.is_(None))
#: What `answers.alarm_of` says, as a condition.
RANG = or_(
    Report.safety == Safety.IN_DANGER, Report.retrafficking.in_((Retrafficking.SUSPECTED, Retrafficking.CONFIRMED))
)
WAITED_FOR, LAST = 2, 3  # places in the list: of what a partner owes, and of what needs nobody
DUE = (Shown.WAITING, Shown.LATE)


@dataclass(frozen=True)
class Page:
    """A page of the list and the key of the next one, empty on the last."""

    rows: list[DueReport]
    next_key: str


def due_for(actor: Actor, due_id: UUID) -> DueReport | None:
    """One report this reader may see; None alike for a missing and a hidden one."""
    return db.session.scalar(_with_all(select(D)).where(D.id == due_id, policy.visible(actor)))


def _with_all(wanted: Select[DueReport]) -> Select[DueReport]:
    """With the report, the request, the case and the partner, in one query."""
    return wanted.outerjoin(D.report).options(
        contains_eager(D.report), joinedload(D.request), joinedload(D.case), joinedload(D.organization)
    )


def late(on: date, by: timedelta = timedelta(0)) -> ColumnElement[bool]:
    """Waited for, and its day has passed by more than so long on a day (RULINGS 43: read, never stored)."""
    return and_(waited_for(), D.due_on < on - by)


def waited_for() -> ColumnElement[bool]:
    """Asked of a partner and not there yet; a baseline that was begun is nobody's debt."""
    return and_(D.state == DueState.WAITING, asked_for())


def asked_for() -> ColumnElement[bool]:
    """A report of the schedule or a child's further one, and not a baseline or an event."""
    return D.kind.in_(ASKED)


def _shown(shown: Shown | None) -> list[ColumnElement[bool]]:
    conditions: dict[Shown, ColumnElement[bool]] = {
        Shown.UNREAD: UNREAD,
        Shown.WAITING: waited_for(),
        Shown.LATE: late(today()),
        Shown.SENT: D.state == DueState.REPORTED,
        Shown.ENDED: D.state.in_((DueState.ENDED_BY_CHOICE, DueState.STOPPED)),
    }
    return [conditions[shown]] if shown else []


def count(actor: Actor, shown: Shown | None) -> int:
    """How many reports the list holds for this reader."""
    wanted = select(func.count(D.id)).outerjoin(D.report).where(policy.visible(actor), *_shown(shown))
    return db.session.scalar(wanted) or 0


def page(actor: Actor, shown: Shown | None, after: str = "") -> Page:
    """A page of the list: unread danger and what else is unread first (Danish side), then what is waited for by day."""
    rank = literal(WAITED_FOR, Integer) if shown in DUE else _rank(actor)
    day = (D.due_on, D.id)
    key = day if shown in DUE else (rank, *day)  # of one rank alone: the index of the days gives the first page
    wanted = _with_all(select(D)).add_columns(rank).where(policy.visible(actor), *_shown(shown))
    if (place := _read_key(after)) is not None:
        typed = (literal(place[0], Integer), literal(place[1], Date), literal(place[2], Uuid))
        wanted = wanted.where(tuple_(*key) > tuple_(*typed[-len(key) :]))
    found = list(db.session.execute(wanted.order_by(*key).limit(PAGE + 1)))
    rows = found[:PAGE]
    more = len(found) > PAGE
    return Page([row[0] for row in rows], _key(rows[-1][1], rows[-1][0]) if more else "")


def _rank(actor: Actor) -> ColumnElement[int]:
    waited_for: tuple[ColumnElement[bool], int] = (D.state == DueState.WAITING, WAITED_FOR)
    if actor.is_(Role.PARTNER):
        return case(waited_for, else_=LAST)
    return case((and_(UNREAD, RANG), 0), (UNREAD, 1), waited_for, else_=LAST)


def _key(rank: int, last: DueReport) -> str:
    return base64.urlsafe_b64encode(f"{rank}|{last.due_on.isoformat()}|{last.id}".encode()).decode()


def _read_key(text: str) -> tuple[int, date, UUID] | None:
    """The place a key names; None for none or one that was never ours."""
    try:
        rank, day, due_id = base64.urlsafe_b64decode(text.encode()).decode().split("|")
        return max(0, min(int(rank), LAST)), date.fromisoformat(day), UUID(due_id)
    except (ValueError, binascii.Error):
        return None


def every(actor: Actor) -> list[DueReport]:
    """All reports of the reader, in order of the day they are due."""
    return list(db.session.scalars(_with_all(select(D)).where(policy.visible(actor)).order_by(D.due_on, D.id)))


def tasks(actor: Actor, condition: ColumnElement[bool], most: int, *, own: bool = True) -> list[DueReport]:
    """Reports for the first page, by their day: the reader's own tasks, or all she may see."""
    whose = policy.own(actor) if own else policy.visible(actor)
    return list(db.session.scalars(_with_all(select(D)).where(whose, condition).order_by(D.due_on, D.id).limit(most)))


def of_case(actor: Actor, of: Case) -> list[DueReport]:
    """All reports of a case, the newest first."""
    wanted = _with_all(select(D)).where(policy.visible(actor), D.case_id == of.id)
    return list(db.session.scalars(wanted.order_by(D.due_on.desc(), D.id)))


def of_request(actor: Actor, of: ReceptionRequest) -> list[DueReport]:
    """All reports of a request by their day."""
    wanted = _with_all(select(D)).where(policy.visible(actor), D.request_id == of.id)
    return list(db.session.scalars(wanted.order_by(D.due_on, D.id)))


def name_of(account_id: UUID | None) -> str:
    """The name of who wrote or read a report; empty when the account has gone."""
    found = accounts.account(account_id) if account_id is not None else None
    return found.name if found is not None else ""
