"""What a machine looks for, as conditions of the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true

from portal.access import Actor
from portal.db import db
from portal.partners.hsds import ids
from portal.partners.hsds.terms import COUNTRY, POPULATION, SERVICE_TYPE, TAXONOMIES, Term, terms
from portal.partners.models import Location, Organization, Service, ServicePopulation
from portal.partners.policy import visible
from portal.places.distance import Box, boxes, roughly
from portal.vocabulary.organizations import LocationType

MOST_NEAR = 20_000  # locations; more than a database takes in one list


@dataclass(frozen=True)
class Filter:
    """The standard's parameters that choose rows; all of them together. `near` are the only places looked at."""

    search: str = ""
    modified_after: datetime | None = None
    term_id: UUID | None = None
    taxonomy_id: UUID | None = None
    organization_id: UUID | None = None
    service_id: UUID | None = None
    pair_id: UUID | None = None
    postcode: str = ""
    near: tuple[UUID, ...] | None = None

    def of_services(self) -> Iterator[ColumnElement[bool]]:
        """What is asked of the service."""
        if self.organization_id is not None:
            yield Service.organization_id == self.organization_id
        if self.service_id is not None:
            yield Service.id == self.service_id
        if self.pair_id is not None:
            first, last = ids.services_of(self.pair_id)
            yield Service.id.between(first, last)
        if self.term_id is not None:
            found = terms().get(self.term_id)
            yield _bears(found) if found else false()
        if self.taxonomy_id is not None:
            yield _bears_any(self.taxonomy_id)

    def of_locations(self) -> Iterator[ColumnElement[bool]]:
        """What is asked of the location."""
        if self.near is not None:
            yield Location.id.in_(self.near)
        elif self.postcode:
            yield Location.postal_code == self.postcode


def _bears(term: Term) -> ColumnElement[bool]:
    """The services that bear a term: those of the lists whose terms stand at services."""
    if term.taxonomy is SERVICE_TYPE:
        return Service.service_type == term.code
    if term.taxonomy is POPULATION:
        group = ServicePopulation.population == term.code
        return Service.id.in_(select(ServicePopulation.service_id).where(group))
    return Organization.country == term.code if term.taxonomy is COUNTRY else false()


def _bears_any(taxonomy_id: UUID) -> ColumnElement[bool]:
    taxonomy = next((one for one in TAXONOMIES if one.id == taxonomy_id), None)
    if taxonomy is POPULATION:
        return Service.id.in_(select(ServicePopulation.service_id))
    return true() if taxonomy in (SERVICE_TYPE, COUNTRY) else false()


def near_postcode(actor: Actor, postcode: str, metres: int) -> tuple[UUID, ...]:
    """The stated locations within so many metres of the middle of a postcode, on a sphere (0.6 % at most off).

    The middle is that of the stated locations with that code which the reader may see: we have no other knowledge of
    postcodes, and a protected place moves nothing.
    """
    seen = and_(visible(actor), Location.location_type != LocationType.REDACTED)
    joined = select(Location.id, Location.latitude, Location.longitude).join(
        Organization, Organization.id == Location.organization_id
    )
    known = and_(seen, Location.latitude.is_not(None), Location.longitude.is_not(None))
    middle = select(func.avg(Location.latitude), func.avg(Location.longitude)).select_from(Location)
    middle = middle.join(Organization, Organization.id == Location.organization_id)
    latitude, longitude = db.session.execute(middle.where(known, Location.postal_code == postcode)).one()
    if latitude is None:
        return ()
    around = or_(*(_inside(box) for box in boxes(latitude, longitude, metres / 1000)))
    rows = db.session.execute(joined.where(known, around).order_by(Location.id).limit(MOST_NEAR))
    origin = (latitude, longitude)
    return tuple(one.id for one in rows if roughly(origin, (one.latitude, one.longitude)) * 1000 <= metres)


def _inside(box: Box) -> ColumnElement[bool]:
    return and_(
        Location.latitude.between(box.south, box.north),
        Location.longitude.between(box.west, box.east),
    )
