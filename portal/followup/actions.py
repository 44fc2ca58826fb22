"""A report is sent, or written down as told by telephone; and it is read."""

from contextlib import suppress
from datetime import date
from uuid import UUID

from sqlalchemy import func, select, update

from portal.access import Actor, Role
from portal.audit.trail import note
from portal.cases import actions as cases
from portal.cases import consent
from portal.cases.models import Case
from portal.db import db, now, rows_changed, today, transaction
from portal.followup import baseline, ground, mail, policy, schedule
from portal.followup.answers import Answers
from portal.followup.codes import Refusal
from portal.followup.further import FOLLOWED_UP
from portal.followup.models import DueReport, DueState, Report
from portal.referrals import actions as referrals
from portal.referrals.models import ReceptionRequest
from portal.referrals.steps import locked_case
from portal.vocabulary.casework import SharingPurpose
from portal.vocabulary.reports import ContactMade, ReportKind
from portal.vocabulary.requests import Channel

BEFORE_EVENTS = 100  # numbers below are the baseline, the schedule and the further ones


class NotYours(Exception):
    """The actor may not write or read this report."""


class Incomplete(Exception):
    """Answers are missing; `names` says which."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(names)
        self.names = names


class Refused(Exception):
    """The report is not waited for any more; `why` says the reason. Nothing was changed."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why)
        self.why = why


def send_report(
    actor: Actor,
    due: DueReport,
    answers: Answers,
    *,
    key: UUID,
    channel: Channel = Channel.PORTAL,
    said_by: str = "",
) -> Report:
    """Send a report; the same `key` again gives back the report that it made.

    The Danish side writes down what a partner told: `channel` and `said_by` say how and who (RULINGS 11); a baseline
    it may write as its own. Raises NotYours, Incomplete, Refused.
    """
    own = due.kind is ReportKind.BASELINE and not said_by
    if not policy.may_report(actor, due) or actor.id is None or not (own or _named(actor, channel, said_by)):
        raise NotYours
    if missing := answers.missing():
        raise Incomplete(missing)
    with transaction():
        locked_case(due.case_id)  # first the case, then its reports, as a withdrawal does
        if (earlier := _own_earlier(key, due.id)) is not None:
            return earlier
        _refuse_day(due.request, due.kind, answers.contact_on)
        if not _take(due):
            if (earlier := _own_earlier(key, due.id)) is not None:
                return earlier
            raise Refused(why_refused(due))
        return _sent(actor, due, answers, key, channel, said_by)


def event_report(
    actor: Actor,
    request: ReceptionRequest,
    answers: Answers,
    *,
    key: UUID,
    channel: Channel = Channel.PORTAL,
    said_by: str = "",
) -> Report:
    """Tell at once what happened between two reports: danger, a sign of new trafficking, she wants contact.

    Nothing was waited for, so nothing but the day, the basis and the arrival can stand in the way. The same `key`
    again gives back the report that it made. Raises NotYours, Incomplete, Refused.
    """
    if not policy.may_report_on(actor, request) or actor.id is None or not _named(actor, channel, said_by):
        raise NotYours
    if missing := answers.missing_in_event():
        raise Incomplete(missing)
    with transaction():
        case = locked_case(request.case_id)
        if (earlier := db.session.get(Report, key)) is not None:
            if earlier.request_id != request.id:
                raise NotYours
            return earlier
        if (why := why_no_event(request, case)) is not None:
            raise Refused(why)
        _refuse_day(request, ReportKind.EVENT, answers.contact_on)
        due_on = answers.contact_on or today()
        due = ground.waited_for(request, _next_event(request.id), ReportKind.EVENT, due_on)
        due.state = DueState.REPORTED
        db.session.add(due)
        db.session.flush()
        return _sent(actor, due, answers, key, channel, said_by)


def why_no_event(request: ReceptionRequest, case: Case) -> Refusal | None:
    """What stands in the way of an event report of a request; None when nothing does."""
    if request.arrived_on is None:
        return Refusal.NOT_ARRIVED
    if case.closed_on is not None:
        return Refusal.CASE_CLOSED
    if request.state not in FOLLOWED_UP:
        return Refusal.REQUEST_ENDED
    return Refusal.NO_BASIS if consent.valid_basis(case, SharingPurpose.FOLLOW_UP, today()) is None else None


def _next_event(request_id: UUID) -> int:
    """The next number of an event; the case is locked, so that nobody takes it meanwhile."""
    last = select(func.max(DueReport.number)).where(DueReport.request_id == request_id)
    return max(db.session.scalar(last) or 0, BEFORE_EVENTS) + 1


