"""While she is expected: the alternate contact, the calendar file, a day after the last, and the page for "not met"."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.cases.models import Alarm
from portal.db import db, now, today, transaction
from portal.letters.models import MailedLink
from portal.partners.country.models import Mission
from portal.referrals import silence
from portal.referrals.ics import arrival_event
from portal.referrals.models import TravelPlan
from portal.referrals.states import RequestState
from tests.conftest import Portal
from tests.people import People
from tests.referrals.story import day_boxes, fresh, in_state, letters

ALTERNATE = {"alternate_name": "Ife Invented", "alternate_phone": "+234 1 222"}
JOURNEY = {
    "mode": "air",
    "hour": "14:30",
    "time_zone": "Africa/Lagos",
    "place": "Airport",
    "meeting_point": "Gate 3",
    "agreed_sign": "A green bag",
    **ALTERNATE,
}


def journey(request_version: int, days: int = 5) -> dict[str, str]:
    return {**JOURNEY, **day_boxes("arrives_on", today() + timedelta(days=days)), "seen": str(request_version)}


def test_who_else_can_meet_her_is_kept_sealed_and_told_to_both_sides(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.IDENTITY_SHARED)
    page = f"/requests/{request.reference}"
    portal.browser(people.caseworker).post(f"{page}/travel", journey(request.row_version))
    plan = db.session.scalars(db.select(TravelPlan)).one()
    assert (plan.alternate_name, plan.alternate_phone) == ("Ife Invented", "+234 1 222")
    for person in (people.caseworker, people.accepting):
        assert "Ife Invented" in portal.browser(person).get(page).text
    assert letters() == [("request_travel", people.accepting.email), ("request_travel", people.accepting_too.email)]
    assert "Ife Invented" in portal.browser(people.caseworker).get(f"{page}/travel").text


def test_a_day_after_the_last_day_to_leave_needs_a_second_look(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.IDENTITY_SHARED)
    ane, page = portal.browser(people.caseworker), f"/requests/{request.reference}/travel"
    late = journey(request.row_version, days=200)
    answer = ane.post(page, late, 200).text
    assert "The last day to leave is" in answer and "Ife Invented" in answer
    assert fresh(request).state is RequestState.IDENTITY_SHARED
    ane.post(page, late | {"after_last_day": "y"})
    assert fresh(request).state is RequestState.TRAVEL_SET


def test_a_change_of_the_arrival_is_told_at_once(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.DEPARTED)
    ane, page = portal.browser(people.caseworker), f"/requests/{request.reference}/travel"
    ane.post(page, journey(request.row_version))
    assert [kind for kind, _to in letters()] == ["request_travel", "request_travel"]
    assert "changed the arrival" in portal.browser(people.accepting).get(f"/requests/{request.reference}").text


def test_the_arrival_for_a_calendar_says_no_name_and_no_place(portal: Portal, people: People) -> None:
    arrives_at = datetime(2027, 3, 28, 12, 30, tzinfo=UTC)
    request = in_state(people, RequestState.TRAVEL_SET, arrives_at=arrives_at)
    address = f"/requests/{request.reference}/arrival.ics"
    for person in (people.caseworker, people.colleague, people.accepting):
        answer = portal.browser(person).get(address)
        assert answer.mimetype == "text/calendar"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{request.reference}.ics"'
        lines = answer.text.split("\r\n")
        assert "DTSTART:20270328T123000Z" in lines and "DTEND:20270328T133000Z" in lines
        assert f"SUMMARY:Arrival window\\, reference {request.reference}" in lines
        for word in ("Airport", "Gate", "green", "Lagos", "Invented"):
            assert word not in answer.text
    portal.browser(people.declining).get(address, 404)
    with transaction():
        request.state = RequestState.CANCELLED
    portal.browser(people.accepting).get(address, 404)


@given(st.text(max_size=300), st.integers(0, 50_000_000))
def test_each_line_of_the_file_is_short_and_whole(summary: str, minutes: int) -> None:
    at = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    event = arrival_event("ABCDEFGHJK", at, timedelta(hours=1), summary, 3, at)
    assert event.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in event.split("\r\n"))
    unfolded = event.replace("\r\n ", "").split("\r\n")
    assert len(unfolded) == 16 and unfolded[10].startswith("SUMMARY:")
    assert not re.search(r"[\n\r]", "".join(unfolded))


@pytest.mark.parametrize("who", ["caseworker", "colleague", "coordinator", "accepting"])
def test_the_page_for_not_met_says_whom_to_call_in_order(portal: Portal, people: People, who: str) -> None:
    request = in_state(people, RequestState.NOT_MET, arrives_at=now() - timedelta(hours=3))
    with transaction():
        plan = db.session.scalars(db.select(TravelPlan)).one()
        plan.alternate_name, plan.alternate_phone = ALTERNATE.values()
        plan.fallback_phone, request.contact_phone = "+234 1 333", "+234 1 111"
        db.session.add(Mission(country="NG", name="Invented mission", seat_country="NG", phone="+234 1 444"))
    page = portal.browser(people.everyone()[who]).get(f"/requests/{request.reference}/not-met").text
    own = who == "accepting"
    called = ["+234 1 222", "+234 1 333", "+45 33 33 00 01"] if own else []
    called = called or ["+234 1 111", "+234 1 222", "+234 1 333", "+45 33 33 00 01", "+234 1 444"]
    places = [page.index(number) for number in called]
    assert places == sorted(places)
    assert ("+234 1 444" in page) is not own
    assert (f"/requests/{request.reference}/arrival" in page) is (who != "colleague")
    assert "Do not say her name" in page


def test_the_page_is_there_while_she_is_expected_and_only_then(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.TRAVEL_SET)
    address = f"/requests/{request.reference}/not-met"
    assert "She is not late yet" in portal.browser(people.accepting).get(address).text
    with transaction():
        request.state = RequestState.ARRIVED
    portal.browser(people.accepting).get(address, 302)
    with transaction():
        request.state, request.accepted_at = RequestState.WAITING, None
    portal.browser(people.accepting).get(address, 404)


def test_letters_alarms_and_the_first_page_lead_to_it(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.DEPARTED, arrives_at=now() - timedelta(hours=3))
    silence.ring_due(now())
    page = f"/requests/{request.reference}/not-met"
    purposes = db.session.scalars(db.select(MailedLink.purpose).where(MailedLink.object_id == request.reference))
    assert "not_met" in set(purposes)
    assert db.session.scalars(db.select(Alarm)).one().case_id == request.case_id
    ane = portal.browser(people.caseworker)
    assert f'href="{page}"' in ane.get("/home").text
    assert f'href="{page}"' in ane.get(f"/requests/{request.reference}").text
    case = re.search(r'href="(/cases/[^"#?]+)"', ane.get(f"/requests/{request.reference}").text)
    assert case is not None and f'href="{page}"' in ane.get(case.group(1)).text
