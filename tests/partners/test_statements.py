"""How often each page of the directory asks the database: at most ten times, and as often for 20 rows as for 5."""

import uuid

from sqlalchemy import select

from portal.access import Role
from portal.db import db, now, today, transaction
from portal.partners.country.models import Mandate
from portal.partners.models import (
    Contact,
    EntryChange,
    Language,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServicePopulation,
)
from portal.partners.upkeep.models import Concern, Flag, Suggestion
from portal.partners.vetting.models import Agreement, Check
from portal.vocabulary.mandates import MandateTask
from portal.vocabulary.organizations import (
    AgreementKind,
    CheckKind,
    ListingWish,
    OrganizationType,
    PhoneKind,
    VerificationTier,
)
from portal.vocabulary.services import Population, ServiceType
from portal.vocabulary.upkeep import LineKind, Problem, SuggestionKind
from tests import build
from tests.conftest import Portal
from tests.partners.test_pages import counted
from tests.people import People, Person

MOST = 10  # the figure: "a page runs at most 10 SQL statements"
#: The first page is made of the panels of every chapter, each with questions of its own: a caseworker's of cases,
#: requests and reports, the centre's of those and of coverage, indicators, vetting and invitations.
FIRST_PAGES = {"ane@people.example": 23, "karen@people.example": 26}
FILTER = "service=arrival_reception&group=women&language=en"
DIRECTORY = ("caseworker", "embassy", "coordinator")


def add_rows(people: People, begin: int, end: int) -> None:
    """Everything that the pages list, from one number to another. All of it is invented."""
    for _number in range(begin, end):
        build.request(build.case(people.caseworker, return_country="BJ"), people.accepting, departed_on=today())
    with transaction():
        entry = db.session.get_one(Organization, people.accepting.actor.organization_id)
        entry.parent_organization_id = people.declining.actor.organization_id
        for number in range(begin, end):
            _say_of(entry, people, number)
            _stand_beside(people, number)
            db.session.flush()


def _say_of(entry: Organization, people: People, number: int) -> None:
    """One more line of each kind of one entry, and one more thing said of it."""
    entry.contacts.append(Contact(name=f"Invented contact {number}", email=f"invented{number}@edo.example"))
    entry.phones.append(Phone(number=f"+2348030000{number:03}", as_typed=f"+234 803 000 0{number:03}"))
    entry.locations.append(Location(country="NG", address=f"{number} Invented Road", town="Benin City"))
    entry.schedules.append(Schedule(byday="MO,TU", notes=f"Invented hours {number}"))
    entry.service_areas.append(ServiceArea(country="NG", region=f"Invented region {number}"))
    for_it = {"organization_id": entry.id}
    offer = Service(service_type=list(ServiceType)[number % len(ServiceType)])
    offer.populations = [ServicePopulation(population=group) for group in (Population.MEN, Population.GIRLS)]
    entry.services.append(offer)
    said = {"by_name": "Invented", "at": now()}
    kind, me = list(CheckKind)[number % len(CheckKind)], people.embassy.id
    db.session.add_all(
        [
            Flag(**for_it, **said, line=LineKind.ENTRY, problem=Problem.CHANGED, by_role=Role.EMBASSY),
            Concern(id=uuid.uuid4(), **for_it, **said, text="Invented worry", outcome=""),
            Suggestion(**for_it, **said, kind=SuggestionKind.CHANGE, country="NG", text="Invented", by_id=me),
            EntryChange(**for_it, field_name="town", updated_by="Invented", at=now()),
            Check(**for_it, kind=kind, on=today(), by="Invented"),
            Agreement(**for_it, kind=AgreementKind.REFERRAL, valid_from=today(), made_by="Invented"),
            Mandate(
                country="NG", task=list(MandateTask)[number % 9], responsible=f"Invented office {number}", **for_it
            ),
            Mandate(country="DK", task=list(MandateTask)[number % 9], responsible=f"Invented office {number}"),
        ]
    )


def _stand_beside(people: People, number: int) -> None:
    """Three more entries: a working partner with a hotline, its twin, an authority; two look overdue or say no."""
    name = f"Invented: {'abcdefghijklmnopqrst'[number] * 6} House"
    house = build.organization(name, "NG", town="Benin City", latitude=6.335, longitude=5.627)
    house.languages = [Language(code="en")]
    house.phones = [Phone(number=f"+2348031111{number:03}", kind=PhoneKind.HOTLINE)]
    twin = build.organization(
        name, "NG", town="Benin City", import_key=f"twin {number}", listing_wish=ListingWish.DECLINED
    )
    twin.phones, twin.tier = [Phone(number=f"+2348031111{number:03}")], VerificationTier.UNVERIFIED
    office = build.organization(f"Invented: office {number}", "NG", org_type=OrganizationType.CENTRAL_GOVERNMENT)
    office.checked_on, office.next_check_on = None, today().replace(year=2020)
    office.phones = [Phone(number=f"+2348032222{number:03}")]
    lost = build.organization(f"Invented: merged {number}", "NG")
    lost.merged_into_id = people.accepting.actor.organization_id


