"""T5 as conditions: of the requests whose answer was due in a year, which were answered in time."""

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select

from portal.db import now
from portal.monitoring.codes import Aside, Part
from portal.monitoring.counting import Counting, in_time_of
from portal.referrals.models import ReceptionRequest, RequestEvent
from portal.referrals.states import RequestState
from portal.vocabulary.requests import Channel

R = ReceptionRequest
#: A request that was ended by the Danish side or the person, not by an answer.
STOPPED = (RequestState.CANCELLED, RequestState.CONSENT_WITHDRAWN)
BY_TELEPHONE = (Channel.PHONE, Channel.POST)


def _event(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(select(RequestEvent.id).where(RequestEvent.request_id == R.id, *conditions))


def answered_in_time(year: int) -> Counting:
    """T5: a yes or no by the due moment; a request stopped before it, or not due yet, is not counted (RULINGS 8)."""
    answered = R.answered_at.is_not(None)
    stopped_before = and_(R.state.in_(STOPPED), _event(RequestEvent.to_state.in_(STOPPED), RequestEvent.at <= R.due_at))
    due = or_(answered, and_(R.due_at <= now(), not_(stopped_before)))
    by_telephone = _event(RequestEvent.step.in_(("accept", "decline")), RequestEvent.channel.in_(BY_TELEPHONE))
    in_time = R.answered_at <= R.due_at
    parts = {
        Part.N: and_(answered, in_time),
        Aside.LATE: and_(answered, not_(in_time)),
        Aside.NO_ANSWER: ~answered,
        Aside.ANSWERED_BY_TELEPHONE: and_(answered, by_telephone),
    }
    base = (*in_time_of(R.due_at, year), R.state != RequestState.ENTERED_IN_ERROR)
    return Counting(R, base, parts, whom=due, case_id=R.case_id)
