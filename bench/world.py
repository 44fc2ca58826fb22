"""A world of invented organisations in many scripts, the same for the same seed, for the bench and for tests."""

import random
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine

from bench.places_of_world import LANDS, NUMBERS, Land
from portal.db import today
from portal.migrations.records import METADATA
from portal.partners import search
from portal.places import countries
from portal.vocabulary.organizations import (
    VERIFIED_TIERS,
    Capacity,
    ContactRole,
    ListingWish,
    LocationType,
    OrganizationType,
    PhoneKind,
    ResponsePromise,
    TransferBasis,
    VerificationTier,
    Visibility,
)
from portal.vocabulary.services import Population, ServiceStatus, ServiceType

Rows = dict[str, list[dict[str, Any]]]
MADE_AT = datetime(2026, 1, 1, 12, tzinfo=UTC)
CHUNK = 500  # organisations a bulk insert
ORDER = (
    "organization",
    "reception_profile",
    "service",
    "service_population",
    "location",
    "contact",
    "phone",
    "language",
    "schedule",
    "service_area",
)
COMMON_SERVICES = [kind for kind in ServiceType if kind is not ServiceType.OTHER]


def world(seed: int, n: int) -> Iterator[Rows]:
    """`n` invented organisations; for each a dict of table name to the rows of it, values as the models hold them.

    The same seed gives the same ids, names and facts; days are counted back from today.
    """
    chance = random.Random(seed)
    for number in range(n):
        yield _organisation(chance, number)


def fill(engine: Engine, n: int, seed: int = 1, there: int = 0) -> int:
    """Insert a world into a migrated database in bulk, without its first ones that are there; returns how many."""
    coming, made = islice(world(seed, n), there, None), 0
    with engine.begin() as connection:
        while part := list(islice(coming, CHUNK)):
            for name in ORDER:
                rows = [row for one in part for row in one[name]]
                if rows:
                    connection.execute(sa.insert(METADATA.tables[name]), rows)
            made += len(part)
    return made


def new_id(chance: random.Random) -> uuid.UUID:
    """A random UUID out of the seed."""
    return uuid.UUID(int=chance.getrandbits(128), version=4)


def _organisation(chance: random.Random, number: int) -> Rows:
    land = chance.choice(LANDS)
    town, latitude, longitude = chance.choice(land.towns)
    # Organisations stand around the towns, and one in twenty anywhere on the globe, the date line and poles included.
    if chance.random() < 0.05:
        latitude, longitude = chance.uniform(-89.9, 89.9), chance.uniform(-179.9, 179.9)
    else:
        latitude, longitude = latitude + chance.uniform(-0.8, 0.8), longitude + chance.uniform(-0.8, 0.8)
        longitude = (longitude + 180) % 360 - 180  # Fiji lies on both sides of the date line
    key = new_id(chance)
    entry = _entry(chance, land, number) | {"id": key, "town": town, "latitude": latitude, "longitude": longitude}
    rows = {"organization": [entry], "reception_profile": [_profile(chance, key)], **_lines(chance, land, key, entry)}
    # What an entry is found by is made by the portal's own rule.
    served: dict[uuid.UUID, set[Population]] = {}
    for group in rows["service_population"]:
        served.setdefault(group["service_id"], set()).add(group["population"])
    offers = {one["service_type"]: served[one["id"]] for one in rows["service"]}
    spoken = [one["code"] for one in rows["language"]]
    names = (entry["name"], entry["alternate_name"])
    entry.update(search.values_of(names, town, land.country, offers, spoken))
    return rows


