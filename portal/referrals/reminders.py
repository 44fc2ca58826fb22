"""A partner that has not answered is reminded at half, four fifths and the whole of its time (RULINGS 8)."""

from datetime import datetime, timedelta

from sqlalchemy import select

from portal.access import THE_PORTAL
from portal.audit.trail import note
from portal.db import db, transaction
from portal.referrals import mail
from portal.referrals.models import AnswerReminder, ReceptionRequest
from portal.referrals.states import RequestState

SHARES = (50, 80, 100)  # per cent of the time to answer
UNANSWERED = (RequestState.WAITING, RequestState.NO_ANSWER)
#: A timer that was down longer than this does not remind of what is long over.
TOO_OLD = timedelta(days=2)


def share_passed(sent_at: datetime, due_at: datetime, at: datetime) -> int:
    """The greatest share of the time that has passed at a moment, of those a reminder goes with; 0 for none."""
    passed = [share for share in SHARES if at >= sent_at + (due_at - sent_at) * share / 100]
    return passed[-1] if passed else 0


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
        share = share_passed(request.sent_at, request.due_at, at)
        done = select(AnswerReminder.id).where(AnswerReminder.request_id == request.id, AnswerReminder.share >= share)
        if not share or db.session.scalar(done.limit(1)) is not None:
            return False
        db.session.add(AnswerReminder(request_id=request.id, share=share))
        mail.to_partner("request_reminded", request)
        note(THE_PORTAL, "request:reminder:put", f"request:{request.reference}", share=share)
    return True
