"""The yearly status report: its words, which stay open, and its figures, which are frozen in dated versions."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Record, Versioned
from portal.monitoring.status.codes import Chapter


class StatusReport(Record, Versioned, Base):
    """One year's report (plan lines 563-570). The version counts up with each freezing, so that two do not cross."""

    __tablename__ = "status_report"

    year: Mapped[int] = mapped_column(unique=True)


class StatusSection(Record, Versioned, Base):
    """What the centre wrote for one chapter in one language."""

    __tablename__ = "status_section"
    __table_args__ = (UniqueConstraint("report_id", "chapter", "language"),)

    report_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("status_report.id"))
    chapter: Mapped[Chapter]
    language: Mapped[str] = mapped_column(String(2))
    words: Mapped[str] = mapped_column(default="")
    written_at: Mapped[datetime]
    written_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))


class StatusFigures(Record, Base):
    """A year's figures as they were frozen: tables with definitions in both languages, and the hash over them.

    A later version corrects the one before and says why; no version is ever changed.
    """

    __tablename__ = "status_figures"
    __table_args__ = (UniqueConstraint("report_id", "number"),)

    report_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("status_report.id"))
    number: Mapped[int]  # 1, 2, ...
    figures: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64))
    frozen_at: Mapped[datetime]
    frozen_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    note: Mapped[str] = mapped_column(String(500), default="")  # what was corrected; empty for the first


class Frozen(Exception):
    """A frozen version is never changed and never taken away."""


@event.listens_for(StatusFigures, "before_update")
@event.listens_for(StatusFigures, "before_delete")
def _refuse(*_of_the_event: Any) -> None:
    raise Frozen
