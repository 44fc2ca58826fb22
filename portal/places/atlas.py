"""The gazetteer's file: opened to read only, one connection a thread, never taken into memory as a whole."""

import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parent / "data" / "gazetteer.sqlite"
PARTS_OF_A_DEGREE = 100_000
COLUMNS = "id, place.name, country, latitude, longitude, population, zone.name"
FROM = "place JOIN zone ON zone.number = place.zone"
_open = threading.local()


@dataclass(frozen=True, slots=True)
class Place:
    """A town of GeoNames.

    `id` is GeoNames' own number, `country` an ISO 3166-1 alpha-2 code, the position is in degrees (WGS 84), the time
    zone an IANA name; `population` is GeoNames' figure and may be 0 for a small capital.
    """

    id: int
    name: str
    country: str
    latitude: float
    longitude: float
    population: int
    time_zone: str


def ask(question: str, *values: str | int) -> list[tuple[str | int, ...]]:
    """The rows that answer a question to the file."""
    connection: sqlite3.Connection | None = getattr(_open, "connection", None)
    if connection is None:
        address = f"{FILE.as_uri()}?mode=ro&immutable=1"
        connection = _open.connection = sqlite3.connect(address, uri=True)
    return connection.execute(question, values).fetchall()


def places(condition: str, *values: str | int) -> list[Place]:
    """The places that meet a condition (what stands behind WHERE, our own words), in its order."""
    return [_place(row) for row in ask(f"SELECT {COLUMNS} FROM {FROM} WHERE {condition}", *values)]  # noqa: S608


def among(countries: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The condition that a place is in one of some countries (all when none is named), and its values."""
    if not countries:
        return "1", ()
    return f"country IN ({', '.join('?' * len(countries))})", tuple(countries)


def _place(row: tuple[str | int, ...]) -> Place:
    number, name, country, latitude, longitude, population, zone = row
    position = int(latitude) / PARTS_OF_A_DEGREE, int(longitude) / PARTS_OF_A_DEGREE
    return Place(int(number), str(name), str(country), *position, int(population), str(zone))
