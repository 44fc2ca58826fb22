"""The person's identity: sealed, apart, without a relationship from anywhere. Only `identity.py` opens it."""

import uuid

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases.keys import UnderCaseKey
from portal.db import Base, Record
from portal.sealed import Sealed


class IdentityRecord(Record, UnderCaseKey, Base):
    """Who the person is (HTCDS prs_), sealed under the case's key."""

    __tablename__ = "identity_record"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), unique=True)
    full_name = Sealed()
    called = Sealed()  # what she wants to be called
    birthdate = Sealed()
    phone = Sealed()
    document_number = Sealed()
    safe_contact = Sealed()  # how she can safely be reached, her own choice
