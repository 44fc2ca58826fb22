"""Writing the lists of an entry into the running act; rows that stay keep their id. The acts are in actions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from portal.db import today
from portal.partners.models import Language, Location, Organization, Service, ServiceArea, ServicePopulation
from portal.vocabulary.organizations import LocationType
from portal.vocabulary.services import Population, ServiceType


@dataclass(frozen=True)
class ServiceFacts:
    """What a service says beside its kind and groups: its own name, the ages it is for (years, both included)."""

    name: str = ""
    minimum_age: int | None = None
    maximum_age: int | None = None


def write_languages(organization: Organization, codes: list[str]) -> None:
    """Set the languages an organisation speaks; those that stay keep their row."""
    kept = [one for one in organization.languages if one.code in codes]
    new = set(codes) - {one.code for one in kept}
    organization.languages = kept + [Language(code=code) for code in sorted(new)]


def write_areas(organization: Organization, areas: Sequence[tuple[str, str]]) -> None:
    """Set where an organisation helps (country, town or region); areas that stay keep their row and position."""
    kept = {(one.country, one.region): one for one in organization.service_areas}
    wanted = dict.fromkeys(areas)
    organization.service_areas = [kept.get(area) or ServiceArea(country=area[0], region=area[1]) for area in wanted]


def main_location(organization: Organization) -> Location | None:
    """The one location that the portal's own page writes: a protected one before others, else the eldest."""

    def order(one: Location) -> tuple[bool, float, str]:
        return one.location_type is not LocationType.REDACTED, one.created_at.timestamp(), str(one.id)

    return min(organization.locations, key=order, default=None)


def write_address(organization: Organization, kind: LocationType, address: str, by: str) -> None:
    """Set the entry's main location, checked today by who writes it; a protected place has a town and no address."""
    standing = main_location(organization)
    others = [one for one in organization.locations if one is not standing]
    if not address and kind is LocationType.PHYSICAL:
        organization.locations = others
        return
    location = standing or Location(country=organization.country)
    written = (kind, organization.town, "" if kind is LocationType.REDACTED else address)
    if (location.location_type, location.town, location.address) != written:
        location.location_type, location.town, location.address = written
        location.checked_on, location.checked_by = today(), by
    organization.locations = [location, *others]


def write_services(
    organization: Organization,
    services: Mapping[ServiceType, list[Population]],
    facts: Mapping[ServiceType, ServiceFacts] = MappingProxyType({}),
) -> None:
    """Set the services and the groups of each; those that stay keep their row.

    Where a file brought several of one kind, the first is the one that is written here; the others stay beside it.
    """
    kept: dict[ServiceType, Service] = {}
    others = []
    for one in organization.services:
        if one.service_type in services and kept.setdefault(one.service_type, one) is not one:
            others.append(one)
    written = [kept.get(kind) or Service(service_type=kind) for kind in services]
    organization.services = [*written, *others]
    for service in written:
        groups = services[service.service_type]
        stay = [one for one in service.populations if one.population in groups]
        new = [group for group in groups if group not in [one.population for one in stay]]
        service.populations = stay + [ServicePopulation(population=group) for group in new]
        if said := facts.get(service.service_type):
            service.name, service.minimum_age, service.maximum_age = said.name, said.minimum_age, said.maximum_age
