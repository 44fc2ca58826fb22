"""The directory's records as HSDS 3.0 documents. What is not known is left out; no contact person is in any."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from portal.db import today
from portal.partners.capacity import capacity_on
from portal.partners.hsds import ids, lines, terms
from portal.partners.hsds.lines import Document
from portal.partners.models import EntryChange, Location, Organization, Service
from portal.vocabulary.organizations import Capacity
from portal.vocabulary.services import ServiceStatus


@dataclass(frozen=True)
class Entry:
    """An organisation and what its documents need beside it."""

    organization: Organization
    modified: datetime
    parent_id: UUID | None = None
    changes: list[EntryChange] = field(default_factory=list)


def organization(entry: Entry) -> Document:
    """An organisation, its plain facts alone."""
    one = entry.organization
    return lines.known(
        id=str(one.id),
        name=one.name,
        alternate_name=one.alternate_name,
        email=one.email if "@" in one.email else "",
        website=lines.uri(one.website),
        legal_status=one.legal_status,
        year_incorporated=one.year_incorporated,
        parent_organization_id=str(entry.parent_id) if entry.parent_id else None,
    ) | {"description": one.description}


def whole_organization(entry: Entry, *, full_service: bool = False) -> Document:
    """An organisation with all that belongs to it; its services briefly, or wholly."""
    one = entry.organization
    stated = whole_service if full_service else brief_service
    return {
        **organization(entry),
        **_reached(entry),
        "locations": [lines.location(place) for place in lines.stated_locations(one)],
        "services": [stated(service, entry) for service in one.services],
        "metadata": [lines.change(change) for change in entry.changes],
    }


def brief_service(service: Service, entry: Entry) -> Document:
    """A service, its plain facts alone."""
    one = entry.organization
    assured = max((day for day in (one.checked_on, one.verified_on) if day), default=None)
    return lines.known(
        id=str(service.id),
        organization_id=str(one.id),
        name=service.name or service.service_type.label,
        description=service.description,
        status=_status(service, one).value,
        eligibility_description="; ".join(sorted(group.population.label for group in service.populations)),
        minimum_age=service.minimum_age,
        maximum_age=service.maximum_age,
        assured_date=assured.isoformat() if assured else None,
        alert=_alert(one),
        last_modified=lines.moment(entry.modified),
    )


def listed_service(service: Service, entry: Entry) -> Document:
    """A service with the plain facts of its organisation."""
    return {**brief_service(service, entry), "organization": organization(entry)}


def whole_service(service: Service, entry: Entry) -> Document:
    """A service with all that belongs to it, as it stands inside its organisation."""
    one = entry.organization
    marks = [terms.attribute(service.id, "service", terms.SERVICE_TYPE, service.service_type.value)]
    marks += [
        terms.attribute(service.id, "service", terms.POPULATION, group.population.value)
        for group in sorted(service.populations, key=lambda group: group.population.value)
    ]
    marks.append(terms.attribute(service.id, "service", terms.COUNTRY, one.country, one.town))
    pairs = [_pair(service, place) for place in lines.stated_locations(one)]
    return {
        **brief_service(service, entry),
        "languages": [lines.language(spoken.id, spoken.code, service.id) for spoken in one.languages],
        "schedules": [lines.schedule(hours, one.time_zone, service.id) for hours in one.schedules],
        "service_areas": [
            lines.known(
                id=str(ids.of_copy(area.id, service.id)),
                service_id=str(service.id),
                name=area.region or terms.country_name(area.country),
                description=terms.country_name(area.country),
            )
            for area in one.service_areas
        ],
        "service_at_locations": pairs,
        "attributes": [mark for mark in marks if mark is not None],
    }


def single_service(service: Service, entry: Entry) -> Document:
    """A service with all that belongs to it and its organisation: the answer for one service."""
    return {**whole_service(service, entry), "organization": {**organization(entry), **_reached(entry)}}


def brief_pair(service: Service, place: Location, entry: Entry) -> Document:
    """A service at a location, with the plain facts of both."""
    return {
        **_pair_ids(service, place),
        "location": lines.plain_location(place),
        "service": listed_service(service, entry),
    }


def single_pair(service: Service, place: Location, entry: Entry) -> Document:
    """A service at a location with all that belongs to both."""
    whole = single_service(service, entry)
    whole.pop("service_at_locations")
    return {
        **_pair_ids(service, place),
        "schedules": whole["schedules"],
        "location": lines.location(place),
        "service": whole,
    }


def _pair_ids(service: Service, place: Location) -> Document:
    pair = str(ids.of_pair(service.id, place.id))
    return {"id": pair, "service_id": str(service.id), "location_id": str(place.id)}


def _pair(service: Service, place: Location) -> Document:
    return {**_pair_ids(service, place), "location": lines.location(place)}


def _reached(entry: Entry) -> Document:
    """The front gate of an organisation, and the terms that it bears."""
    one = entry.organization
    gate = [phone for phone in one.phones if phone.contact_id is None]
    return {
        "phones": [lines.phone(phone) for phone in sorted(gate, key=lambda phone: phone.id)],
        "attributes": _attributes(one),
    }


def _attributes(one: Organization) -> list[Document]:
    capacity = capacity_on(one, today())
    day = one.not_until if capacity is Capacity.NOT_UNTIL else one.capacity_said_on
    borne = [
        (terms.COUNTRY, one.country, one.town),
        (terms.ORGANIZATION_TYPE, one.org_type.value, ""),
        (terms.VERIFICATION, one.tier.value, one.verified_on.isoformat() if one.verified_on else ""),
        (terms.CAPACITY, capacity.value, day.isoformat() if day else ""),
    ]
    if one.promise is not None:
        borne.append((terms.PROMISE, one.promise.value, ""))
    said = [(code, getattr(one.profile, code)) for code in terms.PROFILE] if one.profile else []
    borne += [(terms.RECEPTION, code, lines.answer(value)) for code, value in said if value is not None]
    made = [terms.attribute(one.id, "organization", taxonomy, code, value) for taxonomy, code, value in borne]
    return [attribute for attribute in made if attribute is not None]


def _status(service: Service, one: Organization) -> ServiceStatus:
    """A service is open only while its organisation is."""
    return service.status if one.status is ServiceStatus.ACTIVE else one.status


def _alert(one: Organization) -> str:
    if one.not_until is None or one.not_until <= today():
        return ""
    return f"Cannot receive anybody before {one.not_until.isoformat()}."
