"""What people say about entries: what is wrong, what worries them, what they suggest."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.access import Role
from portal.db import Base, Record
from portal.partners.models import Organization
from portal.sealed import Sealed
from portal.vocabulary.services import Population, ServiceType
from portal.vocabulary.upkeep import ConcernState, FlagState, LineKind, Problem, SuggestionKind, SuggestionState


class Flag(Record, Base):
    """One line of an entry that somebody says is wrong: a fact, seen by all who see the line (RULINGS 17)."""

    __tablename__ = "flag"
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    line: Mapped[LineKind]
    line_id: Mapped[uuid.UUID | None]  # of the phone, contact, location or hours; None for the entry's own fields
    line_text: Mapped[str] = mapped_column(String(300), default="")  # what it said when it was flagged
    problem: Mapped[Problem]
    note: Mapped[str] = mapped_column(String(500), default="")
    by_id: Mapped[uuid.UUID | None]
    by_name: Mapped[str] = mapped_column(String(120))
    by_role: Mapped[Role]  # a reader at another organisation is told this, never the name
    at: Mapped[datetime]
    state: Mapped[FlagState] = mapped_column(default=FlagState.OPEN, index=True)
    settled_by: Mapped[str] = mapped_column(String(120), default="")
    settled_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(String(500), default="")
    organization: Mapped[Organization] = relationship()


class Concern(Record, Base):
    """A confidential concern about a partner: the centre alone reads it; it may hold new requests (RULINGS 17)."""

    __tablename__ = "concern"
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    text = Sealed()
    by_id: Mapped[uuid.UUID | None]
    by_name = Sealed()
    from_returned_person: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
    state: Mapped[ConcernState] = mapped_column(default=ConcernState.OPEN, index=True)
    outcome = Sealed()
    closed_by: Mapped[str] = mapped_column(String(120), default="")
    closed_at: Mapped[datetime | None]
    organization: Mapped[Organization] = relationship()


class Suggestion(Record, Base):
    """A change, a new partner, or a wish that the centre finds one; with the centre's answer."""

    __tablename__ = "suggestion"
    kind: Mapped[SuggestionKind]
    organization_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organization.id"), index=True)
    country: Mapped[str] = mapped_column(String(2), index=True)
    town: Mapped[str] = mapped_column(String(120), default="")
    name: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    service_type: Mapped[ServiceType | None]
    population: Mapped[Population | None]
    text: Mapped[str] = mapped_column(Text, default="")  # what should change, or why
    how_known: Mapped[str] = mapped_column(String(500), default="")
    by_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    by_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
    state: Mapped[SuggestionState] = mapped_column(default=SuggestionState.OPEN, index=True)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[str] = mapped_column(String(120), default="")
    answered_at: Mapped[datetime | None]
    organization: Mapped[Organization | None] = relationship()
