"""A data package comes in and goes out again without loss; a second reading changes nothing."""

import hashlib
import io
import zipfile
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from bench.world import fill
from portal.access import THE_PORTAL
from portal.audit.models import AuditEvent
from portal.config import ROOT
from portal.db import db, today, transaction
from portal.migrations.records import METADATA
from portal.partners import exchange
from portal.partners.commands import partners
from portal.partners.hsds import ids, package_terms
from portal.partners.hsds.package_exchange import import_package
from portal.partners.hsds.package_writing import write_folder, zipped
from portal.partners.models import EntryChange, Location, Organization, Phone
from portal.vocabulary.organizations import VerificationTier, Visibility
from tests.conftest import Portal
from tests.partners.package.packages import PHONE, A, B, content_of, files_of, folder_of, good, zip_of
from tests.people import People

EXAMPLE = ROOT.parent / "shared" / "standards" / "hsds-3.0" / "examples" / "csv"
DIRECTORY = ("organization", "service", "location", "contact", "phone", "language", "schedule", "service_area")


def digest() -> str:
    """Everything the directory's tables hold, as one figure."""
    names = (*DIRECTORY, "reception_profile", "service_population", "entry_change", "kept_row")
    tables = [METADATA.tables[name] for name in names]
    rows = [sorted(repr(tuple(row)) for row in db.session.execute(select(table))) for table in tables]
    db.session.rollback()
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def counts(path: Path) -> tuple[int, int, int, int]:
    """New, changed, unchanged, held; without a fault."""
    report = import_package(path, THE_PORTAL)
    assert report.faults == []
    return report.new, report.changed, report.unchanged, report.held


def test_the_standards_own_example_comes_in_and_goes_out_without_loss(portal: Portal, tmp_path: Path) -> None:
    if not EXAMPLE.exists():
        return
    assert counts(EXAMPLE) == (1, 0, 0, 0)
    entry = db.session.scalars(select(Organization)).one()
    assert (entry.country, entry.town, entry.services[0].minimum_age) == ("US", "MyCity", 12)
    write_folder(tmp_path / "out", exchange.ids_for(THE_PORTAL))
    given, back = content_of(EXAMPLE), content_of(tmp_path / "out")
    assert {name: [row for row in rows if row not in back[name]] for name, rows in given.items()} == {
        name: [] for name in given
    }
    portal.empty()
    assert counts(tmp_path / "out") == (1, 0, 0, 0)
    write_folder(tmp_path / "again", exchange.ids_for(THE_PORTAL))
    assert content_of(tmp_path / "again") == back


def test_a_world_in_many_scripts_comes_back_as_it_went_out_in_both_forms(portal: Portal, tmp_path: Path) -> None:
    fill(db.engine, 120, seed=7)
    everybody = exchange.ids_for(THE_PORTAL)
    sheet = b"".join(exchange.written_out(everybody))
    (tmp_path / "out.zip").write_bytes(b"".join(zipped(everybody)))
    before = digest()
    assert counts(tmp_path / "out.zip") == (0, 0, 120, 0)
    report = exchange.import_partners(sheet, THE_PORTAL)
    assert (report.faults, report.unchanged) == ([], 120)
    assert digest() == before
    portal.empty()
    assert counts(tmp_path / "out.zip") == (120, 0, 0, 0)
    write_folder(tmp_path / "again", exchange.ids_for(THE_PORTAL))
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        archive.extractall(tmp_path / "out")
    assert content_of(tmp_path / "again") == content_of(tmp_path / "out")
    portal.empty()
    exchange.import_partners(sheet, THE_PORTAL)
    assert sorted(b"".join(exchange.written_out(exchange.ids_for(THE_PORTAL))).splitlines()) == sorted(
        sheet.splitlines()
    )


def test_a_second_reading_changes_no_row(portal: Portal, tmp_path: Path) -> None:
    package = zip_of(tmp_path / "a.zip", files_of(good()))
    assert counts(package) == (2, 0, 0, 0)
    before = digest()
    assert counts(package) == (0, 0, 2, 0)
    assert digest() == before


