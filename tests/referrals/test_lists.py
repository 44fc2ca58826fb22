"""The list, its filters and pages, the file of a partner's own rows, and the panels on other pages."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from portal.db import db, now, transaction
from portal.partners.models import Organization
from portal.referrals.models import ReceptionRequest
from portal.referrals.states import RequestState
from tests import build
from tests.conftest import Portal
from tests.people import People, Person
from tests.referrals.story import in_state


def many(people: People, number: int, **more: Any) -> list[ReceptionRequest]:
    return [in_state(people, RequestState.WAITING, **more) for _one in range(number)]


def queries_of(portal: Portal, person: Person, address: str) -> int:
    browser, seen = portal.browser(person), []
    browser.get(address)
    listener = lambda *_args: seen.append(1)  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listener)
    try:
        browser.get(address)
    finally:
        event.remove(db.engine, "before_cursor_execute", listener)
    return len(seen)


@pytest.mark.parametrize("who", ["caseworker", "accepting", "coordinator"])
@pytest.mark.parametrize("address", ["/requests", "/home"])
def test_one_and_thirty_rows_take_the_same_number_of_queries(
    portal: Portal, people: People, who: str, address: str
) -> None:
    person: Person = people.everyone()[who]
    many(people, 1, due_at=now() - timedelta(hours=1))
    one = queries_of(portal, person, address)
    many(people, 29, due_at=now() - timedelta(hours=1))
    assert queries_of(portal, person, address) == one


def test_pages_show_each_request_once(portal: Portal, people: People) -> None:
    made = {request.reference for request in many(people, 45)}
    browser, address, seen = portal.browser(people.caseworker), "/requests", []
    for _page in range(3):
        text = browser.get(address).text
        assert "45 requests" in text
        seen += [reference for reference in made if reference in text]
        address = text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&") if 'rel="next"' in text else ""
    assert address == ""
    assert sorted(seen) == sorted(made)


def test_the_list_is_narrowed_by_state_country_and_lateness(portal: Portal, people: People) -> None:
    late = in_state(people, RequestState.WAITING, due_at=now() - timedelta(hours=1))
    said_no = in_state(people, RequestState.DECLINED)
    ghana = in_state(people, RequestState.WAITING, case=build.case(people.caseworker, return_country="GH"))
    browser = portal.browser(people.caseworker)

    def found(query: str) -> set[str]:
        text = browser.get(f"/requests?{query}").text
        return {one.reference for one in (late, said_no, ghana) if one.reference in text}

    assert found("") == {late.reference, said_no.reference, ghana.reference}
    assert found("overdue=1") == {late.reference}
    assert found("state=declined") == {said_no.reference}
    assert found("country=gh") == {ghana.reference}
    assert found("state=nonsense&after=nonsense") == {late.reference, said_no.reference, ghana.reference}
    assert found("state=accepted") == set()
    assert "No request is like that." in browser.get("/requests?state=accepted").text


def test_everybody_sees_only_their_own(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.WAITING)
    for who in ("caseworker", "colleague", "coordinator", "accepting", "accepting_too"):
        assert request.reference in portal.browser(people.everyone()[who]).get("/requests").text
    for who in ("stranger", "declining", "never_asked"):
        assert request.reference not in portal.browser(people.everyone()[who]).get("/requests").text
    for who in ("embassy", "auditor", "administrator"):
        portal.browser(people.everyone()[who]).get("/requests", 404)


def test_a_partner_takes_its_own_rows_as_a_file_without_formulas(portal: Portal, people: People) -> None:
    own, foreign = in_state(people, RequestState.DECLINED), in_state(people, RequestState.WAITING, people.declining)
    with transaction():
        own.reference = "=1+1"
    answer = portal.browser(people.accepting).get("/requests.csv")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row[:3] for row in rows[1:]] == [["'=1+1", "declined", ""]]
    assert foreign.reference not in answer.text
    portal.browser(people.caseworker).get("/requests.csv", 404)


@pytest.mark.parametrize(
    ("who", "state", "heading"),
    [
        ("caseworker", "not_met", "Not met"),
        ("caseworker", "question", "A partner has a question"),
        ("caseworker", "declined", "Declined: ask another partner"),
        ("caseworker", "no_answer", "No answer in time"),
        ("caseworker", "withdrawn_by_partner", "A partner took back its yes"),
        ("caseworker", "travel_set", "Arrivals this week"),
        ("accepting", "waiting", "Answer a request"),
        ("accepting", "travel_set", "Arrivals to come"),
        ("accepting", "not_met", "Tell us about the arrival"),
        ("coordinator", "no_answer", "No answer in time"),
        ("coordinator", "not_met", "Not met"),
    ],
)
def test_the_first_page_names_what_needs_the_reader(
    portal: Portal, people: People, who: str, state: str, heading: str
) -> None:
    request = in_state(people, RequestState(state), due_at=now() - timedelta(days=1) if state == "no_answer" else None)
    text = portal.browser(people.everyone()[who]).get("/home").text
    assert text.index(heading) < text.index(request.reference)
    for other in ("stranger", "declining", "embassy"):
        assert request.reference not in portal.browser(people.everyone()[other]).get("/home").text


def test_a_declined_request_needs_nobody_once_another_partner_is_asked(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.DECLINED)
    case = db.session.get_one(build.Case, request.case_id)
    build.request(case, people.never_asked, created_at=now() + timedelta(seconds=1))
    assert request.reference not in portal.browser(people.caseworker).get("/home").text


def test_a_case_shows_its_requests_and_what_is_missing(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker, ready=False)
    request = build.request(case, people.accepting)
    text = portal.browser(people.caseworker).get(f"/cases/{case.code}").text
    assert request.reference in text
    assert "The risk at home has not been assessed." in text and "Ask a partner" in text


def test_a_partners_page_shows_its_promise_and_leads_to_a_request(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    partner = people.accepting.actor.organization_id
    with transaction():
        entry = db.session.get_one(Organization, partner)
        entry.asked, entry.answered_in_time = 4, 3
    ane = portal.browser(people.caseworker)
    assert "Answered 3 of 4 requests in time." in ane.get(f"/partners/{partner}").text
    chosen = ane.get(f"/requests/new?partner={partner}").text
    assert f"/cases/{case.code}/requests/new?partner={partner}" in chosen
    assert f'<option selected value="{partner}">' in ane.get(f"/cases/{case.code}/requests/new?partner={partner}").text
    ane.get("/requests/new?partner=nonsense", 404)
