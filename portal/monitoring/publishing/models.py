"""What has been published: editions that never change, and the dated rules they were made under."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Record


class PublishingRule(Record, Base):
    """How small a count may be shown, how many people a share needs, and what is rounded or pooled; dated."""

    __tablename__ = "publishing_rule"
    least: Mapped[int]  # the smallest count of people that is shown
    share_from: Mapped[int]  # the smallest number of people of whom an outcome is said
    base: Mapped[int]  # counts are rounded to multiples of this
    pooled_years: Mapped[int]  # regions are published for so many years together
    pooled_from: Mapped[int]  # the year in which one such period begins
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(String(200))


class Edition(Record, Base):
    """One year's figures as they were published. It is never changed: a correction is the next edition of the year."""

    __tablename__ = "edition"
    # The newest edition of a year is found by this index alone; two of one number cannot be.
    __table_args__ = (Index("uq_edition_year_number", "year", "number", unique=True),)
    year: Mapped[int]
    number: Mapped[int]  # 1, 2, ... within the year
    content: Mapped[str] = mapped_column(Text)  # canonical JSON, exactly as the hash was taken of it
    sha256: Mapped[str] = mapped_column(String(64))
    #: The exact counts behind it and what a reader can know of them: the centre's alone, for the next correction.
    inside: Mapped[dict[str, Any]] = mapped_column(JSON)
    replaces_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("edition.id"))
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))


class Frozen(Exception):
    """An edition is never changed and never taken away."""


@event.listens_for(Edition, "before_update")
@event.listens_for(Edition, "before_delete")
def _refuse(*_of_the_event: Any) -> None:
    raise Frozen
