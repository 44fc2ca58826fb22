"""Makes portal/places/data/world.json: the countries' outlines, small enough to stand in a page.

The outlines are Natural Earth's at 1:110 million (public domain), as the npm package world-atlas 2.0.2 carries them:
npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz && python -m tools.world_map package/countries-110m.json
"""

import gzip
import json
import sys
from itertools import pairwise
from math import asin, cos, pi, radians, sin, sqrt
from pathlib import Path

from babel.core import get_global

from portal.places import countries
from portal.places.gazetteer import capital, largest, town
from tools.outlines import Point, Ring, Topology, area, cut, holds

TARGET = Path(__file__).resolve().parent.parent / "portal" / "places" / "data" / "world.json"
WIDTH = 1000
# The map is cut where it cuts least land: in the Bering Strait, not through Russia and Fiji.
MIDDLE = 11.0  # degrees east
# Left out: there is nobody to return to.
EMPTY = ("AQ", "TF")
# Parts that the source draws apart, and to whom they belong by Denmark's and the United Nations' view.
PARTS = {"N. Cyprus": "CY", "Somaliland": "SO", "Kosovo": "XK"}
# Where the mark stands for a country whose capital is disputed: where Denmark's mission is.
MISSIONS = {"PS": "Ramallah"}
SIMFEROPOL = (34.1, 44.95)  # Crimea, which the source draws with Russia, is Ukraine
SMALLEST_ISLAND, SMALLEST_TO_HIT = 3.0, 12.0  # square units of the map
SMALLEST_CORNER = 0.2  # square degrees
MARGIN = 2
EQUAL_EARTH = (1.340264, -0.081106, 0.000893, 0.003796)
UNITS = WIDTH / 2 / (2 * sqrt(3) * pi / (3 * EQUAL_EARTH[0]))
SOURCE = "outlines: Natural Earth 1:110m, version 4.1.0 (public domain); points: GeoNames (CC BY 4.0)"


def main(source: Path) -> None:
    """Write the file anew and say what is in it."""
    topology = Topology(json.loads(source.read_text(encoding="utf-8")), SMALLEST_CORNER)
    outlines = {code: _drawn(topology.rings(parts)) for code, parts in sorted(_parts(topology).items())}
    large = {code for code, rings in outlines.items() if sum(abs(area(ring)) for ring in rings) > SMALLEST_TO_HIT}
    seats = {code: seat for code in countries.codes() if code not in large and (seat := _seat(code))}
    corners = [*seats.values(), *(point for rings in outlines.values() for ring in rings for point in ring)]
    left, top = (min(sides) - MARGIN for sides in zip(*corners, strict=True))
    right, low = (max(sides) + MARGIN for sides in zip(*corners, strict=True))
    shapes = {code: "".join(_path(ring, left, top) for ring in rings) for code, rings in outlines.items()}
    points = {code: (x - left, y - top) for code, (x, y) in seats.items()}
    whole = {"source": SOURCE, "width": right - left, "height": low - top, "shapes": shapes, "points": points}
    text = json.dumps(whole, separators=(",", ":"))
    TARGET.write_text(text + "\n", encoding="utf-8")
    missing = sorted(set(countries.codes()) - set(shapes) - set(points))
    print(
        f"{len(shapes)} outlines, {len(points)} points, {len(text)} bytes, packed {len(gzip.compress(text.encode()))}"
    )
    print(f"without either: {missing}")


def _parts(topology: Topology) -> dict[str, list[list[int]]]:
    """The rings of arcs of each country, by its ISO code."""
    parts: dict[str, list[list[int]]] = {}
    for number, name, rings in topology.countries():
        code = PARTS.get(name) or get_global("territory_aliases")[number][0]
        for ring in rings:
            owner = "UA" if code == "RU" and holds(topology.line(ring), SIMFEROPOL) and len(ring) < 5 else code
            parts.setdefault(owner, []).append(ring)
    return {code: rings for code, rings in parts.items() if code not in EMPTY}


def _drawn(rings: list[Ring]) -> list[list[tuple[int, int]]]:
    """Rings of degrees as whole units of the map; islands too small to be seen are left out, never the last one."""
    pieces = [piece for ring in rings for piece in cut([(east - MIDDLE, north) for east, north in ring])]
    drawn = sorted(([_project(point) for point in piece] for piece in pieces), key=lambda ring: -abs(area(ring)))
    return [ring for number, ring in enumerate(drawn) if number == 0 or abs(area(ring)) >= SMALLEST_ISLAND]


def _seat(code: str) -> tuple[int, int] | None:
    """Where a country's capital lies on the map; its largest town where it has none."""
    seat = town(MISSIONS.get(code, ""), code) or capital(code) or largest(code)
    return _project(((seat.longitude - MIDDLE + 180) % 360 - 180, seat.latitude)) if seat else None


def _project(point: Point) -> tuple[int, int]:
    """Whole units east and south of the map's middle, by Equal Earth (Šavrič, Patterson, Jenny 2018)."""
    first, second, third, fourth = EQUAL_EARTH
    turn = asin(sqrt(3) / 2 * sin(radians(point[1])))
    slope = 9 * fourth * turn**8 + 7 * third * turn**6 + 3 * second * turn**2 + first
    east = 2 * sqrt(3) * radians(point[0]) * cos(turn) / (3 * slope)
    north = fourth * turn**9 + third * turn**7 + second * turn**3 + first * turn
    return round(east * UNITS), round(-north * UNITS)


def _path(ring: list[tuple[int, int]], left: int, top: int) -> str:
    """A ring as an SVG path: where it begins, then steps."""
    corners = [point for point, before in zip(ring, [*ring[-1:], *ring], strict=False) if point != before]
    start, steps = corners[0], pairwise(corners)
    walked = "".join(f"{_number(x - a)}{_number(y - b)}" for (a, b), (x, y) in steps)
    return f"M{start[0] - left} {start[1] - top}l{walked.lstrip()}z"


def _number(step: int) -> str:
    return str(step) if step < 0 else f" {step}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
