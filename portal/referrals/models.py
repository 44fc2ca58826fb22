"""The reception request and what belongs to it: messages, events, travel, arrival. No name stands here."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.cases.keys import UnderCaseKey
from portal.db import Base, Record, Versioned
from portal.referrals.states import ACCEPTED_STATES, RequestState, Whose
from portal.sealed import Sealed
from portal.vocabulary.casework import Payer
from portal.vocabulary.requests import (
    ArrivalOutcome,
    CancelReason,
    Channel,
    Escort,
    Priority,
    RefusalReason,
    TravelMode,
)

_ACCEPTED = text("state IN ({})".format(", ".join(f"'{state.value}'" for state in ACCEPTED_STATES)))


class ReceptionRequest(Record, Versioned, UnderCaseKey, Base):
    """That one partner meets one person. The card is what the partner sees before it has accepted."""

    __tablename__ = "reception_request"
    __table_args__ = (
        Index(
            "uq_reception_request_accepted",
            "case_id",
            unique=True,
            sqlite_where=_ACCEPTED,
            postgresql_where=_ACCEPTED,
        ),
        Index("ix_reception_request_organization", "organization_id", "state", "due_at", "id"),
        Index("ix_reception_request_due", "state", "due_at"),
        # What a year's figures are counted by: these indexes alone answer them.
        Index("ix_reception_request_departed", "departed_on", "state", "id", "case_id"),
        Index("ix_reception_request_sent", "sent_at", "state", "case_id"),
        Index("ix_reception_request_due_year", "due_at", "state", "answered_at", "id", "case_id"),
    )
    reference: Mapped[str] = mapped_column(String(10), unique=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organization.id"))
    previous_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("reception_request.id"))
    state: Mapped[RequestState] = mapped_column(default=RequestState.DRAFT)
    priority: Mapped[Priority] = mapped_column(default=Priority.NORMAL)
    services_requested: Mapped[list[str]] = mapped_column(default=list)  # ServiceType codes
    services_given: Mapped[list[str]] = mapped_column(default=list)  # SupportKind codes, already given in Denmark
    payer: Mapped[Payer] = mapped_column(default=Payer.NOT_AGREED)
    escort: Mapped[Escort] = mapped_column(default=Escort.NONE)
    next_by_itself: Mapped[bool] = mapped_column(default=False)  # no answer: ask the next partner (RULINGS 9)
    earliest_on: Mapped[date | None]
    latest_on: Mapped[date | None]
    arrangements = Sealed()  # special arrangements, in words without a name
    card: Mapped[dict[str, Any]] = mapped_column(default=dict)  # codes alone, frozen at sending
    drafted_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    sent_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    opened_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]  # stays when the yes is taken back: "ever accepted" (RULINGS 26)
    refusal_reason: Mapped[RefusalReason | None]
    cancel_reason: Mapped[CancelReason | None]
    contact_name = Sealed()  # who at the partner meets her
    contact_phone = Sealed()
    departed_on: Mapped[date | None]  # stays for the figures
    arrived_on: Mapped[date | None]

    events: Mapped[list["RequestEvent"]] = relationship(order_by="RequestEvent.at")
    messages: Mapped[list["Message"]] = relationship(order_by="Message.at")
    travel: Mapped["TravelPlan | None"] = relationship()
    arrival: Mapped["Arrival | None"] = relationship()


class RequestEvent(Record, Base):
    """One step on the timeline: what happened, who did it, by which channel, on whose behalf."""

    __tablename__ = "request_event"
    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("reception_request.id"), index=True)
    step: Mapped[str] = mapped_column(String(30))
    side: Mapped[Whose]
    from_state: Mapped[RequestState]
    to_state: Mapped[RequestState]
    at: Mapped[datetime]
    actor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    actor_name: Mapped[str] = mapped_column(String(120), default="")
    channel: Mapped[Channel] = mapped_column(default=Channel.PORTAL)
    said_by: Mapped[str] = mapped_column(String(120), default="")  # who at the partner said it (RULINGS 11)
    reason: Mapped[str] = mapped_column(String(60), default="")


class Message(Record, UnderCaseKey, Base):
    """A question or an answer inside the request."""

    __tablename__ = "message"
    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("reception_request.id"), index=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"))
    side: Mapped[Whose]
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    author_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
    channel: Mapped[Channel] = mapped_column(default=Channel.PORTAL)
    language: Mapped[str] = mapped_column(String(8), default="")
    words = Sealed()


class Attachment(Record, UnderCaseKey, Base):
    """A picture or PDF of a message: re-encoded, sealed, given out as a file alone."""

    __tablename__ = "attachment"
    message_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("message.id"), index=True)
    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("reception_request.id"), index=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]  # bytes, before sealing
    name = Sealed()
    content: Mapped[bytes] = mapped_column(LargeBinary)  # sealed under the case's key


class DeletionAsk(Record, Base):
    """That a partner was asked to delete what it knows of a person, and its word that it did (RULINGS 6)."""

    __tablename__ = "deletion_ask"
    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("reception_request.id"), unique=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    channel: Mapped[Channel | None]  # how the partner confirmed
    said_by: Mapped[str] = mapped_column(String(120), default="")  # who at the partner said it (RULINGS 11)
    told_person_on: Mapped[date | None]


class TravelPlan(Record, UnderCaseKey, Base):
    """When and where she arrives; place, meeting point and sign are sealed."""

    __tablename__ = "travel_plan"
    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("reception_request.id"), unique=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"))
    mode: Mapped[TravelMode]
    arrives_at: Mapped[datetime] = mapped_column(index=True)
    time_zone: Mapped[str] = mapped_column(String(60))
    place = Sealed()
    connection = Sealed()  # flight or train number
    meeting_point = Sealed()
    agreed_sign = Sealed()
    fallback_phone = Sealed()
    alternate_name = Sealed()  # who else meets her
    alternate_phone = Sealed()


class Arrival(Record, UnderCaseKey, Base):
    """What happened on arrival, in one of five codes (RULINGS 29)."""

    __tablename__ = "arrival"
    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("reception_request.id"), unique=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"))
    outcome: Mapped[ArrivalOutcome]
    happened_on: Mapped[date]
    confirmed_at: Mapped[datetime]
    confirmed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    channel: Mapped[Channel] = mapped_column(default=Channel.PORTAL)
    said_by: Mapped[str] = mapped_column(String(120), default="")
    note = Sealed()


class AnswerRule(Record, Base):
    """Dated configuration: within how many hours an answer of one priority is due (IASC; RULINGS 8)."""

    __tablename__ = "answer_rule"
    __table_args__ = (UniqueConstraint("priority", "valid_from"),)
    priority: Mapped[Priority]
    hours: Mapped[int]
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(String(200))


class SilenceRule(Record, Base):
    """Dated configuration: RULINGS 16's table. Minutes after the expected arrival until somebody is rung."""

    __tablename__ = "silence_rule"
    __table_args__ = (UniqueConstraint("whom", "child", "valid_from"),)
    whom: Mapped[str] = mapped_column(String(20))  # partner, duty or again
    child: Mapped[bool]
    minutes: Mapped[int]
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(String(200))


class AnswerReminder(Record, Base):
    """That a partner was reminded of its answer, at a share of its time (RULINGS 8): each share once."""

    __tablename__ = "answer_reminder"
    __table_args__ = (UniqueConstraint("request_id", "share"),)
    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("reception_request.id"))
    share: Mapped[int]  # per cent of the time from sending to the due moment


class Ring(Record, Base):
    """That somebody was rung about a silent arrival: each level once, then again by the table."""

    __tablename__ = "ring"
    __table_args__ = (UniqueConstraint("request_id", "level", "round"),)
    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("reception_request.id"))
    level: Mapped[str] = mapped_column(String(20))
    round: Mapped[int] = mapped_column(default=0)
    rung_at: Mapped[datetime]
