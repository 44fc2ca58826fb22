"""The figures of a year for outside: only what an edition published (RULINGS 27), never a number of our own."""

from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from portal.i18n import BY_CODE
from portal.monitoring.publishing import labels, queries
from portal.monitoring.publishing import tables as published_tables
from portal.monitoring.publishing.codes import Column as PublishedColumn
from portal.monitoring.publishing.codes import TableCode
from portal.monitoring.publishing.content import PublishedLine, PublishedTable
from portal.monitoring.status.codes import LANGUAGES, Chapter
from portal.monitoring.status.tables import Cell, Column, Row, Table
from portal.web.formats import word

CHAPTERS = {TableCode.PROMISES: Chapter.TARGETS, TableCode.FLOW: Chapter.PREPARED_RETURN}


@dataclass(frozen=True)
class Outside:
    """The newest edition of a year: its number, hash, moment (UTC), note of correction, and its tables by language."""

    number: int = 0  # 0: nothing is published of the year
    sha256: str = ""
    at: datetime | None = None
    note: str = ""
    tables: dict[str, list[Table]] = field(default_factory=lambda: {code: [] for code in LANGUAGES})


def of_year(year: int) -> Outside:
    """What is published of a year; one statement. Raises queries.Altered where it is not what was published."""
    edition = queries.newest(year)
    if edition is None:
        return Outside()
    opened, made = published_tables.opened(edition), {}
    for code in LANGUAGES:
        with force_locale(BY_CODE[code].formats):
            made[code] = [_table(one) for one in opened.tables]
    return Outside(edition.number, edition.sha256, edition.created_at, str(opened.content.get("note") or ""), made)


def _table(published: PublishedTable) -> Table:
    # Translators: a table of some years together, such as "Where people came from, 2023–2026"
    title = _("%(title)s, %(years)s", title=word(published.code), years=labels.years_of(published))
    return Table(
        key=f"published-{published.code.value}",
        chapter=CHAPTERS.get(published.code, Chapter.STATISTICS),
        title=str(title),
        sentence="",
        definition=" ".join(str(_(text)) for text in dict.fromkeys(published.definitions.values())),
        source="",
        head=str(_("Counted")),
        columns=[Column(column.value, labels.column_in_words(column)) for column in published.columns],
        rows=[_row(published, line) for line in published.lines],
    )


def _row(published: PublishedTable, line: PublishedLine) -> Row:
    cells = [_cell(*one) for one in zip(published.columns, line.cells, strict=True)]
    return Row(line.code, labels.line_in_words(published, line.code), cells)


def _cell(column: PublishedColumn, sign: str) -> Cell:
    """A rounded number as a number; what is hidden in words that say why."""
    if sign.isdecimal():
        return int(sign)
    if column is PublishedColumn.TARGET and not sign:
        return str(_("No target"))
    answers = {"yes": _("Yes"), "no": _("No")}
    return str(answers[sign]) if sign in answers else labels.sign_in_words(sign)
