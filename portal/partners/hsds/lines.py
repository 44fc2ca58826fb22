"""The lines of an entry as HSDS states them: places, numbers, languages, hours, changes."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from werkzeug.urls import iri_to_uri

from portal.db import now
from portal.partners.hsds import ids, terms
from portal.partners.hsds.codes import WITH_VALUES
from portal.partners.models import EntryChange, Location, Organization, Phone, Schedule
from portal.places import languages
from portal.vocabulary.organizations import LocationType

Document = dict[str, Any]
#: Who changed something: a person's name stays here.
SOMEBODY = "somebody of the network"


def stated_locations(one: Organization) -> list[Location]:
    """The places of an organisation that leave the portal: a protected one never does."""
    places = [place for place in one.locations if place.location_type is not LocationType.REDACTED]
    return sorted(places, key=lambda place: place.id)


def location(place: Location) -> Document:
    """A place, with its address where all that HSDS asks of one is known (RULINGS 23)."""
    parts = (place.address, place.town, place.state_province, place.postal_code, place.country)
    address = {
        "id": str(ids.of_copy(place.id, place.organization_id)),
        "location_id": str(place.id),
        "address_1": place.address,
        "city": place.town,
        "state_province": place.state_province,
        "postal_code": place.postal_code,
        "country": place.country,
        "address_type": place.location_type.value,
    }
    return {**plain_location(place), "addresses": [address] if all(part.strip() for part in parts) else []}


def plain_location(place: Location) -> Document:
    """A place without what belongs to it."""
    return known(
        id=str(place.id),
        location_type=place.location_type.value,
        organization_id=str(place.organization_id),
        name=place.name,
        latitude=place.latitude,
        longitude=place.longitude,
    )


def phone(one: Phone) -> Document:
    """A telephone number."""
    facts = {"number": one.number, "type": one.kind.value, "description": one.note}
    return known(id=str(one.id), organization_id=str(one.organization_id), **facts)


def answer(value: bool | int) -> str:
    """What a reception profile says, as an attribute's value."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def moment(at: datetime) -> str:
    """A moment as the standard writes it, in UTC."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def language(spoken_id: UUID, code: str, service_id: UUID) -> Document:
    """A language as it is stated at a service."""
    copy = str(ids.of_copy(spoken_id, service_id))
    return known(id=copy, service_id=str(service_id), name=languages.name(code, terms.LANGUAGE), code=code)


def schedule(hours: Schedule, zone: str, service_id: UUID) -> Document:
    """Opening hours as they are stated at a service, with today's distance from UTC."""
    offset = _offset(zone)
    return known(
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


def _offset(zone: str) -> timedelta | None:
    try:
        return now().astimezone(ZoneInfo(zone)).utcoffset() if zone else None
    except (ZoneInfoNotFoundError, ValueError):  # no zone that this machine knows
        return None


def _clock(hour: time | None, offset: timedelta | None) -> str:
    if hour is None or offset is None:
        return f"{hour:%H:%M}" if hour else ""
    minutes = int(offset / timedelta(minutes=1))
    sign, minutes = ("-", -minutes) if minutes < 0 else ("+", minutes)
    return f"{hour:%H:%M}{sign}{minutes // 60:02}:{minutes % 60:02}"


def change(one: EntryChange) -> Document:
    """A change of an entry: what it was and became, where that may be told."""
    told = one.field_name in WITH_VALUES
    return {
        "id": str(one.id),
        "resource_id": str(one.organization_id),
        "resource_type": "organization",
        "last_action_date": one.at.date().isoformat(),
        "last_action_type": "update",
        "field_name": one.field_name,
        "previous_value": one.previous_value if told else "",
        "replacement_value": one.replacement_value if told else "",
        "updated_by": SOMEBODY,
    }


def uri(address: str) -> str:
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


def known(**facts: Any) -> Document:
    """The facts that are known: HSDS leaves out what is not, rather than stating nothing."""
    return {name: value for name, value in facts.items() if value not in (None, "")}
