"""What is there of a year's report: its words, and its figures as frozen."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from portal.accounts.models import Account
from portal.db import db
from portal.monitoring.status.codes import Chapter
from portal.monitoring.status.models import StatusFigures, StatusReport, StatusSection

Key = tuple[Chapter, str]


@dataclass(frozen=True)
class Frozen:
    """One frozen version without its figures: number, hash, moment (UTC), who, why it corrects the one before."""

    number: int
    sha256: str
    frozen_at: datetime
    by: str
    note: str


@dataclass(frozen=True)
class Written:
    """Everything of a year that somebody wrote or froze; empty for a year that nobody has begun."""

    year: int
    version: int = 0
    sections: dict[Key, StatusSection] = field(default_factory=dict)
    frozen: list[Frozen] = field(default_factory=list)  # the newest first

    def words(self, chapter: Chapter, language: str) -> str:
        """The chapter's text in a language; empty where nothing is written."""
        found = self.sections.get((chapter, language))
        return found.words if found is not None else ""


def report_of(year: int) -> StatusReport | None:
    """The report of a year, where somebody has begun it."""
    return db.session.scalar(select(StatusReport).where(StatusReport.year == year))


def written_in(year: int) -> Written:
    """All that is written and frozen of a year, in three statements."""
    report = report_of(year)
    if report is None:
        return Written(year)
    sections = db.session.scalars(select(StatusSection).where(StatusSection.report_id == report.id))
    columns = (StatusFigures.number, StatusFigures.sha256, StatusFigures.frozen_at, Account.name, StatusFigures.note)
    frozen = db.session.execute(
        select(*columns)
        .join(Account, Account.id == StatusFigures.frozen_by)
        .where(StatusFigures.report_id == report.id)
        .order_by(StatusFigures.number.desc())
    )
    by_key = {(one.chapter, one.language): one for one in sections}
    return Written(year, report.row_version, by_key, [Frozen(*row) for row in frozen])


def section_of(year: int, chapter: Chapter, language: str) -> StatusSection | None:
    """What is written for one chapter in one language."""
    wanted = select(StatusSection).join(StatusReport, StatusReport.id == StatusSection.report_id)
    return db.session.scalar(
        wanted.where(StatusReport.year == year, StatusSection.chapter == chapter, StatusSection.language == language)
    )


def latest_figures(year: int) -> StatusFigures | None:
    """The newest frozen version of a year's figures; None while they are live."""
    wanted = select(StatusFigures).join(StatusReport, StatusReport.id == StatusFigures.report_id)
    return db.session.scalar(wanted.where(StatusReport.year == year).order_by(StatusFigures.number.desc()).limit(1))


def years_with_words() -> list[int]:
    """The years of which a report was begun, newest first."""
    return list(db.session.scalars(select(StatusReport.year).order_by(StatusReport.year.desc())))


def writer_of(section: StatusSection | None) -> str:
    """Who wrote a section last, by name; empty for none."""
    found = db.session.get(Account, section.written_by) if section is not None else None
    return found.name if found is not None else ""
