"""The list of cases and the first page: filters, pages, and the same number of questions for 1 and 30 rows."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from portal.cases import actions
from portal.cases.models import Case, DepartureClock, Offer
from portal.db import db, today, transaction
from portal.vocabulary.casework import AlarmKind, CaseStatus, ClockKind, LinkKind, OfferOutcome
from portal.vocabulary.persons import AgeBand
from tests import build
from tests.cases.story import events
from tests.conftest import Portal
from tests.people import People, Person


def questions_of(portal: Portal, person: Person, address: str) -> int:
    """How many statements a page sends to the database."""
    browser, seen = portal.browser(person), []

    def listener(*_args: object) -> None:
        seen.append(1)

    browser.get(address)
    event.listen(db.engine, "before_cursor_execute", listener)
    try:
        browser.get(address)
    finally:
        event.remove(db.engine, "before_cursor_execute", listener)
    return len(seen)


def needy(people: People) -> Case:
    """A case with something in each group: an alarm, an offer that waits, a deadline that ends soon."""
    case = build.case(people.caseworker)
    with transaction():
        db.session.add(Offer(case_id=case.id, made_on=today(), outcome=OfferOutcome.PENDING))
        clock = DepartureClock(case_id=case.id, kind=ClockKind.STANDARD, starts_on=today())
        clock.ends_on = today() + timedelta(days=9)
        db.session.add(clock)
    actions.ring(people.caseworker.actor, case_id=case.id, kind=AlarmKind.IN_DANGER, cause="report:1")
    return case


@pytest.mark.parametrize("who", ["caseworker", "colleague", "coordinator"])
@pytest.mark.parametrize("address", ["/cases", "/home"])
def test_one_and_thirty_rows_take_the_same_number_of_questions(
    portal: Portal, people: People, who: str, address: str
) -> None:
    person = people.everyone()[who]
    needy(people)
    one = questions_of(portal, person, address)
    for _number in range(29):
        needy(people)
    assert questions_of(portal, person, address) == one


def test_a_page_with_many_facts_asks_no_more(portal: Portal, people: People) -> None:
    case = needy(people)
    one = questions_of(portal, people.caseworker, f"/cases/{case.code}")
    for number in range(5):
        other = build.case(people.caseworker)
        actions.link_cases(people.caseworker.actor, case, other.code, kind=LinkKind.SIBLINGS)
        actions.ring(
            people.caseworker.actor, case_id=case.id, kind=AlarmKind.RETRAFFICKING, cause=f"report:{number + 2}"
        )
    assert questions_of(portal, people.caseworker, f"/cases/{case.code}") == one


def test_pages_show_each_case_once_the_newest_first(portal: Portal, people: People) -> None:
    made = [build.case(people.caseworker, registered_on=today() - timedelta(days=n // 3)).code for n in range(45)]
    browser, address, seen = portal.browser(people.caseworker), "/cases?mine=y", []
    for _page in range(3):
        text = browser.get(address).text
        assert "45 cases" in text
        seen += sorted((text.index(f'/cases/{code}"'), code) for code in made if f'/cases/{code}"' in text)
        address = text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&") if 'rel="next"' in text else ""
    assert address == ""
    assert sorted(code for _place, code in seen) == sorted(made)
    days = [made.index(code) // 3 for _place, code in seen]
    assert days == sorted(days)


def test_the_list_is_narrowed(portal: Portal, people: People) -> None:
    mine = build.case(people.caseworker)
    theirs = build.case(people.colleague, return_country="GH")
    child = build.case(people.colleague, is_child=True, age_band=AgeBand.CHILD_12_14)
    closed = build.case(people.caseworker, status=CaseStatus.CLOSED, closed_on=today())
    browser = portal.browser(people.caseworker)

    def found(query: str) -> set[str]:
        text = browser.get(f"/cases?{query}").text
        return {case.code for case in (mine, theirs, child, closed) if case.code in text}

    assert found("") == {mine.code, theirs.code, child.code, closed.code}
    assert found("mine=y") == {mine.code, closed.code}
    assert found("country=GH") == {theirs.code}
    assert found("who=child") == {child.code}
    assert found("who=adult&status=Active") == {mine.code, theirs.code}
    assert found("status=Closed&country=&who=") == {closed.code}
    assert found("status=nonsense&who=nonsense&after=nonsense") == {mine.code, theirs.code, child.code, closed.code}
    assert "No case is like that." in browser.get("/cases?country=LV").text


def test_an_empty_list_leads_to_registering(portal: Portal, people: People) -> None:
    page = portal.browser(people.caseworker).get("/cases").text
    assert "You have no cases. Register a person to start one." in page and 'href="/cases/new"' in page
    assert "0 cases" in page


def test_a_row_says_offer_deadline_and_next_step(portal: Portal, people: People) -> None:
    build.case(people.caseworker)
    page = portal.browser(people.caseworker).get("/cases").text
    assert "1 case<" in page and "80 days left" in page
    assert "Ready: a partner can be asked to meet her" in page
    assert 'data-label="Deadline"' in page


def test_home_shows_the_caseworker_her_own_cases_that_wait(portal: Portal, people: People) -> None:
    offered, asked = build.case(people.caseworker, ready=False), needy(people)
    quiet, foreign = build.case(people.caseworker), build.case(people.colleague, ready=False)
    page = portal.browser(people.caseworker).get("/home").text
    assert offered.code in page and asked.code in page
    assert quiet.code not in page and foreign.code not in page
    assert "9 days left" in page and "Next: record the answer to the offer" in page
    assert 'href="/cases/new"' in page


def test_reading_a_page_is_written_down_but_not_looking_ahead(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    browser = portal.browser(people.colleague)
    browser.client.head(f"/cases/{case.code}", base_url=browser.base_url)
    browser.get(f"/cases/{case.code}", headers={"Sec-Purpose": "prefetch"})
    assert events(case) == []
    browser.get(f"/cases/{case.code}")
    assert events(case) == ["case:page:read"]
    page = portal.browser(people.caseworker).get(f"/cases/{case.code}").text
    assert "Bo Invented" in page and "read the case" in page
