"""The schedule of reports: made on arrival, stopped when its ground falls away, reminded of by letter."""

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from portal.access import THE_PORTAL, Actor
from portal.accounts import queries as accounts
from portal.audit.trail import note
from portal.cases import consent
from portal.cases.models import Case
from portal.db import db, rows_changed, today, transaction
from portal.followup import intervals, mail
from portal.followup.models import DueReport, DueState, Reminder, ReminderKind, StopReason
from portal.partners.models import Organization
from portal.referrals.models import Arrival, ReceptionRequest
from portal.vocabulary.casework import SharingPurpose
from portal.vocabulary.requests import STARTS_SCHEDULE

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
SOON, LATE = timedelta(days=7), timedelta(days=14)


def begin(actor: Actor, request: ReceptionRequest, arrival: Arrival) -> None:
    """Make the reports 2 to 6 that are due after an arrival, once a request.

    Without a basis for contact after return they are made as stopped: nobody is asked, and they are counted
    apart (RULINGS 18, 26).
    """
    if arrival.outcome not in STARTS_SCHEDULE or _has_schedule(request.id):
        return
    case = db.session.get_one(Case, request.case_id)
    basis = consent.valid_basis(case, SharingPurpose.FOLLOW_UP, today())
    country = db.session.get_one(Organization, request.organization_id).country
    for rule in intervals.rules_on(arrival.happened_on):
        db.session.add(
            DueReport(
                request_id=request.id,
                case_id=request.case_id,
                organization_id=request.organization_id,
                number=rule.number,
                due_on=intervals.due_day(rule, arrival.happened_on, country),
                state=DueState.WAITING if basis else DueState.STOPPED,
                stopped_why=None if basis else StopReason.NO_BASIS,
            )
        )
    note(actor, "report:schedule:made", f"request:{request.reference}", basis=basis is not None)


def _has_schedule(request_id: UUID) -> bool:
    return db.session.scalar(select(DueReport.id).where(DueReport.request_id == request_id).limit(1)) is not None


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


def _end(actor: Actor, subject: str, why: StopReason | None, **of: UUID) -> None:
    ended = db.session.execute(
        update(DueReport)
        .filter_by(state=DueState.WAITING, **of)
        .values(state=DueState.STOPPED if why else DueState.ENDED_BY_CHOICE, stopped_why=why)
    )
    if rows_changed(ended):
        note(actor, "report:schedule:ended", subject, why=why.value if why else DueState.ENDED_BY_CHOICE.value)


def remind_due(at: datetime) -> int:
    """Put the reminders due at a moment into the outbox, each once; return of how many reports.

    Safe to run twice at once and after a pause: only the latest of a report's reminders leaves.
    """
    day = at.astimezone(COPENHAGEN).date()
    wanted = select(DueReport.id).where(DueReport.state == DueState.WAITING, DueReport.due_on <= day + SOON)
    with transaction():  # the looking ends here, so that each reminder is an act of its own
        due_ids = list(db.session.scalars(wanted.order_by(DueReport.due_on)))
    return sum(_remind(due_id, day) for due_id in due_ids)


def _kind_on(due_on: date, day: date) -> ReminderKind:
    if day < due_on:
        return ReminderKind.SOON
    return ReminderKind.ON_THE_DAY if day < due_on + LATE else ReminderKind.LATE


def _remind(due_id: UUID, day: date) -> bool:
    with transaction():
        due = db.session.get_one(DueReport, due_id)
        kind = _kind_on(due.due_on, day)
        # A basis that ran out by itself blocks reminders too (RULINGS 18).
        basis = consent.valid_basis(due.case, SharingPurpose.FOLLOW_UP, day)
        if due.state is not DueState.WAITING or basis is None or not _noted_once(due_id, kind):
            return False
        for account in accounts.people_of(due.organization_id):
            mail.put(mail.REMINDERS[kind], due, account)
        note(THE_PORTAL, "report:reminder:put", f"report:{due.id}", kind=kind.value)
        return True


def _noted_once(due_id: UUID, kind: ReminderKind) -> bool:
    try:
        with db.session.begin_nested():
            db.session.add(Reminder(due_report_id=due_id, kind=kind))
            db.session.flush()
    except IntegrityError:
        return False
    return True
