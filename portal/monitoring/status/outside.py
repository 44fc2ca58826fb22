"""The figures of a year for outside: only what an edition published (RULINGS 27), never a number of our own."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from portal.db import db
from portal.i18n import BY_CODE
from portal.monitoring.codes import FlowStep, Promise
from portal.monitoring.publishing.codes import TOTAL, Group, TableCode
from portal.monitoring.publishing.codes import Column as PublishedColumn
from portal.monitoring.publishing.content import PublishedLine, PublishedTable, tables_of
from portal.monitoring.publishing.models import Edition
from portal.monitoring.publishing.regions import Region
from portal.monitoring.publishing.suppression import HELD_BACK, OMITTED, UNSAID
from portal.monitoring.status.codes import LANGUAGES, Chapter
from portal.monitoring.status.tables import Cell, Column, Row, Table
from portal.vocabulary.codes import CodeList
from portal.web.formats import word

CHAPTERS = {TableCode.PROMISES: Chapter.TARGETS, TableCode.FLOW: Chapter.PREPARED_RETURN}
CODES: dict[TableCode, type[CodeList]] = {
    TableCode.PROMISES: Promise,
    TableCode.GROUPS: Group,
    TableCode.FLOW: FlowStep,
    TableCode.REGIONS: Region,
}


@dataclass(frozen=True)
class Outside:
    """The newest edition of a year: its number, hash, moment (UTC), note of correction, and its tables by language."""

    number: int = 0  # 0: nothing is published of the year
    sha256: str = ""
    at: datetime | None = None
    note: str = ""
    tables: dict[str, list[Table]] = field(default_factory=lambda: {code: [] for code in LANGUAGES})


def of_year(year: int) -> Outside:
    """What is published of a year; one statement."""
    wanted = select(Edition).where(Edition.year == year).order_by(Edition.number.desc()).limit(1)
    edition = db.session.scalar(wanted)
    if edition is None:
        return Outside()
    content: dict[str, Any] = json.loads(edition.content)
    published, made = tables_of(content), {}
    for code in LANGUAGES:
        with force_locale(BY_CODE[code].formats):
            made[code] = [_table(one) for one in published]
    return Outside(edition.number, edition.sha256, edition.created_at, str(content.get("note") or ""), made)


def _table(published: PublishedTable) -> Table:
    years = published.first_year, published.last_year
    # Translators: a table of several years together, such as "Where people came from, 2023 to 2026"
    title = _("%(title)s, %(first)s to %(last)s", title=word(published.code), first=years[0], last=years[1])
    return Table(
        key=f"published-{published.code.value}",
        chapter=CHAPTERS.get(published.code, Chapter.STATISTICS),
        title=word(published.code) if years[0] == years[1] else str(title),
        sentence="",
        definition=" ".join(str(_(text)) for text in dict.fromkeys(published.definitions.values())),
        source="",
        head=str(_("Counted")),
        columns=[Column(column.value, word(column)) for column in published.columns],
        rows=[_row(published, line) for line in published.lines],
    )


def _row(published: PublishedTable, line: PublishedLine) -> Row:
    label = str(_("All")) if line.code == TOTAL else word(CODES[published.code](line.code))
    return Row(line.code, label, [_cell(*one) for one in zip(published.columns, line.cells, strict=True)])


def _cell(column: PublishedColumn, sign: str) -> Cell:
    """A rounded number as a number; what is hidden in words that say why."""
    if sign.isdecimal():
        return int(sign)
    if column is PublishedColumn.TARGET and not sign:
        return str(_("No target"))
    words = {
        "yes": _("Yes"),
        "no": _("No"),
        UNSAID: _("Too few to publish"),
        # Translators: a number that is not small itself, and hidden because a small one could be worked out from it
        HELD_BACK: _("Held back"),
        OMITTED: _("Held back"),
    }
    return str(words.get(sign, sign))
