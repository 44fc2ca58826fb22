"""Counted back from the last day: 28 days, 14 days, 5 working days of the partner's country; shown where it is read."""

from datetime import date, timedelta
from typing import Any

import pytest

from portal.cases.models import Case, DepartureClock, Offer
from portal.db import db, now, today, transaction
from portal.referrals.states import RequestState
from portal.referrals.work_back import Lacking, Stage, lacking, stage
from portal.vocabulary.casework import CaseStatus, ClockKind, OfferOutcome
from tests import build
from tests.conftest import Portal
from tests.people import People
from tests.referrals.story import in_state
from tests.referrals.test_lists import queries_of

END = date(2026, 12, 8)  # a Tuesday
S = RequestState


@pytest.mark.parametrize(
    ("on", "country", "expected"),
    [
        (date(2026, 11, 9), "NG", None),
        (date(2026, 11, 10), "NG", Stage.FOUR_WEEKS),
        (date(2026, 11, 23), "NG", Stage.FOUR_WEEKS),
        (date(2026, 11, 24), "NG", Stage.TWO_WEEKS),
        (date(2026, 11, 30), "NG", Stage.TWO_WEEKS),
        (date(2026, 12, 1), "NG", Stage.LAST_DAYS),
        # On 30 November and 1 December Romania does not work: its five days begin earlier.
        (date(2026, 11, 27), "RO", Stage.LAST_DAYS),
        (date(2026, 11, 26), "RO", Stage.TWO_WEEKS),
        (date(2026, 12, 20), "NG", Stage.LAST_DAYS),
    ],
)
def test_how_near_the_last_day_is(on: date, country: str, expected: Stage | None) -> None:
    assert stage(END, on, country) is expected


@pytest.mark.parametrize(
    ("yes", "expected"),
    [
        (None, [Lacking.YES, Lacking.YES, Lacking.YES]),
        (S.ACCEPTED, [None, Lacking.NAME, Lacking.NAME]),
        (S.IDENTITY_SHARED, [None, None, Lacking.ARRIVAL]),
        (S.TRAVEL_SET, [None, None, None]),
        (S.ARRIVED, [None, None, None]),
    ],
)
def test_what_is_lacking_at_each_stage(yes: RequestState | None, expected: list[Lacking | None]) -> None:
    assert [lacking(near, yes) for near in Stage] == expected
    assert lacking(None, yes) is None


def case_with(people: People, days_left: int, **more: Any) -> Case:
    """A ready case with so many days left."""
    made = build.case(people.caseworker, **more)
    with transaction():
        own = {"case_id": made.id, "starts_on": today() - timedelta(days=10), "ends_on": today() + timedelta(days_left)}
        db.session.add(DepartureClock(kind=ClockKind.PREPARED_RETURN, **own))
    db.session.expire_all()
    return made


def told(portal: Portal, person: Any, address: str) -> list[str]:
    """Which warnings a page tells."""
    text = portal.browser(person).get(address).text
    return [one.value for one in Lacking if one.label in text]


def test_the_case_and_both_first_pages_tell_that_nobody_said_yes(portal: Portal, people: People) -> None:
    case = case_with(people, 27)
    page = portal.browser(people.caseworker).get(f"/cases/{case.code}").text
    assert "No partner has said yes yet." in page and "28 days or fewer are left" in page
    for person in (people.caseworker, people.coordinator):
        assert told(portal, person, "/home") == ["yes"]
    for kind, expected in (("", ["yes"]), ("?kind=deadline", ["yes"]), ("?kind=late", [])):
        assert told(portal, people.coordinator, f"/queue{kind}") == expected
    assert told(portal, people.colleague, "/home") == []
    assert told(portal, people.accepting, "/home") == []


def test_the_centre_sees_the_red_line_and_not_what_the_caseworker_still_has_to_do(
    portal: Portal, people: People
) -> None:
    case = case_with(people, 10)
    in_state(people, S.ACCEPTED, case=case)
    assert told(portal, people.caseworker, "/home") == ["name"]
    assert told(portal, people.coordinator, "/home") == []


def _far(case: Case) -> None:
    case.clocks[-1].ends_on = today() + timedelta(days=60)


def _permit(case: Case) -> None:
    db.session.add(DepartureClock(case_id=case.id, kind=ClockKind.PERMIT_PENDING, starts_on=today(), created_at=now()))


def _says_no(case: Case) -> None:
    on = case.registered_on + timedelta(days=2)
    db.session.add(Offer(case_id=case.id, made_on=on, answered_on=on, outcome=OfferOutcome.DECLINED))


def _closed(case: Case) -> None:
    case.status, case.closed_on = CaseStatus.CLOSED, today()


@pytest.mark.parametrize("change", [_far, _permit, _says_no, _closed], ids=lambda one: one.__name__)
def test_nobody_is_warned_where_no_departure_is_near(portal: Portal, people: People, change: Any) -> None:
    case = case_with(people, 20)
    with transaction():
        change(db.session.get_one(Case, case.id))
    for address in ("/home", f"/cases/{case.code}"):
        assert told(portal, people.caseworker, address) == []


def test_who_has_left_is_not_warned_of(portal: Portal, people: People) -> None:
    case = case_with(people, 2)
    in_state(people, S.COMPLETED, case=case, departed_on=today() - timedelta(days=1))
    assert told(portal, people.caseworker, f"/cases/{case.code}") == []


@pytest.mark.parametrize("who", ["caseworker", "coordinator"])
def test_one_and_twenty_cases_take_the_same_number_of_queries(portal: Portal, people: People, who: str) -> None:
    person = people.everyone()[who]
    case_with(people, 20)
    one = queries_of(portal, person, "/home")
    for _number in range(20):
        case_with(people, 20)
    assert queries_of(portal, person, "/home") == one
