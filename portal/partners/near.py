"""Partners by their way to a place: who serves it, in the order of distance, and who is nearest where nobody does."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Float,
    Select,
    String,
    and_,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    type_coerce,
    union_all,
)

from portal.access import Actor
from portal.db import db
from portal.partners import policy, prepared
from portal.partners.listing import Key, Wanted, conditions, form, town_order, values
from portal.partners.models import Organization, ServiceArea
from portal.places.distance import DECIMALS, OFF, Box, Position, boxes, kilometres, nearest, roughly
from portal.places.gazetteer import Place

#: A partner serves a place when its town, or a town it says it helps in, is within so many kilometres (measured on
#: the sphere), or when it helps in the whole country.
REACH_KM = 100
#: Where nobody serves a place, the nearest are looked for in the first of these distances that has enough of them.
WIDER_KM = (50, 100, 200, 300, 400, 500, 600, 800, 1000, 1300, 1600, 2400, 4800)
EVERYWHERE = 20100.0
A_METRE = 0.001
SIDES = ("south", "north", "west", "east")
NOWHERE = Box(1.0, -1.0, 1.0, -1.0)
CORNERS = 1.42  # the corners of a box are at most so much farther than its sides, but near the poles
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
    return or_(*(_in_box(of, *box) for box in boxes(latitude, longitude, far)))


def _in_box(
    of: type[Organization] | type[ServiceArea], south: Any, north: Any, west: Any, east: Any
) -> ColumnElement[bool]:
    return and_(of.latitude.between(south, north), of.longitude.between(west, east))


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
    asked, given = form(actor, wanted), values(wanted)
    edges = {name: edge for at, far in enumerate(WIDER_KM) for name, edge in _edges(at, origin, far).items()}
    tried = prepared.ask(("far", most, asked), lambda: _far_enough(actor, wanted, most), given | edges)
    found = tried.scalar()
    far = found * CORNERS if found else EVERYWHERE
    while True:
        rows = prepared.ask(
            ("there", asked), lambda: _there(actor, wanted), given | _edges(0, origin, min(far, EVERYWHERE))
        )
        ordered = sorted((roughly(origin, (row[3], row[4])), *row) for row in rows)
        if far >= EVERYWHERE or (len(ordered) >= most and ordered[most - 1][0] * (1 + OFF) <= far):
            return _of_the_nearest(origin, ordered, most)
        far *= 2


def _of_the_nearest(origin: Position, ordered: list[tuple[Any, ...]], most: int) -> list[Spot]:
    """The nearest by the ellipsoid, out of rows in the order of the sphere; what cannot be among them stays out."""
    last = ordered[min(most, len(ordered)) - 1][0] if ordered else 0.0
    likely = takewhile(lambda row: row[0] * (1 - OFF) <= last * (1 + OFF) + A_METRE, ordered)
    found = nearest(origin, (((row[1], row[2], row[3]), row[4], row[5]) for row in likely), most)
    return [Spot(_as_uuid(one.key[-1]), one.kilometres) for one in found]


def _as_uuid(read: UUID | str) -> UUID:
    return read if isinstance(read, UUID) else UUID(read)


def _there(actor: Actor, wanted: Wanted) -> Select[Any]:
    """Key, latitude and longitude of all in the boxes; ids as the database keeps them, since most are not shown."""
    works, name, entry = town_order(actor)
    columns = (works, name, type_coerce(entry, String), Organization.latitude, Organization.longitude)
    return select(*columns).where(_in_edges(0), conditions(actor, wanted))


def _far_enough(actor: Actor, wanted: Wanted, most: int) -> Select[Any]:
    """How far must be looked: the first of the boxes with enough entries; kilometres.

    They are tried one after the other inside the database, the small and quick ones first.
    """
    asked, tried = conditions(actor, wanted), []
    for at, far in enumerate(WIDER_KM):
        some = select(literal(1)).select_from(Organization).where(_in_edges(at), asked).limit(most)
        number = select(func.count()).select_from(some.subquery()).scalar_subquery()
        tried.append(case((number >= most, literal_column(str(far)))))
    return select(func.coalesce(*tried))


def _edges(at: int, origin: Position, far: float) -> dict[str, float]:
    """The edges of the one or two boxes round a place, as parameters; a second box that is not needed holds nothing."""
    found = [*boxes(*origin, far), NOWHERE][:2]
    return {
        f"{side}_{at}_{number}": edge for number, box in enumerate(found) for side, edge in zip(SIDES, box, strict=True)
    }


def _in_edges(at: int) -> ColumnElement[bool]:
    edges = [[bindparam(f"{side}_{at}_{number}", type_=Float) for side in SIDES] for number in (0, 1)]
    return or_(*(_in_box(Organization, *box) for box in edges))
