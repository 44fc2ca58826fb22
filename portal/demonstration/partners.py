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
    ReceptionProfile,
    Schedule,
    Service,
    ServiceArea,
    ServicePopulation,
)
from portal.places.calendar import months_later
from portal.places.countries import in_eea
from portal.vocabulary.organizations import (
    Capacity,
    ContactRole,
    ListingWish,
    LocationType,
    OrganizationType,
    PhoneKind,
    ResponsePromise,
    TransferBasis,
    VerificationTier,
)
from portal.vocabulary.services import Population, ServiceType

S, P = ServiceType, Population
BY = "Ellen Invented, embassy"
RECEPTION = (S.ARRIVAL_RECEPTION, S.AIRPORT_PICKUP, S.TEMPORARY_ACCOMMODATION, S.PSYCHOSOCIAL)
WOMEN_AND_GIRLS = (P.WOMEN, P.GIRLS)
MEETS = ("meets_at_airport", "night_arrivals", "onward_transport", "no_police_report")
EVERYBODY = (P.WOMEN, P.MEN, P.GIRLS, P.BOYS, P.FAMILIES)


@dataclass(frozen=True)
class Invented:
    """What an invented partner is like. `months` since its entry was last checked, `said` days since it could receive.

    `receives` names what its reception profile says yes to; nothing is stated where it is empty.
    """

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
    receives: tuple[str, ...] = MEETS
    notice: int | None = 48
    stay: int | None = 60
    promise: ResponsePromise | None = ResponsePromise.THREE_DAYS
    said: int | None = 10
    closed_for: int = 0  # days from now
    areas: tuple[tuple[str, str], ...] = ()
    protected: bool = False
    hotline: str = ""


AUTHORITY = OrganizationType.CENTRAL_GOVERNMENT
CHILDREN = (*MEETS, "escorts_children", "takes_unaccompanied_children")
INVENTED = (
    Invented(
        "Invented: Edo Women's House", "NG", "Benin City", "Africa/Lagos", "+2348031234501", ("en", "bin", "pcm"),
        areas=(("NG", "Edo"), ("NG", "Delta")), promise=ResponsePromise.DAY, hotline="+2348031234511",
    ),
    Invented(
        "Invented: Homecoming Lagos", "NG", "Lagos", "Africa/Lagos", "+2348031234502", ("en", "yo", "pcm"),
        groups=EVERYBODY, months=8, receives=CHILDREN, areas=(("NG", ""), ("BJ", "Cotonou"), ("TG", "Lomé")), said=75,
    ),
    Invented(
        "Invented: Casa Bună Cluj", "RO", "Cluj-Napoca", "Europe/Bucharest", "+40721234501", ("ro", "hu", "en"),
        tier=VerificationTier.AGREEMENT, receives=(*CHILDREN, "meets_at_station"), areas=(("RO", ""), ("MD", "")),
    ),
    Invented(
        "Invented: Social Office Iași", "RO", "Iași", "Europe/Bucharest", "+40721234502", ("ro", "en"),
        services=(S.ARRIVAL_RECEPTION, S.DOCUMENTS, S.REGISTRATION, S.MONITORING), groups=EVERYBODY, org_type=AUTHORITY,
        receives=(), notice=None, stay=None, promise=ResponsePromise.WEEK, said=None,
    ),
    Invented(
        "Invented: บ้านกลับใจ Isan Home", "TH", "Khon Kaen", "Asia/Bangkok", "+66812345601", ("th", "en"),
        tier=VerificationTier.VISITED, receives=CHILDREN,
    ),
    Invented(
        "Invented: Accra Welcome", "GH", "Accra", "Africa/Accra", "+233241234501", ("en", "ak"), groups=EVERYBODY,
        closed_for=30,
    ),
    Invented(
        "Invented: Drim Dnipro", "UA", "Dnipro", "Europe/Kyiv", "+380501234501", ("uk", "ru", "en"), months=7,
        receives=("meets_at_border", "meets_at_station"), protected=True, hotline="+380501234511",
    ),
    Invented(
        "Invented: Acasă Chișinău", "MD", "Chișinău", "Europe/Chisinau", "+37369123401", ("ro", "ru"),
        protected=True, promise=ResponsePromise.DAY, said=None,
    ),
    Invented("Invented: Зора Пловдив", "BG", "Plovdiv", "Europe/Sofia", "+359881234501", ("bg", "en"), promise=None),
    Invented(
        "Invented: Namai Kaunas", "LT", "Kaunas", "Europe/Vilnius", "+37061234501", ("lt", "en"),
        tier=VerificationTier.SELF_DECLARED, receives=(), notice=None, stay=None, promise=None, said=None,
    ),
    Invented("Invented: Tahanan Manila", "PH", "Manila", "Asia/Manila", "+639171234501", ("tl", "en"), months=13),
    Invented("Invented: Nhà Mới Hà Nội", "VN", "Hanoi", "Asia/Ho_Chi_Minh", "+84912345601", ("vi", "en"), months=20),
    Invented(
        "Invented: Dar Casablanca", "MA", "Casablanca", "Africa/Casablanca", "+212612345601", ("ar", "fr"), locale="ar",
        said=70,
    ),
)  # fmt: skip


