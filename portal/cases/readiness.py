"""What a case waits for next: one small rule over facts already loaded, so that lists ask nothing more."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from portal.cases import safeguards, two_persons
from portal.cases.codes import NextStep
from portal.cases.consent import stands
from portal.cases.models import Case
from portal.cases.safeguards import Evidence
from portal.vocabulary.casework import CaseStatus, MilestoneKind, OfferOutcome, RiskLevel, SharingPurpose
from portal.vocabulary.children import Gate


def next_steps(cases: Iterable[Case], on: date) -> dict[UUID, NextStep]:
    """The next step of each case of a list; what is recorded for its children is read at once."""
    found = list(cases)
    evidence, gates = safeguards.evidence_of(found), two_persons.gates_open_of(found)
    return {case.id: _next(case, on, evidence.get(case.id), gates.get(case.id, set())) for case in found}


def next_step(case: Case, on: date) -> NextStep:
    """The one thing a case waits for on a day (Copenhagen's calendar). The offer comes before all else (RULINGS 5)."""
    return next_steps([case], on)[case.id]


def _next(case: Case, on: date, evidence: Evidence | None, gates: set[Gate]) -> NextStep:
    if case.closed_on is not None:
        return NextStep.CLOSED
    about_offer = _of_offer(case, on)
    if about_offer is not None:
        return about_offer
    if case.status is CaseStatus.FOLLOW_UP:
        return NextStep.FOLLOW_UP
    in_place = {
        NextStep.CLOCK: bool(case.clocks),
        NextStep.RISK: Gate.RISK in gates or _risk_assessed(case),
        # A child's plan is one of its safeguards.
        NextStep.PLAN: case.is_child or Gate.PLAN in gates or _plan_agreed(case),
        NextStep.BASIS: stands(case.sharings, SharingPurpose.PSEUDONYMOUS, on),
        NextStep.SAFEGUARDS: not safeguards.missing(case, on, evidence),
    }
    return next((step for step, there in in_place.items() if not there), NextStep.ASK_PARTNER)


def _risk_assessed(case: Case) -> bool:
    return bool(case.risks) and case.risks[-1].level is not RiskLevel.NOT_ASSESSED


def _plan_agreed(case: Case) -> bool:
    return any(one.kind is MilestoneKind.PLAN_AGREED for one in case.milestones)


def _of_offer(case: Case, on: date) -> NextStep | None:
    """What the offer still waits for; None once it was accepted."""
    if not case.offers:
        return NextStep.OFFER
    last = case.offers[-1]
    if last.outcome is OfferOutcome.ACCEPTED:
        return None
    if last.outcome is OfferOutcome.PENDING:
        return NextStep.ANSWER
    again = last.ask_again_on is not None and last.ask_again_on <= on
    return NextStep.ASK_AGAIN if again else NextStep.WAIT
