"""The partner's answer: a question, yes, no, a yes taken back; our reply; and what happens when no answer comes."""

from datetime import datetime, timedelta

from sqlalchemy import select

from portal.access import THE_PORTAL, Actor
from portal.cases import actions as cases
from portal.db import db, now, transaction
from portal.partners.actions import note_answer
from portal.referrals import answer_clock, mail
from portal.referrals.models import Message, ReceptionRequest, RequestEvent
from portal.referrals.queries import partner_of
from portal.referrals.states import OPEN_TO_ANSWER, RequestState
from portal.referrals.steps import IN_PORTAL, AlreadyHappened, Told, take
from portal.vocabulary.casework import AlarmKind
from portal.vocabulary.requests import CancelReason, RefusalReason


def ask(actor: Actor, request: ReceptionRequest, words: str, *, language: str = "", told: Told = IN_PORTAL) -> Message:
    """The partner asks a question (`language`: the code of the language it is written in). Not an answer yet."""
    with transaction():
        event = take(actor, request, "ask", told=told)
        message = _write(event, request, words, language)
        mail.to_caseworkers("request_asked", request)
    return message


def reply(actor: Actor, request: ReceptionRequest, words: str, *, language: str = "") -> Message:
    """The caseworker replies; the time the partner waited for us is given back, emergencies apart (RULINGS 8)."""
    with transaction():
        moment = now()
        event = take(actor, request, "reply", at=moment, due_at=_due_after_reply(request, moment))
        message = _write(event, request, words, language)
        mail.to_partner("request_replied", request)
    return message


def _due_after_reply(request: ReceptionRequest, moment: datetime) -> datetime | None:
    asked = select(RequestEvent.at).where(RequestEvent.request_id == request.id, RequestEvent.step == "ask")
    last = db.session.scalar(asked.order_by(RequestEvent.at.desc()).limit(1))
    if last is None or request.due_at is None:
        return request.due_at
    clock = answer_clock.clock_of(request.priority, partner_of(request))
    return answer_clock.due_after_reply(clock, request.priority, request.due_at, last, moment)


def _write(event: RequestEvent, request: ReceptionRequest, words: str, language: str) -> Message:
    message = Message(
        request_id=request.id,
        case_id=request.case_id,
        side=event.side,
        author_id=event.actor_id,
        author_name=event.said_by or event.actor_name,
        at=event.at,
        channel=event.channel,
        language=language,
    )
    message.words = words
    db.session.add(message)
    return message


def accept(
    actor: Actor, request: ReceptionRequest, contact_name: str, contact_phone: str, *, told: Told = IN_PORTAL
) -> ReceptionRequest:
    """The partner says yes and names who meets her; every other enquiry of the case is cancelled with notice.

    Raises AlreadyHappened where the request, or another of the case, was answered before.
    """
    with transaction():
        moment = now()
        take(actor, request, "accept", told=told, at=moment, answered_at=moment, accepted_at=moment)
        request.contact_name, request.contact_phone = contact_name, contact_phone
        _keep_count(request, moment)
        _cancel_others(request)
        mail.end_links("request", request)
        mail.to_caseworkers("request_accepted", request)
    return request


def _cancel_others(request: ReceptionRequest) -> None:
    others = select(ReceptionRequest).where(
        ReceptionRequest.case_id == request.case_id,
        ReceptionRequest.id != request.id,
        ReceptionRequest.state.in_(OPEN_TO_ANSWER),
    )
    reason = CancelReason.ANOTHER_ACCEPTED
    for other in db.session.scalars(others.order_by(ReceptionRequest.id)).all():
        take(THE_PORTAL, other, "cancel", reason=reason.value, cancel_reason=reason)
        mail.to_partner("request_cancelled", other)


def decline(
    actor: Actor, request: ReceptionRequest, reason: RefusalReason, *, told: Told = IN_PORTAL
) -> ReceptionRequest:
    """The partner says no, with a coded reason."""
    with transaction():
        moment = now()
        take(
            actor,
            request,
            "decline",
            told=told,
            at=moment,
            reason=reason.value,
            answered_at=moment,
            refusal_reason=reason,
        )
        _keep_count(request, moment)
        mail.end_links("request", request)
        mail.to_caseworkers("request_declined", request)
    return request


def _keep_count(request: ReceptionRequest, moment: datetime) -> None:
    """Count the first answer as in time or late; one that ran out was counted then."""
    if not _ran_out_before(request):
        in_time = request.due_at is None or moment <= request.due_at
        note_answer(request.organization_id, in_time=in_time)


def _ran_out_before(request: ReceptionRequest) -> bool:
    ran_out = select(RequestEvent.id).where(RequestEvent.request_id == request.id, RequestEvent.step == "run_out")
    return db.session.scalar(ran_out.limit(1)) is not None


def take_back(
    actor: Actor, request: ReceptionRequest, reason: RefusalReason, *, told: Told = IN_PORTAL
) -> ReceptionRequest:
    """A partner that said yes has to say no: the duty phone rings at once and its grant ends (RULINGS 10)."""
    with transaction():
        take(actor, request, "take_back", told=told, reason=reason.value, refusal_reason=reason)
        cases.ring(
            actor,
            case_id=request.case_id,
            kind=AlarmKind.PARTNER_WITHDREW,
            cause=f"request:{request.id}:withdrew",
            organization_id=request.organization_id,
        )
        mail.to_caseworkers("request_taken_back", request)
    return request


def run_out_due(at: datetime) -> int:
    """Mark what was not answered by its due time; counts as late, and may still be answered. Returns how many."""
    waiting = select(ReceptionRequest.id).where(
        ReceptionRequest.state == RequestState.WAITING, ReceptionRequest.due_at <= at
    )
    return sum(_run_out(request_id, at) for request_id in db.session.scalars(waiting).all())


def _run_out(request_id: object, at: datetime) -> bool:
    try:
        with transaction():
            request = db.session.get_one(ReceptionRequest, request_id)
            first = not _ran_out_before(request)
            if request.due_at is None or request.due_at > at:
                return False
            take(THE_PORTAL, request, "run_out", at=at)
            if first:
                note_answer(request.organization_id, in_time=False)
            mail.to_caseworkers("request_no_answer", request)
    except AlreadyHappened:  # answered, or run out by another timer, in this moment
        return False
    return True


def late_by(request: ReceptionRequest, at: datetime) -> timedelta | None:
    """How late a waiting answer is at a moment; None when it is not, so that no timer needs to have run."""
    if request.state not in (RequestState.WAITING, RequestState.NO_ANSWER) or request.due_at is None:
        return None
    return at - request.due_at if request.due_at < at else None
