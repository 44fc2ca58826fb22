"""From release of the name to the arrival: grant, travel, departure, and what happened."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from portal.access import Actor
from portal.cases import actions as cases
from portal.cases.models import Case
from portal.db import db, now, today, transaction
from portal.partners.models import Organization
from portal.referrals import mail
from portal.referrals.models import Arrival, ReceptionRequest, Ring, TravelPlan
from portal.referrals.readiness import NotReady, missing_to_name, refuse_unsafe_child
from portal.referrals.states import STEPS, RequestState
from portal.referrals.steps import IN_PORTAL, ON_ARRIVAL, AlreadyHappened, Told, take
from portal.vocabulary.casework import AlarmKind
from portal.vocabulary.requests import STARTS_SCHEDULE, ArrivalOutcome, TravelMode

STEP_OF = {
    ArrivalOutcome.MET: "arrive",
    ArrivalOutcome.MET_LATE: "arrive",
    ArrivalOutcome.NOT_MET_CONTACTED: "arrive",
    ArrivalOutcome.NOT_ARRIVED: "miss",
    ArrivalOutcome.REFUSED: "refuse_reception",
}


@dataclass(frozen=True)
class Journey:
    """When and where she arrives: the moment is aware, `time_zone` (IANA) is the place's own."""

    mode: TravelMode
    arrives_at: datetime
    time_zone: str
    place: str
    meeting_point: str
    agreed_sign: str
    connection: str = ""
    fallback_phone: str = ""
    alternate_name: str = ""
    alternate_phone: str = ""


def release(actor: Actor, request: ReceptionRequest) -> ReceptionRequest:
    """Let the partner see who she is: it has said yes, the basis holds today, and the caseworker decides (RULINGS 14).

    Raises NotReady without a valid basis for telling the name, or for its going to the partner's country.
    """
    with transaction():
        take(actor, request, "release")
        case = db.session.get_one(Case, request.case_id)
        refuse_unsafe_child(case)
        partner = db.session.get_one(Organization, request.organization_id)
        if missing := missing_to_name(case, partner, today()):
            raise NotReady(missing)
        cases.grant_identity(actor, request.case_id, request.organization_id)
        mail.to_partner("request_released", request)
    return request


def set_travel(actor: Actor, request: ReceptionRequest, journey: Journey, seen: int) -> TravelPlan:
    """Set or change the arrival; `seen` is the version the form was opened on. The partner is told.

    A new time begins a new wait: whoever was rung about the old one is rung again about the new.
    """
    with transaction():
        under_way = request.state in STEPS["change_arrival"].sources
        if not under_way:
            refuse_unsafe_child(db.session.get_one(Case, request.case_id))
        take(actor, request, "change_arrival" if under_way else "set_travel", seen=seen)
        plan = db.session.scalar(select(TravelPlan).where(TravelPlan.request_id == request.id))
        if plan is None:
            plan = TravelPlan(request_id=request.id, case_id=request.case_id)
            db.session.add(plan)
        for name, value in vars(journey).items():
            setattr(plan, name, value)
        db.session.execute(delete(Ring).where(Ring.request_id == request.id))
        if under_way:
            db.session.execute(delete(Arrival).where(Arrival.request_id == request.id))
        mail.to_partner("request_travel", request)
    return plan


def depart(actor: Actor, request: ReceptionRequest, on: date) -> ReceptionRequest:
    """She has left, on a day (Copenhagen)."""
    with transaction():
        refuse_unsafe_child(db.session.get_one(Case, request.case_id))
        take(actor, request, "depart", departed_on=on)
    return request


def tell_arrival(
    actor: Actor,
    request: ReceptionRequest,
    outcome: ArrivalOutcome,
    happened_on: date,
    note: str = "",
    *,
    told: Told = IN_PORTAL,
) -> Arrival:
    """The partner tells what happened on arrival (a day in its own place); some outcomes begin the reports.

    "She did not come" rings the duty phone at once. Raises AlreadyHappened when that was told before.
    """
    step = STEP_OF[outcome]
    came = outcome is not ArrivalOutcome.NOT_ARRIVED
    with transaction():
        dates: dict[str, Any] = {}
        if came:
            # The day of departure may never have been noted; the figures need one (RULINGS 26).
            dates = {"arrived_on": happened_on, "departed_on": request.departed_on or happened_on}
        event = take(actor, request, step, told=told, reason=outcome.value, **dates)
        arrival = db.session.scalar(select(Arrival).where(Arrival.request_id == request.id))
        if arrival is not None and not came:
            raise AlreadyHappened(step)
        if arrival is None:
            arrival = Arrival(request_id=request.id, case_id=request.case_id)
            db.session.add(arrival)
        arrival.outcome, arrival.happened_on = outcome, happened_on
        arrival.confirmed_at, arrival.confirmed_by = event.at, _signed_in(actor)
        arrival.channel, arrival.said_by = event.channel, told.said_by
        arrival.note = note
        mail.end_links("arrival", request)
        _tell(actor, request, arrival)
    return arrival


def _tell(actor: Actor, request: ReceptionRequest, arrival: Arrival) -> None:
    if arrival.outcome in STARTS_SCHEDULE:
        cases.note_arrival(actor, request.case_id)
        for hook in ON_ARRIVAL:
            hook(actor, request, arrival)
    if arrival.outcome is ArrivalOutcome.NOT_ARRIVED:
        cases.ring(
            actor,
            case_id=request.case_id,
            kind=AlarmKind.ARRIVAL_SILENT,
            cause=f"request:{request.id}:missed",
            organization_id=request.organization_id,
        )
    mail.to_caseworkers("arrival_told", request)


def _signed_in(actor: Actor) -> UUID:
    assert actor.id is not None  # noqa: S101 - only people tell an arrival
    return actor.id


def begin_follow_up(actor: Actor, request: ReceptionRequest) -> bool:
    """The first report after the arrival has come; False when follow-up had begun before."""
    if request.state is not RequestState.ARRIVED:
        return False
    with transaction():
        take(actor, request, "begin_follow_up", told=Told(said_by=actor.name))
    return True


def local_moment(plan: TravelPlan) -> datetime:
    """The expected arrival in the place's own time."""
    return plan.arrives_at.astimezone(ZoneInfo(plan.time_zone))


def local_day(plan: TravelPlan) -> date:
    """The day of the expected arrival at the place itself."""
    return local_moment(plan).date()


def today_there(plan: TravelPlan) -> date:
    """Today at the place of arrival: the latest day on which something can have happened there."""
    return now().astimezone(ZoneInfo(plan.time_zone)).date()
