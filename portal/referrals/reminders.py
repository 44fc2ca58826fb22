"""A partner that has not answered is reminded at half, four fifths and the whole of its time (RULINGS 8)."""

from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import select

from portal.access import THE_PORTAL
from portal.audit.trail import note
from portal.db import db, transaction
from portal.referrals import mail, queries
from portal.referrals.answer_clock import AnswerClock, clock_of
from portal.referrals.models import AnswerReminder, ReceptionRequest, RequestEvent
from portal.referrals.states import RequestState
from portal.vocabulary.requests import Priority

SHARES = (50, 80, 100)  # per cent of the time to answer
UNANSWERED = (RequestState.WAITING, RequestState.NO_ANSWER)
#: A timer that was down longer than this does not remind of what is long over.
TOO_OLD = timedelta(days=2)
#: The stretches in which a question waited for our reply: asked, replied.
Waits = list[tuple[datetime, datetime]]


def share_passed(passed: timedelta, whole: timedelta) -> int:
    """The greatest share of the time to answer that has run, of those a reminder goes with; 0 for none."""
    reached = [share for share in SHARES if passed * 100 >= whole * share]
    return reached[-1] if reached else 0


def time_run(clock: AnswerClock, start: datetime, end: datetime, waits: Waits) -> timedelta:
    """How much time to answer has run from one moment to another, without what questions waited for us."""
    waited = (clock.between(asked, min(replied, end)) for asked, replied in waits if asked < end)
    return clock.between(start, end) - sum(waited, timedelta())


def remind_due(at: datetime) -> int:
    """Put the reminders that are due at a moment into the outbox, each once; returns of how many requests.

    Safe to run twice at once and after a pause: only the latest of a request's reminders leaves.
    """
    open_ones = select(ReceptionRequest.id).where(
        ReceptionRequest.state.in_(UNANSWERED), ReceptionRequest.due_at > at - TOO_OLD
    )
    wanted = db.session.scalars(open_ones.order_by(ReceptionRequest.due_at)).all()
    db.session.rollback()  # the looking is over; each reminder is an act of its own
    return sum(_remind(request_id, at) for request_id in wanted)


def _remind(request_id: object, at: datetime) -> bool:
    with transaction():
        locked = select(ReceptionRequest).where(ReceptionRequest.id == request_id).with_for_update()
        request = db.session.scalars(locked.execution_options(populate_existing=True)).one()
        if request.state not in UNANSWERED or request.sent_at is None or request.due_at is None:
            return False
        share = _share(request, request.sent_at, request.due_at, at)
        done = select(AnswerReminder.id).where(AnswerReminder.request_id == request.id, AnswerReminder.share >= share)
        if not share or db.session.scalar(done.limit(1)) is not None:
            return False
        db.session.add(AnswerReminder(request_id=request.id, share=share))
        mail.to_partner("request_reminded", request)
        note(THE_PORTAL, "request:reminder:put", f"request:{request.reference}", share=share)
    return True


def _share(request: ReceptionRequest, sent_at: datetime, due_at: datetime, at: datetime) -> int:
    clock, waits = clock_of(request.priority, queries.partner_of(request)), _waits(request, due_at)
    return share_passed(time_run(clock, sent_at, at, waits), time_run(clock, sent_at, due_at, waits))


def _waits(request: ReceptionRequest, due_at: datetime) -> Waits:
    """When questions waited for us; none in an emergency, and none asked after the due moment (RULINGS 8)."""
    if request.priority is Priority.EMERGENCY:
        return []
    steps = select(RequestEvent.step, RequestEvent.at).where(
        RequestEvent.request_id == request.id, RequestEvent.step.in_(("ask", "reply")), RequestEvent.at < due_at
    )
    moments = list(db.session.execute(steps.order_by(RequestEvent.at, RequestEvent.created_at)))
    pairs = pairwise(moments)
    return [(asked, replied) for (step, asked), (then, replied) in pairs if (step, then) == ("ask", "reply")]
