"""A child's six safeguards: each alone missing stops the request, whoever sends it; nobody can set one aside."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.cases import actions, safeguards
from portal.cases.child_models import Override
from portal.cases.codes import Safeguard
from portal.cases.faults import Refused
from portal.cases.models import Case
from portal.cases.safeguards import Evidence
from portal.db import db, now, today, transaction
from portal.referrals import readiness
from portal.referrals.readiness import Missing
from portal.referrals.states import RequestState
from portal.vocabulary.casework import MilestoneKind
from portal.vocabulary.children import (
    Advice,
    BestInterestsOutcome,
    ChildView,
    FamilyInvolvement,
    Gate,
    RepresentativeKind,
)
from portal.vocabulary.persons import AgeBand
from tests import build
from tests.cases.childhood import DAYS_AGO, advise, child, decide, represent, safe_child
from tests.cases.story import boxes, rows
from tests.conftest import Portal
from tests.people import People

DAYS = st.integers(1, 400)


def _ago(days: int) -> Any:
    return today() - timedelta(days=days)


@given(lacking=st.sets(st.sampled_from(list(Safeguard))), days=DAYS, stale=st.booleans())
def test_exactly_what_is_not_in_place_is_missing(lacking: set[Safeguard], days: int, stale: bool) -> None:
    """`stale`: what lacks is there, but in the form that does not count."""
    then = _ago(days)

    def some(safeguard: Safeguard, good: dict[str, Any], bad: dict[str, Any]) -> list[Any]:
        if safeguard not in lacking:
            return [SimpleNamespace(**good)]
        return [SimpleNamespace(**{**good, **bad})] if stale else []

    by = {"kind": RepresentativeKind.PERSONAL, "appointed_on": then, "ended_on": None}
    own_plan = Safeguard.REPRESENTATIVE not in lacking  # a plan needs whoever it was made with
    evidence = Evidence(
        some(Safeguard.REPRESENTATIVE, by, {"ended_on": then}),
        some(Safeguard.COMMITTEE, {"advice": Advice.CONDITIONS, "answered_on": _ago(500)}, {"advice": Advice.AGAINST}),
        some(
            Safeguard.BEST_INTERESTS,
            {"outcome": BestInterestsOutcome.RECEPTION, "decided_by": "Body", "decided_on": then},
            {"outcome": BestInterestsOutcome.UNDECIDED},
        ),
        some(Safeguard.CHILDS_VIEW, {"view": ChildView.DISAGREES}, {"view": ChildView.NOT_ASKED}),
        some(
            Safeguard.FAMILY,
            {"involvement": FamilyInvolvement.CONFIRMED},
            {"involvement": FamilyInvolvement.NOT_ASSESSED},
        ),
        some(Safeguard.PLAN, {"reached_on": then}, {"reached_on": _ago(900)}),
    )
    missing = set(safeguards.missing_in(evidence, today()))
    assert missing == lacking | (set() if own_plan else {Safeguard.PLAN})


@pytest.mark.parametrize("safeguard", list(Safeguard))
def test_each_safeguard_alone_missing_stops_sending_by_every_role(
    portal: Portal, people: People, safeguard: Safeguard
) -> None:
    request = build.request(safe_child(people, safeguard), people.accepting, state=RequestState.DRAFT)
    case = db.session.get_one(Case, request.case_id)
    with transaction():  # even where somebody wrote a confirmed decision straight into the tables
        for gate in Gate:
            made = Override(case_id=case.id, gate=gate, asked_by=people.coordinator.id, asked_at=now())
            made.confirmed_by, made.confirmed_at = people.second_coordinator.id, now()
            db.session.add(made)
    assert safeguard in safeguards.missing(case)
    for name, person in people.everyone().items():
        browser = portal.browser(person, check=False)
        forged = {"seen": request.row_version, "is_child": "", "override": "y", "missing": "", "same_town": "y"}
        status = browser.client.post(
            f"/requests/{request.reference}/send",
            data={**forged, "csrf_token": browser.csrf_token()},
            base_url=browser.base_url,
        ).status_code
        assert status == (409 if name in ("caseworker", "coordinator", "second_coordinator") else 404), name
        db.session.rollback()
        db.session.refresh(request)
        assert request.state is RequestState.DRAFT


def test_a_child_whose_safeguards_are_in_place_can_be_asked_for(portal: Portal, people: People) -> None:
    request = build.request(safe_child(people), people.accepting, state=RequestState.DRAFT)
    ane = portal.browser(people.caseworker)
    assert "Send request</button>" in ane.get(f"/requests/{request.reference}/check").text
    ane.post(f"/requests/{request.reference}/send", {"seen": request.row_version})
    db.session.refresh(request)
    assert request.state is RequestState.WAITING


def test_the_page_names_each_safeguard_with_the_plans_lines_and_leads_to_its_page(
    portal: Portal, people: People
) -> None:
    case = child(people)
    page = portal.browser(people.caseworker).get(f"/cases/{case.code}").text
    assert page.count("Missing</span>") == 6
    for end, lines in (
        ("representative", "1052-1066"),
        ("plan-with-representative", "1077-1080"),
        ("consultation", "1081-1085"),
        ("best-interests", "1097-1107"),
        ("view", "903-919"),
        ("family", "1128-1131"),
    ):
        assert f'href="/cases/{case.code}/{end}"' in page and lines in page
    seen = portal.browser(people.colleague).get(f"/cases/{case.code}").text
    assert "Safeguards of a child" in seen and f"/cases/{case.code}/family" not in seen


def test_every_page_of_a_childs_facts_records_what_was_typed(portal: Portal, people: People) -> None:
    case, ane = child(people), portal.browser(people.caseworker)
    posts: dict[str, dict[str, Any]] = {
        "representative": {"kind": "professional_representative", "name": "Invented", "contact": "+45"}
        | boxes("appointed_on", DAYS_AGO),
        "plan-with-representative": boxes("reached_on", DAYS_AGO),
        "consultation": {"body": "collaboration_committee", "advice": "supports_with_conditions"}
        | {"conditions": "A school"}
        | boxes("asked_on", DAYS_AGO)
        | boxes("answered_on", today()),
        "best-interests": {"outcome": "return_to_family", "kind": "BID", "decided_by": "Body", "network": "An aunt"}
        | boxes("decided_on", today()),
        "view": {"view": "disagrees", "words": "I want to see my sister"} | boxes("heard_on", today()),
        "family": {"involvement": "no_indication"} | boxes("assessed_on", today()),
    }
    for end, typed in posts.items():
        ane.post(f"/cases/{case.code}/{end}", typed)
    db.session.expire_all()
    assert safeguards.missing(case) == []
    page = ane.get(f"/cases/{case.code}").text
    assert page.count("In place</span>") == 6 and "An aunt" in page and "A school" in page


@pytest.mark.parametrize("involvement", [one for one in FamilyInvolvement if one != FamilyInvolvement.NO_INDICATION])
def test_return_to_the_family_passes_only_without_a_sign(
    portal: Portal, people: People, involvement: FamilyInvolvement
) -> None:
    case = safe_child(people, Safeguard.BEST_INTERESTS)
    decide(people, case, BestInterestsOutcome.FAMILY)
    assert safeguards.missing(case) == []
    actions.assess_family(people.caseworker.actor, case, involvement=involvement, assessed_on=today())
    assert Safeguard.BEST_INTERESTS in safeguards.missing(case)


def test_a_parent_represents_only_while_the_family_shows_no_sign(portal: Portal, people: People) -> None:
    case = safe_child(people, Safeguard.REPRESENTATIVE)
    parent = represent(people, case, kind=RepresentativeKind.PARENT)
    assert safeguards.missing(case) == []
    actions.assess_family(people.caseworker.actor, case, involvement=FamilyInvolvement.SUSPECTED, assessed_on=today())
    assert safeguards.missing(case) == [Safeguard.REPRESENTATIVE, Safeguard.PLAN]
    page = portal.browser(people.coordinator).get(f"/cases/{case.code}").text
    assert "A parent does not count" in page and "Invented R" not in page  # a parent's name tells who the child is
    assert "Invented R" in portal.browser(people.caseworker).get(f"/cases/{case.code}").text
    actions.end_representative(people.caseworker.actor, case, parent.id, ended_on=today())
    with pytest.raises(Refused):
        actions.end_representative(people.caseworker.actor, case, parent.id, ended_on=today())


def test_the_representative_who_travels_along_stands_in_the_request(portal: Portal, people: People) -> None:
    case = safe_child(people)
    represent(people, case, escorts=True)
    ane = portal.browser(people.caseworker)
    form = ane.get(f"/cases/{case.code}/requests/new").text
    assert "travels along" in form and 'value="guardian" checked' in form
    request = build.request(case, people.accepting, state=RequestState.DRAFT)
    assert "Say so in the request" in ane.get(f"/requests/{request.reference}/check").text
    ane.post(f"/requests/{request.reference}/send", {"seen": request.row_version}, 409)


def test_reunion_is_never_asked_for_while_the_family_shows_a_sign(portal: Portal, people: People) -> None:
    case = safe_child(people)
    request = build.request(
        case, people.accepting, state=RequestState.DRAFT, services_requested=["family_reunification"]
    )
    partner_of = request.organization_id
    partner = db.session.get_one(build.Organization, partner_of)
    assert readiness.missing(case, partner, today(), request.id) == []
    actions.assess_family(people.caseworker.actor, case, involvement=FamilyInvolvement.SUSPECTED, assessed_on=today())
    assert readiness.missing(case, partner, today(), request.id) == [Missing.FAMILY]


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda people, case: advise(people, case, Advice.CONDITIONS), "conditions_missing"),
        (lambda people, case: advise(people, case, Advice.SUPPORTS, answered_on=None), "advice_day_missing"),
        (
            lambda people, case: advise(people, case, Advice.SUPPORTS, answered_on=DAYS_AGO - timedelta(days=1)),
            "answered_before_asked",
        ),
        (lambda people, case: decide(people, case, BestInterestsOutcome.RECEPTION, decided_by=" "), "body_missing"),
        (
            lambda people, case: decide(
                people, case, BestInterestsOutcome.RECEPTION, decided_on=today() + timedelta(days=1)
            ),
            "in_the_future",
        ),
    ],
)
def test_what_cannot_be_is_refused(portal: Portal, people: People, act: Any, code: str) -> None:
    case = child(people)
    with pytest.raises(Refused) as refused:
        act(people, case)
    db.session.rollback()
    assert refused.value.code == code
    with pytest.raises(Refused) as refused:
        represent(people, build.case(people.caseworker))
    assert refused.value.code == "not_a_child"


def test_the_next_step_of_a_safe_child_is_to_ask_a_partner(portal: Portal, people: People) -> None:
    browser = portal.browser(people.caseworker)
    safe_child(people)
    assert "Ready: a partner can be asked to meet her" in browser.get("/cases").text
    assert rows(Case)[0].age_band is AgeBand.CHILD_12_14
    assert MilestoneKind.PLAN_WITH_REPRESENTATIVE in [one.kind for one in rows(Case)[0].milestones]
