"""Handing cases over, and finding one by its number."""

from typing import Any

import pytest

from portal.audit.models import AuditEvent
from portal.cases import actions, hand_over, queries
from portal.cases.faults import NotHere, Refused
from portal.cases.models import Case, Deputy, HandOver
from portal.db import db, today, transaction
from portal.sealed import blind_index
from portal.vocabulary.casework import ClosureReason
from tests import build
from tests.cases.story import at_once, events, letters, rows
from tests.conftest import Portal
from tests.people import People, Person


def given(case: Case) -> tuple[Any, Any]:
    """Whose the case is now: owner and unit."""
    db.session.rollback()
    db.session.refresh(case)
    return case.owner_id, case.unit_id


def numbered(owner: Person, number: str, **more: Any) -> Case:
    """A case with a journal number."""
    case = build.case(owner, **more)
    with transaction():
        case.journal_number, case.journal_index = number, blind_index(queries.JOURNAL, number)
    return case


def test_the_new_owner_in_another_unit_has_the_case_at_once_and_the_old_unit_has_not(
    portal: Portal, people: People
) -> None:
    case = build.case(people.caseworker)
    actions.name_deputy(people.caseworker.actor, case, people.colleague.id)
    browser = portal.browser(people.caseworker)
    answer = browser.post("/cases/hand-over", {"chosen": [case.code], "to_id": str(people.stranger.id)})
    assert answer.headers["Location"].endswith("/cases?told=cases_handed_over")
    assert "handed over" in browser.get("/cases?told=cases_handed_over").text
    assert given(case) == (people.stranger.id, people.stranger.actor.unit_id)
    assert rows(Deputy, case) == []
    for person, status in ((people.stranger, 200), (people.caseworker, 404), (people.colleague, 404)):
        portal.browser(person).get(f"/cases/{case.code}", status)
    assert (
        "Handed over from Ane Invented to Carl Invented"
        in portal.browser(people.stranger).get(f"/cases/{case.code}").text
    )
    assert letters() == [("case_handed_over", people.stranger.email)]
    assert events(case).count("case:handed_over") == 1


def test_in_her_own_unit_the_deputies_stay_but_the_new_owner_is_none(portal: Portal, people: People) -> None:
    case = build.case(people.stranger)
    with transaction():
        case.unit_id = people.caseworker.actor.unit_id
        case.owner_id = people.caseworker.id
        db.session.add(Deputy(case_id=case.id, account_id=people.colleague.id))
        db.session.add(Deputy(case_id=case.id, account_id=people.stranger.id))
    hand_over.hand_over(people.caseworker.actor, [case.code], people.colleague.id)
    assert [one.account_id for one in rows(Deputy, case)] == [people.stranger.id]
    assert given(case)[0] == people.colleague.id


def test_the_centre_hands_over_several_at_once_and_the_old_owner_is_told(portal: Portal, people: People) -> None:
    cases = [build.case(people.caseworker), build.case(people.caseworker)]
    browser = portal.browser(people.coordinator)
    assert "Whose cases?" in browser.get("/cases/hand-over").text
    page = browser.get(f"/cases/hand-over?owner={people.caseworker.id}")
    assert all(case.code in page.text for case in cases)
    chosen = {"chosen": [case.code for case in cases], "to_id": str(people.colleague.id)}
    browser.post(f"/cases/hand-over?owner={people.caseworker.id}", chosen)
    assert {given(case)[0] for case in cases} == {people.colleague.id}
    told = [("case_handed_on", people.caseworker.email)] * 2 + [("case_handed_over", people.colleague.email)] * 2
    assert letters() == told
    assert {one.by_id for one in rows(HandOver)} == {people.coordinator.id}


def test_a_case_opens_the_page_with_itself_ticked_and_stays_in_view_in_the_same_unit(
    portal: Portal, people: People
) -> None:
    case, other = build.case(people.caseworker), build.case(people.caseworker)
    browser = portal.browser(people.caseworker)
    address = f"/cases/hand-over?code={case.code}"
    assert address in browser.get(f"/cases/{case.code}").text
    page = browser.get(address).text
    assert f'value="{case.code}" checked' in page and f'value="{other.code}" checked' not in page
    answer = browser.post(address, {"chosen": [case.code], "to_id": str(people.colleague.id)})
    assert answer.headers["Location"] == f"/cases/{case.code}?told=handed_over"
    assert given(other)[0] == people.caseworker.id


