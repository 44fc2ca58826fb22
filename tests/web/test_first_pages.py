"""The first page says in order what needs its reader, how much of it, or that nothing waits; the centre has a queue."""

import re
from datetime import timedelta

import pytest

from portal.cases import actions
from portal.db import db, now, today, transaction
from portal.followup.models import DueReport
from portal.referrals.panels import MOST_IN_QUEUE
from portal.referrals.states import RequestState
from portal.vocabulary.casework import AlarmKind, OfferOutcome
from tests import build
from tests.conftest import Portal
from tests.people import People


def late_report(people: People) -> None:
    """A report of the accepting partner that is three days late."""
    case = build.case(people.caseworker)
    request = build.request(case, people.accepting, state=RequestState.IN_REINTEGRATION)
    with transaction():
        own = {"case_id": case.id, "organization_id": request.organization_id}
        db.session.add(DueReport(request_id=request.id, number=2, due_on=today() - timedelta(days=3), **own))


def everything(people: People) -> None:
    """One of each thing that waits for the caseworker, the most urgent made last."""
    build.case(people.caseworker, ready=False)
    for state, more in (
        (RequestState.DRAFT, {}),
        (RequestState.NO_ANSWER, {"due_at": now() - timedelta(hours=1)}),
        (RequestState.DECLINED, {}),
        (RequestState.QUESTION, {}),
        (RequestState.NOT_MET, {}),
    ):
        build.request(build.case(people.caseworker), people.accepting, state=state, **more)
    with transaction():
        case = build.case(people.caseworker)
        actions.ring(people.caseworker.actor, case_id=case.id, kind=AlarmKind.IN_DANGER, cause="test")


def in_order(page: str, *parts: str) -> bool:
    """Whether all parts stand in a page, one after the other."""
    places = [page.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


def test_a_caseworkers_page_begins_with_danger_and_the_search_and_goes_on_by_urgency(
    portal: Portal, people: People
) -> None:
    everything(people)
    page = portal.browser(people.caseworker).get("/home").text
    assert in_order(
        page,
        "The person is in danger",
        "Find a partner",
        "Not met (1)",
        "A partner has a question (1)",
        "Declined: ask another partner (1)",
        "No answer in time (1)",
        "Written and not sent (1)",
        "Your cases that need you (1)",
        "Next: record the offer of prepared return",
    )
    assert "Nothing waits" not in page


def test_the_offer_comes_before_the_deadlines(portal: Portal, people: People) -> None:
    soon = build.case(people.caseworker)
    with transaction():
        soon.clocks[0].ends_on = today() + timedelta(days=3)
    pending = build.case(people.caseworker)
    with transaction():
        pending.offers[0].outcome = OfferOutcome.PENDING
    page = portal.browser(people.caseworker).get("/home").text
    cases = page[page.index("Your cases that need you (2)") :]
    assert in_order(cases, pending.code, soon.code)


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("caseworker", "Nothing waits for you. Find a partner above, or register a person and record the offer."),
        ("embassy", "Nothing waits for you today."),
        ("auditor", "Nothing waits for you today."),
        ("administrator", "Nothing waits for you today."),
    ],
)
def test_where_nothing_waits_the_page_says_so_and_what_can_be_done(
    portal: Portal, people: People, who: str, sentence: str
) -> None:
    assert sentence in portal.browser(people.everyone()[who]).get("/home").text


def test_more_than_a_page_draws_is_told_by_a_plus(portal: Portal, people: People) -> None:
    for _number in range(21):
        build.request(build.case(people.caseworker), people.accepting, state=RequestState.QUESTION)
    page = portal.browser(people.caseworker).get("/home").text
    assert "A partner has a question (20+)" in page


def test_the_queue_holds_all_that_waits_longer_than_promised_and_can_be_narrowed(
    portal: Portal, people: People
) -> None:
    everything(people)
    late_report(people)
    browser = portal.browser(people.coordinator)
    assert 'href="/queue"' in browser.get("/home").text
    whole = browser.get("/queue").text
    assert in_order(
        whole, "The person is in danger", "Not met (1)", "No answer in time (1)", "Reports that are late (1)"
    )
    narrowed = browser.get("/queue?kind=late").text
    assert "Reports that are late (1)" in narrowed and "Not met (1)" not in narrowed
    assert browser.get("/queue?kind=nonsense").text.count("(1)") == whole.count("(1)")
    for name in ("caseworker", "accepting", "embassy", "auditor", "administrator"):
        portal.browser(people.everyone()[name]).get("/queue", 404)


def test_the_queue_orders_by_what_was_due_first(portal: Portal, people: People) -> None:
    references = [
        build.request(build.case(people.caseworker), people.accepting, due_at=now() - timedelta(hours=hours)).reference
        for hours in (1, 9, 5)
    ]
    page = portal.browser(people.coordinator).get("/queue?kind=no_answer").text
    assert in_order(page, references[1], references[2], references[0])


def test_an_empty_queue_says_so(portal: Portal, people: People) -> None:
    centre = portal.browser(people.coordinator)
    assert "Nothing here waits longer than promised." in centre.get("/queue").text
    assert "No report is late." in centre.get("/queue?kind=late").text
    with transaction():
        case = build.case(people.caseworker)
        actions.ring(people.caseworker.actor, case_id=case.id, kind=AlarmKind.IN_DANGER, cause="test")
    page = centre.get("/queue?kind=no_answer").text
    assert "The person is in danger" in page and "No request waits longer than promised." in page


def test_one_kind_of_the_queue_is_read_page_by_page_each_row_once(portal: Portal, people: People) -> None:
    asked = [
        build.request(build.case(people.caseworker), people.accepting, due_at=now() - timedelta(hours=n)).reference
        for n in range(1, MOST_IN_QUEUE + 3)
    ]
    centre, address, seen = portal.browser(people.coordinator), "/queue?kind=no_answer", []
    while address:
        page = centre.get(address).text
        seen += re.findall(r'href="/requests/(\w{10})"', page)
        address = re.search(r'rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&") if 'rel="next"' in page else ""
    assert seen == asked[::-1]