def test_what_comes_in_is_unverified_and_seen_by_embassies_caseworkers_and_the_centre(
    portal: Portal, tmp_path: Path
) -> None:
    counts(folder_of(tmp_path / "a", files_of(good())))
    entries = list(db.session.scalars(select(Organization)))
    assert {(one.tier, one.visibility, one.is_starter) for one in entries} == {
        (VerificationTier.UNVERIFIED, Visibility.EMBASSY, True)
    }
    assert db.session.get_one(Organization, UUID(B)).parent_organization_id == UUID(A)
    assert "benin city" in entries[0].search_text and entries[0].latitude is not None


def test_a_changed_package_changes_its_entry_until_a_person_has_touched_it(
    portal: Portal, people: People, tmp_path: Path
) -> None:
    counts(folder_of(tmp_path / "a", files_of(good())))
    other = good(phone=[{"id": PHONE, "organization_id": A, "number": "+2348099999999"}])
    changed = folder_of(tmp_path / "b", files_of(other))
    assert counts(changed) == (0, 1, 1, 0)
    assert db.session.get_one(Phone, UUID(PHONE)).number == "+2348099999999"
    assert db.session.scalar(select(func.count()).select_from(EntryChange)) == 1
    with transaction():
        db.session.get_one(Organization, UUID(A)).tier = VerificationTier.VISITED
    before = digest()
    assert counts(tmp_path / "a") == (0, 0, 1, 1)
    assert digest() == before


def test_a_protected_place_and_what_the_centre_alone_knows_are_in_no_package(portal: Portal, tmp_path: Path) -> None:
    fill(db.engine, 40, seed=3)
    with db.engine.begin() as connection:
        protected = Location.__table__.c.location_type == "redacted"
        connection.execute(Location.__table__.update().where(protected).values(address="Secret Street 9"))  # type: ignore[attr-defined]
        connection.execute(Organization.__table__.update().values(silent_hold=True, verified_by="Invented Checker"))  # type: ignore[attr-defined]
    write_folder(tmp_path / "out", exchange.ids_for(THE_PORTAL))
    text = "".join(one.read_text(encoding="utf-8") for one in (tmp_path / "out").iterdir())
    text += b"".join(exchange.written_out(exchange.ids_for(THE_PORTAL))).decode()
    assert "Secret Street" not in text and "Invented Checker" not in text and "silent_hold" not in text


def test_an_attribute_has_the_id_that_the_read_api_gives_it() -> None:
    for record, term in [(uuid4(), uuid4()) for _time in range(200)]:
        assert package_terms.attribute_id(str(record), str(term)) == str(ids.of_copy(term, record))


@pytest.mark.parametrize("portal", ["sqlite"], indirect=True)
def test_the_commands_take_a_folder_a_zip_and_a_spreadsheet(portal: Portal, tmp_path: Path) -> None:
    runner = portal.app.test_cli_runner()
    package = folder_of(tmp_path / "a", files_of(good()))
    assert "Would be: 2 new" in runner.invoke(partners, ["import", str(package), "--dry-run"]).output
    assert "Done: 2 new" in runner.invoke(partners, ["import", str(package)]).output
    for name in ("out.zip", "out.csv", "out"):
        assert "Wrote 2 entries" in runner.invoke(partners, ["export", str(tmp_path / name)]).output
        assert "2 as they were" in runner.invoke(partners, ["import", str(tmp_path / name)]).output
    assert runner.invoke(partners, ["export", str(tmp_path / "out")]).exit_code == 2


def test_the_centre_takes_the_directory_out_and_it_is_written_in_the_log(portal: Portal, people: People) -> None:
    browser = portal.browser(people.coordinator)
    assert "Take the directory out" in browser.get("/partners/take-out?lang=en").text
    answer = browser.get("/partners/take-out.csv")
    assert f"directory-{today().isoformat()}.csv" in answer.headers["Content-Disposition"]
    package = browser.get("/partners/take-out.zip")
    with zipfile.ZipFile(io.BytesIO(package.data)) as archive:
        assert "organizations.csv" in archive.namelist()
    noted = select(func.count()).select_from(AuditEvent).where(AuditEvent.event == "partner:list:exported")
    assert db.session.scalar(noted) == 2
