"""Short builders for this chapter's tests: a woman who arrived, her reports, and what the forms post."""

import re
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.cases.models import Alarm, Case
from portal.db import db, today
from portal.followup.draft_answers import ON_PAGE
from portal.followup.models import DueReport, DueState, Report, StopReason
from portal.letters.models import Letter
from portal.referrals import actions as referrals
from portal.referrals.models import ReceptionRequest
from portal.referrals.states import RequestState
from portal.vocabulary.requests import ArrivalOutcome
from tests import build
from tests.browser import Browser
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


def address(due: DueReport, more: str = "") -> str:
    """Where a report stands."""
    return f"/reports/{due.id}{more}"


def posted(page: int, answers: dict[str, Any], version: str = "0") -> dict[str, Any]:
    """What a page of the form posts of these answers, as it was shown at a version of the draft."""
    return {name: value for name, value in answers.items() if name in ON_PAGE[page]} | {"row_version": version}


def written(browser: Browser, due: DueReport, answers: dict[str, Any]) -> dict[str, Any]:
    """Fill in the pages and come to the last look; what its form posts."""
    version = "0"
    for page in ON_PAGE:
        if page < 3 or set(ON_PAGE[page]) & set(answers):
            browser.post(address(due, f"/{page}"), posted(page, answers, version))
            version = in_form(browser.get(address(due, "/1")).text, "row_version")
    look = browser.get(address(due, "/check")).text
    return {name: in_form(look, name) for name in ("form_key", "row_version")}


def in_form(page: str, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, name
    return found.group(1)


def tell(browser: Browser, due: DueReport, answers: dict[str, Any], status: int = 302) -> TestResponse:
    """Write a report and send it; the answer to Send."""
    return browser.post(address(due, "/check"), written(browser, due, answers), status=status)
