"""Where an organisation is: the position of its town from the portal's own gazetteer, and never an address."""

from functools import lru_cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.partners.models import Location, Organization, ServiceArea
from portal.places.gazetteer import town
from portal.vocabulary.organizations import LocationType

Placed = Organization | Location | ServiceArea
NAMED = ("town", "region", "country", "latitude")


@lru_cache(maxsize=4096)
def position(name: str, country: str) -> tuple[float, float] | tuple[None, None]:
    """Latitude and longitude (degrees) of a country's town; two Nones where the gazetteer does not know it."""
    found = town(name, country) if name and country else None
    return (found.latitude, found.longitude) if found else (None, None)


def write_positions(organization: Organization) -> None:
    """Write the position of the town onto an entry, its locations and the towns it helps in.

    A protected place has no position of its own; its entry has the town's, which everybody reads anyway.
    """
    places: list[Placed] = [organization, *organization.locations, *organization.service_areas]
    for one in places:
        _place(one)


def _place(one: Placed) -> None:
    name = one.region if isinstance(one, ServiceArea) else one.town
    one.latitude, one.longitude = (None, None) if _is_protected(one) else position(name or "", one.country or "")


def _is_protected(one: Placed) -> bool:
    return isinstance(one, Location) and one.location_type is LocationType.REDACTED


def _hide(location: Location) -> None:
    """A protected place has a town and nothing else that leads there."""
    location.address = location.name = location.state_province = location.postal_code = ""
    location.latitude = location.longitude = None


@event.listens_for(Session, "before_flush")
def _keep_placed(session: Session, _context: Any, _instances: Any) -> None:
    """Whoever saves an entry, from wherever: its town's position is written with it, a protected place is hidden."""
    for record in [*session.new, *session.dirty]:
        if isinstance(record, Location) and _is_protected(record):
            _hide(record)
        elif isinstance(record, Placed) and _moved(record):
            _place(record)


def _moved(record: Placed) -> bool:
    """Whether its town or country was written, and no position with it (a file may bring its own)."""
    attributes = cast("Any", sa.inspect(record)).attrs
    written = {name for name in NAMED if name in attributes and attributes[name].history.has_changes()}
    return bool(written - {"latitude"}) and "latitude" not in written
