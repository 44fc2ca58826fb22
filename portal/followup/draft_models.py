"""A report that is not sent yet: what was answered so far, sealed, kept on the server for thirty days."""

import json
import uuid
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.cases.keys import UnderCaseKey
from portal.db import Base, Record, Versioned
from portal.sealed import Sealed

LIFE = timedelta(days=30)
Value = str | list[str]


@dataclass(frozen=True)
class Kept:
    """One answer as it was typed, the draft's version that it came with, and the key of the page that brought it."""

    value: Value
    version: int
    form: str


class ReportDraft(Record, Versioned, UnderCaseKey, Base):
    """What was answered so far of one report: the partner's own, or what the Danish side writes down as told.

    The two are kept apart: what a partner has not sent yet is read by nobody else. `report_id` becomes the id of
    the report, so that sending twice makes one.
    """

    __tablename__ = "report_draft"
    __table_args__ = (UniqueConstraint("due_report_id", "told"),)
    due_report_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("due_report.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    told: Mapped[bool]
    report_id: Mapped[uuid.UUID]
    saved_at: Mapped[datetime] = mapped_column(index=True)
    saved_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    answers = Sealed()
    author: Mapped[Account] = relationship()

    @property
    def kept(self) -> dict[str, Kept]:
        """The answers by the question's name."""
        return {name: Kept(**one) for name, one in json.loads(self.answers or "{}").items()}

    @property
    def values(self) -> dict[str, Value]:
        """What was answered, by the question's name."""
        return {name: one.value for name, one in self.kept.items()}

    def keep(self, kept: dict[str, Kept]) -> None:
        """Seal the answers."""
        self.answers = json.dumps({name: asdict(one) for name, one in kept.items()})
