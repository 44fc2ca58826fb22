"""Invented partners, marked as such: they sign in, answer and report. The real starter entries only stand in lists."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from portal.db import db, today
from portal.partners.models import (
    Contact,
    Language,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServicePopulation,
)
from portal.places.countries import in_eea
from portal.vocabulary.organizations import (
    ContactRole,
    LocationType,
    OrganizationType,
    TransferBasis,
    VerificationTier,
)
from portal.vocabulary.services import Population, ServiceType

S, P = ServiceType, Population
RECEPTION = (S.ARRIVAL_RECEPTION, S.AIRPORT_PICKUP, S.TEMPORARY_ACCOMMODATION, S.PSYCHOSOCIAL)
WOMEN_AND_GIRLS = (P.WOMEN, P.GIRLS)
EVERYBODY = (P.WOMEN, P.MEN, P.GIRLS, P.BOYS, P.FAMILIES)


@dataclass(frozen=True)
class Invented:
    """What an invented partner is like. `months` since its entry was last checked."""

    name: str
    country: str
    town: str
    zone: str
    phone: str
    languages: tuple[str, ...]
    services: tuple[ServiceType, ...] = RECEPTION
    groups: tuple[Population, ...] = WOMEN_AND_GIRLS
    org_type: OrganizationType = OrganizationType.NGO
    tier: VerificationTier = VerificationTier.REFERENCE_CHECKED
    months: int = 3
    locale: str = "en"
    hours: tuple[str, str] = ("08:00", "16:00")


AUTHORITY = OrganizationType.CENTRAL_GOVERNMENT
INVENTED = (
    Invented("Invented: Edo Women's House", "NG", "Benin City", "Africa/Lagos", "+2348031234501", ("en", "bin", "pcm")),
    Invented(
        "Invented: Homecoming Lagos", "NG", "Lagos", "Africa/Lagos", "+2348031234502", ("en", "yo", "pcm"),
        groups=EVERYBODY, months=8,
    ),
    Invented(
        "Invented: Casa Bună Cluj", "RO", "Cluj-Napoca", "Europe/Bucharest", "+40721234501", ("ro", "hu", "en"),
        tier=VerificationTier.AGREEMENT,
    ),
    Invented(
        "Invented: Social Office Iași", "RO", "Iași", "Europe/Bucharest", "+40721234502", ("ro", "en"),
        services=(S.ARRIVAL_RECEPTION, S.DOCUMENTS, S.REGISTRATION, S.MONITORING), groups=EVERYBODY, org_type=AUTHORITY,
    ),
    Invented(
        "Invented: บ้านกลับใจ Isan Home", "TH", "Khon Kaen", "Asia/Bangkok", "+66812345601", ("th", "en"),
        tier=VerificationTier.VISITED,
    ),
    Invented("Invented: Accra Welcome", "GH", "Accra", "Africa/Accra", "+233241234501", ("en", "ak"), groups=EVERYBODY),
    Invented("Invented: Drim Dnipro", "UA", "Dnipro", "Europe/Kyiv", "+380501234501", ("uk", "ru", "en"), months=7),
    Invented("Invented: Acasă Chișinău", "MD", "Chișinău", "Europe/Chisinau", "+37369123401", ("ro", "ru")),
    Invented("Invented: Зора Пловдив", "BG", "Plovdiv", "Europe/Sofia", "+359881234501", ("bg", "en")),
    Invented(
        "Invented: Namai Kaunas", "LT", "Kaunas", "Europe/Vilnius", "+37061234501", ("lt", "en"),
        tier=VerificationTier.SELF_DECLARED,
    ),
    Invented("Invented: Tahanan Manila", "PH", "Manila", "Asia/Manila", "+639171234501", ("tl", "en"), months=13),
    Invented("Invented: Nhà Mới Hà Nội", "VN", "Hanoi", "Asia/Ho_Chi_Minh", "+84912345601", ("vi", "en")),
    Invented(
        "Invented: Dar Casablanca", "MA", "Casablanca", "Africa/Casablanca", "+212612345601", ("ar", "fr"), locale="ar",
    ),
)  # fmt: skip


def add_invented() -> dict[str, Organization]:
    """Add the invented partners in the running act; returns them by name."""
    made = {one.name: _organization(one) for one in INVENTED}
    db.session.add_all(made.values())
    db.session.flush()
    return made


def _organization(one: Invented) -> Organization:
    checked: date = today() - timedelta(days=30 * one.months)
    plain = one.name.removeprefix("Invented: ")
    made = Organization(
        name=one.name,
        sort_name=one.name.casefold(),
        import_key=f"{one.country} {one.name.casefold()}",
        description="Invented for the demonstration. Nobody of this name exists.",
        email=f"post@{one.country.lower()}.demo.example",
        org_type=one.org_type,
        country=one.country,
        town=one.town,
        time_zone=one.zone,
        locale=one.locale,
        tier=one.tier,
        verified_on=checked,
        verified_by="Karen Invented, the centre",
        next_check_on=checked + timedelta(days=365),
        checked_on=checked,
        checked_by="Ellen Invented, embassy",
        transfer_basis=TransferBasis.EEA if in_eea(one.country, today()) else TransferBasis.CLAUSES,
        is_invented=True,
    )
    made.services = [
        Service(service_type=kind, populations=[ServicePopulation(population=group) for group in one.groups])
        for kind in one.services
    ]
    made.languages = [Language(code=code) for code in one.languages]
    made.service_areas = [ServiceArea(country=one.country)]
    made.locations = [Location(location_type=LocationType.PHYSICAL, town=one.town, country=one.country)]
    made.contacts = [
        Contact(
            name=f"Duty desk, {plain}",
            role=ContactRole.KEY,
            email=f"duty@{one.country.lower()}.demo.example",
            checked_on=checked,
            checked_by="Ellen Invented, embassy",
        )
    ]
    made.phones = [
        Phone(number=one.phone, as_typed=one.phone, note="Duty desk", checked_on=checked, checked_by="Ellen Invented")
    ]
    opens, closes = (time.fromisoformat(hour) for hour in one.hours)
    made.schedules = [Schedule(opens_at=opens, closes_at=closes)]
    return made
