"""The shapes of the pictures, in whole numbers: bars as shares of the longest, a promise's line over years."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from portal.monitoring.indicators import Indicator

WIDTH, HEIGHT = 400, 170  # of a line's picture, in its own units
LEFT, RIGHT, TOP, BOTTOM = 30, 370, 26, 134  # where 0 and 100 per cent, the first and the last year stand


@dataclass(frozen=True)
class Bar:
    """One bar: how long in per cent of the longest, and its number. Nobody has no bar, few have a visible one."""

    n: int
    length: int


def bars(numbers: Sequence[int], longest: int | None = None) -> list[Bar]:
    """Bars of some numbers, as long as their share of the longest."""
    most = max(numbers, default=0) if longest is None else longest
    return [Bar(n, max(1, n * 100 // most) if n and most else 0) for n in numbers]


@dataclass(frozen=True)
class Point:
    """A year of a line; `y` is None where no share can be said. Entered years are drawn hollow."""

    year: int
    x: int
    y: int | None
    percent: int | None
    entered: bool


@dataclass(frozen=True)
class Line:
    """A promise over years: points, the strokes between neighbours that have a share, and where the target is."""

    points: list[Point]
    strokes: list[tuple[Point, Point]]
    target_y: int | None


def _height(percent: int) -> int:
    return BOTTOM - (BOTTOM - TOP) * percent // 100


def line(figures: Sequence[Indicator], years: Sequence[int]) -> Line:
    """The line of a promise; a year without a figure, or with too few people for a share, is a gap."""
    by_year = {figure.year: figure for figure in figures}
    step = (RIGHT - LEFT) // max(1, len(years) - 1)
    points = []
    for index, year in enumerate(years):
        figure = by_year.get(year)
        percent = figure.percent if figure is not None else None
        y = None if percent is None else _height(percent)
        points.append(Point(year, LEFT + index * step, y, percent, bool(figure and figure.source)))
    both = ((one, other) for one, other in pairwise(points))
    strokes = [(one, other) for one, other in both if one.y is not None and other.y is not None]
    target = figures[0].target if figures else None
    return Line(points, strokes, None if target is None else _height(target))
