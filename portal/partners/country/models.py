"""Who is responsible for which task in a country, and which Danish mission covers it."""

import uuid
from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, Record, Versioned
from portal.partners.models import Organization
from portal.vocabulary.mandates import MandateGroup, MandateTask


class Mandate(Record, Versioned, Base):
    """Who is responsible for one task, where, for whom, from when to when, on what legal basis."""

    __tablename__ = "mandate"
    country: Mapped[str] = mapped_column(String(2), index=True)  # DK for Denmark
    task: Mapped[MandateTask]
    group: Mapped[MandateGroup] = mapped_column("for_group", default=MandateGroup.EVERYBODY)
    responsible: Mapped[str] = mapped_column(String(200))
    organization_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organization.id"))
    contact: Mapped[str] = mapped_column(String(300), default="")
    legal_basis: Mapped[str] = mapped_column(String(300), default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(300), default="")
    source_url: Mapped[str] = mapped_column(String(500), default="")
    looked_up_on: Mapped[date | None]
    confirmed_on: Mapped[date | None]  # by the centre; None: unverified
    confirmed_by: Mapped[str] = mapped_column(String(120), default="")
    organization: Mapped[Organization | None] = relationship()


class Mission(Record, Versioned, Base):
    """The Danish mission that covers a country, its own or a neighbour's (RULINGS 24)."""

    __tablename__ = "mission"
    country: Mapped[str] = mapped_column(String(2), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    seat_country: Mapped[str] = mapped_column(String(2))
    seat_town: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    source_url: Mapped[str] = mapped_column(String(500), default="")
    looked_up_on: Mapped[date | None]
    checked_on: Mapped[date | None]
    checked_by: Mapped[str] = mapped_column(String(120), default="")
