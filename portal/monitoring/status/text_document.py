"""The report as a text document (DOCX) with real headings and tables: its words can be written on in any office."""

import re
from io import BytesIO
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from portal.i18n import BY_CODE
from portal.monitoring.status.document import Document, Part
from portal.monitoring.status.tables import Table
from portal.monitoring.status.words import Block, Shape

#: Signs that XML does not take; the form refuses them, the command line's words may be older.
NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
PLACES = {"da": "da-DK", "en": "en-GB"}


def docx_file(report: Document) -> bytes:
    """The document with the styles of python-docx's own template: Title, Heading 1 to 3, List Bullet, a table grid."""
    import docx

    out, book = BytesIO(), docx.Document()
    book.core_properties.title, book.core_properties.author = _plain(report.title), ""
    book.core_properties.language = PLACES[report.language]
    book.add_heading(_plain(report.title), 0)
    for line in (report.lead, *report.standing):
        book.add_paragraph(_plain(line))
    with force_locale(BY_CODE[report.language].formats):
        for part in report.parts:
            _chapter(book, part)
    book.save(out)
    return out.getvalue()


def _chapter(book: Any, part: Part) -> None:
    book.add_heading(_plain(part.heading), 1)
    for block in part.blocks:
        _block(book, block)
    for table in part.tables:
        _table(book, table)


def _block(book: Any, block: Block) -> None:
    if block.shape is Shape.HEADING:
        book.add_heading(_plain(block.text), 2)
    elif block.shape is Shape.LIST:
        for line in block.lines:
            book.add_paragraph(_plain(line), style="List Bullet")
    else:
        book.add_paragraph(_plain(block.text))


def _table(book: Any, table: Table) -> None:
    book.add_heading(_plain(table.title), 2)
    if table.sentence:
        book.add_paragraph(_plain(table.sentence))
    grid = book.add_table(rows=0, cols=1 + len(table.columns), style="Table Grid")
    _line(grid, [table.head, *(column.label for column in table.columns)], heading=True)
    for row in table.rows:
        _line(grid, [row.label, *(_cell(cell) for cell in row.cells)])
    book.add_paragraph(_plain(_("What is counted: %(definition)s", definition=table.definition)))


def _cell(cell: Any) -> str:
    return str(_("Too few to say")) if cell is None else str(cell)


def _line(grid: Any, texts: list[str], *, heading: bool = False) -> None:
    for cell, text in zip(grid.add_row().cells, texts, strict=True):
        cell.paragraphs[0].add_run(_plain(text)).bold = heading


def _plain(text: str) -> str:
    return NOT_IN_XML.sub("", text)
