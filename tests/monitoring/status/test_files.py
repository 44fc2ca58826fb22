"""The report as files: read back by the programs that people use, and no cell is a formula."""

import csv
import io
import json
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest

from portal.audit.models import AuditEvent
from portal.db import db, now, today
from portal.monitoring.publishing import actions as publishing
from portal.monitoring.status import files
from portal.monitoring.status.codes import LANGUAGES, Audience, Chapter, Kind
from portal.monitoring.status.commands import report
from portal.monitoring.status.document import made
from portal.monitoring.status.files import Made
from portal.monitoring.status.models import StatusSection
from portal.monitoring.status.queries import Frozen, Written
from portal.monitoring.status.tables import Bar, Column, Row, Table
from portal.web.cells import is_formula
from tests import build
from tests.conftest import Portal
from tests.paper import reading
from tests.people import People

FORMULAS = ("=1+1", "+45 33", "-2", "@SUM(A1)", "\t=1", "＝1+1", "|cmd", "%x")
TEXT = '# What = means\n=HYPERLINK("http://x")\n\n- =1+1\n- @SUM(A1)\n\nAge <b>& "æøå" </style>\x0b'
YEAR = 2026


@pytest.fixture(scope="module")
def invented(on_sqlite: Portal) -> Iterator[Made]:
    """A report of hand-made tables and words, without a database: every text begins like a formula."""
    tables = {code: [_table(code, formula) for formula in FORMULAS] for code in LANGUAGES}
    sections = {(Chapter.TARGETS, code): StatusSection(words=TEXT) for code in LANGUAGES}
    frozen = [Frozen(2, "ab" * 32, now(), "Karen", "=A1 was wrong"), Frozen(1, "cd" * 32, now(), "Karen", "")]
    written = Written(YEAR, 3, sections, frozen)
    with on_sqlite.app.app_context():
        documents = {code: made(written, tables[code], code) for code in LANGUAGES}
        yield Made(YEAR, Audience.INSIDE, documents, tables, True)


def _table(language: str, formula: str) -> Table:
    number = FORMULAS.index(formula)
    rows = [Row("n", formula, [12, None]), Row("total", formula, [30, "<5"])]
    columns = [Column("people", formula), Column("share", language)]
    bar = Bar(12, 30, 50) if number else None
    return Table(f"t-{number}", Chapter.TARGETS, formula, formula, formula, formula, formula, columns, rows, bar)


def test_no_cell_of_the_spreadsheet_is_a_formula_and_numbers_are_numbers(invented: Made) -> None:
    book = openpyxl.load_workbook(io.BytesIO(invented.file("en", Kind.XLSX)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert not [cell for cell in cells if cell.hyperlink]
    assert book["t-0"]["A1"].value == "=1+1"
    assert (book["t-0"]["B2"].value, book["t-0"]["C3"].value) == (12, "<5")
    assert book.sheetnames[-1] == "codebook"


def test_no_cell_of_the_tables_as_text_is_a_formula_and_the_code_book_names_every_column(invented: Made) -> None:
    content = invented.file("da", Kind.CSV)
    assert content == invented.file("da", Kind.CSV), "the same report gives the same bytes"
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        tables = {
            name: list(csv.reader(io.StringIO(opened.read(name).decode("utf-8-sig")))) for name in opened.namelist()
        }
    assert not [cell for rows in tables.values() for row in rows for cell in row if is_formula(cell)]
    assert tables["t-0.csv"] == [
        ["code", "label", "people", "share"],
        ["n", "'=1+1", "12", ""],
        ["total", "'=1+1", "30", "<5"],
    ]
    head, *lines = tables["codebook.csv"]
    assert head == ["table", "field", "label_da", "label_en", "type", "codes", "source"]
    known = {(line[0], line[1]) for line in lines}
    for name, (header, *rows) in tables.items():
        if name.startswith("t-"):
            table = name.removesuffix(".csv")
            assert {(table, column) for column in header if column != "label"} <= known
            assert {(table, f"code={row[0]}") for row in rows} <= known


def test_the_text_document_has_headings_lists_and_tables_that_can_be_written_on_in(invented: Made) -> None:
    book = docx.Document(io.BytesIO(invented.file("en", Kind.DOCX)))
    styles = {one.style.name for one in book.paragraphs if one.style is not None}
    assert {"Title", "Heading 1", "Heading 2", "List Bullet"} <= styles
    texts = [one.text for one in book.paragraphs]
    assert texts[0] == "Status report 2026"
    assert "What = means" in texts and "=1+1" in texts
    assert len(book.tables) == len(FORMULAS)
    assert book.tables[0].cell(1, 1).text == "12"


def test_the_web_page_is_whole_without_anything_else_and_no_text_becomes_code(invented: Made) -> None:
    page = invented.file("en", Kind.HTML).decode()
    assert "&lt;b&gt;&amp;" in page and "<b>" not in page
    assert page.count("</style>") == 1
    assert "http" not in page.replace("HYPERLINK(&#34;http://x&#34;)", "")
    assert '<html lang="en" dir="ltr"' in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_tagged_has_its_fonts_inside_and_says_which_version_it_is(invented: Made, language: str) -> None:
    first = invented.documents[language]
    # Our reader takes no full-width sign; the programs that people use do.
    chapters = [replace(part, tables=part.tables[:5]) for part in first.chapters]
    pdf = replace(invented, documents={language: replace(first, chapters=chapters)}).file(language, Kind.PDF)
    opened = reading.opened(pdf)
    root = opened.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]) == language
    assert "/StructTreeRoot" in root
    assert not reading.foreign_fonts(pdf)
    text = reading.text_of(pdf)
    assert "abababab" in text and "=A1 was wrong" in text
    assert len(opened.outline) >= 1


