"""What ends a child's plan, who is told of it, what a suspicion rings, and what a partner never sees of the family."""

from datetime import timedelta
from typing import Any

import pytest

from portal.cases import actions, identity, safeguards, tracing
from portal.cases.child_models import Tracing
from portal.cases.faults import Refused
from portal.cases.identity import Identity
from portal.cases.models import Alarm, Case, Deputy
from portal.db import db, today, transaction
from portal.referrals.states import RequestState
from portal.vocabulary.casework import AlarmKind, GivenBy, MilestoneKind, SharingPurpose, WithdrawalReason
from portal.vocabulary.children import (
    Advice,
    BestInterestsOutcome,
    ConsultedBody,
    FamilyInvolvement,
    TracingState,
)
from portal.vocabulary.requests import CancelReason
from tests import build
from tests.cases.childhood import DAYS_AGO, advise, child, decide, safe_child
from tests.cases.story import boxes, grant, letters, rows
from tests.conftest import Portal
from tests.people import People
from tests.referrals.story import DRAFT, in_state

S = RequestState


def _against(people: People, case: Case, how: str) -> None:
    if how == "no_return":
        decide(people, case, BestInterestsOutcome.NO_RETURN, decided_on=today())
    else:
        asked = actions.consult(
            people.caseworker.actor, case, body=ConsultedBody.COMMITTEE, asked_on=today() - timedelta(days=1)
        )
        actions.answer_consultation(people.caseworker.actor, case, asked.id, answered_on=today(), advice=Advice.AGAINST)


@pytest.mark.parametrize("how", ["no_return", "advises_against"])
def test_a_word_against_ends_the_plan_and_everyone_who_must_know_is_told(
    portal: Portal, people: People, how: str
) -> None:
    case = safe_child(people)
    with transaction():
        db.session.add(Deputy(case_id=case.id, account_id=people.colleague.id))
    draft = build.request(case, people.never_asked, state=S.DRAFT)
    asked = build.request(case, people.accepting)
    question = build.request(case, people.declining, state=S.QUESTION)
    _against(people, case, how)
    db.session.expire_all()
    assert [one.state for one in (draft, asked, question)] == [S.BLOCKED, S.CANCELLED, S.CANCELLED]
    assert asked.cancel_reason is CancelReason.PLAN_ENDED
    told = letters()
    keepers = (people.caseworker, people.colleague, people.coordinator, people.second_coordinator)
    assert [to for kind, to in told if kind == "child_plan_ended"] == sorted(one.email for one in keepers)
    partners = (people.accepting, people.accepting_too, people.declining)
    assert [to for kind, to in told if kind == "request_cancelled"] == sorted(one.email for one in partners)
    ane = portal.browser(people.caseworker)
    assert "The plan has ended" in ane.get(f"/cases/{case.code}").text
    assert "Held back" in ane.get(f"/requests/{draft.reference}").text
    ane.post(f"/requests/{draft.reference}/send", {"seen": draft.row_version}, 409)
    partner = str(people.accepting.actor.organization_id)
    ane.post(f"/cases/{case.code}/requests/new", {**DRAFT, "organization_id": partner}, 409)
    ane.get(f"/cases/{case.code}/requests/new", 409)
    assert f"/cases/{case.code}/requests/new" not in ane.get(f"/cases/{case.code}").text
    portal.browser(people.never_asked).get(f"/requests/{draft.reference}", 404)


def test_a_second_word_against_tells_nobody_twice(portal: Portal, people: People) -> None:
    case = safe_child(people)
    _against(people, case, "no_return")
    before = letters()
    _against(people, case, "advises_against")
    assert letters() == before


def test_a_new_plan_needs_new_evidence_and_is_a_new_draft(portal: Portal, people: People) -> None:
    case = safe_child(people)
    blocked = build.request(case, people.accepting, state=S.DRAFT)
    decide(people, case, BestInterestsOutcome.NO_RETURN, decided_on=today() - timedelta(days=3))
    decide(people, case, BestInterestsOutcome.RECEPTION, decided_on=today())
    assert safeguards.missing(case) == [safeguards.Safeguard.PLAN]  # the old plan does not come back
    page = portal.browser(people.caseworker).get(f"/cases/{case.code}").text
    assert "A later plan counts." in page
    plan = {"kind": MilestoneKind.PLAN_WITH_REPRESENTATIVE, "reached_on": today()}
    actions.reach_milestone(people.caseworker.actor, case, **plan)
    db.session.expire_all()
    assert safeguards.missing(case) == [] and blocked.state is S.BLOCKED
    partner = str(people.accepting.actor.organization_id)
    portal.browser(people.caseworker).post(
        f"/cases/{case.code}/requests/new", {**DRAFT, "organization_id": partner}, 302
    )


