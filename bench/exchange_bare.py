"""The barest programs that write the directory as JSON, or read its files into a bare SQLite: see bench/exchange.py."""

import csv
import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from portal.db import db
from portal.migrations.records import METADATA
from portal.partners.row_bundles import TABLES
from portal.partners.row_lines import FIELDS
from portal.partners.rows import COLUMNS, FACTS

Line = dict[str, Any]
OWN, GROUPS = "organization_id", "service_population"
#: Table -> the columns of it that a file tells.
TOLD: dict[str, list[str]] = {
    "organization": ["id", *FACTS.values()],
    **{
        TABLES.get(name, "reception_profile"): [OWN, *(one.column for one in fields)] for name, fields in FIELDS.items()
    },
    "language": [OWN, "code"],
    GROUPS: ["service_id", "population"],
    "entry_change": [OWN, "field_name", "previous_value", "replacement_value", "updated_by", "at"],
}
for _name, _columns in TOLD.items():
    # `groups` and `contact` are other tables' rows; all but these and the profile have an id.
    _there = METADATA.tables[_name].c
    TOLD[_name] = list(dict.fromkeys(one for one in ["id", *_columns] if one in _there))
TOLD["phone"].append("contact_id")


def dump_by_core() -> int:
    """Plain core selects of the tables, nested by entry, dumped an entry at a time; gives how many signs that is."""
    connection = db.session.connection()

    def rows(name: str) -> Iterator[Line]:
        columns = METADATA.tables[name].c
        found = connection.execute(select(*(columns[one] for one in TOLD[name])))
        return (dict(row) for row in found.mappings())

    return _dumped(rows)


def dump_by_driver() -> int:
    """The same with the driver's own rows, whose ids and days are text or the driver's objects."""
    connection = db.session.connection()

    def rows(name: str) -> Iterator[Line]:
        names = TOLD[name]
        found = connection.exec_driver_sql(f"SELECT {', '.join(names)} FROM {name}")
        return (dict(zip(names, row, strict=True)) for row in found.fetchall())

    return _dumped(rows)


def _dumped(rows: Callable[[str], Iterator[Line]]) -> int:
    kinds = [name for name in TOLD if name not in ("organization", GROUPS)]
    entries = {row["id"]: row | {name: [] for name in kinds} for row in rows("organization")}
    services: dict[Any, Line] = {}
    for name in kinds:
        for row in rows(name):
            entries[row[OWN]][name].append(row)
            if name == "service":
                services[row["id"]] = row
                row["populations"] = []
    for row in rows(GROUPS):
        services[row["service_id"]]["populations"].append(row["population"])
    return sum(len(json.dumps(entry, default=str)) for entry in entries.values())


def read_as_tables(place: Path, file: Path) -> dict[str, int]:
    """Our CSV into a bare SQLite: cells taken apart, a row a line of the entry; gives how many rows a table got.

    No cell is checked, no index is kept, nothing is looked up.
    """
    made: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    with file.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream)
        header = next(reader)
        for cells in reader:
            _take_apart(dict(zip(header, cells, strict=True)), made)
    connection = _empty(place)
    for name, rows in made.items():
        connection.execute(f"CREATE TABLE {name} ({', '.join(f'c{at}' for at in range(len(rows[0])))})")
        connection.executemany(f"INSERT INTO {name} VALUES ({_marks(len(rows[0]))})", rows)
    connection.commit()
    connection.close()
    return {name: len(rows) for name, rows in made.items()}


FACT_COLUMNS = [name for name in COLUMNS if name in FACTS]
_FIELD_NAMES = {name: [field.name for field in fields] for name, fields in FIELDS.items()}


def _take_apart(row: dict[str, str], made: dict[str, list[tuple[Any, ...]]]) -> None:
    own = row["id"]
    made["organization"].append((own, *(row[name] for name in FACT_COLUMNS)))
    made["language"].extend((uuid4().hex, own, code) for code in row["languages"].split("|") if code)
    for name, fields in _FIELD_NAMES.items():
        for text in row[name].split("\n") if row[name] else ():
            said = dict(part.split("=", 1) for part in text.split("; ")) if text != "-" else {}
            made[TABLES.get(name, "reception_profile")].append(
                (key := uuid4().hex, own, *(said.get(field, "") for field in fields))
            )
            if name == "service_details":
                made[GROUPS].extend((key, group) for group in said.get("groups", "").split("|") if group)
    if not row["service_details"]:
        for kind in row["services"].split("|"):
            key = uuid4().hex
            made["service"].append((key, own, kind, *[""] * (len(_FIELD_NAMES["service_details"]) - 1)))
            made[GROUPS].extend((key, group) for group in row["groups"].split("|") if group)


def read_as_they_are(place: Path, files: Iterable[Path]) -> None:
    """Each CSV file into a table of its own with a column a cell, all text, no index, one act."""
    connection = _empty(place)
    for number, file in enumerate(files):
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream)
            width = len(next(reader))
            connection.execute(f"CREATE TABLE t{number} ({', '.join(f'c{at}' for at in range(width))})")
            connection.executemany(f"INSERT INTO t{number} VALUES ({_marks(width)})", reader)
    connection.commit()
    connection.close()


def _empty(place: Path) -> sqlite3.Connection:
    place.unlink(missing_ok=True)
    return sqlite3.connect(place)


def _marks(number: int) -> str:
    return ", ".join("?" * number)
