"""RULINGS 16 as a table: who is rung when nothing is heard after an expected arrival, each level once."""

from datetime import datetime, timedelta

from sqlalchemy import select

from portal.access import THE_PORTAL
from portal.audit.trail import note
from portal.cases import actions as cases
from portal.cases.models import Case
from portal.db import db, transaction
from portal.referrals import mail, queries
from portal.referrals.models import Arrival, ReceptionRequest, Ring, TravelPlan
from portal.referrals.states import STEPS, RequestState
from portal.referrals.steps import take
from portal.vocabulary.casework import AlarmKind

PARTNER, DUTY, AGAIN = "partner", "duty", "again"
#: Somebody is expected or missing, and no word has come.
EXPECTED = (RequestState.TRAVEL_SET, RequestState.DEPARTED, RequestState.NOT_MET)


def rings_by(waited: timedelta, minutes: dict[str, int]) -> list[tuple[str, int]]:
    """Who must have been rung after a silence of this length, as (level, round); only the latest round of "again".

    `minutes` is the table in force: minutes after the expected arrival for partner and duty, and between rounds.
    """
    due = [(level, 0) for level in (PARTNER, DUTY) if waited >= timedelta(minutes=minutes[level])]
    rounds = (waited - timedelta(minutes=minutes[DUTY])) // timedelta(minutes=minutes[AGAIN])
    return [*due, (AGAIN, rounds)] if rounds >= 1 else due


def is_silent(request: ReceptionRequest, plan: TravelPlan | None, child: bool, at: datetime) -> bool:
    """Whether the duty phone is due by the table, read at a moment: true even where no timer has run."""
    if request.state is RequestState.NOT_MET:
        return True
    if plan is None or request.state not in EXPECTED:
        return False
    return (DUTY, 0) in rings_by(at - plan.arrives_at, queries.silence_minutes(child, at.date()))


def ring_due(at: datetime) -> int:
    """Ring everybody who is due by the table at a moment; each level once, safe to run twice. Returns how many."""
    expected = (
        select(ReceptionRequest.id)
        .join(TravelPlan, TravelPlan.request_id == ReceptionRequest.id)
        .outerjoin(Arrival, Arrival.request_id == ReceptionRequest.id)
        .where(ReceptionRequest.state.in_(EXPECTED), TravelPlan.arrives_at <= at, Arrival.id.is_(None))
    )
    return sum(_ring_one(request_id, at) for request_id in db.session.scalars(expected).all())


def _ring_one(request_id: object, at: datetime) -> int:
    with transaction():
        request = db.session.get_one(ReceptionRequest, request_id)
        case = db.session.scalars(select(Case).where(Case.id == request.case_id).with_for_update()).one()
        db.session.refresh(request)
        plan = db.session.scalars(select(TravelPlan).where(TravelPlan.request_id == request.id)).one()
        if request.state not in EXPECTED:  # told in this moment
            return 0
        rung = set(db.session.execute(select(Ring.level, Ring.round).where(Ring.request_id == request.id)))
        table = queries.silence_minutes(case.is_child, at.date())
        due = [one for one in rings_by(at - plan.arrives_at, table) if one not in rung]
        for level, round_ in due:
            _ring(request, plan.arrives_at, level, round_, at)
    return len(due)


def _ring(request: ReceptionRequest, arrives_at: datetime, level: str, round_: int, at: datetime) -> None:
    db.session.add(Ring(request_id=request.id, level=level, round=round_, rung_at=at))
    note(THE_PORTAL, "request:silence:rung", f"request:{request.reference}", level=level, round=round_)
    if level != DUTY:
        mail.to_partner("arrival_silent", request)
    if level != PARTNER:
        cases.ring(
            THE_PORTAL,
            case_id=request.case_id,
            kind=AlarmKind.ARRIVAL_SILENT,
            cause=f"request:{request.id}:silent:{arrives_at:%Y%m%d%H%M}",
            organization_id=request.organization_id,
            again=level == AGAIN,
        )
        mail.to_caseworkers("arrival_not_met", request)
    if level == DUTY and request.state in STEPS["fall_silent"].sources:
        take(THE_PORTAL, request, "fall_silent", at=at)