def test_older_words_that_are_written_later_do_not_end_a_newer_plan(portal: Portal, people: People) -> None:
    case = safe_child(people)
    decide(people, case, BestInterestsOutcome.NO_RETURN, decided_on=DAYS_AGO - timedelta(days=1))
    advise(people, case, Advice.AGAINST, body=ConsultedBody.LOCAL_GROUP)
    assert safeguards.missing(case) == [] and not [kind for kind, _to in letters() if kind == "child_plan_ended"]


@pytest.mark.parametrize(
    ("state", "stands"), [(S.ACCEPTED, False), (S.TRAVEL_SET, False), (S.DEPARTED, True), (S.NOT_MET, True)]
)
def test_whoever_waits_for_a_child_on_the_way_stays_and_the_centre_is_rung(
    portal: Portal, people: People, state: RequestState, stands: bool
) -> None:
    case = safe_child(people)
    request = in_state(people, state, case=case)
    _against(people, case, "no_return")
    db.session.expire_all()
    assert request.state is (state if stands else S.CANCELLED)
    rung = [alarm.kind for alarm in rows(Alarm, case)]
    assert rung == ([] if state is S.ACCEPTED else [AlarmKind.PLAN_ENDED])


def test_a_suspicion_that_a_child_may_go_missing_rings_the_duty_phone_once(portal: Portal, people: People) -> None:
    case, ane = child(people), portal.browser(people.caseworker)
    typed = {"signs": "Packed a bag", "form_key": "11111111-1111-4111-8111-111111111112", **boxes("noted_on", today())}
    for _twice in range(2):
        ane.post(f"/cases/{case.code}/may-go-missing", typed)
    assert [alarm.kind for alarm in rows(Alarm, case)] == [AlarmKind.MAY_GO_MISSING]
    assert ("alarm", "duty@portal.test") in letters()
    assert "A child may go missing" in portal.browser(people.coordinator).get("/home").text
    ane.post(f"/cases/{build.case(people.caseworker).code}/may-go-missing", typed, 200)
    assert len(rows(Alarm)) == 1


@pytest.mark.parametrize(
    ("involvement", "seen"),
    [
        (None, False),
        (FamilyInvolvement.NOT_ASSESSED, False),
        (FamilyInvolvement.SUSPECTED, False),
        (FamilyInvolvement.CONFIRMED, False),
        (FamilyInvolvement.NO_INDICATION, True),
    ],
)
def test_any_sign_of_the_family_hides_ways_to_it_from_the_partner(
    portal: Portal, people: People, involvement: FamilyInvolvement | None, seen: bool
) -> None:
    case, actor = child(people), people.caseworker.actor
    identity.write(actor, case, Identity(full_name="Invented Child", safe_contact="Canarymother"))
    if involvement is not None:
        actions.assess_family(actor, case, involvement=involvement, assessed_on=today())
    grant(case, people.accepting, people.caseworker)
    shown = identity.show(people.accepting.actor, case.id)
    assert shown.full_name == "Invented Child" and (shown.safe_contact == "Canarymother") is seen
    assert identity.show(actor, case.id).safe_contact == "Canarymother"


def _consent_by(case: Case, given_by: GivenBy) -> None:
    with transaction():
        for one in case.sharings:
            if one.purpose is SharingPurpose.TRACING:
                one.given_by = given_by


def test_tracing_stands_on_the_consent_of_the_child_or_its_representative(portal: Portal, people: People) -> None:
    case, actor = child(people), people.caseworker.actor
    _consent_by(case, GivenBy.CAREGIVER)
    with pytest.raises(Refused):
        tracing.ask_tracing(actor, case, asked_on=today())
    _consent_by(case, GivenBy.REPRESENTATIVE)
    with pytest.raises(Refused):  # asked before the consent was given
        tracing.ask_tracing(actor, case, asked_on=case.registered_on)
    made = tracing.ask_tracing(actor, case, asked_on=today(), office="Invented office")
    tracing.move_tracing(actor, case, made.id, state=TracingState.IN_PROGRESS, state_on=today())
    assert "Being traced" in portal.browser(people.colleague).get(f"/cases/{case.code}").text
    told: dict[str, Any] = {"withdrawn_on": today(), "reason": WithdrawalReason.CHANGED_MIND}
    actions.withdraw_sharing(actor, case, purpose=SharingPurpose.TRACING, **told)
    assert [one.state for one in rows(Tracing, case)] == [TracingState.CLOSED]
    with pytest.raises(Refused):
        tracing.move_tracing(actor, case, made.id, state=TracingState.VERIFIED, state_on=today())
