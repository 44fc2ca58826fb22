"""A package that is broken or made to harm is refused whole, each fault by file, line and column."""

import os
import stat
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.access import THE_PORTAL
from portal.db import db
from portal.partners.faults import FaultKind
from portal.partners.hsds.models import KeptRow
from portal.partners.hsds.package_exchange import import_package
from portal.partners.hsds.package_tables import DESCRIPTOR
from portal.partners.models import Organization
from tests.conftest import Portal
from tests.partners.package.packages import SERVICE, A, B, Files, files_of, folder_of, good, zip_of

NOBODY = "99999999-9999-4999-8999-999999999999"


def faults(path: Path) -> list[tuple[str, int, str, FaultKind]]:
    """The faults of a package, which must leave nothing behind."""
    report = import_package(path, THE_PORTAL)
    for model in (Organization, KeptRow):
        assert db.session.scalar(select(func.count()).select_from(model)) == 0
    db.session.rollback()
    return [(one.file, one.line, one.column, one.kind) for one in report.faults]


def of_tables(place: Path, **changes: list[dict[str, str]]) -> list[tuple[str, int, str, FaultKind]]:
    """The faults of the good package with some tables changed."""
    return faults(folder_of(place / "package", files_of(good(**changes))))


@pytest.mark.parametrize(
    ("table", "cells", "file", "column", "kind"),
    [
        ("service", {"organization_id": NOBODY}, "services.csv", "organization_id", FaultKind.NOWHERE),
        ("service", {"id": "1"}, "services.csv", "id", FaultKind.NOT_UUID),
        ("service", {"status": "open"}, "services.csv", "status", FaultKind.UNKNOWN_CODE),
        ("service", {"name": ""}, "services.csv", "name", FaultKind.EMPTY),
        ("service", {"minimum_age": "twelve"}, "services.csv", "minimum_age", FaultKind.BAD_NUMBER),
        ("service", {"assured_date": "2026-02-30"}, "services.csv", "assured_date", FaultKind.BAD_DATE),
        ("service", {"email": "nobody"}, "services.csv", "email", FaultKind.BAD_EMAIL),
        ("service", {"url": "javascript:alert(1)"}, "services.csv", "url", FaultKind.BAD_ADDRESS),
        ("service", {"description": "=HYPERLINK(1)"}, "services.csv", "description", FaultKind.FORMULA),
        ("service", {"description": "a\x00b"}, "services.csv", "description", FaultKind.HIDDEN),
        ("service", {"description": "d" * 10_001}, "services.csv", "description", FaultKind.TOO_LONG),
        ("phone", {"contact_id": NOBODY}, "phones.csv", "contact_id", FaultKind.NOWHERE),
        ("phone", {"number": "=1+1"}, "phones.csv", "number", FaultKind.FORMULA),
        ("address", {"location_id": NOBODY}, "addresses.csv", "location_id", FaultKind.NOWHERE),
    ],
)
@pytest.mark.parametrize("portal", ["sqlite"], indirect=True)
def test_a_bad_cell_is_named_by_file_line_column_and_reason(
    portal: Portal, tmp_path: Path, table: str, cells: dict[str, str], file: str, column: str, kind: FaultKind
) -> None:
    first, *others = good()[table]
    assert of_tables(tmp_path, **{table: [first | cells, *others]})[0] == (file, 2, column, kind)


def test_ids_twice_cycles_and_missing_countries_are_named(portal: Portal, tmp_path: Path) -> None:
    first, second = good()["organization"]
    assert of_tables(tmp_path, organization=[first, second, first]) == [
        ("organizations.csv", 4, "id", FaultKind.SAME_ID)
    ]
    circle = [first | {"parent_organization_id": B}, second]
    assert faults(folder_of(tmp_path / "circle", files_of(good(organization=circle)))) == [
        ("organizations.csv", 2, "parent_organization_id", FaultKind.CYCLE),
        ("organizations.csv", 3, "parent_organization_id", FaultKind.CYCLE),
    ]
    assert faults(folder_of(tmp_path / "nowhere", files_of(good(address=[])))) == [
        ("organizations.csv", 2, "id", FaultKind.NO_COUNTRY),
        ("organizations.csv", 3, "id", FaultKind.NO_COUNTRY),
    ]
    assert import_package(tmp_path / "nowhere", THE_PORTAL, country="NG").new == 2


