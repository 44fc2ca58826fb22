"""How far two positions are apart: exact on the ellipsoid for what is shown, on the sphere for ranking."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from math import asin, atan, cos, degrees, inf, pi, radians, sin, sqrt, tan
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from geopy.distance import geodesic

RADIUS = 6371.0088  # kilometres, the mean radius of the earth (IUGG)
EQUATOR, FLATTENING = 6378.137, 1 / 298.257223563  # kilometres; WGS 84
# The way on the sphere and the one on the ellipsoid differ by at most 0.57 %.
OFF = 0.006
# With Andoyer's and Lambert's correction they differ by so much up to so far around the earth (measured; then doubled).
CORRECTED = ((radians(110), 0.000005), (radians(175), 0.00012))
# Distances are compared to the millimetre: below that they are noise of the arithmetic.
DECIMALS = 6
POLE, HALF_TURN, FULL_TURN = 90.0, 180.0, 360.0
HAIR = 1e-7  # degrees, about a centimetre

Position = tuple[float, float]  # latitude and longitude in degrees (WGS 84)


class Sortable(Protocol):
    """A key that can be put in order."""

    def __lt__(self, other: Any, /) -> bool:
        """Whether it comes before another."""


K = TypeVar("K", bound=Sortable)


class Box(NamedTuple):
    """A part of the world in degrees: from south to north, and from west to east without crossing 180 degrees."""

    south: float
    north: float
    west: float
    east: float


@dataclass(frozen=True, slots=True)
class Near(Generic[K]):
    """A candidate's key and how far it is, in kilometres on the ellipsoid."""

    key: K
    kilometres: float


def kilometres(a: Position, b: Position) -> float:
    """The shortest way between two positions on the WGS 84 ellipsoid, in kilometres; takes about 80 microseconds."""
    return float(_measure_of(geodesic)(a, b))


@cache
def _measure_of(kind: type[geodesic]) -> Callable[[Position, Position], float]:
    """The measuring of geopy's distance, made ready once: that takes as long as measuring."""
    measure: Callable[[Position, Position], float] = kind().measure
    return measure


def roughly(a: Position, b: Position) -> float:
    """The way between two positions on a sphere (haversine), in kilometres: within 0.6 % of the true one."""
    return 2 * RADIUS * asin(sqrt(_haversine(radians(a[0]), radians(b[0]), radians(b[1] - a[1]))))


def unit_vector(latitude: float, longitude: float) -> tuple[float, float, float]:
    """The direction from the middle of the earth: the nearer two positions, the larger the product of their vectors."""
    north, east = radians(latitude), radians(longitude)
    return cos(north) * cos(east), cos(north) * sin(east), sin(north)


def smallest_product(kilometres: float) -> float:
    """What the product of two unit vectors surely reaches when their positions are within so many kilometres."""
    return cos(min(pi, _angle(kilometres))) - 1e-12


def boxes(latitude: float, longitude: float, kilometres: float) -> list[Box]:
    """One or two boxes that surely hold every position within so many kilometres.

    Two where the circle crosses 180 degrees of longitude; from -180 to 180 where it reaches a pole.
    """
    angle = _angle(kilometres)
    reach = degrees(angle) + HAIR
    south, north = latitude - reach, latitude + reach
    if south <= -POLE or north >= POLE:
        return [Box(max(south, -POLE), min(north, POLE), -HALF_TURN, HALF_TURN)]
    wide = degrees(asin(min(1.0, sin(angle) / cos(radians(latitude))))) + HAIR
    west, east = longitude - wide, longitude + wide
    if west < -HALF_TURN:
        return [Box(south, north, west + FULL_TURN, HALF_TURN), Box(south, north, -HALF_TURN, east)]
    if east > HALF_TURN:
        return [Box(south, north, west, HALF_TURN), Box(south, north, -HALF_TURN, east - FULL_TURN)]
    return [Box(south, north, west, east)]


def nearest(
    origin: Position, candidates: Iterable[tuple[K, float, float]], most: int = 20, geodesics: int = 40
) -> list[Near[K]]:
    """The nearest candidates (key, latitude, longitude) in the order of their true distance, equal ones by key.

    At most `geodesics` exact distances are worked out (never fewer than are shown), one for each position. The order
    is the exact one unless more positions than that are equally far to some millionths of the way.
    """
    keys: dict[Position, list[K]] = {}
    for key, latitude, longitude in candidates:
        keys.setdefault((latitude, longitude), []).append(key)
    for listed in keys.values():
        listed.sort()
    chosen = _contenders(origin, keys, most)[: max(geodesics, most)]
    exact = [(round(kilometres(origin, position), DECIMALS), keys[position]) for position in chosen]
    ordered = sorted((distance, key) for distance, listed in exact for key in listed[:most])
    return [Near(key, distance) for distance, key in ordered[:most]]


def _angle(kilometres: float) -> float:
    """The angle at the middle of the earth that surely holds a way of this length, in radians."""
    return max(0.0, kilometres) * (1 + OFF) / RADIUS


def _haversine(north: float, other_north: float, east: float) -> float:
    """The square of the sine of half the angle between two directions, all in radians."""
    return min(1.0, sin((other_north - north) / 2) ** 2 + cos(north) * cos(other_north) * sin(east / 2) ** 2)


class _Guess(NamedTuple):
    """How far a position is, as far as one knows without the exact calculation: between least and most kilometres."""

    most: float
    least: float
    guess: float
    position: Position


def _contenders(origin: Position, keys: dict[Position, list[K]], most: int) -> list[Position]:
    """The positions that may be among the nearest, the likeliest first: sifted on the sphere, then corrected."""
    on_sphere = (_sphere_guess(roughly(origin, position), position) for position in keys)
    closer = [_corrected_guess(origin, one.position) for one in _may_win(on_sphere, keys, most)]
    likely = [(round(one.guess, DECIMALS), keys[one.position][0], one.position) for one in _may_win(closer, keys, most)]
    return [position for _, _, position in sorted(likely)]


def _may_win(guesses: Iterable[_Guess], keys: dict[Position, list[K]], most: int) -> list[_Guess]:
    """Those that are not surely farther than the nearest `most` keys."""
    ordered, limit, counted = sorted(guesses), -inf, 0
    for one in ordered:
        if counted >= most:
            break
        limit, counted = one.most, counted + len(keys[one.position])
    return [one for one in ordered if one.least <= limit + 10**-DECIMALS]


def _sphere_guess(way: float, position: Position) -> _Guess:
    return _Guess(way * (1 + OFF), way * (1 - OFF), way, position)


def _corrected_guess(origin: Position, position: Position) -> _Guess:
    """The way on the sphere of reduced latitudes with Andoyer's and Lambert's correction for the flattening.

    https://en.wikipedia.org/wiki/Geographical_distance#Lambert's_formula_for_long_lines
    """
    north, other = (atan((1 - FLATTENING) * tan(radians(side))) for side in (origin[0], position[0]))
    square = _haversine(north, other, radians(position[1] - origin[1]))
    angle = 2 * asin(sqrt(square))
    off = next((off for until, off in CORRECTED if angle <= until), None)
    if off is None or square == 0:
        return _sphere_guess(roughly(origin, position), position)
    middle, half = (north + other) / 2, (other - north) / 2
    across = (angle - sin(angle)) * (sin(middle) * cos(half)) ** 2 / (1 - square)
    along = (angle + sin(angle)) * (cos(middle) * sin(half)) ** 2 / square
    way = EQUATOR * (angle - FLATTENING / 2 * (across + along))
    return _Guess(way * (1 + off), way * (1 - off), way, position)
