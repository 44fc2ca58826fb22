"""Files in and out, as ratios to the barest program that reads or writes the same rows (bench/exchange_bare.py).

Export, our CSV and the zipped package alike, is compared with plain core selects of the same tables (the columns that
a file tells, whole tables at once), nested by entry and dumped as JSON an entry at a time; and, told beside it, with
the same over the database driver's own rows, which makes no UUID, date or code of them.

Import is compared with a program that reads the same file from disk with csv.reader and inserts the same rows with
executemany into a bare SQLite without indexes, checking nothing: for our CSV it takes the cells apart into the ten
tables' rows, some fifteen an entry; for a package it fills a table a file. Told beside it for our CSV: the file into
one table of text as it stands, a row an entry.

Figures are medians of rounds in which both sides take turns. Times are of this process's processor, which a busy
neighbour hardly changes; over PostgreSQL they are the clock's on both sides, as another process works too.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from bench import servers
from bench.exchange_bare import TOLD, dump_by_core, dump_by_driver, read_as_tables, read_as_they_are
from portal.access import THE_PORTAL
from portal.app import create_app
from portal.config import ROOT, read_settings
from portal.db import db
from portal.migrations.records import METADATA
from portal.partners import exchange
from portal.partners.hsds.package_exchange import import_package
from portal.partners.hsds.package_writing import write_folder, zipped
from portal.partners.reading import MOST_ROWS

NUMBER, ROUNDS = 5_000, 3
RESULT = ROOT / "bench" / "exchange.json"
#: What each figure may be at most (issue 3).
MOST = {"import": 20.0, "second import": 1.0, "export": 3.0, "first byte ms": 50.0}
LEEWAY = 1.1  # two runs of the same program differ by so much on a busy machine
#: Told without a limit.
BESIDE = ("import, to one table", "export, to the driver's rows")
Figures = dict[str, float]
Round = dict[str, float]


def main(number: int = NUMBER, database: str = "sqlite", rounds: int = ROUNDS) -> int:
    """Measure, print a table and write bench/exchange.json. Returns 1 when a figure is missed, else 0."""
    told = measure(number, database, rounds)
    if (number, database) == (NUMBER, "sqlite"):
        RESULT.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return _print(told, f"{number:,} organisations, {database}")


def measure(number: int, database: str, rounds: int) -> dict[str, Figures]:
    """The figures of both forms (csv, package), by name."""
    clock = time.process_time if database == "sqlite" else time.perf_counter
    with tempfile.TemporaryDirectory() as name, servers.database(database) as url:
        folder = Path(name)
        servers.migrate(url)
        servers.grow(url, number)
        with _app(url).app_context():
            told = _exports(folder, rounds, clock)
            db.session.rollback()
            db.engine.dispose()
        if number <= MOST_ROWS:
            for form, figures in _imports(folder, url, rounds, clock).items():
                told[form] |= figures
    return {form: {name: round(value, 3) for name, value in figures.items()} for form, figures in told.items()}


def _app(url: str) -> Any:
    return create_app(read_settings({**os.environ, **servers.portal_settings(url)}))


def _exports(folder: Path, rounds: int, clock: Callable[[], float]) -> dict[str, Figures]:
    """Leaves `out.csv` and the package `out` in the folder."""
    ids = exchange.ids_for(THE_PORTAL)
    write_folder(folder / "out", ids)
    forms: dict[str, Callable[[list[UUID]], Iterable[bytes]]] = {"csv": exchange.written_out, "package": zipped}
    found: dict[str, list[Figures]] = {form: [] for form in forms}
    for _round in range(rounds):
        core, driver = _timed(dump_by_core, clock), _timed(dump_by_driver, clock)
        for form, write in forms.items():
            taken = _timed(lambda form=form, write=write: _write(folder / f"out.{form}", write(ids)), clock)  # type: ignore[misc]
            figures = {"export": taken / core, "export, to the driver's rows": taken / driver}
            found[form].append(figures | {"export seconds": taken, "first byte ms": _first_byte(write(ids))})
    return {form: _medians(all_rounds) for form, all_rounds in found.items()}


def _write(file: Path, pieces: Iterable[bytes]) -> None:
    with file.open("wb") as stream:
        stream.writelines(pieces)


def _first_byte(pieces: Iterable[bytes]) -> float:
    began = time.perf_counter()
    next(iter(pieces))
    return (time.perf_counter() - began) * 1000


def _imports(folder: Path, url: str, rounds: int, clock: Callable[[], float]) -> dict[str, Figures]:
    found: dict[str, list[Figures]] = {"csv": [], "package": []}
    for _round in range(rounds):
        found["csv"].append(_import_of_csv(folder, url, clock))
        found["package"].append(_import_of_package(folder, url, clock))
    return {form: _medians(all_rounds) for form, all_rounds in found.items()}


def _import_of_csv(folder: Path, url: str, clock: Callable[[], float]) -> Figures:
    sheet, bare = folder / "out.csv", folder / "bare.sqlite"
    counted = _import(folder, url, lambda: _import_csv(sheet), clock)
    made: dict[str, int] = {}
    rows = _timed(lambda: made.update(read_as_tables(bare, sheet)), clock)
    _check_rows(made, counted)
    table = _timed(lambda: read_as_they_are(bare, [sheet]), clock)
    first = counted["import seconds"]
    told = {"import seconds": first, "second import": counted["second import"]}
    return told | {"import": first / rows, "import, to one table": first / table}


def _import_of_package(folder: Path, url: str, clock: Callable[[], float]) -> Figures:
    package = folder / "out"
    files = sorted(package.glob("*.csv"))
    counted = _import(folder, url, lambda: _import_package(package), clock)
    rows = _timed(lambda: read_as_they_are(folder / "bare.sqlite", files), clock)
    first = counted["import seconds"]
    return {"import seconds": first, "second import": counted["second import"], "import": first / rows}


def _import(folder: Path, url: str, act: Callable[[], None], clock: Callable[[], float]) -> Figures:
    """Two times into an empty directory; with the number of rows of each table afterwards."""
    with _emptied(folder, url).app_context():
        first = _timed(act, clock)
        second = _timed(act, clock)
        counted = {name: float(_count(name)) for name in TOLD}
        db.session.rollback()
        db.engine.dispose()
    return {"import seconds": first, "second import": second / first, **counted}


def _emptied(folder: Path, url: str) -> Any:
    if url.startswith("sqlite"):
        empty, fresh = folder / "empty.sqlite", folder / "fresh.sqlite"
        if not empty.exists():
            servers.migrate(f"sqlite:///{empty}")
        for left in folder.glob("fresh.sqlite*"):
            left.unlink()
        shutil.copyfile(empty, fresh)
        return _app(f"sqlite:///{fresh}")
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("TRUNCATE organization, kept_row CASCADE"))
    engine.dispose()
    return _app(url)


def _count(name: str) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(METADATA.tables[name])) or 0


def _check_rows(bare: dict[str, int], counted: Figures) -> None:
    """Raises SystemExit where the bare program did not make as many rows as the portal."""
    differ = {name: (rows, counted[name]) for name, rows in bare.items() if rows != counted[name]}
    if differ:
        raise SystemExit(f"The bare program makes other rows: {differ}")


def _import_csv(file: Path) -> None:
    with file.open("rb") as stream:
        assert not exchange.import_partners(stream, THE_PORTAL).faults


def _import_package(folder: Path) -> None:
    assert not import_package(folder, THE_PORTAL).faults


def _timed(act: Callable[[], object], clock: Callable[[], float]) -> float:
    """Seconds."""
    began = clock()
    act()
    return clock() - began


def _medians(rounds: list[Round]) -> Figures:
    return {name: median(one[name] for one in rounds) for name in rounds[0]}


def _print(told: dict[str, Figures], world: str) -> int:
    print(f"{world:36} {'csv':>8} {'package':>8} {'at most':>8}")
    missed = 0
    for name in (*MOST, *BESIDE, "import seconds", "export seconds"):
        values = [told[form].get(name) for form in ("csv", "package")]
        most = MOST.get(name)
        too_much = most is not None and any(
            value is not None and value > most * (LEEWAY if name == "second import" else 1) for value in values
        )
        missed += too_much
        shown = " ".join("       -" if value is None else f"{value:8.2f}" for value in values)
        print(f"{name:36} {shown} {'' if most is None else most:>8}{'  missed' if too_much else ''}")
    return int(missed > 0)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.exchange")
    parser.add_argument("--organisations", type=int, default=NUMBER)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    return parser.parse_args()


if __name__ == "__main__":
    given = _asked()
    sys.exit(main(given.organisations, given.database, given.rounds))