def _refuse_day(request: ReceptionRequest, kind: ReportKind, day: date | None) -> None:
    """A report tells of a day between the arrival and today. Raises Refused."""
    if day is None:
        return
    if day > today():
        raise Refused(Refusal.IN_FUTURE)
    if kind is not ReportKind.BASELINE and request.arrived_on is not None and day < request.arrived_on:
        raise Refused(Refusal.BEFORE_ARRIVAL)


def _named(actor: Actor, channel: Channel, said_by: str) -> bool:
    """What the Danish side writes down says who at the partner told it, and is never shown as the partner's own."""
    return actor.is_(Role.PARTNER) or (channel is not Channel.PORTAL and bool(said_by))


def _own_earlier(key: UUID, due_id: UUID) -> Report | None:
    earlier = db.session.get(Report, key)
    if earlier is not None and earlier.due_report_id != due_id:
        raise NotYours
    return earlier


def _take(due: DueReport) -> bool:
    """Of many at once exactly one report is taken; and none without a basis, timer or not (RULINGS 18, 43)."""
    if not may_still_be_sent(due):
        db.session.refresh(due)
        return False
    waiting = update(DueReport).where(DueReport.id == due.id, DueReport.state == DueState.WAITING)
    taken = rows_changed(db.session.execute(waiting.values(state=DueState.REPORTED))) == 1
    db.session.refresh(due)
    return taken


def why_refused(due: DueReport) -> Refusal:
    """Why a report is not taken any more; for one still waited for: its basis has run out."""
    if due.state is DueState.REPORTED:
        return Refusal.SENT_ALREADY
    if due.state is DueState.ENDED_BY_CHOICE:
        return Refusal.BY_CHOICE
    if due.stopped_why:
        return Refusal(due.stopped_why.value)
    return Refusal.LEFT_BEFORE if baseline.too_late(due) else Refusal.NO_BASIS


def may_still_be_sent(due: DueReport) -> bool:
    """Whether a report is waited for and has its basis today; a baseline: whether she is still here."""
    if due.state is not DueState.WAITING or baseline.too_late(due):
        return False
    return consent.valid_basis(due.case, SharingPurpose.FOLLOW_UP, today()) is not None


def _sent(actor: Actor, due: DueReport, answers: Answers, key: UUID, channel: Channel, said_by: str) -> Report:
    """The report as a record, with what follows from it."""
    report = Report(
        id=key,
        due_report_id=due.id,
        request_id=due.request_id,
        case_id=due.case_id,
        organization_id=due.organization_id,
        submitted_at=now(),
        submitted_by=actor.id,
        channel=channel,
        said_by=said_by,
    )
    for name, value in vars(answers).items():
        setattr(report, name, value)
    report.safe_ways = [way.value for way in answers.safe_ways]
    db.session.add(report)
    db.session.flush()
    note(actor, "report:sent", f"report:{due.id}", contact=answers.contact.value, channel=channel.value)
    _follow(actor, due, answers)
    return report


def _follow(actor: Actor, due: DueReport, answers: Answers) -> None:
    """What follows from a report: follow-up has begun, an alarm rings, contact ends, the caseworker is told."""
    if due.kind is not ReportKind.BASELINE:
        with suppress(referrals.AlreadyHappened):  # another report of hers came at the same moment
            referrals.begin_follow_up(actor, due.request)
    if answers.alarm is not None:
        cases.ring(
            actor,
            case_id=due.case_id,
            kind=answers.alarm,
            cause=f"report:{due.id}",
            organization_id=due.organization_id,
        )
    if answers.contact is ContactMade.NO_WISH:
        schedule.end_by_choice(actor, due.request)
    if answers.no_safe_way:
        schedule.end_without_safe_way(actor, due.request)
    if due.kind is not ReportKind.BASELINE or actor.is_(Role.PARTNER):
        mail.to_caseworkers(due)


def mark_read(actor: Actor, due: DueReport) -> None:
    """The case's own people or the centre have read it; the first one is kept. Raises NotYours."""
    if not policy.may_read_for_case(actor, due):
        raise NotYours
    with transaction():
        unread = update(Report).where(Report.due_report_id == due.id, Report.read_at.is_(None))
        if rows_changed(db.session.execute(unread.values(read_at=now(), read_by=actor.id))):
            note(actor, "report:read", f"report:{due.id}")


def look(actor: Actor, due: DueReport) -> None:
    """Note that somebody looked at a report; nothing else changes."""
    with transaction():
        note(actor, "report:shown", f"report:{due.id}")
