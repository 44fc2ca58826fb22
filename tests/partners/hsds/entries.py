"""Invented entries for the API: one with everything, and one of each kind that no machine may see."""

from datetime import time, timedelta
from typing import Any

from portal.db import db, now, today, transaction
from portal.partners.models import (
    Contact,
    EntryChange,
    Language,
    Location,
    Organization,
    Phone,
    ReceptionProfile,
    Schedule,
    Service,
    ServiceArea,
    ServicePopulation,
)
from portal.vocabulary.organizations import (
    Capacity,
    ListingWish,
    LocationType,
    PhoneKind,
    ResponsePromise,
    Visibility,
)
from portal.vocabulary.services import Population, ServiceStatus, ServiceType
from tests import build

#: Stands in everything that no machine may read.
MARKER = "QuokkaSecret"


def whole(number: int = 1, **more: Any) -> Organization:
    """An entry with every kind of line, secrets beside what may be read."""
    db.session.rollback()  # whatever the test has read before: an act begins by itself
    with transaction():
        one = build.organization(f"Invented: Whole House {number}", "NG", **{**_facts(), **more})
        one.services = [*one.services, _housing()]
        one.profile = ReceptionProfile(meets_at_airport=True, night_arrivals=False, hours_notice=24, longest_stay=30)
        one.locations = _places()
        one.languages = [Language(code="en"), Language(code="bin")]
        one.service_areas = [ServiceArea(country="NG", region="Edo"), ServiceArea(country="GH")]
        one.schedules = [
            Schedule(byday="MO,FR", opens_at=time(9), closes_at=time(16, 30), notes="Ring twice"),
            Schedule(byday="SA"),
        ]
        contact = Contact(name=MARKER, title=f"{MARKER} head", email=f"{MARKER}@house.example")
        one.contacts = [contact]
        db.session.flush()
        one.phones = [
            Phone(number="+2348000000001", note="The front gate", kind=PhoneKind.HOTLINE),
            Phone(number="+2348000000666", note=MARKER, contact_id=contact.id),
        ]
        _history(one)
    return one


def _facts() -> dict[str, Any]:
    return {
        "alternate_name": "Whole House",
        "description": "Receives women and children.",
        "email": "gate@house.example",
        "website": "https://हिन्दी.example/घर",
        "time_zone": "Africa/Lagos",
        "legal_status": "Association",
        "year_incorporated": 1999,
        "capacity": Capacity.CAN_RECEIVE,
        "capacity_said_on": today(),
        "promise": ResponsePromise.DAY,
        "not_until": today() + timedelta(days=9),
        "verified_by": MARKER,
        "checked_by": MARKER,
        "source_title": MARKER,
    }


def _housing() -> Service:
    service = Service(service_type=ServiceType.SAFEHOUSE, name="Own house", description="Rooms", minimum_age=18)
    service.populations = [ServicePopulation(population=one) for one in (Population.WOMEN, Population.GIRLS)]
    return service


def _places() -> list[Location]:
    address = {"address": "1 Invented Road", "town": "Benin City", "state_province": "Edo", "postal_code": "300001"}
    return [
        Location(country="NG", name="Office", latitude=6.335, longitude=5.6037, checked_by=MARKER, **address),
        Location(country="NG", address="Beside the market", town="Benin City"),
        Location(country="NG", location_type=LocationType.POSTAL, **{**address, "address": "Box 9"}),
        Location(country="NG", location_type=LocationType.VIRTUAL),
        Location(
            country="NG",
            location_type=LocationType.REDACTED,
            name=MARKER,
            latitude=6.6666,
            longitude=5.6666,
            **{**address, "address": f"{MARKER} Street"},
        ),
    ]


def _history(one: Organization) -> None:
    for field, before, after in (
        ("name", "Invented: Old House", one.name),
        ("description", f"{MARKER} at the old place", "Receives women and children."),
        ("contacts", MARKER, MARKER),
        ("silent_hold", MARKER, MARKER),
        ("transfer_basis", MARKER, MARKER),
        ("locations", MARKER, MARKER),
    ):
        change = EntryChange(organization_id=one.id, field_name=field, previous_value=before, replacement_value=after)
        change.updated_by, change.at = MARKER, now()
        db.session.add(change)


def hidden() -> dict[str, Organization]:
    """One entry of each kind that is not for machines, by why."""
    merged_into = build.organization("Invented: Stays", "NG")
    db.session.flush()
    kinds: dict[str, dict[str, Any]] = {
        "embassy": {"visibility": Visibility.EMBASSY},
        "centre": {"visibility": Visibility.CENTRE},
        "starter": {"is_starter": True},
        "declined": {"listing_wish": ListingWish.DECLINED},
        "defunct": {"status": ServiceStatus.DEFUNCT},
        "inactive": {"status": ServiceStatus.INACTIVE},
        "merged": {"merged_into_id": merged_into.id},
    }
    with transaction():
        made = {why: build.organization(f"{MARKER} {why}", "NG", **more) for why, more in kinds.items()}
        for one in made.values():
            one.locations = [Location(country="NG", postal_code="300001", latitude=6.0, longitude=5.0)]
    return made
