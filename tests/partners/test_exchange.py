"""Files in and out: all or nothing, each bad row named, a second reading changes nothing."""

import csv
import io
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.access import THE_PORTAL
from portal.audit.models import AuditEvent
from portal.db import db, transaction
from portal.partners import actions, bundles, exchange
from portal.partners.commands import partners
from portal.partners.faults import FaultKind
from portal.partners.models import EntryChange, Organization
from portal.partners.row_bundles import row_of
from portal.partners.rows import COLUMNS, Row
from portal.places import countries
from portal.vocabulary.organizations import TransferBasis, VerificationTier, Visibility
from portal.vocabulary.services import Population
from portal.web.cells import is_formula, plain, safe
from tests.conftest import Portal
from tests.people import People

STARTER = Path(exchange.__file__).parent / "data" / "starter_partners.csv"
GOOD = {
    "name": "Invented: Ruse House",
    "name_language": "bg",
    "name_en": "",
    "org_type": "NGO",
    "country": "BG",
    "town": "Ruse",
    "website": "https://ruse.example",
    "services": "arrival_reception|legal_assistance",
    "groups": "women|men",
    "description": "Invented, for a test.",
    "source_title": "A page",
    "source_url": "https://source.example/page",
    "source_date": "2019-05",
    "looked_up_on": "2026-11-01",
}


def file_of(*rows: dict[str, str], header: list[str] | None = None) -> bytes:
    """A CSV file of rows."""
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, header or list(COLUMNS), extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


def whole_row(entry: Organization) -> Row:
    """All that a file would say of an entry."""
    return row_of(bundles.load([entry.id])[entry.id])


def faults(content: bytes) -> list[tuple[int, str, FaultKind]]:
    """The faults of a file that must leave nothing behind."""
    report = exchange.import_partners(content, THE_PORTAL)
    assert db.session.scalar(select(func.count()).select_from(Organization)) == 0
    assert db.session.scalar(select(func.count()).select_from(AuditEvent)) == 0
    return [(one.line, one.column, one.kind) for one in report.faults]


def counts(report: exchange.Report) -> tuple[int, int, int, int]:
    """New, changed, unchanged, held."""
    assert report.faults == []
    return report.new, report.changed, report.unchanged, report.held


def test_the_shipped_file_is_read_whole_and_a_second_reading_changes_nothing(portal: Portal) -> None:
    content = STARTER.read_bytes()
    number = content.decode().count("\n") - 1
    assert counts(exchange.import_partners(content, THE_PORTAL)) == (number, 0, 0, 0)
    entries = list(db.session.scalars(select(Organization)))
    assert len(entries) == number >= 60
    assert {(one.is_starter, one.tier, one.visibility, one.is_invented) for one in entries} == {
        (True, VerificationTier.UNVERIFIED, Visibility.EMBASSY, False)
    }
    before = {one.id: (whole_row(one), one.row_version) for one in entries}
    assert counts(exchange.import_partners(content, THE_PORTAL)) == (0, 0, number, 0)
    db.session.expire_all()
    assert {one.id: (whole_row(one), one.row_version) for one in db.session.scalars(select(Organization))} == before
    assert db.session.scalar(select(func.count()).select_from(EntryChange)) == 0
    assert db.session.scalar(select(func.count()).select_from(AuditEvent)) == 1


def test_the_shipped_file_names_its_sources_and_two_entries_for_each_country_of_the_plan(portal: Portal) -> None:
    rows = list(csv.DictReader(io.StringIO(STARTER.read_text(encoding="utf-8"), newline="")))
    assert all(row["source_title"] and row["source_url"] and row["looked_up_on"] and row["services"] for row in rows)
    number = Counter(row["country"] for row in rows)
    assert len(number) >= 25 and all(number[code] >= 2 for code in countries.NAMED_IN_PLAN)
    assert list(rows[0]) == list(COLUMNS)[:14]
    assert not any("@" in row["description"] for row in rows)
    assert rows == sorted(rows, key=lambda row: (row["country"], row["name"].casefold()))


def test_what_was_written_out_is_read_back_as_the_same(portal: Portal) -> None:
    exchange.import_partners(file_of(GOOD, GOOD | {"name": "Invented: '-dash", "groups": ""}), THE_PORTAL)
    with transaction():
        db.session.scalars(select(Organization).where(Organization.name.like("%dash"))).one().town = "=1+1"
    content, number = exchange.export_partners()
    assert number == 2 and content.startswith(b"\xef\xbb\xbf") and b"'=1+1" in content
    assert counts(exchange.import_partners(content, THE_PORTAL)) == (0, 0, 2, 0)


