"""The schedule of reports: made on arrival, stopped when its ground falls away."""

from uuid import UUID

from sqlalchemy import select, update

from portal.access import Actor
from portal.audit.trail import note
from portal.cases.models import Case
from portal.db import db, rows_changed, today
from portal.followup import further, ground, intervals
from portal.followup.models import DueReport, DueState, StopReason
from portal.partners.models import Organization
from portal.referrals.models import Arrival, ReceptionRequest
from portal.vocabulary.casework import SharingPurpose
from portal.vocabulary.reports import ReportKind
from portal.vocabulary.requests import STARTS_SCHEDULE


def begin(actor: Actor, request: ReceptionRequest, arrival: Arrival) -> None:
    """Make the reports 2 to 6 that are due after an arrival, once a request, and a child's further ones if decided.

    Without a basis for contact after return, or without a safe way to contact her, they are made as stopped:
    nobody is asked, and they are counted apart (RULINGS 18, 26).
    """
    if arrival.outcome not in STARTS_SCHEDULE or _has_schedule(request.id):
        return
    _too_late_for_a_baseline(request)
    case = db.session.get_one(Case, request.case_id)
    why = ground.missing(case, today())
    country = db.session.get_one(Organization, request.organization_id).country
    for rule in intervals.rules_on(arrival.happened_on):
        due_on = intervals.due_day(rule, arrival.happened_on, country)
        db.session.add(ground.waited_for(request, rule.number, ReportKind.SCHEDULED, due_on, why))
    db.session.flush()
    further.follow_decision(request, arrival.happened_on, why)
    note(actor, "report:schedule:made", f"request:{request.reference}", basis=why is None)


def _has_schedule(request_id: UUID) -> bool:
    made = select(DueReport.id).where(DueReport.request_id == request_id, DueReport.kind == ReportKind.SCHEDULED)
    return db.session.scalar(made.limit(1)) is not None


def _too_late_for_a_baseline(request: ReceptionRequest) -> None:
    begun = update(DueReport).filter_by(request_id=request.id, kind=ReportKind.BASELINE, state=DueState.WAITING)
    db.session.execute(begun.values(state=DueState.STOPPED, stopped_why=StopReason.LEFT_BEFORE))


def stop_on_withdrawal(actor: Actor, case: Case, purpose: SharingPurpose) -> None:
    """Ask for no report any more when the consent to contact after return is withdrawn."""
    if purpose is SharingPurpose.FOLLOW_UP:
        _end(actor, f"case:{case.code}", StopReason.CONSENT_WITHDRAWN, case_id=case.id)


def stop_on_closing(actor: Actor, case: Case) -> None:
    """Ask for no report any more when the case is closed."""
    _end(actor, f"case:{case.code}", StopReason.CASE_CLOSED, case_id=case.id)


def stop_on_end(actor: Actor, request: ReceptionRequest) -> None:
    """Ask for no report any more when the request has ended."""
    _end(actor, f"request:{request.reference}", StopReason.REQUEST_ENDED, request_id=request.id)


def end_by_choice(actor: Actor, request: ReceptionRequest) -> None:
    """She does not want contact: the reports still waited for end, without blame."""
    _end(actor, f"request:{request.reference}", None, request_id=request.id)


def end_without_safe_way(actor: Actor, request: ReceptionRequest) -> None:
    """No way of contact is safe: the reports still waited for end, without blame (RULINGS 18)."""
    _end(actor, f"request:{request.reference}", StopReason.NO_SAFE_WAY, request_id=request.id)


def _end(actor: Actor, subject: str, why: StopReason | None, **of: UUID) -> None:
    ended = db.session.execute(
        update(DueReport)
        .filter_by(state=DueState.WAITING, **of)
        .values(state=DueState.STOPPED if why else DueState.ENDED_BY_CHOICE, stopped_why=why)
    )
    if rows_changed(ended):
        note(actor, "report:schedule:ended", subject, why=why.value if why else DueState.ENDED_BY_CHOICE.value)
