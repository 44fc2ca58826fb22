"""The audit log's rows and the head of each month's chain."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class AuditEvent(Base):
    """One act or one look: who, what, on which object. Ids and codes only, never content."""

    __tablename__ = "audit_event"
    __table_args__ = (
        UniqueConstraint("month", "number"),
        Index("ix_audit_event_subject", "subject", "at"),
        Index("ix_audit_event_at", "at", "id"),
        Index("ix_audit_event_actor_id", "actor_id", "at"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(String(7))
    number: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[uuid.UUID | None]
    actor_role: Mapped[str] = mapped_column(String(20))
    event: Mapped[str] = mapped_column(String(60))  # subject:thing:act
    subject: Mapped[str] = mapped_column(String(80))  # kind:id or kind:reference
    refused: Mapped[bool]
    details: Mapped[dict[str, Any]]
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditHead(Base):
    """The last link of a month's chain; locked last, just before the commit (RULINGS 34).

    The seal covers the other columns under the chain's key: a row taken from the end shows, although every
    row before it still fits. `after` names the month before, so that a whole month cannot go unseen.
    """

    __tablename__ = "audit_head"
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    after: Mapped[str] = mapped_column(String(7), default="")
    number: Mapped[int] = mapped_column(default=0)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    seal: Mapped[bytes] = mapped_column(LargeBinary(32))
