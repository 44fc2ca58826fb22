"""The report read once, and each of its files written from that without a further question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.monitoring.status import document, figures, outside, page, queries, spreadsheet, text_document
from portal.monitoring.status.codes import MEDIA, Audience, Kind
from portal.monitoring.status.document import Document
from portal.monitoring.status.tables import Table


@dataclass(frozen=True)
class Made:
    """A year's report for one kind of reader: the document in each language, and its tables for the code book."""

    year: int
    audience: Audience
    documents: Mapping[str, Document]
    tables: Mapping[str, Sequence[Table]]
    anybody: bool  # whether anything of the year was counted or written

    def file(self, language: str, kind: Kind) -> bytes:
        """The report as a file. Raises NotPrinted for a PDF that the press could not make."""
        report = self.documents[language]
        if kind is Kind.XLSX:
            return spreadsheet.xlsx_file(report, self.tables)
        if kind is Kind.CSV:
            return spreadsheet.csv_file(report, self.tables)
        return {Kind.PDF: page.pdf_file, Kind.HTML: page.html_file, Kind.DOCX: text_document.docx_file}[kind](report)

    def name(self, language: str, kind: Kind) -> str:
        """A file's name: the year, for whom, the language."""
        return f"status-report-{self.year}-{self.audience.value}-{language}.{MEDIA[kind][0]}"


def read(year: int, audience: Audience) -> Made:
    """The report of a year: exact for inside; for outside with published numbers alone."""
    written = queries.written_in(year)
    exact = figures.of_year(year)
    published = None if audience is Audience.INSIDE else outside.of_year(year)
    tables = exact if published is None else published.tables
    documents = {code: document.made(written, made, code, published) for code, made in tables.items()}
    return Made(year, audience, documents, tables, figures.anybody(exact) or bool(written.sections))
