"""No answer, or a no: the next partner is proposed, and asked by itself where that was ticked (RULINGS 9)."""

import uuid
from datetime import datetime

from sqlalchemy import select

from portal.access import THE_PORTAL, Actor, Role
from portal.audit.trail import note
from portal.cases.models import Case
from portal.db import add_once, db, new_reference, now, today, transaction
from portal.referrals import mail, queries, readiness
from portal.referrals.answers import late_by
from portal.referrals.drafts import Wanted, draft, send
from portal.referrals.models import ReceptionRequest
from portal.referrals.proposals import Proposal, proposals
from portal.referrals.readiness import NotReady
from portal.referrals.reminders import TOO_OLD
from portal.referrals.states import RequestState
from portal.referrals.steps import AlreadyHappened, locked_case

#: All that is carried over to the next partner; the arrangements are sealed and carried over apart.
CARRIED = "priority services_requested services_given payer escort earliest_on latest_on".split()
S = RequestState
#: From these states the same may be asked of another partner.
MAY_FOLLOW = (S.WAITING, S.QUESTION, S.NO_ANSWER, S.DECLINED, S.WITHDRAWN_BY_PARTNER, S.CANCELLED)
#: By itself the portal proposes what every caseworker sees of the directory.
A_READER = Actor(id=None, role=Role.CASEWORKER, name="")
#: The key of a request's successor that was made by itself, so that two timers make one.
BY_ITSELF = uuid.UUID("0b6f1c52-6a55-4f0e-9b52-1d8f2f0c8a10")


def proposed(actor: Actor, case: Case) -> Proposal | None:
    """The first partner on the list that was not asked yet, for which nothing is missing, and in another town."""
    listed = proposals(actor, case, today())
    return next((one for one in listed if one.can_be_asked and not _warned_of(one)), None)


def _warned_of(one: Proposal) -> bool:
    return one.facts.asked_before or one.facts.same_town


def is_wanted(request: ReceptionRequest) -> bool:
    """Whether somebody must be asked next: no answer in time (read now, no timer needed), a no, or a yes taken back."""
    return request.state in (S.DECLINED, S.WITHDRAWN_BY_PARTNER, S.NO_ANSWER) or late_by(request, now()) is not None


def successor(request: ReceptionRequest) -> ReceptionRequest | None:
    """The request that was sent on from this one, if it was; the latest."""
    later = select(ReceptionRequest).where(
        ReceptionRequest.previous_id == request.id, ReceptionRequest.state != RequestState.ENTERED_IN_ERROR
    )
    return db.session.scalar(later.order_by(ReceptionRequest.created_at.desc()).limit(1))


def draft_next(actor: Actor, request: ReceptionRequest, organization_id: uuid.UUID, key: uuid.UUID) -> ReceptionRequest:
    """Draft the same request to another partner, once for a form's key. Raises NotYours, NotReady."""
    facts = {name: getattr(request, name) for name in CARRIED}
    wanted = Wanted(organization_id=organization_id, arrangements=request.arrangements or "", **facts)
    return draft(actor, queries.case_of(request), wanted, key, request)


def send_on_due(at: datetime) -> int:
    """Ask the next partner where nobody answered in time and the caseworker had ticked it; returns how many were asked.

    Each request is sent on by itself once at most, without a name, to a partner for which nothing is missing and in a
    town where nobody is asked; RULINGS 9's limits hold. Safe to run twice at once.
    """
    ran_out = select(ReceptionRequest.id).where(
        ReceptionRequest.state == RequestState.NO_ANSWER,
        ReceptionRequest.next_by_itself,
        ReceptionRequest.due_at > at - TOO_OLD,
    )
    wanted = db.session.scalars(ran_out.order_by(ReceptionRequest.due_at, ReceptionRequest.id)).all()
    db.session.rollback()  # the looking is over; each sending is an act of its own
    return sum(_send_on(request_id) for request_id in wanted)


def _send_on(request_id: uuid.UUID) -> bool:
    try:
        with transaction():
            request = db.session.get_one(ReceptionRequest, request_id)
            case = locked_case(request.case_id)
            db.session.refresh(request)
            still = request.state is RequestState.NO_ANSWER and request.next_by_itself
            if not still or successor(request) is not None:
                return False
            _ask_next(request, case)
    except (NotReady, AlreadyHappened):  # something is missing, or somebody was there in this moment
        return False
    return True


def _ask_next(request: ReceptionRequest, case: Case) -> None:
    """Draft and send as the portal. Raises NotReady where nobody can be asked, so that nothing is changed."""
    found = proposed(A_READER, case)
    past = request.latest_on is not None and request.latest_on < today()
    if found is None or past or readiness.of_case(case, today()):
        raise NotReady([readiness.Missing.PARTNER])

    def build() -> ReceptionRequest:
        facts = {name: getattr(request, name) for name in CARRIED}
        made = ReceptionRequest(reference=new_reference(), case_id=case.id, previous_id=request.id, **facts)
        made.organization_id, made.drafted_by = found.partner.id, request.drafted_by
        return made

    made, new = add_once(ReceptionRequest, uuid.uuid5(BY_ITSELF, str(request.id)), build)
    if not new:
        raise AlreadyHappened("send")
    made.arrangements = request.arrangements
    note(THE_PORTAL, "request:draft:made", f"request:{made.reference}", case=case.code)
    send(THE_PORTAL, made, made.row_version)
    mail.to_caseworkers("request_sent_on", made)
