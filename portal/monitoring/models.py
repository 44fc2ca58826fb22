"""What was counted before the portal: dated aggregates of earlier years, with their source (RULINGS 26)."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Record
from portal.monitoring.codes import Promise


class EarlierFigure(Record, Base):
    """A promise of a year before the portal, as `n` of `total`."""

    __tablename__ = "earlier_figure"
    __table_args__ = (
        UniqueConstraint("promise", "year"),
        CheckConstraint("n >= 0 AND n <= total", name="n_within_total"),
    )
    promise: Mapped[Promise]
    year: Mapped[int]
    n: Mapped[int]
    total: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))
    entered_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    entered_at: Mapped[datetime]


class EarlierOrigin(Record, Base):
    """How many people came from a country in a year before the portal, so that T4 knows its countries of origin."""

    __tablename__ = "earlier_origin"
    __table_args__ = (UniqueConstraint("year", "country"),)
    year: Mapped[int]
    country: Mapped[str] = mapped_column(String(2))
    people: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))
    entered_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    entered_at: Mapped[datetime]
