"""What a case waits for next: one small rule over facts already loaded, so that lists ask nothing more."""

from datetime import date

from portal.cases import safeguards
from portal.cases.codes import NextStep
from portal.cases.consent import stands
from portal.cases.models import Case
from portal.vocabulary.casework import CaseStatus, MilestoneKind, OfferOutcome, RiskLevel, SharingPurpose


def next_step(case: Case, on: date) -> NextStep:
    """The one thing a case waits for on a day (Copenhagen's calendar). The offer comes before all else (RULINGS 5)."""
    if case.closed_on is not None:
        return NextStep.CLOSED
    about_offer = _of_offer(case, on)
    if about_offer is not None:
        return about_offer
    if case.status is CaseStatus.FOLLOW_UP:
        return NextStep.FOLLOW_UP
    in_place = {
        NextStep.CLOCK: bool(case.clocks),
        NextStep.RISK: bool(case.risks) and case.risks[-1].level is not RiskLevel.NOT_ASSESSED,
        NextStep.PLAN: any(one.kind is MilestoneKind.PLAN_AGREED for one in case.milestones),
        NextStep.BASIS: stands(case.sharings, SharingPurpose.PSEUDONYMOUS, on),
        NextStep.SAFEGUARDS: not safeguards.missing(case),
    }
    return next((step for step, there in in_place.items() if not there), NextStep.ASK_PARTNER)


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
