"""The nearest 20 of 50,000: the portal's own question beside a bounding-box query in SQL.

The limit is held against one box that is wide enough for each of the fifty places, as a program needs that does not
know how far to look. Beside it stands, without a limit, the smallest box for each place: it knows the answer
beforehand, and takes less time than the twenty exact distances that are shown.
"""

import os
import random
import time
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any, cast

from geopy.distance import geodesic
from sqlalchemy import or_, select, text

from bench import servers
from bench.ratios import Ratio
from portal.access import Actor, Role
from portal.app import create_app
from portal.config import read_settings
from portal.db import db
from portal.partners import near
from portal.partners.listing import Wanted, conditions
from portal.partners.models import Organization
from portal.places import distance
from portal.places.distance import Position, boxes, roughly

SIZE, DATABASES, MOST, SEED = 50_000, ("sqlite", "postgresql"), 20, 11
SLOWER, MOST_GEODESICS = 3.0, 40
READER = Actor(id=None, role=Role.CASEWORKER)
#: The date line from both sides, the poles, and the other end of the earth.
ODD: tuple[Position, ...] = (
    (-17.0, 179.99),
    (-17.0, -179.99),
    (89.99, 10.0),
    (-89.99, 0.0),
    (0.0, 180.0),
    (52.0, -179.9),
)
Placed = tuple[Any, float, float]


def run(size: int = SIZE, databases: Sequence[str] = DATABASES, rounds: int = 5) -> Iterator[Ratio]:
    """Measure on each database, after the order was found to be that of brute force; gives the ratios."""
    for kind in databases:
        with servers.database(kind) as url:
            servers.migrate(url)
            print(f"nearest: {kind}, {size} entries made in {servers.grow(url, size):.0f} s", flush=True)
            yield from over(url, kind, size, rounds)


def over(url: str, kind: str, size: int, rounds: int) -> Iterator[Ratio]:
    """The ratios over one filled database."""
    app = create_app(read_settings({**os.environ, **servers.portal_settings(url)}))
    with app.app_context():
        listed = select(Organization.id, Organization.latitude, Organization.longitude)
        read = db.session.execute(listed.where(conditions(READER, Wanted())))
        rows = cast("list[Placed]", [tuple(row) for row in read])
        asked, most = origins(), 0
        for origin in asked:
            most = max(most, _as_brute_force(rows, origin))
        yield Ratio("nearest", "geodesic distances of a question", most, MOST_GEODESICS, None, kind, size)
        needed = [sorted(roughly(origin, (north, east)) for _, north, east in rows)[MOST - 1] for origin in asked]
        wide = [_box_query(origin, max(needed)) for origin in asked]
        least = [_box_query(origin, far) for origin, far in zip(asked, needed, strict=True)]
        yield Ratio("nearest", "time, to a box wide enough", _slower(wide, asked, rounds), SLOWER, None, kind, size)
        yield Ratio("nearest", "time, to the smallest box", _slower(least, asked, rounds), None, None, kind, size)
        db.engine.dispose()


def origins() -> list[Position]:
    """Fifty places, the same each time: the odd ones, then any."""
    chance = random.Random(SEED)
    anywhere = [(chance.uniform(-89.9, 89.9), chance.uniform(-180, 180)) for _ in range(50 - len(ODD))]
    return [*ODD, *anywhere]


def _as_brute_force(rows: list[Placed], origin: Position) -> int:
    """How many geodesic distances the portal worked out. Raises SystemExit where its order is not the true one."""
    counted, exact = 0, distance.geodesic

    class Counting(geodesic):  # type: ignore[misc, valid-type]
        """geopy's own, counted."""

        def measure(self, a: object, b: object) -> float:
            """The same distance."""
            nonlocal counted
            counted += 1
            return float(super().measure(a, b))

    distance.geodesic = Counting
    try:
        found = [(one.id, one.kilometres) for one in near.nearest_anyway(READER, Wanted(), origin, MOST)]
    finally:
        distance.geodesic = exact
    # Beyond 1.5 % of the twentieth on the sphere nothing can be nearer on the ellipsoid.
    ordered = sorted((roughly(origin, (north, east)), key, north, east) for key, north, east in rows)
    likely = [one for one in ordered if one[0] <= ordered[MOST - 1][0] * 1.015 + 0.001]
    true = sorted((round(geodesic(origin, (north, east)).kilometers, 6), key) for _, key, north, east in likely)[:MOST]
    if [key for key, _ in found] != [key for _, key in true]:
        raise SystemExit(f"The nearest of {origin} are not those of brute force.")
    return counted


def _slower(boxed: list[Any], asked: list[Position], rounds: int) -> float:
    """The portal's time to the box query's, asked in turn; the median of the rounds' medians."""
    ratios = []
    for _round in range(rounds + 1):
        mine, bare = [], []
        for origin, query in zip(asked, boxed, strict=True):
            mine.append(_time(lambda origin=origin: near.nearest_anyway(READER, Wanted(), origin, MOST)))
            bare.append(_time(lambda query=query: db.session.execute(query).all()))
        ratios.append(median(mine) / median(bare))
        print(f"nearest: portal {median(mine):.2f} ms, box query {median(bare):.2f} ms", flush=True)
    return median(ratios[1:])


def _box_query(origin: Position, far: float) -> Any:
    """The entries in the boxes that hold all within so many kilometres, under the reader's condition."""
    sides = [
        f"(latitude BETWEEN {box.south} AND {box.north} AND longitude BETWEEN {box.west} AND {box.east})"
        for box in boxes(*origin, far)
    ]
    seen = conditions(READER, Wanted())
    listed = select(Organization.id, Organization.latitude, Organization.longitude)
    return listed.where(or_(*(text(side) for side in sides)), seen)


def _time(ask: Any) -> float:
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000
