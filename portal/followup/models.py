"""What is due, and what was reported."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.cases.keys import UnderCaseKey
from portal.cases.models import Case
from portal.db import Base, Record
from portal.i18n_mark import N_
from portal.partners.models import Organization
from portal.referrals.models import ReceptionRequest
from portal.sealed import Sealed
from portal.vocabulary.codes import CodeList
from portal.vocabulary.reports import (
    ContactMade,
    Family,
    FurtherDecider,
    Health,
    HelpReceived,
    Housing,
    Income,
    NextStep,
    NoContactReason,
    ReportKind,
    Retrafficking,
    Safety,
)
from portal.vocabulary.requests import Channel


class DueState(CodeList):
    """Whether a report is still waited for."""

    WAITING = "waiting", N_("Waited for")
    REPORTED = "reported", N_("Reported")
    ENDED_BY_CHOICE = "ended_by_choice", N_("Ended: she does not want contact")
    STOPPED = "stopped", N_("Stopped")


class StopReason(CodeList):
    """Why a report is no longer waited for."""

    NO_BASIS = "no_basis", N_("There is no basis for contact after return")
    CONSENT_WITHDRAWN = "consent_withdrawn", N_("The consent to contact after return was withdrawn")
    REQUEST_ENDED = "request_ended", N_("The request has ended")
    CASE_CLOSED = "case_closed", N_("The case is closed")
    NO_SAFE_WAY = "no_safe_way", N_("There is no safe way to contact her")
    NOT_AGREED = "not_agreed", N_("This report is not agreed with her")
    LEFT_BEFORE = "left_before", N_("She left before it was written")


#: No safe way, or no wish: no contact is asked, without blame (RULINGS 18); counted apart (RULINGS 26).
WITHOUT_BASIS = (StopReason.NO_BASIS, StopReason.CONSENT_WITHDRAWN, StopReason.NO_SAFE_WAY)


class ReminderKind(CodeList):
    """Which of the reminders of a report: three to the partner, the last to the national centre."""

    SOON = "soon", N_("Seven days before")
    ON_THE_DAY = "on_the_day", N_("On the day")
    LATE = "late", N_("Fourteen days after")
    CENTRE = "centre", N_("Thirty days after, to the national centre")


class IntervalRule(Record, Base):
    """Dated configuration: when each report is due after the arrival, with its source."""

    __tablename__ = "interval_rule"
    __table_args__ = (UniqueConstraint("number", "valid_from"),)
    number: Mapped[int]  # 2 to 6; 1 is the arrival itself; 7 is each further one of a child
    working_days: Mapped[int | None]
    months: Mapped[int | None]
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(String(200))


class DueReport(Record, Base):
    """One report that is waited for (its id stands in the address).

    Its number says which: 0 the baseline before departure, 2 to 6 the schedule, from 7 a child's half-yearly ones,
    from 101 events, which are never waited for.
    """

    __tablename__ = "due_report"
    __table_args__ = (
        UniqueConstraint("request_id", "number"),
        Index("ix_due_report_organization", "organization_id", "state", "due_on", "id"),
        Index("ix_due_report_due", "state", "due_on", "id"),
        Index("ix_due_report_counted", "request_id", "kind", "number", "due_on", "state", "id"),
    )
    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("reception_request.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organization.id"))
    number: Mapped[int]
    kind: Mapped[ReportKind] = mapped_column(default=ReportKind.SCHEDULED)
    due_on: Mapped[date]
    state: Mapped[DueState] = mapped_column(default=DueState.WAITING)
    stopped_why: Mapped[StopReason | None]
    report: Mapped["Report | None"] = relationship()
    request: Mapped[ReceptionRequest] = relationship()
    case: Mapped[Case] = relationship()
    organization: Mapped[Organization] = relationship()


class Reminder(Record, Base):
    """That a reminder of a report was put into the outbox: each kind once."""

    __tablename__ = "report_reminder"
    __table_args__ = (UniqueConstraint("due_report_id", "kind"),)
    due_report_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("due_report.id"))
    kind: Mapped[ReminderKind]


class Report(Record, UnderCaseKey, Base):
    """The eight answers, as codes; own words only if she wants."""

    __tablename__ = "report"
    __table_args__ = (
        Index("ix_report_unread", "read_at", "submitted_at"),
        Index("ix_report_counted", "due_report_id", "contact", "submitted_at", "id"),
    )
    due_report_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("due_report.id"), unique=True)
    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("reception_request.id"), index=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    submitted_at: Mapped[datetime]
    submitted_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    channel: Mapped[Channel] = mapped_column(default=Channel.PORTAL)
    said_by: Mapped[str] = mapped_column(String(120), default="")
    contact: Mapped[ContactMade]
    no_contact_reason: Mapped[NoContactReason | None]
    safety: Mapped[Safety | None]
    retrafficking: Mapped[Retrafficking | None]
    housing: Mapped[Housing | None]
    health: Mapped[Health | None]
    income: Mapped[Income | None]
    help_received: Mapped[HelpReceived | None]
    next_step: Mapped[NextStep | None]
    family: Mapped[Family | None]
    safe_ways: Mapped[list[str]] = mapped_column(default=list)  # SafeWay codes, her own choice; empty when not asked
    contact_on: Mapped[date | None]  # the day the report tells of
    own_words = Sealed()
    own_words_language: Mapped[str] = mapped_column(String(8), default="")
    read_at: Mapped[datetime | None]
    read_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    replies: Mapped[list["ReportReply"]] = relationship(order_by="ReportReply.at")


class ReportReply(Record, UnderCaseKey, Base):
    """What the Danish side gives back on a report: thanks, or words to the partner."""

    __tablename__ = "report_reply"
    report_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("report.id"), index=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    thanks: Mapped[bool] = mapped_column(default=False)
    words = Sealed()
    author: Mapped[Account] = relationship()


class FurtherReports(Record, Base):
    """A decision that a child is followed up each half year until a day; the newest one counts."""

    __tablename__ = "further_reports"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    decided_on: Mapped[date]
    decided_by: Mapped[FurtherDecider]
    until: Mapped[date]
    noted_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
