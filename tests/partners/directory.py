"""An invented directory for the tests of the list: towns with positions, services for groups, languages."""

import random
from datetime import timedelta
from typing import Any

from portal.db import today
from portal.partners.models import Language, Organization, Service, ServiceArea, ServicePopulation
from portal.places.towns import town
from portal.vocabulary.organizations import Capacity, OrganizationType, ResponsePromise
from portal.vocabulary.services import Population, ServiceType
from tests import build

SPOKEN = ("en", "pcm", "yo", "fr", "ar", "th", "ro", "uk", "vi", "tl", "pt", "es", "bg", "hu")
TOWNS = (
    *(("Benin City", "NG"), ("Lagos", "NG"), ("Cluj-Napoca", "RO"), ("Khon Kaen", "TH"), ("Accra", "GH")),
    *(("Kyiv", "UA"), ("Chișinău", "MD"), ("Plovdiv", "BG"), ("Kaunas", "LT"), ("Manila", "PH"), ("Hanoi", "VN")),
    *(("Casablanca", "MA"), ("Nairobi", "KE"), ("La Paz", "BO"), ("Tirana", "AL"), ("Minsk", "BY"), ("Riga", "LV")),
    *(("Bogotá", "CO"), ("Kathmandu", "NP"), ("Kampala", "UG"), ("Warsaw", "PL"), ("Yaoundé", "CM"), ("Cairo", "EG")),
)
NAMES = (
    "บ้านกลับใจ",
    "Casa Bună",
    "Зора",
    "Nhà Mới",
    "دار الأمل",
    "Дім надії",
    "Namai",
    "Women's Home",
    "የሴቶች ቤት",
    "Nova Vida",
)


def partner(name: str, at: tuple[str, str], *more_places: tuple[str, str], **more: Any) -> Organization:
    """A partner in a town, with the position of that town, and further towns it helps in."""
    place = town(*at)
    assert place is not None
    made = build.organization(name, at[1], town=at[0], latitude=place.latitude, longitude=place.longitude, **more)
    for region, country in more_places:
        where = town(region, country) if region else None
        area = ServiceArea(country=country, region=region)
        if where:
            area.latitude, area.longitude = where.latitude, where.longitude
        made.service_areas.append(area)
    return made


def offering(made: Organization, **groups_of: tuple[Population, ...]) -> Organization:
    """Give an entry services by their code, each with the groups it is for."""
    made.services = [
        Service(service_type=ServiceType(code), populations=[ServicePopulation(population=group) for group in groups])
        for code, groups in groups_of.items()
    ]
    return made


def speaking(made: Organization, *codes: str) -> Organization:
    """Give an entry languages."""
    made.languages = [Language(code=code) for code in codes]
    return made


def a_crowd(number: int, more_in: dict[str, int] | None = None, seed: int = 1) -> list[Organization]:
    """So many partners all over the world, and so many more in a country's first town of the list.

    Each has as much to say as an entry can have; the same for the same seed.
    """
    chance = random.Random(seed)
    where = [TOWNS[count % len(TOWNS)] for count in range(number)]
    for country, more in (more_in or {}).items():
        where += [next(town for town in TOWNS if town[1] == country)] * more
    made = []
    for count, at in enumerate(where):
        one = partner(f"Invented: {NAMES[count % len(NAMES)]} {chance.getrandbits(24):x} {count:03}", at)
        kinds = chance.sample(list(ServiceType), 6)
        groups = tuple(chance.sample(list(Population), 4))
        speaking(offering(one, **{kind.value: groups for kind in kinds}), *chance.sample(SPOKEN, 4))
        one.org_type = chance.choice(list(OrganizationType))
        one.alternate_name = f"Invented: House {count} in English"
        one.promise = chance.choice(list(ResponsePromise))
        one.asked, one.answered_in_time = 10, chance.randint(0, 10)
        one.checked_on = today() - timedelta(days=chance.randint(0, 500))
        one.capacity, one.capacity_said_on = chance.choice(list(Capacity)), today()
        made.append(one)
    return made
