"""Files in and out for 5,000 organisations, as ratios to the barest program that reads or writes the same rows."""

import csv
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bench.world import ORDER, fill
from portal.access import THE_PORTAL
from portal.app import create_app
from portal.config import ROOT, read_settings
from portal.db import db
from portal.migrations.records import METADATA
from portal.partners import exchange
from portal.partners.bundles import in_parts, load
from portal.partners.hsds.package_exchange import import_package
from portal.partners.hsds.package_writing import write_folder, zipped

NUMBER, SEED = 5_000, 1
#: What each figure may be at most (issue 3).
MOST = {"import": 20.0, "second import": 1.0, "export": 3.0, "first byte ms": 50.0}
LEEWAY = 1.1  # two runs of the same program differ by so much on a busy machine
Figures = dict[str, float]


def main() -> int:
    """Measure, print a table and write bench/exchange.json. Returns 1 when a figure is missed, else 0."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        full = _app(folder / "full.sqlite")
        with full.app_context():
            fill(db.engine, NUMBER, SEED)
            figures = {"csv": _export_csv(folder), "package": _export_package(folder)}
            _tables_as_files(folder / "tables")
        figures["csv"] |= _imports(folder / "csv.sqlite", lambda: _import_csv(folder / "out.csv"))
        figures["package"] |= _imports(folder / "package.sqlite", lambda: _import_package(folder / "out"))
        # One row of our CSV is some fifteen rows of the tables: the bare program reads those.
        bare = {"csv": sorted((folder / "tables").glob("*.csv")), "package": sorted((folder / "out").glob("*.csv"))}
        for form, told in figures.items():
            told["bare"] = min(_timed(lambda form=form: _bare(folder, bare[form])) for _time in range(3))  # type: ignore[misc]
            told["import"] = told.pop("first import") / told["bare"]
    return _print(figures)


def _app(file: Path) -> Any:
    url = f"sqlite:///{file}"
    settings = {"PORTAL_MODE": "demonstration", "PORTAL_DATABASE_URL": url}
    command = [str(Path(sys.executable).parent / "alembic"), "upgrade", "head"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **settings}, check=True, stdout=subprocess.DEVNULL)
    return create_app(read_settings(settings))


def _timed(act: Callable[[], object]) -> float:
    """Seconds of processor time, which a busy neighbour does not change."""
    began = time.process_time()
    act()
    return time.process_time() - began


def _export_csv(folder: Path) -> Figures:
    ids = exchange.ids_for(THE_PORTAL)
    taken = min(_timed(lambda: (folder / "out.csv").write_bytes(b"".join(exchange.written_out(ids)))) for _ in range(2))
    return {"export": taken / _dump(ids), "first byte ms": _first_byte(exchange.written_out(ids))}


def _export_package(folder: Path) -> Figures:
    ids = exchange.ids_for(THE_PORTAL)
    write_folder(folder / "out", ids)
    taken = min(_timed(lambda: [None for _piece in zipped(ids)]) for _time in range(2))
    return {"export": taken / _dump(ids), "first byte ms": _first_byte(zipped(ids))}


def _dump(ids: list[UUID]) -> float:
    """Reading the same entries and dumping them as JSON, an entry at a time."""

    def dump() -> None:
        for part in in_parts(ids):
            for bundle in load(part, history=True).values():
                json.dumps(bundle, default=str)

    return min(_timed(dump) for _time in range(2))


def _first_byte(pieces: Iterable[bytes]) -> float:
    began = time.perf_counter()
    next(iter(pieces))
    return (time.perf_counter() - began) * 1000


def _imports(file: Path, act: Callable[[], None]) -> Figures:
    with _app(file).app_context():
        first = _timed(act)
        second = min(_timed(act) for _time in range(2))
        db.engine.dispose()
    return {"first import": first, "second import": second / first}


def _import_csv(file: Path) -> None:
    with file.open("rb") as stream:
        assert not exchange.import_partners(stream, THE_PORTAL).faults


def _import_package(folder: Path) -> None:
    assert not import_package(folder, THE_PORTAL).faults


def _tables_as_files(folder: Path) -> None:
    folder.mkdir()
    for name in ORDER:
        found = db.session.execute(select(METADATA.tables[name]))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(found.keys())
            writer.writerows(found)


def _bare(folder: Path, files: list[Path]) -> None:
    """The same rows into a bare SQLite: a table a file, every column text, one act."""
    place = folder / "bare.sqlite"
    place.unlink(missing_ok=True)
    connection = sqlite3.connect(place)
    for number, file in enumerate(files):
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream)
            columns = next(reader)
            connection.execute(f"CREATE TABLE t{number} ({', '.join(chr(34) + name + chr(34) for name in columns)})")
            connection.executemany(f"INSERT INTO t{number} VALUES ({', '.join('?' * len(columns))})", reader)
    connection.commit()
    connection.close()


def _print(figures: dict[str, Figures]) -> int:
    print(f"{'files of ' + format(NUMBER, ',') + ' organisations':32} {'csv':>8} {'package':>8} {'at most':>8}")
    missed = 0
    for name, most in MOST.items():
        values = [told[name] for told in figures.values()]
        leeway = LEEWAY if name == "second import" else 1
        mark = "" if all(value <= most * leeway for value in values) else "  missed"
        missed += bool(mark)
        print(f"{name:32} {values[0]:8.2f} {values[1]:8.2f} {most:8}{mark}")
    told = {form: {name: round(value, 3) for name, value in of.items()} for form, of in figures.items()}
    (ROOT / "bench" / "exchange.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
