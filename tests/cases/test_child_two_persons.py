"""What only two coordinators decide: a gate of an adult's set aside, and a child found to be grown (RULINGS 3, 5)."""

from typing import Any

import pytest

from portal.cases import actions, two_persons
from portal.cases.child_models import FoundAdult, Override
from portal.cases.faults import NotHere, Refused
from portal.cases.models import Case, Milestone, RiskAssessment
from portal.db import db, now, today, transaction
from portal.referrals import readiness
from portal.referrals.models import ReceptionRequest
from portal.referrals.readiness import Missing
from portal.referrals.states import RequestState
from portal.vocabulary.children import BestInterestsOutcome, Gate
from portal.vocabulary.persons import AgeBand, AgeBasis
from tests import build
from tests.cases.childhood import child, decide, safe_child
from tests.cases.story import facts, letters, rows
from tests.conftest import Portal
from tests.people import People

GROWN: dict[str, Any] = {"age_band": AgeBand.ADULT_18_24, "age_basis": AgeBasis.ASSESSED, "reason": "Papers came"}
NOT_CENTRE = "caseworker colleague stranger accepting embassy auditor administrator".split()


def bare(people: People) -> ReceptionRequest:
    """A draft for a woman without an assessment of the risk and without a plan."""
    case = build.case(people.caseworker)
    with transaction():
        for model in (RiskAssessment, Milestone):
            db.session.execute(db.delete(model).where(model.case_id == case.id))
    db.session.expire_all()
    return build.request(case, people.accepting, state=RequestState.DRAFT)


def of(request: ReceptionRequest) -> Case:
    return db.session.get_one(Case, request.case_id)


def set_aside(people: People, case: Case, gate: Gate) -> Override:
    asked = actions.ask_override(people.coordinator.actor, case, gate=gate, reason="No time left")
    return actions.decide_override(people.second_coordinator.actor, case, asked.id, agrees=True)


def test_two_coordinators_open_an_adults_two_gates_and_it_is_seen_and_counted(portal: Portal, people: People) -> None:
    request = bare(people)
    case = of(request)
    assert readiness.of_case(case, today(), request.id) == [Missing.RISK, Missing.PLAN]
    asked = actions.ask_override(people.coordinator.actor, case, gate=Gate.RISK, reason="No time left")
    assert readiness.of_case(case, today(), request.id) == [Missing.RISK, Missing.PLAN]  # one person is not enough
    actions.decide_override(people.second_coordinator.actor, case, asked.id, agrees=True)
    assert readiness.of_case(case, today(), request.id) == [Missing.PLAN]
    set_aside(people, case, Gate.PLAN)
    assert readiness.of_case(case, today(), request.id) == []
    assert two_persons.set_aside_in(today().year) == {Gate.RISK: 1, Gate.PLAN: 1}
    assert two_persons.set_aside_in(today().year - 1) == {Gate.RISK: 0, Gate.PLAN: 0}
    counted = portal.browser(people.coordinator).get("/monitoring/flow").text
    assert "Gates set aside for adults" in counted and counted.count("1 time<") == 2
    ane = portal.browser(people.caseworker)
    for page in (f"/cases/{case.code}", f"/requests/{request.reference}"):
        shown = ane.get(page).text
        assert "This gate was set aside." in shown and "No time left" in shown and "Kim Invented" in shown
    ane.post(f"/requests/{request.reference}/send", {"seen": request.row_version})
    seen = portal.browser(people.accepting).get(f"/requests/{request.reference}").text
    assert "set aside" not in seen and "No time left" not in seen


def test_a_refused_one_opens_nothing(portal: Portal, people: People) -> None:
    case = of(bare(people))
    asked = actions.ask_override(people.coordinator.actor, case, gate=Gate.RISK, reason="No time left")
    assert "A gate is to be set aside" in portal.browser(people.second_coordinator).get("/home").text
    assert "A gate is to be set aside" not in portal.browser(people.coordinator).get("/home").text
    page = f"/cases/{case.code}/set-aside/{asked.id}"
    portal.browser(people.second_coordinator).post(page, {"decision": "refuses"})
    db.session.expire_all()
    assert two_persons.gates_open(case) == set() and Missing.RISK in readiness.of_case(case, today())
    again = portal.browser(people.second_coordinator).post(page, {"decision": "agrees"}, 200)
    assert "Somebody has already decided this" in again.text
    assert rows(Override, case)[0].confirmed_at is None
    assert [to for kind, to in letters() if kind == "second_person"] == [people.second_coordinator.email]
    assert [to for kind, to in letters() if kind == "second_person_decided"] == [people.caseworker.email]


def test_who_asked_is_never_the_second_person(portal: Portal, people: People) -> None:
    case, grown = of(bare(people)), child(people)
    asked = actions.ask_override(people.coordinator.actor, case, gate=Gate.PLAN, reason="No time left")
    found = actions.ask_found_adult(people.coordinator.actor, grown, **GROWN)
    for page in (f"/cases/{case.code}/set-aside/{asked.id}", f"/cases/{grown.code}/adult/{found.id}"):
        answer = portal.browser(people.coordinator).post(page, {"decision": "agrees", "own": "", "asked_by": ""}, 200)
        assert "Another coordinator decides." in answer.text
    db.session.expire_all()
    assert two_persons.gates_open(case) == set() and grown.is_child