def test_a_form_without_a_case_or_a_receiver_says_what_is_missing(portal: Portal, people: People) -> None:
    build.case(people.caseworker)
    page = portal.browser(people.caseworker).post("/cases/hand-over", status=200).text
    assert "Choose at least one case." in page and "Choose who takes over." in page
    assert "You have no open case to hand over." in portal.browser(people.stranger).get("/cases/hand-over").text
    assert rows(HandOver) == []


def test_nobody_gives_away_what_is_not_hers_or_has_ended_and_then_nothing_goes(portal: Portal, people: People) -> None:
    mine, foreign, closed = (build.case(one) for one in (people.caseworker, people.stranger, people.caseworker))
    actions.name_deputy(people.caseworker.actor, mine, people.colleague.id)
    actions.close_case(people.caseworker.actor, closed, ClosureReason.OTHER)
    tries = [
        (people.caseworker, [mine.code, foreign.code]),
        (people.caseworker, [mine.code, closed.code]),
        (people.coordinator, [closed.code]),
        (people.colleague, [mine.code]),
        (people.accepting, [mine.code]),
        (people.caseworker, []),
    ]
    for person, codes in tries:
        with pytest.raises(NotHere):
            hand_over.hand_over(person.actor, codes, people.colleague.id)
    for person in (people.caseworker, people.accepting, people.coordinator):
        with pytest.raises(Refused):
            hand_over.hand_over(people.caseworker.actor, [mine.code], person.id)
    assert rows(HandOver) == []
    assert given(mine)[0] == people.caseworker.id
    portal.browser(people.colleague).get(f"/cases/hand-over?code={mine.code}", 404)
    assert "/cases/hand-over" not in portal.browser(people.colleague).get(f"/cases/{mine.code}").text


def test_of_two_hand_overs_at_once_one_counts(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    code = case.code

    def give(to: Person) -> str:
        with portal.app.app_context():
            try:
                hand_over.hand_over(people.caseworker.actor, [code], to.id)
            except NotHere:
                return "gone"
            return "given"

    results = at_once(lambda: give(people.colleague), lambda: give(people.stranger))
    assert sorted(results) == ["given", "gone"]
    assert len(rows(HandOver)) == 1


def test_a_number_finds_exactly_the_readers_case_however_it_is_spaced(portal: Portal, people: People) -> None:
    case = numbered(people.caseworker, "2026-0017")
    for typed in ("2026-0017", "2026 0017", case.code, case.code.lower()):
        answer = portal.browser(people.colleague).post("/cases/find", {"number": typed})
        assert answer.headers["Location"] == f"/cases/{case.code}"
    for typed in ("2026-001", "0017", "2026-00170", "--", "%"):
        assert (
            "exactly this number" in portal.browser(people.caseworker).post("/cases/find", {"number": typed}, 200).text
        )


def test_a_foreign_number_and_one_that_nobody_has_get_the_same_answer_and_each_look_is_noted(
    portal: Portal, people: People
) -> None:
    numbered(people.stranger, "2026-0017")
    browser = portal.browser(people.caseworker)
    key = {"form_key": "11111111-1111-4111-8111-111111111111"}
    foreign, missing = (browser.post("/cases/find", {"number": f"2026-001{one}", **key}, 200).text for one in (7, 8))
    assert foreign.replace("2026-0017", "2026-0018") == missing
    looks = [one for one in rows(AuditEvent) if one.event == "case:number:looked_up"]
    assert [(one.actor_id, one.details) for one in looks] == [(people.caseworker.id, {"found": 0})] * 2
    assert "2026-0017" not in "".join(repr((one.subject, one.details)) for one in rows(AuditEvent))


def test_closed_cases_with_one_number_are_listed_and_a_living_one_comes_first(portal: Portal, people: People) -> None:
    closed = numbered(people.caseworker, "77", closed_on=today())
    living = numbered(people.caseworker, "77")
    page = portal.browser(people.coordinator).post("/cases/find", {"number": "77"}, 200).text
    assert page.index(living.code) < page.index(closed.code)
