"""Distances, boxes and the nearest: the same as working out every single one."""

import cProfile
import pstats
from collections.abc import Callable
from math import cos

from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal.places import distance
from portal.places.distance import (
    Box,
    Near,
    Position,
    boxes,
    kilometres,
    nearest,
    roughly,
    smallest_product,
    unit_vector,
)

COPENHAGEN, BENIN_CITY, BANGKOK = (55.67594, 12.56553), (6.33815, 5.62575), (13.75398, 100.50144)
# Whole numbers make ties, poles and the date line likely.
latitudes = st.integers(-90, 90).map(float) | st.integers(-9_000_000, 9_000_000).map(lambda n: n / 100_000)
longitudes = st.integers(-180, 180).map(float) | st.integers(-18_000_000, 18_000_000).map(lambda n: n / 100_000)
positions = st.tuples(latitudes, longitudes)
reaches = st.floats(0, 21_000)


def close_to(position: tuple[float, float]) -> st.SearchStrategy[tuple[float, float]]:
    """Positions within some hundred kilometres, past the date line too."""
    north, east = position
    step = st.integers(-300_000, 300_000).map(lambda n: n / 100_000)
    return st.tuples(
        step.map(lambda n: max(-90.0, min(90.0, north + n))), step.map(lambda n: (east + n + 540) % 360 - 180)
    )


worlds = positions.flatmap(
    lambda origin: st.tuples(st.just(origin), st.lists(positions | close_to(origin), max_size=40))
)


def brute_force(origin: tuple[float, float], candidates: list[tuple[int, float, float]]) -> list[int]:
    return [key for _, key in sorted((round(kilometres(origin, (lat, lon)), 6), key) for key, lat, lon in candidates)]


def inside(box: Box, position: tuple[float, float]) -> bool:
    return box.south <= position[0] <= box.north and box.west <= position[1] <= box.east


def test_copenhagen_is_as_far_from_benin_city_and_bangkok_as_the_ellipsoid_says() -> None:
    assert round(kilometres(COPENHAGEN, BENIN_CITY)) == 5506
    assert round(kilometres(COPENHAGEN, BANGKOK)) == 8627


@given(positions, positions)
def test_the_rough_distance_is_within_six_thousandths_of_the_true_one(a: Position, b: Position) -> None:
    true = kilometres(a, b)
    assert abs(roughly(a, b) - true) <= true * distance.OFF + 1e-6


@given(positions, positions)
def test_the_way_there_is_as_long_as_the_way_back(a: Position, b: Position) -> None:
    assert abs(kilometres(a, b) - kilometres(b, a)) < 1e-6


@given(positions, positions)
@example((0.0, 179.9), (0.0, -179.9))
def test_a_box_surely_holds_all_that_is_within_reach(origin: Position, other: Position) -> None:
    found = boxes(*origin, kilometres(origin, other))
    assert 1 <= len(found) <= 2
    assert any(inside(box, other) for box in found)
    assert all(-90 <= box.south <= box.north <= 90 and -180 <= box.west <= box.east <= 180 for box in found)


def test_a_circle_over_the_date_line_is_two_boxes_and_one_around_a_pole_is_all_longitudes() -> None:
    east, west = boxes(-17.0, 179.9, 100)
    assert (east.east, west.west) == (180.0, -180.0)
    (polar,) = boxes(89.5, 12.0, 100)
    assert (polar.west, polar.east, polar.north) == (-180.0, 180.0, 90.0)


@given(positions, reaches)
def test_a_wider_circle_is_not_in_fewer_degrees(origin: Position, reach: float) -> None:
    def area(found: list[Box]) -> float:
        return sum((box.north - box.south) * (box.east - box.west) for box in found)

    assert area(boxes(*origin, reach)) <= area(boxes(*origin, reach + 100)) + 1e-6


@given(positions, positions)
def test_the_product_of_two_directions_is_the_larger_the_nearer_they_are(a: Position, b: Position) -> None:
    product = sum(one * other for one, other in zip(unit_vector(*a), unit_vector(*b), strict=True))
    assert abs(product - cos(roughly(a, b) / distance.RADIUS)) < 1e-9
    assert product >= smallest_product(kilometres(a, b))


@settings(deadline=None)
@given(worlds)
def test_the_nearest_are_in_the_order_that_working_out_every_distance_gives(
    world: tuple[Position, list[Position]],
) -> None:
    origin, others = world
    candidates = [(number, *other) for number, other in enumerate(others)]
    found = nearest(origin, candidates)
    assert [one.key for one in found] == brute_force(origin, candidates)[:20]


@settings(deadline=None, max_examples=20)
@given(positions, st.integers(0, 2**32))
def test_the_order_is_exact_among_a_thousand_candidates_too(origin: Position, seed: int) -> None:
    # a plain series of numbers: a thousand drawn ones would be slow to draw
    numbers = [(seed + 7_919 * n * n) % 18_000_001 for n in range(1000)]
    candidates = [
        (n, number / 100_000 - 90, number * 31 % 36_000_000 / 100_000 - 180) for n, number in enumerate(numbers)
    ]
    assert [one.key for one in nearest(origin, candidates)] == brute_force(origin, candidates)[:20]


def test_all_on_one_circle_around_a_pole_are_told_apart_by_their_key() -> None:
    candidates = [(key, 80.0, float(key - 180)) for key in reversed(range(300))]
    assert [one.key for one in nearest((90.0, 0.0), candidates)] == list(range(20))


def exact_distances_in(act: Callable[[], object]) -> int:
    """How many times an act works out an exact distance."""
    profile = cProfile.Profile()
    profile.runcall(act)
    counts = {name: calls for (_, _, name), (_, calls, *_) in pstats.Stats(profile).stats.items()}
    return counts.get(kilometres.__name__, 0)


def test_no_more_than_forty_exact_distances_are_worked_out_in_a_crowd() -> None:
    crowd = [(key, 6.0 + key % 100 / 1000, 5.0 + key // 100 / 1000) for key in range(10_000)]
    assert 20 <= exact_distances_in(lambda: nearest((6.0503, 5.0501), crowd)) <= 40


def test_many_at_one_address_cost_one_exact_distance() -> None:
    house = [(key, 6.33815, 5.62575) for key in range(500)]
    assert exact_distances_in(lambda: nearest(COPENHAGEN, house)) == 1
    assert nearest(COPENHAGEN, house, most=1) == [Near(0, round(kilometres(COPENHAGEN, BENIN_CITY), 6))]


def test_nobody_is_nearest_among_nobody() -> None:
    assert nearest(COPENHAGEN, []) == []
