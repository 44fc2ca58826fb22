"""What happens to the requests of a child whose plan has ended: nothing of that plan goes on (RULINGS 4)."""

from sqlalchemy import select

from portal.access import Actor
from portal.cases import actions as cases
from portal.cases.models import Case
from portal.db import db, transaction
from portal.referrals import endings
from portal.referrals.models import ReceptionRequest
from portal.referrals.states import OPEN_TO_ANSWER, RequestState
from portal.referrals.steps import take
from portal.vocabulary.casework import AlarmKind
from portal.vocabulary.requests import CancelReason

S = RequestState
#: Asked, or prepared before anybody has left: cancelled, and the partner is told.
STOPPED = (*OPEN_TO_ANSWER, S.ACCEPTED, S.IDENTITY_SHARED, S.TRAVEL_SET)
#: A child that may be on the way keeps whoever waits for it; a person at the centre decides what now.
ON_THE_WAY = (S.DEPARTED, S.NOT_MET)


def stop_requests(actor: Actor, case: Case) -> None:
    """Block the drafts, cancel what was asked, ring where the journey is set. Joins the act that ends the plan."""
    living = select(ReceptionRequest).where(
        ReceptionRequest.case_id == case.id, ReceptionRequest.state.in_((S.DRAFT, *STOPPED, *ON_THE_WAY))
    )
    with transaction():
        for request in db.session.scalars(living.order_by(ReceptionRequest.id)).all():
            if request.state in (S.TRAVEL_SET, *ON_THE_WAY):
                _ring(actor, request)
            if request.state is S.DRAFT:
                take(actor, request, "block")
            elif request.state in STOPPED:
                endings.cancel(actor, request, CancelReason.PLAN_ENDED)


def _ring(actor: Actor, request: ReceptionRequest) -> None:
    cases.ring(
        actor,
        case_id=request.case_id,
        kind=AlarmKind.PLAN_ENDED,
        cause=f"request:{request.id}:plan_ended",
        organization_id=request.organization_id,
    )