def test_columns_of_another_version_cells_too_many_and_other_encodings_are_named(
    portal: Portal, tmp_path: Path
) -> None:
    files = files_of(good())
    older = files["organizations.csv"].replace(b"legal_status", b"licensed_by")
    assert faults(folder_of(tmp_path / "a", files | {"organizations.csv": older})) == [
        ("organizations.csv", 1, "licensed_by", FaultKind.UNKNOWN_COLUMN)
    ]
    short = b"id,description\r\n" + A.encode() + b",x\r\n"
    assert faults(folder_of(tmp_path / "b", files | {"organizations.csv": short}))[0] == (
        "organizations.csv",
        1,
        "name",
        FaultKind.MISSING_COLUMN,
    )
    long = files["phones.csv"] + b"one,two\r\n"
    assert faults(folder_of(tmp_path / "c", files | {"phones.csv": long})) == [
        ("phones.csv", 3, "", FaultKind.WRONG_NUMBER)
    ]
    latin = files["funding.csv"].replace(b"invented", "inventé".encode("latin-1"))
    assert faults(folder_of(tmp_path / "d", files | {"funding.csv": latin})) == [
        ("funding.csv", 2, "", FaultKind.NOT_UTF8)
    ]


@pytest.mark.parametrize(
    ("described", "column", "kind"),
    [
        (b"{", "", FaultKind.NOT_JSON),
        (b"[]", "", FaultKind.NOT_JSON),
        (b"[" * 100_000, "", FaultKind.NOT_JSON),
        (b'{"version": "2.0.1", "resources": []}', "version", FaultKind.OTHER_VERSION),
        (b'{"resources": [{"name": "clinic", "path": "c.csv"}]}', "clinic", FaultKind.UNKNOWN_TABLE),
        (b'{"resources": []}', "organization", FaultKind.MISSING_FILE),
    ],
)
@pytest.mark.parametrize("portal", ["sqlite"], indirect=True)
def test_a_bad_description_is_refused(
    portal: Portal, tmp_path: Path, described: bytes, column: str, kind: FaultKind
) -> None:
    assert faults(folder_of(tmp_path / "a", files_of(good()) | {DESCRIPTOR: described})) == [
        (DESCRIPTOR, 0, column, kind)
    ]


@pytest.mark.parametrize(
    "path", ["../organizations.csv", "/etc/passwd", "C:organizations.csv", "..\\up.csv", "a/../b.csv"]
)
@pytest.mark.parametrize("portal", ["sqlite"], indirect=True)
def test_a_path_that_climbs_out_is_refused_in_the_description_and_in_a_zip(
    portal: Portal, tmp_path: Path, path: str
) -> None:
    named = ('{"resources": [{"name": "organization", "path": "' + path.replace("\\", "\\\\") + '"}]}').encode()
    assert (path, 0, "", FaultKind.OUTSIDE) in faults(folder_of(tmp_path / "a", {DESCRIPTOR: named}))
    assert faults(zip_of(tmp_path / "a.zip", files_of(good()) | {path: b""})) == [(path, 0, "", FaultKind.OUTSIDE)]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a", "a.zip"]


def with_member(place: Path, files: Files, member: zipfile.ZipInfo, content: bytes) -> Path:
    """A zip with one more member, made by hand."""
    zip_of(place, files)
    with zipfile.ZipFile(place, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, content)
    return place


