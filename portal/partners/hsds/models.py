"""What an imported data package holds beyond our own records, kept so that an export loses nothing."""

import uuid
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Record


class KeptRow(Record, Base):
    """A row of an HSDS table, or the columns of it, for which the directory has no place of its own."""

    __tablename__ = "kept_row"
    __table_args__ = (UniqueConstraint("table_name", "row_id"),)
    organization_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organization.id"), index=True)
    table_name: Mapped[str] = mapped_column(String(60))
    row_id: Mapped[str] = mapped_column(String(80))
    columns: Mapped[dict[str, Any]]