@pytest.mark.parametrize("who", NOT_CENTRE)
def test_nobody_else_begins_or_decides(portal: Portal, people: People, who: str) -> None:
    case, grown = of(bare(people)), child(people)
    asked = actions.ask_override(people.coordinator.actor, case, gate=Gate.PLAN, reason="No time left")
    found = actions.ask_found_adult(people.coordinator.actor, grown, **GROWN)
    actor = people.everyone()[who].actor
    for act in (
        lambda: actions.ask_override(actor, case, gate=Gate.RISK, reason="x"),
        lambda: actions.ask_found_adult(actor, grown, **GROWN),
        lambda: actions.decide_override(actor, case, asked.id, agrees=True),
        lambda: actions.decide_found_adult(actor, grown, found.id, agrees=True),
    ):
        with pytest.raises(NotHere):
            act()
        db.session.rollback()
    db.session.expire_all()
    assert two_persons.gates_open(case) == set() and grown.is_child
    assert (len(rows(Override)), len(rows(FoundAdult))) == (1, 1)


@pytest.mark.parametrize("who", ["coordinator", "second_coordinator"])
def test_nothing_of_a_childs_is_set_aside_and_never_the_offer_or_the_consent(
    portal: Portal, people: People, who: str
) -> None:
    case, woman = safe_child(people), build.case(people.caseworker)
    browser = portal.browser(people.everyone()[who])
    answer = browser.post(f"/cases/{case.code}/set-aside", {"gate": "risk", "reason": "x"}, 200)
    assert "can be set aside, by anybody." in answer.text
    for gate in ("offer", "basis", "representative", "best_interests", ""):
        browser.post(f"/cases/{woman.code}/set-aside", {"gate": gate, "reason": "x"}, 200)
    browser.post(f"/cases/{woman.code}/set-aside", {"gate": "risk", "reason": "  "}, 200)
    assert rows(Override) == []


def test_what_was_set_aside_for_an_adult_ends_when_she_is_found_to_be_a_child(portal: Portal, people: People) -> None:
    request = bare(people)
    case = of(request)
    set_aside(people, case, Gate.RISK)
    asked = actions.ask_override(people.coordinator.actor, case, gate=Gate.PLAN, reason="No time left")
    with transaction():
        case.is_child = True
    assert Missing.RISK in readiness.of_case(case, today(), request.id)
    with pytest.raises(Refused):
        actions.decide_override(people.second_coordinator.actor, case, asked.id, agrees=True)


def test_a_child_becomes_an_adult_by_two_coordinators_alone(portal: Portal, people: People) -> None:
    case = child(people)
    karen, kim = portal.browser(people.coordinator), portal.browser(people.second_coordinator)
    typed = {"age_band": "18-24", "age_basis": "assessed", "reason": "Papers came", "is_child": ""}
    karen.post(f"/cases/{case.code}/adult", typed)
    found = rows(FoundAdult, case)[0]
    db.session.refresh(case)
    assert case.is_child and case.age_band is AgeBand.CHILD_12_14
    kim.post(f"/cases/{case.code}/adult/{found.id}", {"decision": "agrees"})
    db.session.expire_all()
    assert (case.is_child, case.age_band, case.age_basis) == (False, AgeBand.ADULT_18_24, AgeBasis.ASSESSED)
    page = portal.browser(people.caseworker).get(f"/cases/{case.code}").text
    assert "Safeguards of a child" not in page and "Papers came" in page


@pytest.mark.parametrize(("band", "basis"), [("15-17", "documented"), ("18-24", "disputed"), ("35+", "")])
def test_no_age_of_a_child_or_in_dispute_makes_an_adult(portal: Portal, people: People, band: str, basis: str) -> None:
    case = child(people)
    typed = {"age_band": band, "age_basis": basis, "reason": "x"}
    portal.browser(people.coordinator).post(f"/cases/{case.code}/adult", typed, 200)
    assert rows(FoundAdult) == []


def test_a_word_against_from_her_time_as_a_child_stops_what_was_asked_for_the_adult(
    portal: Portal, people: People
) -> None:
    case = child(people)
    decide(people, case, BestInterestsOutcome.NO_RETURN)
    found = actions.ask_found_adult(people.coordinator.actor, case, **GROWN)
    actions.decide_found_adult(people.second_coordinator.actor, case, found.id, agrees=True)
    request = build.request(case, people.accepting)
    typed = facts(case, people.colleague, case)["edit"] | {"age_band": "18-24", "age_basis": "disputed"}
    typed |= {"journal_number": "", "seen": str(case.row_version)}
    portal.browser(people.caseworker).post(f"/cases/{case.code}/edit", typed)
    db.session.expire_all()
    assert case.is_child and request.state is RequestState.CANCELLED


def test_no_clock_makes_an_adult(portal: Portal, people: People) -> None:
    case = child(people, registered_on=today().replace(year=today().year - 9))
    actions.ask_found_adult(people.coordinator.actor, case, **GROWN)
    portal.browser(people.caseworker).get(f"/cases/{case.code}")
    portal.browser(people.coordinator).get("/home")
    db.session.expire_all()
    assert case.is_child and now().year - case.registered_on.year >= 9
