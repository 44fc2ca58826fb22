"""The order of distance equals that of counting every entry exactly, at the date line and the poles too."""

import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.db import transaction
from portal.partners import near
from portal.partners.listing import Key, Wanted
from portal.places import distance
from portal.places.distance import DECIMALS, Position, kilometres
from portal.places.gazetteer import Place
from tests import build
from tests.conftest import Portal
from tests.people import People

ORIGINS = [(6.34, 5.63), (0.0, 180.0), (-17.7, 179.99), (71.0, -179.9), (90.0, 0.0), (-89.9, 12.0), (52.0, -179.99)]
MOST_EXACT = 40
latitudes = st.floats(-90, 90).map(lambda one: round(one, 5))
longitudes = st.floats(-180, 180).map(lambda one: round(one, 5))
positions = st.tuples(latitudes, longitudes)


def by_hand(origin: Position, world: dict[uuid.UUID, Position]) -> list[uuid.UUID]:
    """The entries in the order of their exact distance, equal ones by id."""
    return sorted(world, key=lambda one: (round(kilometres(origin, world[one]), DECIMALS), one))


@contextmanager
def exact_distances() -> Iterator[list[Position]]:
    """The positions whose exact distance is worked out meanwhile."""
    worked_out: list[Position] = []
    geodesic = distance.geodesic

    class Counting(geodesic):  # type: ignore[misc, valid-type]
        """geopy's own, counted."""

        def measure(self, a: object, b: object) -> float:
            """The same distance."""
            worked_out.append(b)  # type: ignore[arg-type]
            return float(super().measure(a, b))

    distance.geodesic = Counting
    try:
        yield worked_out
    finally:
        distance.geodesic = geodesic


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(positions, st.sampled_from(ORIGINS)), st.lists(positions, max_size=60), st.randoms(use_true_random=False)
)
def test_page_after_page_is_the_order_by_hand(origin: Position, some: list[Position], chance: random.Random) -> None:
    some = [*some, *((lat, lon) for lat, lon in some[:8])]  # several in one town
    world = {uuid.UUID(int=chance.getrandbits(128)): position for position in some}
    keyed: dict[Key, Position | None] = {(0, "", one): position for one, position in world.items()}
    shown: list[uuid.UUID] = []
    while True:
        with exact_distances() as worked_out:
            spots = near.nearest_first(origin, keyed, shown[-1] if shown else None, 21)
        assert len(worked_out) <= MOST_EXACT
        shown += [one.id for one in spots[:20]]
        if len(spots) <= 20:
            break
    assert shown == by_hand(origin, world)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_nearest_of_the_database_are_the_nearest_by_hand(portal: Portal, people: People, seed: int) -> None:
    chance, world = random.Random(seed), {}
    with transaction():
        for number in range(150):
            made = build.organization(f"Invented: {number}", "NG")
            wide = chance.choice([180, 180, 1])  # a third of them close to the date line
            made.longitude = round((180 + chance.uniform(-wide, wide) + 180) % 360 - 180, 5)
            made.latitude = round(chance.choice([chance.uniform(-90, 90), 90 - abs(chance.gauss(0, 2))]), 5)
            world[made.id] = (made.latitude, made.longitude)
    for origin in [*ORIGINS, *((chance.uniform(-90, 90), chance.uniform(-180, 180)) for _ in range(10))]:
        with exact_distances() as worked_out:
            spots = near.nearest_anyway(people.caseworker.actor, Wanted(), origin, 20)
        assert len(worked_out) <= MOST_EXACT
        assert [one.id for one in spots] == by_hand(origin, world)[:20]
        serving = near.serving(people.caseworker.actor, Place(1, "Somewhere", "XX", *origin, 1, "UTC"))
        reached = {one for one, position in world.items() if distance.roughly(origin, position) <= near.REACH_KM}
        assert set(serving) == reached
