"""The map: every country is on it, nothing runs across it, and it is light."""

import gzip
import re

import pytest

from portal.places import countries
from portal.places.map import VIEW_BOX, points, shapes

STEP = re.compile(r"-?\d+")
NOBODY_LIVES_THERE = {"AQ", "UM"}


def outlines(path: str) -> list[list[tuple[int, int]]]:
    """The rings of a path, as whole positions."""
    rings = []
    for part in path.removesuffix("z").split("z"):
        numbers = [int(step) for step in STEP.findall(part)]
        ring = [(numbers[0], numbers[1])]
        for east, south in zip(numbers[2::2], numbers[3::2], strict=True):
            ring.append((ring[-1][0] + east, ring[-1][1] + south))
        rings.append(ring)
    return rings


def test_every_country_has_a_shape_or_a_point() -> None:
    drawn = {shape.country for shape in shapes()} | set(points())
    assert set(countries.codes()) - drawn == NOBODY_LIVES_THERE
    assert len(shapes()) > 170
    assert {"SG", "MV", "BB", "MT", "HK"} <= set(points())


def test_all_of_it_lies_on_the_map() -> None:
    _, _, width, height = map(int, VIEW_BOX.split())
    corners = [corner for shape in shapes() for ring in outlines(shape.path) for corner in ring]
    assert all(0 < x < width and 0 < y < height for x, y in [*corners, *points().values()])


@pytest.mark.parametrize("country", ["RU", "FJ", "US", "NZ"])
def test_no_country_is_torn_across_the_map(country: str) -> None:
    (path,) = [shape.path for shape in shapes() if shape.country == country]
    for ring in outlines(path):
        steps = [abs(x - before) for (before, _), (x, _) in zip(ring, [*ring[1:], ring[0]], strict=True)]
        assert max(steps) < 150


def test_nigeria_lies_where_it_lies() -> None:
    """Benin City at 6.3 degrees north and 5.6 east is a little left of the middle, at 11 degrees east, and within."""
    (path,) = [shape.path for shape in shapes() if shape.country == "NG"]
    (ring,) = outlines(path)
    _, _, width, _ = map(int, VIEW_BOX.split())
    assert min(x for x, _ in ring) < width / 2 - 10 < max(x for x, _ in ring)


def test_the_whole_map_weighs_ten_kilobytes_at_most() -> None:
    drawn = "".join(f'<path d="{shape.path}"/>' for shape in shapes())
    drawn += "".join(f'<circle cx="{x}" cy="{y}" r="3"/>' for x, y in points().values())
    assert len(gzip.compress(drawn.encode())) < 10_000
