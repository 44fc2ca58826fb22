"""Short builders for this chapter's tests: a woman who arrived, her reports, and what the forms post."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from portal.cases.models import Alarm, Case
from portal.db import db, today
from portal.followup.models import DueReport, DueState, Report, StopReason
from portal.letters.models import Letter
from portal.referrals import actions as referrals
from portal.referrals.models import ReceptionRequest
from portal.referrals.states import RequestState
from portal.vocabulary.requests import ArrivalOutcome
from tests import build
from tests.people import People, Person
from tests.referrals.story import in_state

#: Eight answers as the form posts them.
GOOD: dict[str, Any] = {
    "contact": "visit",
    "safety": "safe",
    "retrafficking": "no_sign",
    "housing": "own_home",
    "health": "good",
    "income": "work",
    "help_received": "advice",
    "next_step": "continue",
}


def arrived(
    people: People,
    *,
    outcome: ArrivalOutcome = ArrivalOutcome.MET,
    on: date | None = None,
    case: Case | None = None,
    partner: Person | None = None,
) -> ReceptionRequest:
    """A request whose partner has told the arrival through the real act."""
    of = case or build.case(people.caseworker)
    by = partner or people.accepting
    request = in_state(people, RequestState.TRAVEL_SET, by, case=of)
    referrals.tell_arrival(by.actor, request, outcome, on or today())
    return request


def dues(request: ReceptionRequest) -> list[DueReport]:
    """The reports of a request by number, read afresh."""
    db.session.expire_all()
    wanted = select(DueReport).where(DueReport.request_id == request.id).order_by(DueReport.number)
    return list(db.session.scalars(wanted))


def states(request: ReceptionRequest) -> list[tuple[DueState, StopReason | None]]:
    """Where each report of a request stands, and why."""
    return [(due.state, due.stopped_why) for due in dues(request)]


def first(people: People, **more: Any) -> DueReport:
    """The first report of a woman who has just arrived."""
    return dues(arrived(people, **more))[0]


def long_ago(days: int) -> date:
    """A day so many days back."""
    return today() - timedelta(days=days)


def reports() -> list[Report]:
    """Every report, read afresh."""
    db.session.expire_all()
    return list(db.session.scalars(select(Report).order_by(Report.submitted_at)))


def alarms() -> list[Alarm]:
    """Every alarm, read afresh."""
    db.session.expire_all()
    return list(db.session.scalars(select(Alarm)))


def letters(kind: str) -> list[str]:
    """To whom letters of a kind wait, sorted."""
    return sorted(db.session.scalars(select(Letter.recipient).where(Letter.kind == kind)))
