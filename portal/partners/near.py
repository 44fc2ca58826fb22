"""Partners by their way to a place: who serves it, in the order of distance, and who is nearest where nobody does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, and_, case, func, literal, or_, select, union_all

from portal.access import Actor
from portal.db import db
from portal.partners import policy
from portal.partners.listing import Key, Wanted, conditions, town_order
from portal.partners.models import Organization, ServiceArea
from portal.places.distance import DECIMALS, OFF, Position, boxes, kilometres, nearest, roughly
from portal.places.gazetteer import Place

#: A partner serves a place when its town, or a town it says it helps in, is within so many kilometres (measured on
#: the sphere), or when it helps in the whole country.
REACH_KM = 100
#: Where nobody serves a place, the nearest are looked for in the first of these distances that has enough of them.
WIDER_KM = (25, 50, 100, 200, 400, 800, 1600, 3200)
EVERYWHERE = 20100.0
CORNERS = 1.5  # the corners of a box are at most so much farther than its sides, but near the poles
#: Exact distances are dear: so many for a page, so many to see what stood on the page before; with the last, 40.
FOR_A_PAGE, FOR_THE_PAGE_BEFORE = 24, 15


@dataclass(frozen=True, slots=True)
class Spot:
    """An entry and how far it is from a place in kilometres (geodesic); None where its position is not known."""

    id: UUID
    kilometres: float | None


Positions = dict[UUID, Position | None]


def serving(actor: Actor, place: Place) -> Positions:
    """The visible entries that serve a place, each with its position nearest to it."""
    origin = (place.latitude, place.longitude)
    found: Positions = {}
    for entry, latitude, longitude, everywhere in db.session.execute(_candidates(actor, place)):
        position = None if latitude is None or longitude is None else (latitude, longitude)
        if not everywhere and (position is None or roughly(origin, position) > REACH_KM):
            continue
        best = found.get(entry)
        if best is None or (position is not None and roughly(origin, position) < roughly(origin, best)):
            found[entry] = position
    return found


def _candidates(actor: Actor, place: Place) -> CompoundSelect[Any]:
    """Id, latitude, longitude, and whether it helps in the whole country, of all that may serve a place."""
    here, entry, area = (place.latitude, place.longitude, REACH_KM), Organization, ServiceArea
    helps = select(entry.id, area.latitude, area.longitude, literal(0)).join(area, area.organization_id == entry.id)
    country = select(entry.id, entry.latitude, entry.longitude, literal(1)).join(area, area.organization_id == entry.id)
    return union_all(
        select(entry.id, entry.latitude, entry.longitude, literal(0)).where(
            _within(entry, *here), policy.visible(actor)
        ),
        helps.where(_within(area, *here), policy.visible(actor)),
        country.where(area.country == place.country, area.region == "", policy.visible(actor)),
    )


def _within(
    of: type[Organization] | type[ServiceArea], latitude: float, longitude: float, far: float
) -> ColumnElement[bool]:
    """The records in the one or two boxes that hold all within so many kilometres."""
    return or_(
        *(
            and_(of.latitude.between(box.south, box.north), of.longitude.between(box.west, box.east))
            for box in boxes(latitude, longitude, far)
        )
    )


def nearest_first(
    origin: Position, positions: Mapping[Key, Position | None], after: UUID | None, most: int
) -> list[Spot]:
    """The next entries in the order of their true distance behind one that was shown, equal ones by their key.

    Those without a position come last. Never more than 40 exact distances are worked out.
    """
    placed = {key: position for key, position in positions.items() if position is not None}
    unplaced = sorted(key for key, position in positions.items() if position is None)
    last = next((key for key in positions if key[-1] == after), None)
    if last is not None and last in placed:
        placed = _behind(origin, placed, last)
    elif last is not None:
        return [Spot(key[-1], None) for key in unplaced if key > last][:most]
    found = nearest(origin, ((key, *position) for key, position in placed.items()), most, FOR_A_PAGE)
    return [*(Spot(one.key[-1], one.kilometres) for one in found), *(Spot(key[-1], None) for key in unplaced)][:most]


def _behind(origin: Position, placed: dict[Key, Position], after: Key) -> dict[Key, Position]:
    """The entries behind one: by the sphere where that is sure, exactly where it is near."""
    last = _exact(origin, placed[after])
    exact = {placed[after]: last}
    rest = {}
    for key, position in placed.items():
        far = roughly(origin, position)
        if abs(far - last) <= OFF * max(far, last) and (position in exact or len(exact) <= FOR_THE_PAGE_BEFORE):
            exact.setdefault(position, _exact(origin, position))
        if (exact.get(position, far), key) > (last, after):
            rest[key] = position
    return rest


def _exact(origin: Position, position: Position) -> float:
    return round(kilometres(origin, position), DECIMALS)


def nearest_anyway(actor: Actor, wanted: Wanted, origin: Position, most: int) -> list[Spot]:
    """The nearest entries that have everything else that is asked, wherever they are.

    Two statements: how far must be looked, and who is there. At the poles, where a box reaches round them, up to five.
    """
    asked = conditions(actor, wanted)
    far = _far_enough(asked, origin, most)
    while True:
        here: Any = select(*town_order(actor), Organization.latitude, Organization.longitude)
        found = db.session.execute(here.where(_within(Organization, *origin, far), asked))
        rows: list[tuple[Key, float, float]] = [((row[0], row[1], row[2]), row[3], row[4]) for row in found]
        sure = sum(roughly(origin, (latitude, longitude)) * (1 + OFF) <= far for _, latitude, longitude in rows)
        if sure >= most or far >= EVERYWHERE:
            return [Spot(one.key[-1], one.kilometres) for one in nearest(origin, rows, most)]
        far = min(2 * far, EVERYWHERE)


def _far_enough(asked: ColumnElement[bool], origin: Position, most: int) -> float:
    """How far must be looked, so that the corners of the first box with enough entries are within; kilometres.

    The boxes are tried one after the other inside the database, the small and quick ones first.
    """
    tried = []
    for far in WIDER_KM:
        some = (
            select(literal(1)).select_from(Organization).where(_within(Organization, *origin, far), asked).limit(most)
        )
        number = select(func.count()).select_from(some.subquery()).scalar_subquery()
        tried.append(case((number >= most, literal(far))))
    found = db.session.scalar(select(func.coalesce(*tried)))
    return found * CORNERS if found else EVERYWHERE
