"""A letter waiting to leave, and the one-time link in it. No content is stored: words are made at sending."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Record
from portal.i18n_mark import N_
from portal.vocabulary.codes import CodeList


class LetterState(CodeList):
    """Where a letter is on its way."""

    QUEUED = "queued", N_("Waiting to be sent")
    SENDING = "sending", N_("Being sent")
    SENT = "sent", N_("Sent")
    GIVEN_UP = "given_up", N_("Could not be sent")


class MailedLink(Record, Base):
    """What a link in a letter opens. The token is derived from the id with a key; only its hash is kept."""

    __tablename__ = "mailed_link"
    purpose: Mapped[str] = mapped_column(String(40))  # an endpoint's purpose: invitation, request, report ...
    object_id: Mapped[str] = mapped_column(String(60))  # an id or a reference, never a name
    account_id: Mapped[uuid.UUID | None]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Letter(Record, Base):
    """One letter in the outbox."""

    __tablename__ = "letter"
    __table_args__ = (Index("ix_letter_state", "state", "not_before", "id"),)
    kind: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(String(254))
    locale: Mapped[str] = mapped_column(String(8))
    reference: Mapped[str] = mapped_column(String(20), default="")
    due_at: Mapped[datetime | None]  # "an answer is needed by"
    link_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("mailed_link.id"))
    state: Mapped[LetterState] = mapped_column(default=LetterState.QUEUED)
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    last_fault: Mapped[str] = mapped_column(String(200), default="")
    sent_at: Mapped[datetime | None]
