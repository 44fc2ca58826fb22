"""Builders of data packages: a small good one of invented organisations, as files that a test then breaks."""

import csv
import io
import json
import zipfile
from pathlib import Path

from portal.partners.hsds.package_tables import DESCRIPTOR, TABLES

A, B = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
SERVICE, PLACE = "33333333-3333-4333-8333-333333333333", "44444444-4444-4444-8444-444444444444"
ADDRESS, PHONE = "55555555-5555-4555-8555-555555555555", "66666666-6666-4666-8666-666666666666"
GRANT = "77777777-7777-4777-8777-777777777777"
Files = dict[str, bytes]


def good(**changes: list[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    """Two organisations, one below the other, in Nigeria; `changes` replace whole tables."""
    tables = {
        "organization": [
            {"id": A, "name": "Invented: Ẹ̀kọ́ House", "description": "Invented.", "tax_id": "77"},
            {"id": B, "name": "Invented: Branch", "description": "Invented.", "parent_organization_id": A},
        ],
        "service": [
            {"id": SERVICE, "organization_id": A, "name": "Meeting people", "status": "active", "fees": "none"}
        ],
        "location": [
            {"id": PLACE, "organization_id": A, "location_type": "physical"},
            {"id": PLACE.replace("4444-8", "4445-8"), "organization_id": B, "location_type": "postal"},
        ],
        "address": [_address(ADDRESS, PLACE), _address(ADDRESS[:-1] + "6", PLACE.replace("4444-8", "4445-8"))],
        "phone": [{"id": PHONE, "organization_id": A, "number": "+2348012345678", "extension": "5"}],
        "funding": [{"id": GRANT, "organization_id": A, "source": "An invented fund"}],
    }
    return tables | changes


def _address(key: str, place: str) -> dict[str, str]:
    where = {"address_1": "Invented Road 1", "city": "Benin City", "state_province": "Edo", "postal_code": "300001"}
    return {"id": key, "location_id": place, "country": "NG", "address_type": "physical", **where}


def files_of(tables: dict[str, list[dict[str, str]]]) -> Files:
    """The files of a package with these tables and its description."""
    files = {TABLES[name].file: _csv(rows, TABLES[name].names) for name, rows in tables.items()}
    return files | {DESCRIPTOR: described(tables)}


def described(tables: dict[str, list[dict[str, str]]]) -> bytes:
    """The datapackage.json that names these tables."""
    named = [{"name": name, "path": TABLES[name].file} for name in tables]
    return json.dumps({"version": "3.0.0", "resources": named}).encode()


def _csv(rows: list[dict[str, str]], names: tuple[str, ...]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, names, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def folder_of(place: Path, files: Files) -> Path:
    """The files in a folder."""
    place.mkdir()
    for name, content in files.items():
        (place / name).write_bytes(content)
    return place


def zip_of(place: Path, files: Files) -> Path:
    """The files in a zip."""
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return place


def content_of(folder: Path) -> dict[str, list[tuple[str, ...]]]:
    """The rows of each file of a folder, in a fixed order."""
    return {
        one.name: sorted(tuple(row) for row in csv.reader(io.StringIO(one.read_text(encoding="utf-8"), newline="")))
        for one in folder.glob("*.csv")
    }
