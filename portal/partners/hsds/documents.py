"""The directory's records as HSDS 3.0 documents. What is not known is left out; no contact person is in any."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from werkzeug.urls import iri_to_uri

from portal.db import now, today
from portal.partners.capacity import capacity_on
from portal.partners.hsds import ids, terms
from portal.partners.hsds.codes import WITH_VALUES
from portal.partners.models import EntryChange, Location, Organization, Phone, Schedule, Service
from portal.places import languages
from portal.vocabulary.organizations import Capacity, LocationType
from portal.vocabulary.services import ServiceStatus

Document = dict[str, Any]
#: Who changed something: a person's name stays here.
SOMEBODY = "somebody of the network"


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
    return _known(
        id=str(one.id),
        name=one.name,
        alternate_name=one.alternate_name,
        email=one.email if "@" in one.email else "",
        website=_uri(one.website),
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
        "locations": [location(place, entry) for place in stated_locations(one)],
        "services": [stated(service, entry) for service in one.services],
        "metadata": [_change(change) for change in entry.changes],
    }


def brief_service(service: Service, entry: Entry) -> Document:
    """A service, its plain facts alone."""
    one = entry.organization
    assured = max((day for day in (one.checked_on, one.verified_on) if day), default=None)
    return _known(
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
        last_modified=moment(entry.modified),
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
    pairs = [_pair(service, place, entry) for place in stated_locations(one)]
    return {
        **brief_service(service, entry),
        "languages": [_language(spoken.id, spoken.code, service.id) for spoken in one.languages],
        "schedules": [_schedule(hours, one.time_zone, service.id) for hours in one.schedules],
        "service_areas": [
            _known(
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
        "location": _plain_location(place),
        "service": listed_service(service, entry),
    }


def single_pair(service: Service, place: Location, entry: Entry) -> Document:
    """A service at a location with all that belongs to both."""
    whole = single_service(service, entry)
    whole.pop("service_at_locations")
    return {
        **_pair_ids(service, place),
        "schedules": whole["schedules"],
        "location": location(place, entry),
        "service": whole,
    }


def moment(at: datetime) -> str:
    """A moment as the standard writes it, in UTC."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def stated_locations(one: Organization) -> list[Location]:
    """The places of an organisation that leave the portal: a protected one never does."""
    places = [place for place in one.locations if place.location_type is not LocationType.REDACTED]
    return sorted(places, key=lambda place: place.id)


def location(place: Location, entry: Entry) -> Document:
    """A place, with its address where all that HSDS asks of one is known (RULINGS 23)."""
    parts = (place.address, place.town, place.state_province, place.postal_code, place.country)
    address = {
        "id": str(ids.of_copy(place.id, entry.organization.id)),
        "location_id": str(place.id),
        "address_1": place.address,
        "city": place.town,
        "state_province": place.state_province,
        "postal_code": place.postal_code,
        "country": place.country,
        "address_type": place.location_type.value,
    }
    return {**_plain_location(place), "addresses": [address] if all(part.strip() for part in parts) else []}


def _plain_location(place: Location) -> Document:
    return _known(
        id=str(place.id),
        location_type=place.location_type.value,
        organization_id=str(place.organization_id),
        name=place.name,
        latitude=place.latitude,
        longitude=place.longitude,
    )


def _pair_ids(service: Service, place: Location) -> Document:
    pair = str(ids.of_pair(service.id, place.id))
    return {"id": pair, "service_id": str(service.id), "location_id": str(place.id)}


def _pair(service: Service, place: Location, entry: Entry) -> Document:
    return {**_pair_ids(service, place), "location": location(place, entry)}


def _reached(entry: Entry) -> Document:
    """The front gate of an organisation, and the terms that it bears."""
    one = entry.organization
    gate = [phone for phone in one.phones if phone.contact_id is None]
    return {
        "phones": [_phone(phone) for phone in sorted(gate, key=lambda phone: phone.id)],
        "attributes": _attributes(one),
    }


def _phone(phone: Phone) -> Document:
    organization_id = str(phone.organization_id)
    facts = {"number": phone.number, "type": phone.kind.value, "description": phone.note}
    return _known(id=str(phone.id), organization_id=organization_id, **facts)


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
    borne += [(terms.RECEPTION, code, _answer(value)) for code, value in said if value is not None]
    made = [terms.attribute(one.id, "organization", taxonomy, code, value) for taxonomy, code, value in borne]
    return [attribute for attribute in made if attribute is not None]


def _answer(value: bool | int) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _status(service: Service, one: Organization) -> ServiceStatus:
    """A service is open only while its organisation is."""
    return service.status if one.status is ServiceStatus.ACTIVE else one.status


def _alert(one: Organization) -> str:
    if one.not_until is None or one.not_until <= today():
        return ""
    return f"Cannot receive anybody before {one.not_until.isoformat()}."


def _language(spoken_id: UUID, code: str, service_id: UUID) -> Document:
    copy = str(ids.of_copy(spoken_id, service_id))
    return _known(id=copy, service_id=str(service_id), name=languages.name(code, terms.LANGUAGE), code=code)


def _schedule(hours: Schedule, zone: str, service_id: UUID) -> Document:
    offset = now().astimezone(ZoneInfo(zone)).utcoffset() if zone else None
    return _known(
        id=str(ids.of_copy(hours.id, service_id)),
        service_id=str(service_id),
        freq="WEEKLY",
        interval=1,
        byday=hours.byday,
        opens_at=_clock(hours.opens_at, offset),
        closes_at=_clock(hours.closes_at, offset),
        timezone=offset / timedelta(hours=1) if offset is not None else None,
        notes=hours.notes,
    )


def _clock(hour: time | None, offset: timedelta | None) -> str:
    if hour is None or offset is None:
        return f"{hour:%H:%M}" if hour else ""
    minutes = int(offset / timedelta(minutes=1))
    sign, minutes = ("-", -minutes) if minutes < 0 else ("+", minutes)
    return f"{hour:%H:%M}{sign}{minutes // 60:02}:{minutes % 60:02}"


def _change(change: EntryChange) -> Document:
    told = change.field_name in WITH_VALUES
    return {
        "id": str(change.id),
        "resource_id": str(change.organization_id),
        "resource_type": "organization",
        "last_action_date": change.at.date().isoformat(),
        "last_action_type": "update",
        "field_name": change.field_name,
        "previous_value": change.previous_value if told else "",
        "replacement_value": change.replacement_value if told else "",
        "updated_by": SOMEBODY,
    }


def _uri(address: str) -> str:
    """A web address as a URI of plain signs; '' for what is none."""
    written = address.strip()
    if not written or any(sign.isspace() for sign in written):
        return ""
    try:
        whole = iri_to_uri(written if "://" in written else f"https://{written}")
        parts = urlsplit(whole)
    except ValueError:
        return ""
    return whole if parts.scheme in ("http", "https") and parts.hostname else ""


def _known(**facts: Any) -> Document:
    """The facts that are known: HSDS leaves out what is not, rather than stating nothing."""
    return {name: value for name, value in facts.items() if value not in (None, "")}