def _entry(chance: random.Random, land: Land, number: int) -> dict[str, Any]:
    name = f"{chance.choice(land.firsts)} {chance.choice(land.seconds)} {number}"
    tier = chance.choice(list(VerificationTier))
    checked = today() - timedelta(days=chance.randrange(1, 700)) if chance.random() < 0.85 else None
    capacity = chance.choice(list(Capacity))
    zones = countries.time_zones(land.country)
    return {
        "created_at": MADE_AT,
        "name": name,
        "name_language": land.language,
        "alternate_name": f"Invented House {NUMBERS[number % len(NUMBERS)]} {number}" if chance.random() < 0.7 else "",
        "import_key": search.import_key(land.country, name),
        "description": f"{chance.choice(land.seconds)}. Invented, for measuring. {chance.choice(land.firsts)}.",
        "website": f"https://org{number}.example/{land.country.lower()}" if chance.random() < 0.8 else "",
        "email": f"desk@org{number}.example",
        "org_type": chance.choice(list(OrganizationType)) if chance.random() < 0.35 else OrganizationType.NGO,
        "country": land.country,
        "time_zone": zones[0] if zones else "",
        "locale": "en",
        "status": ServiceStatus.ACTIVE if chance.random() < 0.95 else chance.choice(list(ServiceStatus)),
        "tier": tier,
        "verified_on": checked if tier in VERIFIED_TIERS else None,
        "verified_by": "Invented Centre" if tier in VERIFIED_TIERS and checked else "",
        "checked_on": checked,
        "checked_by": "Invented Embassy" if checked else "",
        "capacity": capacity,
        "capacity_said_on": today() - timedelta(days=chance.randrange(0, 120)),
        "not_until": today() + timedelta(days=chance.randrange(1, 60)) if capacity is Capacity.NOT_UNTIL else None,
        "promise": chance.choice([None, *ResponsePromise]),
        "visibility": chance.choices(list(Visibility), [80, 15, 5])[0],
        "transfer_basis": chance.choice([None, *TransferBasis]),
        "listing_wish": ListingWish.WISHES,
        "recent_answers": "".join(chance.choices("10", [4, 1], k=chance.randrange(0, 5))),
        "is_invented": True,
    }


def _profile(chance: random.Random, key: uuid.UUID) -> dict[str, Any]:
    said = ["meets_at_airport", "meets_at_border", "meets_at_station", "night_arrivals", "escorts_children"]
    said += ["takes_unaccompanied_children", "onward_transport", "no_police_report"]
    return {
        "organization_id": key,
        **{name: chance.choice([True, False, None]) for name in said},
        "hours_notice": chance.choice([None, 12, 24, 48, 72]),
        "longest_stay": chance.choice([None, 30, 90, 180]),
    }


def _lines(chance: random.Random, land: Land, key: uuid.UUID, entry: dict[str, Any]) -> Rows:
    def line(**values: Any) -> dict[str, Any]:
        return {"id": new_id(chance), "created_at": MADE_AT, "organization_id": key, **values}

    checked = {"checked_on": entry["checked_on"], "checked_by": entry["checked_by"]}
    kinds = sorted(chance.sample(COMMON_SERVICES, chance.randrange(1, 6)))
    services = [line(service_type=kind, name="", description="", status=ServiceStatus.ACTIVE) for kind in kinds]
    groups = [
        {"service_id": one["id"], "population": group}
        for one in services
        for group in sorted(chance.sample(list(Population), chance.randrange(1, 4)))
    ]
    redacted = chance.random() < 0.15
    kind = LocationType.REDACTED if redacted else LocationType.PHYSICAL
    street = "" if redacted else f"{chance.choice(land.seconds)} {chance.randrange(1, 200)}"
    location = line(location_type=kind, address=street, town=entry["town"], country=land.country, **checked)
    role = chance.choice(list(ContactRole))
    contact = line(name=f"Invented {chance.choice(NUMBERS)}", title="", role=role, email=entry["email"], **checked)
    phones = [
        line(
            number=f"+{land.code}{chance.randrange(10**8, 10**9)}",
            contact_id=contact["id"] if at == 0 else None,
            as_typed="",
            kind=PhoneKind.VOICE if at == 0 else PhoneKind.HOTLINE,
            **checked,
        )
        for at in range(chance.randrange(1, 3))
    ]
    hours = {"opens_at": time(9), "closes_at": time(16)}
    spoken = sorted({land.language, *chance.sample(["en", "fr", "ar", "ru", "es"], chance.randrange(0, 3))})
    areas = [line(country=land.country, region=region) for region in ["", *([entry["town"]] * chance.randrange(0, 2))]]
    return {
        "service": services,
        "service_population": groups,
        "location": [location],
        "contact": [contact],
        "phone": phones,
        "language": [line(code=code) for code in spoken],
        "schedule": [line(byday="MO,TU,WE,TH,FR", notes="", **hours, **checked)],
        "service_area": areas,
    }
