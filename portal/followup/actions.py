"""A report is sent, or written down as told by telephone; and it is read."""

from contextlib import suppress
from uuid import UUID

from sqlalchemy import update

from portal.access import Actor, Role
from portal.audit.trail import note
from portal.cases import actions as cases
from portal.cases import consent
from portal.db import db, now, rows_changed, today, transaction
from portal.followup import mail, policy, schedule
from portal.followup.answers import Answers
from portal.followup.codes import Refusal
from portal.followup.models import DueReport, DueState, Report
from portal.referrals import actions as referrals
from portal.referrals.steps import locked_case
from portal.vocabulary.casework import SharingPurpose
from portal.vocabulary.reports import ContactMade
from portal.vocabulary.requests import Channel


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

    The Danish side writes down what a partner told: `channel` and `said_by` say how and who (RULINGS 11).
    Raises NotYours, Incomplete, Refused.
    """
    if not policy.may_report(actor, due) or actor.id is None or _unnamed(actor, channel, said_by):
        raise NotYours
    if missing := answers.missing():
        raise Incomplete(missing)
    with transaction():
        locked_case(due.case_id)  # first the case, then its reports, as a withdrawal does
        if (earlier := _own_earlier(key, due)) is not None:
            return earlier
        if not _take(due):
            if (earlier := _own_earlier(key, due)) is not None:
                return earlier
            raise Refused(why_refused(due))
        report = _written(actor, actor.id, due, answers, key)
        report.channel, report.said_by = channel, said_by
        db.session.flush()
        note(actor, "report:sent", f"report:{due.id}", contact=answers.contact.value, channel=channel.value)
        _follow(actor, due, answers)
    return report


def _unnamed(actor: Actor, channel: Channel, said_by: str) -> bool:
    """What the Danish side writes down says who at the partner told it, and is never shown as the partner's own."""
    return not actor.is_(Role.PARTNER) and (channel is Channel.PORTAL or not said_by)


def _own_earlier(key: UUID, due: DueReport) -> Report | None:
    earlier = db.session.get(Report, key)
    if earlier is not None and earlier.due_report_id != due.id:
        raise NotYours
    return earlier


def _take(due: DueReport) -> bool:
    """Of many at once exactly one report is taken; and none without a basis, timer or not (RULINGS 18, 43)."""
    if consent.valid_basis(due.case, SharingPurpose.FOLLOW_UP, today()) is None:
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
    return Refusal(due.stopped_why.value) if due.stopped_why else Refusal.NO_BASIS


def may_still_be_sent(due: DueReport) -> bool:
    """Whether a report is waited for and has its basis today."""
    if due.state is not DueState.WAITING:
        return False
    return consent.valid_basis(due.case, SharingPurpose.FOLLOW_UP, today()) is not None


def _written(actor: Actor, author: UUID, due: DueReport, answers: Answers, key: UUID) -> Report:
    report = Report(
        id=key,
        due_report_id=due.id,
        request_id=due.request_id,
        case_id=due.case_id,
        organization_id=due.organization_id,
        submitted_at=now(),
        submitted_by=author,
    )
    for name, value in vars(answers).items():
        setattr(report, name, value)
    report.safe_ways = [way.value for way in answers.safe_ways]
    db.session.add(report)
    return report


def _follow(actor: Actor, due: DueReport, answers: Answers) -> None:
    """What follows from a report: follow-up has begun, an alarm rings, contact ends, the caseworker is told."""
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
