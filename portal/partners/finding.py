"""One answer of the directory: by name, or by the way to a place, with the nearest where nobody serves it."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from uuid import UUID

from portal.access import Actor
from portal.partners import listing, near
from portal.partners.facets import Facets, facets
from portal.partners.listing import PAGE, Row, Wanted
from portal.partners.near import Spot
from portal.partners.whereabouts import Whereabouts, whereabouts
from portal.places.gazetteer import Place

NEAREST = 10  # entries shown where nobody serves a place


@dataclass(frozen=True)
class Answer:
    """What a page shows: `nobody` means that the rows do not serve the place but are the nearest to it."""

    wanted: Wanted
    where: Whereabouts
    rows: list[Row] = field(default_factory=list)
    spots: dict[UUID, Spot] = field(default_factory=dict)
    counted: Facets = field(default_factory=Facets)
    next_key: str = ""
    nobody: bool = False

    @property
    def total(self) -> int:
        """How many entries fit; none where the rows are only the nearest."""
        return 0 if self.nobody else self.counted.total


def meant(wanted: Wanted) -> tuple[Wanted, Whereabouts]:
    """The question with its place understood: a country that was typed is one of the countries."""
    where = whereabouts(wanted)
    if where.country:
        countries = tuple(dict.fromkeys((*wanted.countries, where.country)))
        wanted = replace(wanted, place="", at=0, countries=countries)
    return wanted, where


def among(actor: Actor, where: Whereabouts) -> Collection[UUID] | None:
    """The entries that serve the place meant; None where no place narrows."""
    return near.serving(actor, where.place) if where.place else None


def answer(actor: Actor, asked: Wanted, after: str = "") -> Answer:
    """What a question finds for a reader, from the page behind a key on."""
    wanted, where = meant(asked)
    if where.place is not None:
        return _near(actor, wanted, where, where.place, after)
    if where.unclear and (where.others or not wanted.countries):
        return Answer(wanted, where)
    page = listing.page(actor, wanted, after)
    return Answer(wanted, where, page.rows, counted=facets(actor, wanted), next_key=page.next_key)


def _near(actor: Actor, wanted: Wanted, where: Whereabouts, place: Place, after: str) -> Answer:
    origin = (place.latitude, place.longitude)
    positions = near.serving(actor, place)
    keys = listing.keys_of(actor, wanted, positions) if positions else []
    if keys:
        placed = {key: positions[key[-1]] for key in keys}
        spots = near.nearest_first(origin, placed, listing.key_of(after), PAGE + 1)
        counted = facets(actor, wanted, positions)
    else:
        spots = near.nearest_anyway(actor, wanted, origin, NEAREST)
        counted = facets(actor, wanted)
    rows = listing.rows_of(actor, [one.id for one in spots[:PAGE]])
    shown = [rows[one.id] for one in spots[:PAGE] if one.id in rows]
    key = str(spots[PAGE - 1].id) if len(spots) > PAGE else ""
    return Answer(wanted, where, shown, {one.id: one for one in spots}, counted, key, nobody=not keys)