def test_a_partner_made_by_hand_goes_out_and_comes_back_though_it_has_no_source(portal: Portal, people: People) -> None:
    content, number = exchange.export_partners()
    assert number == 3
    assert counts(exchange.import_partners(content, THE_PORTAL)) == (0, 0, 3, 0)
    entry = db.session.get_one(Organization, people.accepting.actor.organization_id)
    actions.change(people.accepting.actor, entry.id, entry.row_version, {"name": "Invented: renamed"})
    assert counts(exchange.import_partners(content, THE_PORTAL)) == (0, 0, 2, 1)
    content, _number = exchange.export_partners()
    assert counts(exchange.import_partners(content, THE_PORTAL)) == (0, 0, 3, 0)


def test_a_changed_row_changes_its_entry_until_a_person_has_touched_it(portal: Portal, people: People) -> None:
    exchange.import_partners(file_of(GOOD), THE_PORTAL)
    entry = db.session.scalars(select(Organization).where(Organization.name == GOOD["name"])).one()
    assert entry.transfer_basis is TransferBasis.EEA and entry.time_zone == "Europe/Sofia"
    assert counts(exchange.import_partners(file_of(GOOD | {"town": "Varna"}), THE_PORTAL)) == (0, 1, 0, 0)
    assert (entry.town, entry.row_version) == ("Varna", 2) and "varna" in entry.search_text
    actions.change(people.coordinator.actor, entry.id, 2, {"town": "Sofia"})
    again = file_of(GOOD | {"groups": "boys"})
    assert counts(exchange.import_partners(again, THE_PORTAL)) == (0, 0, 0, 1)
    assert entry.town == "Sofia"


def test_a_verified_entry_is_left_alone(portal: Portal, people: People) -> None:
    exchange.import_partners(file_of(GOOD), THE_PORTAL)
    entry = db.session.scalars(select(Organization).where(Organization.name == GOOD["name"])).one()
    with transaction():
        entry.tier = VerificationTier.VISITED
    assert counts(exchange.import_partners(file_of(GOOD | {"town": "Varna"}), THE_PORTAL)) == (0, 0, 0, 1)


def test_trying_a_file_tells_what_it_would_do_and_keeps_nothing(portal: Portal) -> None:
    report = exchange.import_partners(file_of(GOOD), THE_PORTAL, dry_run=True)
    assert counts(report) == (1, 0, 0, 0)
    assert db.session.scalar(select(func.count()).select_from(Organization)) == 0
    assert db.session.scalar(select(func.count()).select_from(AuditEvent)) == 0


@pytest.mark.parametrize(
    ("column", "text", "kind"),
    [
        ("country", "XX", FaultKind.UNKNOWN_CODE),
        ("country", "bg", FaultKind.UNKNOWN_CODE),
        ("country", "BGR", FaultKind.TOO_LONG),
        ("org_type", "Charity", FaultKind.UNKNOWN_CODE),
        ("services", "arrival_reception|magic", FaultKind.UNKNOWN_CODE),
        ("services", "", FaultKind.EMPTY),
        ("groups", "people", FaultKind.UNKNOWN_CODE),
        ("name_language", "qq", FaultKind.UNKNOWN_CODE),
        ("name", "", FaultKind.EMPTY),
        ("name", "n" * 201, FaultKind.TOO_LONG),
        ("name", "=HYPERLINK(1)", FaultKind.FORMULA),
        ("description", " +1", FaultKind.FORMULA),
        ("town", "＝1", FaultKind.FORMULA),
        ("town", "@SUM", FaultKind.FORMULA),
        ("town", "a\x00b", FaultKind.HIDDEN),
        ("website", "javascript:alert(1)", FaultKind.BAD_ADDRESS),
        ("website", "https://", FaultKind.BAD_ADDRESS),
        ("source_url", "", FaultKind.EMPTY),
        ("source_url", "ftp://a.example", FaultKind.BAD_ADDRESS),
        ("source_title", "", FaultKind.EMPTY),
        ("source_date", "May 2019", FaultKind.BAD_DATE),
        ("source_date", "2019-13", FaultKind.BAD_DATE),
        ("looked_up_on", "24.11.2026", FaultKind.BAD_DATE),
        ("looked_up_on", "2026-02-30", FaultKind.BAD_DATE),
        ("looked_up_on", "9999-01-01", FaultKind.IN_FUTURE),
        ("looked_up_on", "", FaultKind.EMPTY),
    ],
)
def test_a_bad_cell_is_named_by_line_column_and_reason(portal: Portal, column: str, text: str, kind: FaultKind) -> None:
    assert faults(file_of(GOOD | {"name": "Invented: good"}, GOOD | {column: text})) == [(3, column, kind)]


def test_every_bad_row_is_named_and_good_ones_beside_them_stay_out(portal: Portal) -> None:
    content = file_of(
        GOOD, GOOD | {"name": "Invented: b", "country": "XX", "town": "=1"}, GOOD | {"name": "invented: RUSE house"}
    )
    assert faults(content) == [
        (3, "country", FaultKind.UNKNOWN_CODE),
        (3, "town", FaultKind.FORMULA),
        (4, "name", FaultKind.DUPLICATE),
    ]


