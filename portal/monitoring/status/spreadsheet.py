"""The report as files for a spreadsheet: XLSX with a sheet a table, and CSV tables in a ZIP. No cell is a formula."""

import re
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from portal.monitoring.status import code_book
from portal.monitoring.status.document import Document
from portal.monitoring.status.tables import Table
from portal.web.cells import as_csv

Tables = Mapping[str, Sequence[Table]]
#: A text stays a text, whatever it begins with (R-08), and no address becomes a link.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME = 31  # characters of a sheet's name
LONGEST_CELL = 32_767  # characters that a spreadsheet takes in one cell


def xlsx_file(report: Document, tables: Tables) -> bytes:
    """A workbook: the words first, then each table on a sheet of its own, then the code book."""
    import xlsxwriter

    out = BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        book.set_properties({"title": report.title})
        strong = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        _rows(_sheet(book, report.title, (28, 100)), _words(report), wrapped, strong)
        for table in report.tables:
            widths = (44, *(16 for _ in table.columns))
            _rows(_sheet(book, table.key, widths), _table(table), wrapped, strong)
        lines = [code_book.HEAD, *code_book.lines(tables)]
        _rows(_sheet(book, "codebook", (20, 24, 50, 50, 14, 40, 40)), lines, wrapped, strong)
    return out.getvalue()


def _sheet(book: Any, name: str, widths: Iterable[int]) -> Any:
    sheet = book.add_worksheet(NOT_IN_A_NAME.sub(" ", name)[:LONGEST_NAME])
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width)
    return sheet


def _rows(sheet: Any, rows: Iterable[Sequence[Any]], plain: Any, strong: Any) -> None:
    for number, row in enumerate(rows):
        style = plain if number else strong
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(number, column, cell, style)
            elif cell:
                sheet.write_string(number, column, str(cell)[:LONGEST_CELL], style)
    sheet.freeze_panes(1, 0)


def _words(report: Document) -> list[tuple[str, str]]:
    rows = [(report.title, report.lead), *(("", line) for line in report.standing)]
    for part in report.parts:
        rows.extend((part.heading, block.text) for block in part.blocks)
    return rows


def _table(table: Table) -> list[list[Any]]:
    """Heading, rows, and below an empty line what there is to see, what is counted, and the source."""
    rows: list[list[Any]] = [[table.head, *(column.label for column in table.columns)]]
    rows.extend([row.label, *row.cells] for row in table.rows)
    below = (table.title, table.sentence, table.definition, table.source)
    return [*rows, [], *([text] for text in below if text)]


def csv_file(report: Document, tables: Tables) -> bytes:
    """A ZIP of CSV: a file a table with codes beside the words, the words of the chapters, and codebook.csv.

    The same report gives the same bytes.
    """
    files = {f"{table.key}.csv": _as_csv(table) for table in report.tables}
    files["words.csv"] = as_csv(("chapter", "shape", "text"), _words_in_codes(report))
    files["codebook.csv"] = as_csv(code_book.HEAD, code_book.lines(tables))
    return zipped(files)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files in a ZIP whose bytes depend on nothing but the files."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return out.getvalue()


def _as_csv(table: Table) -> bytes:
    header = ("code", "label", *(column.key for column in table.columns))
    rows = ([row.key, row.label, *("" if cell is None else str(cell) for cell in row.cells)] for row in table.rows)
    return as_csv(header, rows)


def _words_in_codes(report: Document) -> list[tuple[str, str, str]]:
    standing = [("", "standing", line) for line in (report.title, report.lead, *report.standing)]
    parts = [(part.chapter.value, block.shape.value, block.text) for part in report.parts for block in part.blocks]
    return [*standing, *parts]
