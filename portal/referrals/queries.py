"""What is asked of the requests; each question carries the reader's condition."""

import base64
import binascii
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, select, tuple_

from portal.access import Actor, Role
from portal.accounts.models import Account, AccountState
from portal.cases import policy as cases
from portal.cases.models import Case
from portal.db import db, now
from portal.partners.models import Organization
from portal.referrals import policy
from portal.referrals.disclosure import Field, states_with
from portal.referrals.models import (
    AnswerRule,
    Arrival,
    Message,
    ReceptionRequest,
    RequestEvent,
    SilenceRule,
    TravelPlan,
)
from portal.referrals.states import ACCEPTED_STATES, OPEN_TO_ANSWER, RequestState
from portal.vocabulary.requests import Priority

PAGE = 20  # requests on a page of the list
R = ReceptionRequest


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed by."""

    state: RequestState | None = None
    country: str = ""
    overdue: bool = False


@dataclass(frozen=True)
class Page:
    """A page of the list and the key of the next one, empty on the last."""

    rows: list[Row[Any]]
    next_key: str


def request_for(actor: Actor, reference: str) -> ReceptionRequest | None:
    """A request this reader may see; None alike for a missing and a hidden one."""
    return db.session.scalar(select(R).where(R.reference == reference, policy.visible(actor)))


def case_of(request: ReceptionRequest) -> Case:
    """The case a request belongs to."""
    return db.session.get_one(Case, request.case_id)


def partner_of(request: ReceptionRequest) -> Organization:
    """The organisation a request is for."""
    return db.session.get_one(Organization, request.organization_id)


def travel_of(request: ReceptionRequest) -> TravelPlan | None:
    """The arrival that is planned, if it is."""
    return db.session.scalar(select(TravelPlan).where(TravelPlan.request_id == request.id))


def arrival_of(request: ReceptionRequest) -> Arrival | None:
    """What was told about the arrival, if it was."""
    return db.session.scalar(select(Arrival).where(Arrival.request_id == request.id))


def events_of(request: ReceptionRequest) -> list[RequestEvent]:
    """The steps of a request from its sending on, oldest first."""
    steps = select(RequestEvent).where(RequestEvent.request_id == request.id, RequestEvent.step != "edit")
    return list(db.session.scalars(steps.order_by(RequestEvent.at, RequestEvent.created_at)))


def last_event(request: ReceptionRequest) -> RequestEvent | None:
    """What happened last."""
    steps = select(RequestEvent).where(RequestEvent.request_id == request.id)
    return db.session.scalar(steps.order_by(RequestEvent.at.desc(), RequestEvent.created_at.desc()).limit(1))


def messages_of(request: ReceptionRequest) -> list[Message]:
    """Questions and replies, oldest first."""
    return list(db.session.scalars(select(Message).where(Message.request_id == request.id).order_by(Message.at)))


def has_messages(request: ReceptionRequest) -> bool:
    """Whether anything was written in a request."""
    return db.session.scalar(select(Message.id).where(Message.request_id == request.id).limit(1)) is not None


def overdue(at: datetime) -> ColumnElement[bool]:
    """Asked, and not answered by the due time: read at a moment, so that no timer needs to have run (RULINGS 43)."""
    return and_(R.state.in_((RequestState.WAITING, RequestState.NO_ANSWER)), R.due_at <= at)


def _conditions(actor: Actor, filters: Filters) -> ColumnElement[bool]:
    parts = [policy.visible(actor)]
    if filters.state is not None:
        parts.append(R.state == filters.state)
    if filters.country:
        parts.append(Case.return_country == filters.country)
    if filters.overdue:
        parts.append(overdue(now()))
    return and_(*parts)


def rows(actor: Actor, condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """What lists and panels show of a request, without anything sealed, for this reader."""
    return (
        select(
            R.id,
            R.reference,
            R.state,
            R.priority,
            R.sent_at,
            R.due_at,
            R.answered_at,
            R.departed_on,
            R.arrived_on,
            R.created_at,
            Case.code,
            Case.return_country,
            Case.is_child,
            Organization.name.label("partner"),
            Organization.time_zone,
            _arrives_at(actor),
            TravelPlan.time_zone.label("travel_zone"),
            Arrival.outcome,
        )
        .join(Case, Case.id == R.case_id)
        .join(Organization, Organization.id == R.organization_id)
        .outerjoin(TravelPlan, TravelPlan.request_id == R.id)
        .outerjoin(Arrival, Arrival.request_id == R.id)
        .where(policy.visible(actor), condition)
    )


def _arrives_at(actor: Actor) -> ColumnElement[Any]:
    """When she arrives; for a partner at the stages alone that tell it."""
    told = case((R.state.in_(states_with(Field.ARRIVES_AT)), TravelPlan.arrives_at))
    return (told if actor.role is Role.PARTNER else TravelPlan.arrives_at).label("arrives_at")


def count(actor: Actor, filters: Filters) -> int:
    """How many requests the filters leave for this reader."""
    counted = select(func.count()).select_from(R).join(Case, Case.id == R.case_id)
    return db.session.scalar(counted.where(_conditions(actor, filters))) or 0


def page(actor: Actor, filters: Filters, after: str = "") -> Page:
    """The requests after a key, newest first; the first page for an empty or broken key."""
    listed = rows(actor, _conditions(actor, filters)).order_by(R.created_at.desc(), R.id.desc())
    if (key := _read_key(after)) is not None:
        listed = listed.where(tuple_(R.created_at, R.id) < tuple_(*key))
    found = list(db.session.execute(listed.limit(PAGE + 1)))
    return Page(found[:PAGE], _key(found[PAGE - 1]) if len(found) > PAGE else "")


def every(actor: Actor) -> list[Row[Any]]:
    """All requests of this reader, newest first, for a file."""
    listed = rows(actor, policy.visible(actor)).order_by(R.created_at.desc(), R.id.desc())
    return list(db.session.execute(listed))


def _key(row: Row[Any]) -> str:
    return base64.urlsafe_b64encode(f"{row.created_at.isoformat()} {row.id}".encode()).decode().rstrip("=")


def _read_key(typed: str) -> tuple[datetime, UUID] | None:
    try:
        moment, identifier = base64.urlsafe_b64decode(typed + "==").decode().split(" ")
        return datetime.fromisoformat(moment), UUID(identifier)
    except (ValueError, binascii.Error):
        return None


def countries(actor: Actor) -> list[str]:
    """The countries of return of the requests this reader sees."""
    seen = select(Case.return_country).join(R, R.case_id == Case.id).where(policy.visible(actor)).distinct()
    return sorted(db.session.scalars(seen))


def of_case(actor: Actor, case: Case) -> list[Row[Any]]:
    """The requests of one case, newest first."""
    return list(db.session.execute(rows(actor, R.case_id == case.id).order_by(R.created_at.desc(), R.id.desc())))


def asked_partners(case: Case) -> set[UUID]:
    """The organisations that have been asked, or drafted to, for a case."""
    mistake = RequestState.ENTERED_IN_ERROR
    return set(db.session.scalars(select(R.organization_id).where(R.case_id == case.id, R.state != mistake)))


def waiting_of(case: Case) -> int:
    """How many partners are being asked for a case, a question of theirs included (RULINGS 9 counts them)."""
    asked = and_(R.case_id == case.id, R.state.in_((RequestState.WAITING, RequestState.QUESTION)))
    return db.session.scalar(select(func.count()).select_from(R).where(asked)) or 0


def answer_hours(priority: Priority, on: date) -> int:
    """Within how many hours an answer of a priority is due, by the rule in force on a day."""
    rule = select(AnswerRule.hours).where(AnswerRule.priority == priority, AnswerRule.valid_from <= on)
    return db.session.scalars(rule.order_by(AnswerRule.valid_from.desc()).limit(1)).one()


def silence_table(on: date) -> dict[bool, dict[str, int]]:
    """The silence table in force on a day, for a child (True) and an adult: minutes by whom."""
    rules = select(SilenceRule.child, SilenceRule.whom, SilenceRule.minutes).where(SilenceRule.valid_from <= on)
    table: dict[bool, dict[str, int]] = {True: {}, False: {}}
    for child, whom, minutes in db.session.execute(rules.order_by(SilenceRule.valid_from)):
        table[child][whom] = minutes
    return table


def silence_minutes(child: bool, on: date) -> dict[str, int]:
    """The same for one of the two."""
    return silence_table(on)[child]


def replaced() -> ColumnElement[bool]:
    """A newer request of the same case stands: nobody has to look for a next partner any more."""
    other = R.__table__.alias("newer")
    return (
        select(other.c.id)
        .where(
            other.c.case_id == R.case_id,
            other.c.created_at > R.created_at,
            other.c.state != RequestState.ENTERED_IN_ERROR,
        )
        .exists()
    )


def urgent_first() -> list[Any]:
    """The order of a list of tasks: not met, then by what is due first."""
    return [case((R.state == RequestState.NOT_MET, 0), else_=1), R.due_at, R.created_at]


def answerable() -> ColumnElement[bool]:
    """Waiting for the partner's answer; a late one still counts."""
    return R.state.in_([state for state in OPEN_TO_ANSWER if state is not RequestState.QUESTION])


def readers_of(partner: Organization) -> int:
    """How many people of a partner can sign in, and so get the letter."""
    active = and_(Account.organization_id == partner.id, Account.state == AccountState.ACTIVE)
    return db.session.scalar(select(func.count()).select_from(Account).where(active)) or 0


def cases_to_ask_for(actor: Actor) -> list[Case]:
    """The living cases to which nobody has said yes, newest first: an actor's own and deputyships; the centre's all.

    At most one request of a case is accepted (RULINGS 9), so the others need no partner.
    """
    may = cases.visible(actor) if actor.role is Role.COORDINATOR else cases.own(actor)
    received = select(R.id).where(R.case_id == Case.id, R.state.in_(ACCEPTED_STATES)).exists()
    living = select(Case).where(may, Case.closed_on.is_(None), ~received).order_by(Case.registered_on.desc(), Case.id)
    return list(db.session.scalars(living.limit(100)))
