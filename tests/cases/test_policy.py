"""Who sees a case, who changes it, and that everybody else finds nothing (RULINGS 15)."""

import re

import pytest
import sqlalchemy as sa

from portal.cases import actions, policy
from portal.cases.faults import NotHere
from portal.cases.models import Case, Deputy
from portal.db import Base, db, today
from portal.vocabulary.casework import ClosureReason, SupportKind
from tests import build
from tests.cases.story import events, facts, registration, rows
from tests.conftest import Portal
from tests.people import People

READS = {"caseworker", "colleague", "coordinator", "second_coordinator"}
CHANGES = {"caseworker", "coordinator", "second_coordinator"}


def test_the_policy_says_the_same_of_list_page_and_change(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    reads, lists, changes, sees = set(), set(), set(), set()
    for name, person in people.everyone().items():
        browser = portal.browser(person)
        if browser.client.get(f"/cases/{case.code}", base_url=browser.base_url).status_code == 200:
            reads.add(name)
        if case.code in browser.client.get("/cases", base_url=browser.base_url).text:
            lists.add(name)
        if policy.may_change(person.actor, case):
            changes.add(name)
        if policy.may_see_identity(person.actor, case):
            sees.add(name)
    assert reads == lists == READS
    assert changes == sees == CHANGES


def test_a_colleague_reads_and_every_page_that_changes_is_not_there(portal: Portal, people: People) -> None:
    case, other = build.case(people.caseworker), build.case(people.caseworker)
    browser = portal.browser(people.colleague)
    page = browser.get(f"/cases/{case.code}").text
    linked = set(re.findall(f'/cases/{case.code}/([^"?]*)', page))
    assert linked <= {"ledger", "looks"}  # pages to read alone
    before = whole()
    for name, posted in facts(case, people.colleague, other).items():
        if name != "identity/write":
            browser.get(f"/cases/{case.code}/{name}", 404)
        browser.post(f"/cases/{case.code}/{name}", posted, 404)
    browser.get(f"/cases/{case.code}/offer/{case.offers[0].id}/answer", 404)
    assert whole() == before


def whole() -> dict[str, list[str]]:
    """Every row of every table but the log."""
    db.session.rollback()
    tables = [table for table in Base.metadata.sorted_tables if not table.name.startswith("audit")]
    return {table.name: sorted(map(repr, db.session.execute(sa.select(table)))) for table in tables}


def test_a_deputy_does_what_the_owner_does(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    actions.name_deputy(people.caseworker.actor, case, people.colleague.id)
    browser = portal.browser(people.colleague)
    for name, posted in facts(case, people.colleague, build.case(people.colleague)).items():
        browser.post(f"/cases/{case.code}/{name}", posted)


def test_the_coordinator_changes_but_does_not_register(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    browser = portal.browser(people.coordinator)
    for name, posted in facts(case, people.colleague, build.case(people.stranger)).items():
        browser.post(f"/cases/{case.code}/{name}", posted)
    browser.get("/cases/new", 404)
    browser.post("/cases/new", registration(), 404)
    assert len(rows(Case)) == 2
    assert "Register a person" not in browser.get("/cases").text


@pytest.mark.parametrize("who", ["stranger", "colleague", "accepting", "auditor", "administrator", "embassy"])
def test_an_act_refuses_whom_it_is_not_for_whatever_the_page_did(portal: Portal, people: People, who: str) -> None:
    case = build.case(people.caseworker)
    with pytest.raises(NotHere):
        actions.record_support(people.everyone()[who].actor, case, kind=SupportKind.LEGAL, received_on=today())


def test_a_fact_of_another_case_is_not_answered_through_this_one(portal: Portal, people: People) -> None:
    mine, foreign = build.case(people.caseworker), build.case(people.stranger)
    portal.browser(people.caseworker).get(f"/cases/{mine.code}/offer/{foreign.offers[0].id}/answer", 404)


def test_only_a_colleague_of_the_unit_becomes_a_deputy(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    browser = portal.browser(people.caseworker)
    for outsider in (people.stranger, people.coordinator, people.accepting, people.caseworker):
        assert (
            "There is a problem"
            in browser.post(f"/cases/{case.code}/deputy", {"account_id": str(outsider.id)}, 200).text
        )
    browser.post(f"/cases/{case.code}/deputy", {"account_id": str(people.colleague.id)})
    assert "Bo Invented" in browser.get(f"/cases/{case.code}").text


def test_a_deputy_is_removed_again_and_the_door_is_closed_to_her(portal: Portal, people: People) -> None:
    case, browser = build.case(people.caseworker), portal.browser(people.caseworker)
    actions.name_deputy(people.caseworker.actor, case, people.colleague.id)
    address = f"/cases/{case.code}/deputy"
    remove = f"{address}/{people.colleague.id}/remove"
    assert remove in browser.get(address).text
    for _time in range(2):
        browser.post(remove, {})
    assert rows(Deputy) == []
    assert [one for one in events(case) if one.startswith("case:deputy")] == [
        "case:deputy:named",
        "case:deputy:removed",
    ]
    assert remove not in browser.get(address).text
    assert not policy.may_see_identity(people.colleague.actor, case)
    portal.browser(people.colleague).get(f"/cases/{case.code}/identity", 404)


def test_a_deputy_is_removed_from_a_closed_case_too(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    actions.name_deputy(people.caseworker.actor, case, people.colleague.id)
    actions.close_case(people.caseworker.actor, case, ClosureReason.PLAN_COMPLETED)
    portal.browser(people.coordinator).post(f"/cases/{case.code}/deputy/{people.colleague.id}/remove", {})
    assert rows(Deputy) == []


@pytest.mark.parametrize("who", ["stranger", "accepting", "embassy", "auditor", "administrator"])
def test_others_remove_no_deputy(portal: Portal, people: People, who: str) -> None:
    case, person = build.case(people.caseworker), people.everyone()[who]
    actions.name_deputy(people.caseworker.actor, case, people.colleague.id)
    portal.browser(person).post(f"/cases/{case.code}/deputy/{people.colleague.id}/remove", {}, 404)
    with pytest.raises(NotHere):
        actions.remove_deputy(person.actor, case, people.colleague.id)
    assert len(rows(Deputy)) == 1
