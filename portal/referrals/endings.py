"""How a request ends: cancelled, completed, ended early, contact lost, a mistake, or a consent withdrawn."""

from sqlalchemy import select

from portal.access import Actor
from portal.cases.consent import ENDS_EVERY_REQUEST, ENDS_GRANTS
from portal.cases.models import Case
from portal.db import db, transaction
from portal.referrals import mail
from portal.referrals.models import ReceptionRequest
from portal.referrals.states import LIVING, STEPS, RequestState
from portal.referrals.steps import take
from portal.vocabulary.casework import ClosureReason, SharingPurpose
from portal.vocabulary.requests import CancelReason

#: The ways to end a request that the caseworker chooses from, by the step's name.
ENDINGS = ("complete", "close_early", "lose_contact", "mark_as_error")
BY_CLOSURE = {ClosureReason.PLAN_COMPLETED: "complete", ClosureReason.LOST_CONTACT: "lose_contact"}


def cancel(actor: Actor, request: ReceptionRequest, reason: CancelReason) -> ReceptionRequest:
    """The caseworker cancels; a partner that had been asked is told."""
    with transaction():
        take(actor, request, "cancel", reason=reason.value, cancel_reason=reason)
        if request.sent_at is not None:
            mail.to_partner("request_cancelled", request)
    return request


def end(actor: Actor, request: ReceptionRequest, step: str) -> ReceptionRequest:
    """End a request by one of ENDINGS. Raises ValueError for another step."""
    if step not in ENDINGS:
        raise ValueError(step)
    with transaction():
        take(actor, request, step)
        if request.sent_at is not None and step in ("close_early", "mark_as_error"):
            mail.to_partner("request_cancelled", request)
    return request


def end_for_consent(actor: Actor, case: Case, purpose: SharingPurpose) -> None:
    """A basis was withdrawn: the case's living requests end, grants too. `deletion` then asks the partners to delete.

    Joins the act that withdraws. Without the basis for asking, or for being received, every request ends; without
    the one for telling the name, those that have a yes. The other purposes carry no request.
    """
    if purpose not in ENDS_GRANTS:
        return
    ended = [state for state in LIVING if purpose in ENDS_EVERY_REQUEST or _needs_identity(state)]
    with transaction():
        for request in _of_case(case, ended):
            take(actor, request, "withdraw_consent", reason=purpose.value)


def _needs_identity(state: RequestState) -> bool:
    return state in STEPS["take_back"].sources or state in STEPS["complete"].sources


def cancel_for_closing(actor: Actor, case: Case) -> None:
    """The case was closed: what is still open is cancelled, what had arrived is ended. Joins the act that closes."""
    arrived = BY_CLOSURE.get(case.closure_reason, "close_early") if case.closure_reason else "close_early"
    with transaction():
        for request in _of_case(case, list(LIVING)):
            if request.state in STEPS["cancel"].sources:
                cancel(actor, request, CancelReason.CASE_CLOSED)
            else:
                end(actor, request, arrived)


def _of_case(case: Case, states: list[RequestState]) -> list[ReceptionRequest]:
    wanted = select(ReceptionRequest).where(ReceptionRequest.case_id == case.id, ReceptionRequest.state.in_(states))
    return list(db.session.scalars(wanted.order_by(ReceptionRequest.id)))
