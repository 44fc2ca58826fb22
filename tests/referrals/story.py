"""Short builders for this chapter's tests: a request brought to a state by its rows, and what of it can be compared."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal.cases.models import Case, IdentityGrant
from portal.db import db, now, transaction
from portal.letters.models import Letter
from portal.migrations.records import METADATA
from portal.referrals.models import Message, ReceptionRequest, RequestEvent, TravelPlan
from portal.referrals.states import ACCEPTED_STATES, RequestState
from portal.vocabulary.requests import TravelMode
from tests import build
from tests.people import People, Person

#: What a draft's form posts when everything is right (the partner apart).
DRAFT: dict[str, Any] = {
    "services_requested": ["arrival_reception", "safehouse"],
    "services_given": ["health"],
    "priority": "urgent_72h",
    "escort": "none",
    "payer": "centre",
    "arrangements": "She walks with a stick.",
}
LAGOS = ZoneInfo("Africa/Lagos")


def in_state(people: People, state: RequestState, partner: Person | None = None, **more: Any) -> ReceptionRequest:
    """A request of a ready case, to the accepting partner unless said, in a state with what belongs to it."""
    of = more.pop("case", None) or build.case(people.caseworker)
    was_accepted = state in ACCEPTED_STATES
    arrives_at = more.pop("arrives_at", now() + timedelta(days=3))
    values = {"accepted_at": now() if was_accepted else None, **more}
    made = build.request(of, partner or people.accepting, state=state, **values)
    if state in (RequestState.TRAVEL_SET, RequestState.DEPARTED, RequestState.NOT_MET):
        add_travel(made, arrives_at)
    if was_accepted and state is not RequestState.ACCEPTED:
        add_grant(of, made, people.caseworker)
    return made


def add_travel(request: ReceptionRequest, arrives_at: datetime) -> TravelPlan:
    """A planned arrival in Lagos."""
    with transaction():
        plan = TravelPlan(request_id=request.id, case_id=request.case_id, mode=TravelMode.AIR)
        plan.arrives_at, plan.time_zone = arrives_at, "Africa/Lagos"
        plan.place, plan.meeting_point, plan.agreed_sign = "Airport", "Gate 3", "A green bag"
        db.session.add(plan)
    return plan


def add_grant(case: Case, request: ReceptionRequest, by: Person) -> None:
    """The organisation's key to the door."""
    with transaction():
        grant = IdentityGrant(case_id=case.id, organization_id=request.organization_id, granted_at=now())
        grant.granted_by = by.id
        db.session.add(grant)


def steps_of(request: ReceptionRequest) -> list[str]:
    """The names of the steps that were taken, in order."""
    taken = select(RequestEvent.step).where(RequestEvent.request_id == request.id)
    return list(db.session.scalars(taken.order_by(RequestEvent.at, RequestEvent.created_at)))


def letters() -> list[tuple[str, str]]:
    """The letters in the outbox as (kind, recipient), sorted."""
    db.session.expire_all()
    return sorted(db.session.execute(select(Letter.kind, Letter.recipient)))


def fresh(request: ReceptionRequest) -> ReceptionRequest:
    """The request as it stands in the database now."""
    db.session.rollback()
    db.session.refresh(request)
    return request


def whole_database(*, but: tuple[str, ...] = ()) -> dict[str, list[Any]]:
    """Every row of every table but the named ones, to be compared."""
    db.session.rollback()
    return {
        table.name: sorted(map(repr, db.session.execute(table.select())))
        for table in METADATA.sorted_tables
        if table.name not in but
    }


def unchanged_by(act: Callable[[], object], expected: type[Exception]) -> None:
    """The act is refused with an exception, and nothing in the database has changed."""
    before = whole_database()
    try:
        act()
    except expected:
        pass
    else:
        raise AssertionError("the act was not refused")
    assert whole_database() == before


def words_of(request: ReceptionRequest) -> list[str | None]:
    """What was written in the request."""
    messages = select(Message).where(Message.request_id == request.id).order_by(Message.at)
    return [message.words for message in db.session.scalars(messages)]


def day_boxes(name: str, day: date) -> dict[str, str]:
    """A day as the form's three boxes."""
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}
