"""A child is followed up each half year for as long as that is decided."""

from datetime import date
from uuid import UUID

from sqlalchemy import Select, select

from portal.access import Actor
from portal.audit.trail import note
from portal.cases import policy as cases
from portal.cases.models import Case
from portal.db import add_once, db, today, transaction
from portal.followup import ground, intervals
from portal.followup.models import DueReport, DueState, FurtherReports, StopReason
from portal.i18n_mark import N_
from portal.places.calendar import months_later
from portal.referrals.models import ReceptionRequest
from portal.referrals.states import RequestState
from portal.vocabulary.codes import CodeList
from portal.vocabulary.reports import FurtherDecider, ReportKind

FIRST_NUMBER = intervals.EACH_FURTHER
YEAR = 12  # months
FOLLOWED_UP = (RequestState.ARRIVED, RequestState.IN_REINTEGRATION)
MOST = 36  # half years in which a child is surely grown


class NotDecided(CodeList):
    """Why a decision is not taken down."""

    NOT_A_CHILD = "not_a_child", N_("Further reports are asked for a child alone.")
    IN_FUTURE = "in_future", N_("The decision was made today at the latest. Correct the day.")
    ENDS_BEFORE = "ends_before", N_("The last day is before the day of the decision. Correct one of them.")


class Refused(Exception):
    """The decision is not taken down; `why` says the reason, `field` where."""

    def __init__(self, why: NotDecided, field: str = "") -> None:
        super().__init__(why)
        self.why, self.field = why, field


def decide(
    actor: Actor, case: Case, *, decided_on: date, decided_by: FurtherDecider, until: date, key: UUID
) -> FurtherReports:
    """Note the decision that a child is followed up half-yearly until a day; the newest decision counts.

    A decision that ends today asks for none any more. Raises Refused, or LookupError for a stranger.
    """
    if actor.id is None or not cases.may_change(actor, case):
        raise LookupError(case.code)
    if not case.is_child:
        raise Refused(NotDecided.NOT_A_CHILD)
    if decided_on > today():
        raise Refused(NotDecided.IN_FUTURE, "decided_on")
    if until < decided_on:
        raise Refused(NotDecided.ENDS_BEFORE, "until")
    noted = {"case_id": case.id, "decided_on": decided_on, "decided_by": decided_by, "until": until}
    with transaction():
        made, new = add_once(FurtherReports, key, lambda: FurtherReports(**noted, noted_by=actor.id))
        if made.case_id != case.id:
            raise LookupError(case.code)
        if new:
            _apply(case, made)
            note(actor, "report:further:decided", f"case:{case.code}", decided_by=decided_by.value)
    return made


def decision(case_id: UUID) -> FurtherReports | None:
    """The decision that counts for a case."""
    wanted = select(FurtherReports).where(FurtherReports.case_id == case_id)
    newest = wanted.order_by(FurtherReports.decided_on.desc(), FurtherReports.created_at.desc(), FurtherReports.id)
    return db.session.scalar(newest.limit(1))


def follow_decision(request: ReceptionRequest, arrived_on: date, why: StopReason | None) -> None:
    """Make a child's further reports that are decided on and not made yet, and end those beyond the decision.

    `why` is the reason why nobody may be asked about her; then they are made as stopped.
    """
    decided, rule = decision(request.case_id), intervals.further_rule(arrived_on)
    if decided is None or rule is None:
        return
    made = {due.number: due for due in _further(request.id)}
    begin = _months_of_schedule(arrived_on)
    for number in range(FIRST_NUMBER, FIRST_NUMBER + MOST):
        half_years = (number - intervals.LAST_SCHEDULED) * (rule.months or intervals.HALF_YEAR)
        due_on = months_later(arrived_on, begin + half_years)
        earlier = made.get(number)
        if due_on > decided.until:
            _beyond(earlier)
        elif earlier is None:
            db.session.add(ground.waited_for(request, number, ReportKind.FURTHER, due_on, why))
        elif earlier.stopped_why is StopReason.NOT_AGREED:
            earlier.state = DueState.STOPPED if why else DueState.WAITING
            earlier.stopped_why = why
    db.session.flush()


def _apply(case: Case, made: FurtherReports) -> None:
    """A decision after the arrival counts for the schedule that runs; before it, for the one to come."""
    db.session.flush()
    if decision(case.id) is not made:
        return
    for request in db.session.scalars(_with_schedule(case)):
        if request.arrived_on is not None:
            follow_decision(request, request.arrived_on, ground.missing(case, today()))


def _with_schedule(case: Case) -> Select[ReceptionRequest]:
    """The request under which she is followed up; not one where she does not want contact."""
    of_case = select(DueReport.request_id).where(DueReport.case_id == case.id)
    scheduled = of_case.where(DueReport.kind == ReportKind.SCHEDULED)
    unwanted = of_case.where(DueReport.state == DueState.ENDED_BY_CHOICE)
    asked = ReceptionRequest.id.in_(scheduled) & ReceptionRequest.id.not_in(unwanted)
    return select(ReceptionRequest).where(asked, ReceptionRequest.state.in_(FOLLOWED_UP))


def _further(request_id: UUID) -> list[DueReport]:
    wanted = select(DueReport).where(DueReport.request_id == request_id, DueReport.kind == ReportKind.FURTHER)
    return list(db.session.scalars(wanted))


def _beyond(due: DueReport | None) -> None:
    """A report after the last day that was decided is not asked for."""
    if due is not None and due.state is DueState.WAITING:
        due.state, due.stopped_why = DueState.STOPPED, StopReason.NOT_AGREED


def _months_of_schedule(arrived_on: date) -> int:
    """After how many months the schedule's last report is due: the further ones are counted from there."""
    last = intervals.rules_on(arrived_on)[-1:]
    return (last[0].months if last else None) or YEAR