@pytest.mark.parametrize("portal", ["sqlite"], indirect=True)
def test_links_archives_inside_and_files_that_are_missing_or_unnamed_are_refused(
    portal: Portal, tmp_path: Path
) -> None:
    files = files_of(good())
    link = zipfile.ZipInfo("extra.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert faults(with_member(tmp_path / "a.zip", files, link, b"/etc/passwd")) == [
        ("extra.csv", 0, "", FaultKind.LINK)
    ]
    inside = zip_of(tmp_path / "b.zip", files | {"more.zip": b"PK"})
    assert faults(inside) == [("more.zip", 0, "", FaultKind.NESTED)]
    folder = folder_of(tmp_path / "c", files)
    (folder / "phones.csv").unlink()
    assert faults(folder) == [("phones.csv", 0, "", FaultKind.MISSING_FILE)]
    os.symlink("/etc/passwd", folder / "phones.csv")
    assert faults(folder) == [("phones.csv", 0, "", FaultKind.LINK)]
    assert faults(zip_of(tmp_path / "d.zip", files | {"extra.csv": b"id\r\n"})) == [
        ("extra.csv", 0, "", FaultKind.UNNAMED_FILE)
    ]


@pytest.mark.parametrize("portal", ["sqlite"], indirect=True)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_twice_encrypted_damaged_or_by_the_thousand_are_refused(portal: Portal, tmp_path: Path) -> None:
    files = files_of(good())
    twice = with_member(tmp_path / "a.zip", files, zipfile.ZipInfo("Phones.csv"), b"")
    assert faults(twice) == [("Phones.csv", 0, "", FaultKind.TWICE)]
    content = bytearray(zip_of(tmp_path / "b.zip", files).read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    (tmp_path / "b.zip").write_bytes(content)
    assert faults(tmp_path / "b.zip")[0][3] is FaultKind.ENCRYPTED
    many = zip_of(tmp_path / "c.zip", files | {f"{number}.txt": b"" for number in range(3_000)})
    assert faults(many) == [("c.zip", 0, "", FaultKind.MANY_FILES)]
    (tmp_path / "d.zip").write_bytes(zip_of(tmp_path / "e.zip", files).read_bytes()[:-30])
    assert faults(tmp_path / "d.zip")[0][3] in (FaultKind.NOT_A_PACKAGE, FaultKind.DAMAGED)
    broken = bytearray((tmp_path / "e.zip").read_bytes())
    broken[60:90] = bytes(30)
    (tmp_path / "e.zip").write_bytes(broken)
    assert faults(tmp_path / "e.zip")[0][3] is FaultKind.DAMAGED


@pytest.mark.parametrize("portal", ["sqlite"], indirect=True)
def test_a_zip_that_grows_to_a_gigabyte_is_refused_in_little_memory(portal: Portal, tmp_path: Path) -> None:
    files = files_of(good())
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in files.items():
            if name != "phones.csv":
                archive.writestr(name, content)
        with archive.open("phones.csv", "w", force_zip64=True) as member:
            for _megabyte in range(1024):
                member.write(b"x" * 1024 * 1024)
    tracemalloc.start()
    found = faults(bomb)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [kind for _file, _line, _column, kind in found] == [FaultKind.TOO_LONG, FaultKind.GROWS]
    assert peak < 30_000_000


def test_a_row_with_the_id_of_another_entrys_row_is_refused(portal: Portal, tmp_path: Path) -> None:
    assert import_package(folder_of(tmp_path / "a", files_of(good())), THE_PORTAL).faults == []
    stranger = {"id": NOBODY, "name": "Invented: stranger", "description": "x"}
    service = {"id": SERVICE, "organization_id": NOBODY, "name": "x", "status": "active"}
    taken = {"organization": [stranger], "service": [service]}
    report = import_package(folder_of(tmp_path / "b", files_of(taken)), THE_PORTAL, country="NG")
    assert [(one.file, one.column, one.kind) for one in report.faults] == [("services.csv", "id", FaultKind.TAKEN_ID)]
    assert db.session.scalar(select(func.count()).select_from(Organization)) == 2
