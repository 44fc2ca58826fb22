"""A key for each case: what is sealed under it can be erased for ever by erasing the key."""

import os
import uuid

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, db
from portal.sealed import SealBroken, seal, unseal


class CaseKey(Base):
    """The case's own 256-bit key, wrapped by the master."""

    __tablename__ = "case_key"
    case_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)


def make_key(case_id: uuid.UUID) -> None:
    """Give a new case its key, in the running act."""
    db.session.add(CaseKey(case_id=case_id, wrapped=seal(os.urandom(32).hex().encode(), _where(case_id))))


def case_key(case_id: uuid.UUID) -> bytes:
    """The case's key. Raises SealBroken when it has been erased."""
    kept = db.session.get(CaseKey, case_id)
    if kept is None:
        raise SealBroken("the case's key has been erased")
    return bytes.fromhex(unseal(kept.wrapped, _where(case_id)).decode())


def _where(case_id: uuid.UUID) -> bytes:
    return b"case_key\x00wrapped\x00" + case_id.bytes


class UnderCaseKey:
    """Mixin: the record's sealed texts are sealed under the key of its `case_id`."""

    case_id: Mapped[uuid.UUID]

    def sealing_key(self) -> bytes:
        """The key of this record's case."""
        return case_key(self.case_id)