def test_missing_and_unknown_columns_are_named(portal: Portal) -> None:
    header = [name for name in COLUMNS if name not in ("country", "source_url")] + ["tier", "silent_hold", "name"]
    assert faults(file_of(GOOD, header=header)) == [
        (1, "country", FaultKind.MISSING_COLUMN),
        (1, "tier", FaultKind.UNKNOWN_COLUMN),
        (1, "silent_hold", FaultKind.UNKNOWN_COLUMN),
        (1, "name", FaultKind.UNKNOWN_COLUMN),
    ]


def test_a_file_in_another_encoding_is_named_by_its_lines(portal: Portal) -> None:
    latin = file_of(GOOD, GOOD | {"name": "Invented: Ærø"}).decode().encode("latin-1")
    assert faults(latin) == [(3, "", FaultKind.NOT_UTF8)]
    assert faults(file_of(GOOD).decode().encode("utf-16"))[0] == (1, "", FaultKind.NOT_UTF8)


def test_broken_csv_and_rows_of_another_length_are_named(portal: Portal) -> None:
    head = file_of()
    assert faults(head + b"one,two\r\n") == [(2, "", FaultKind.WRONG_NUMBER)]
    assert faults(head + b'"open,\r\n') == [(2, "", FaultKind.NOT_CSV)]
    assert faults(b"")[0] == (1, "name", FaultKind.MISSING_COLUMN)


@pytest.mark.parametrize("quoted", [b"", b'"'])
def test_ten_megabytes_in_one_line_are_refused_in_little_memory(portal: Portal, quoted: bytes) -> None:
    content = file_of(GOOD) + quoted + b"x" * 10_000_000 + quoted + b"\r\n" + file_of(GOOD)[len(file_of()) :]
    tracemalloc.start()
    found = faults(content)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == [(3, "", FaultKind.TOO_LONG), (4, "name", FaultKind.DUPLICATE)]
    assert peak < 14_000_000  # the file itself is held once by BytesIO


def test_a_cell_of_many_lines_ends_too(portal: Portal) -> None:
    content = file_of(GOOD) + b'"' + b"xxxxxxx\r\n" * 1_000_000
    assert faults(content)[0][2] is FaultKind.NOT_CSV


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30))
def test_a_cell_made_safe_is_no_formula_and_comes_back_as_it_was(text: str) -> None:
    assert not is_formula(safe(text))
    assert plain(safe(text)) == text


@pytest.mark.parametrize("portal", ["sqlite"], indirect=True)
def test_the_command_says_what_it_did_and_answers_by_exit_code(portal: Portal, tmp_path: Path) -> None:
    runner = portal.app.test_cli_runner()
    good, bad, out = tmp_path / "good.csv", tmp_path / "bad.csv", tmp_path / "out.csv"
    good.write_bytes(file_of(GOOD))
    bad.write_bytes(file_of(GOOD | {"country": "XX"}))
    assert runner.invoke(partners, ["import"]).exit_code == 2
    assert runner.invoke(partners, ["import", str(tmp_path / "none.csv")]).exit_code == 2
    refused = runner.invoke(partners, ["import", str(bad)])
    assert refused.exit_code == 1 and "line 2, column country: holds a code of no list" in refused.output
    tried = runner.invoke(partners, ["import", str(good), "--dry-run"])
    assert tried.exit_code == 0 and "Would be: 1 new" in tried.output
    assert "Done: 1 new" in runner.invoke(partners, ["import", str(good)]).output
    assert "0 new, 0 changed, 1 as they were" in runner.invoke(partners, ["import", str(good)]).output
    assert runner.invoke(partners, ["export", str(out), "--dry-run"]).exit_code == 0 and not out.exists()
    assert "Wrote 1 entries" in runner.invoke(partners, ["export", str(out)]).output and out.exists()
    assert runner.invoke(partners, ["export", str(tmp_path / "no" / "folder.csv")]).exit_code == 3


def test_groups_of_a_row_count_for_each_of_its_services(portal: Portal) -> None:
    exchange.import_partners(file_of(GOOD), THE_PORTAL)
    entry = db.session.scalars(select(Organization)).one()
    assert [{one.population for one in service.populations} for service in entry.services] == [
        {Population.WOMEN, Population.MEN}
    ] * 2


def test_every_shipped_entry_and_country_has_a_whole_page(portal: Portal, people: People) -> None:
    exchange.import_partners(STARTER.read_bytes(), THE_PORTAL)
    browser = portal.browser(people.coordinator)
    for address in ("/partners", "/partners?lang=ar", "/partners?lang=da&q=a"):
        assert browser.get(address).text.count('<article class="card">') == 20
    entries = list(db.session.scalars(select(Organization)))
    for country in {one.country for one in entries}:
        assert "Unverified starter entry" in browser.get(f"/countries/{country}?lang=en").text
    for one in entries[::9]:
        browser.get(f"/partners/{one.id}")
        browser.get(f"/partners/{one.id}/edit")