def pages(people: People) -> list[tuple[str, Person]]:
    """Each page of the directory with each reader who may open it."""
    own, readers = people.accepting.actor.organization_id, [getattr(people, name) for name in DIRECTORY]
    of_readers = (
        "/partners",
        f"/partners?country=NG&{FILTER}",
        f"/partners?q=house&country=NG&{FILTER}",
        f"/partners?place=Benin+City&{FILTER}",
        "/partners?place=Nowhereton",
        "/partners?q=nobody-has-this-name",
        "/partners/map",
        f"/partners/{own}",
        f"/partners/{own}/history",
        f"/partners/{own}/flag?line=entry&line_id=",
        f"/partners/{own}/concern",
        "/countries/NG",
        "/countries/NG/card",
        "/countries/NE",
        "/suggest?country=NG",
        f"/suggest?organization={own}",
        "/suggestions",
    )
    found = [(address, person) for address in of_readers for person in readers]
    partners = ("", f"/{own}", "?place=Benin+City", f"/{own}/edit", f"/{own}/services", f"/{own}/contacts")
    partners += (f"/{own}/hours", f"/{own}/reception", f"/{own}/asked", f"/{own}/history")
    found += [(f"/partners{address}", people.accepting) for address in partners]
    found += [(f"/partners/{own}", people.declining), ("/countries/NG/mandates", people.auditor)]
    found += [(f"/countries/NG/mandates{more}", people.coordinator) for more in ("", "?all=y", "/new")]
    centre = ("/vetting", "/vetting/check", "/vetting/agreement", "/verify", "/retire", "/edit", "/contacts", "/hours")
    found += [(f"/partners/{own}{page}", people.coordinator) for page in centre]
    tabs = [f"/partners/upkeep?tab={tab}" for tab in ("unchecked", "reported", "concerns", "suggestions")]
    rest = ("/partners/twins", "/partners/new", "/partners/invite", "/countries/NG/mission", "/monitoring/coverage")
    found += [(address, people.coordinator) for address in (*tabs, *rest, "/partners/take-out")]
    found += [(address, people.coordinator) for address in _single(own)]
    return [*found, *(("/home", person) for person in (*readers, people.accepting))]


def _single(own: uuid.UUID | None) -> list[str]:
    """The pages of one report, concern, suggestion, mandate and pair of twins, the oldest of each."""
    oldest = {
        model: db.session.scalars(select(model.id).order_by(model.created_at, model.id).limit(1)).one()
        for model in (Flag, Concern, Suggestion)
    }
    mandate_id = db.session.scalars(select(Mandate.id).where(Mandate.country == "NG").limit(1)).one()
    house = Organization.name.endswith("House")
    named = select(Organization.id).where(house, Organization.id != own, Organization.merged_into_id.is_(None))
    one = db.session.scalars(named.order_by(Organization.created_at, Organization.id).limit(1)).one()
    return [
        f"/partners/{own}/flags/{oldest[Flag]}",
        f"/partners/upkeep/concerns/{oldest[Concern]}",
        f"/suggestions/{oldest[Suggestion]}",
        f"/countries/NG/mandates/{mandate_id}",
        f"/countries/NG/mandates/{mandate_id}/end",
        f"/partners/{own}/merge/{one}",
        f"/partners/{one}/merge/{own}",
    ]


def asked(portal: Portal, address: str, person: Person) -> list[str]:
    """The statements of one opening of a page, those of the gate too; the first opening warms what is remembered."""
    browser = portal.browser(person)
    browser.get(address)
    with counted() as seen:
        browser.get(address)
    return [one for one in seen if not one.startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]


def test_a_page_of_the_directory_asks_ten_times_at_most_and_as_often_for_twenty_rows_as_for_five(
    portal: Portal, people: People
) -> None:
    seen: dict[tuple[str, str], list[int]] = {}
    for begin, end in ((0, 5), (5, 20)):
        add_rows(people, begin, end)
        for address, person in pages(people):
            seen.setdefault((address, person.email), []).append(len(asked(portal, address, person)))
    grown = {page: numbers for page, numbers in seen.items() if numbers[0] != numbers[1]}
    assert grown == {}
    most = {page: FIRST_PAGES.get(page[1], MOST) if page[0] == "/home" else MOST for page in seen}
    assert {page: numbers for page, numbers in seen.items() if numbers[1] > most[page]} == {}