def add_invented() -> dict[str, Organization]:
    """Add the invented partners in the running act; returns them by name."""
    made = {one.name: _organization(one) for one in INVENTED}
    db.session.add_all(made.values())
    db.session.flush()
    return made


def _organization(one: Invented) -> Organization:
    checked: date = months_later(today(), -one.months)
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
        checked_by=BY,
        transfer_basis=TransferBasis.EEA if in_eea(one.country, today()) else TransferBasis.CLAUSES,
        listing_wish=ListingWish.WISHES,
        is_invented=True,
    )
    made.services = [
        Service(service_type=kind, populations=[ServicePopulation(population=group) for group in one.groups])
        for kind in one.services
    ]
    made.languages = [Language(code=code) for code in one.languages]
    _receives(made, one)
    _is_reached(made, one, checked)
    return made


def _receives(made: Organization, one: Invented) -> None:
    """What it says of receiving, and where it helps."""
    for service in made.services:
        if service.service_type is S.TEMPORARY_ACCOMMODATION:
            service.name, service.minimum_age = (
                "House for new beginnings",
                15 if one.groups == WOMEN_AND_GIRLS else None,
            )
    made.promise = one.promise
    if one.closed_for:
        made.capacity, made.not_until = Capacity.NOT_UNTIL, today() + timedelta(days=one.closed_for)
    elif one.said is not None:
        made.capacity = Capacity.CAN_RECEIVE
    made.capacity_said_on = None if one.said is None else today() - timedelta(days=one.said)
    if one.receives or one.notice is not None:
        made.profile = ReceptionProfile(**dict.fromkeys(one.receives, True))
        made.profile.hours_notice, made.profile.longest_stay = one.notice, one.stay
        made.profile.takes_unaccompanied_children = "takes_unaccompanied_children" in one.receives or None
    areas = one.areas or ((one.country, ""),)
    made.service_areas = [ServiceArea(country=country, region=region) for country, region in areas]


def _is_reached(made: Organization, one: Invented, checked: date) -> None:
    """Its place, people, numbers and hours, each checked on a day; some lines longer ago than the entry."""
    kind = LocationType.REDACTED if one.protected else LocationType.PHYSICAL
    longer_ago = months_later(checked, -5)
    place = Location(location_type=kind, town=one.town, country=one.country, checked_on=longer_ago, checked_by=BY)
    place.address = "" if one.protected else f"1 Invented Street, {one.town}"
    made.locations = [place]
    desk = f"Duty desk, {one.name.removeprefix('Invented: ')}"
    email = f"duty@{one.country.lower()}.demo.example"
    made.contacts = [Contact(name=desk, role=ContactRole.KEY, email=email, checked_on=checked, checked_by=BY)]
    numbers = [(one.phone, "Front gate" if one.protected else "Duty desk", PhoneKind.VOICE, checked)]
    if one.hotline:
        numbers.append((one.hotline, "Day and night", PhoneKind.HOTLINE, longer_ago))
    made.phones = [
        Phone(number=number, as_typed=number, note=note, kind=line, checked_on=on, checked_by=BY)
        for number, note, line, on in numbers
    ]
    opens, closes = (time.fromisoformat(hour) for hour in one.hours)
    made.schedules = [Schedule(opens_at=opens, closes_at=closes, checked_on=longer_ago, checked_by=BY)]
