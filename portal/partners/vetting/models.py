"""What was checked of an organisation and agreed with it, and which entries are not twins."""

import uuid
from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Record
from portal.vocabulary.organizations import AgreementKind, CheckKind


class Check(Record, Base):
    """One thing somebody checked of an organisation: what, by whom, on what day, with what outcome."""

    __tablename__ = "verification_check"
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    kind: Mapped[CheckKind]
    on: Mapped[date] = mapped_column("checked_on")
    by: Mapped[str] = mapped_column("checked_by", String(120))
    passed: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str] = mapped_column(Text, default="")  # the centre's alone


class Agreement(Record, Base):
    """An agreement between an organisation and the centre, with its first and last day."""

    __tablename__ = "agreement"
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    kind: Mapped[AgreementKind]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    reference: Mapped[str] = mapped_column(String(120), default="")  # where the signed paper is kept
    ended_on: Mapped[date | None]  # ended before its last day
    made_by: Mapped[str] = mapped_column(String(120))


class NotTwins(Base):
    """Two entries that look alike and are not the same; the pair is not shown again (smaller id first)."""

    __tablename__ = "not_twins"
    one_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organization.id"), primary_key=True)
    other_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organization.id"), primary_key=True)
    said_by: Mapped[str] = mapped_column(String(120))