def test_the_command_writes_every_form_and_says_why_it_does_not(portal: Portal, people: People, tmp_path: Path) -> None:
    build.case(people.caseworker, registered_on=today())
    runner = portal.app.test_cli_runner()
    words = [str(today().year), "--language", "da"]
    done = runner.invoke(report, [*words, "--out", str(tmp_path / "new"), "--dry-run"])
    assert done.exit_code == 0 and not (tmp_path / "new").exists()
    done = runner.invoke(report, [*words, "--out", str(tmp_path / "new")])
    assert done.exit_code == 0, done.output
    written = {path.suffix for path in (tmp_path / "new").iterdir()}
    assert written == {".pdf", ".docx", ".xlsx", ".zip", ".html"}
    assert done.output.count("Wrote ") == 5
    assert (tmp_path / "new" / f"status-report-{today().year}-inside-da.pdf").stat().st_mode & 0o77 == 0
    nothing = runner.invoke(report, ["2009", "--out", str(tmp_path)])
    assert nothing.exit_code == 1 and "there is nothing to report" in nothing.output
    (tmp_path / "file").write_text("")
    for folder, code in ((tmp_path / "file" / "below", 3), (Path("/proc/none"), 3)):
        assert runner.invoke(report, [*words, "--out", str(folder)]).exit_code == code
    assert runner.invoke(report, ["1066", "--out", str(tmp_path)]).exit_code == 2
    noted = db.session.query(AuditEvent).filter_by(event="status:report:taken-out").all()
    assert [(one.actor_role, one.subject) for one in noted] == [("portal", f"year:{today().year}")]


def test_a_download_is_noted_and_has_a_name_that_says_for_whom_it_is(portal: Portal, people: People) -> None:
    browser = portal.browser(people.coordinator)
    build.case(people.caseworker, registered_on=today())
    answer = browser.get(f"/monitoring/report/{today().year}/file?audience=outside&language=da&kind=csv")
    named = f'attachment; filename="status-report-{today().year}-outside-da.zip"'
    assert answer.headers["Content-Disposition"] == named
    noted = db.session.query(AuditEvent).filter_by(event="status:report:taken-out").one()
    assert noted.details == {"audience": "outside", "kind": "csv", "language": "da"}


def test_frozen_figures_survive_the_way_through_the_database(portal: Portal, people: People) -> None:
    build.case(people.caseworker, registered_on=today())
    exact = files.read(today().year, Audience.INSIDE).tables["da"]
    assert [json.loads(json.dumps(table.kept())) for table in exact] == [table.kept() for table in exact]


def test_the_report_for_outside_holds_the_newest_edition_and_no_number_of_our_own(
    portal: Portal, people: People
) -> None:
    year = today().year - 2
    for day in range(1, 13):
        build.case(people.caseworker, registered_on=date(year, 3, day))
    before = files.read(year, Audience.OUTSIDE).documents["en"]
    assert not before.tables
    assert before.standing == ["Nothing is published of this year yet: this report has words alone."]
    seal = publishing.draft(year).seal
    edition = publishing.make_edition(people.coordinator.actor, year, uuid.uuid4(), seal=seal)
    made = files.read(year, Audience.OUTSIDE)
    assert made.documents["en"].standing[-1].endswith(edition.sha256)
    promises, flow, groups = made.documents["en"].tables
    assert [table.key for table in (promises, flow, groups)] == [
        "published-promises",
        "published-flow",
        "published-groups",
    ]
    assert flow.rows[0].cells == [10], "twelve, rounded"
    assert all(
        cell is None or cell == 0 or isinstance(cell, str) or cell % 5 == 0 for row in groups.rows for cell in row.cells
    )
    for kind in (Kind.CSV, Kind.XLSX, Kind.DOCX, Kind.HTML):
        assert made.file("da", kind)
