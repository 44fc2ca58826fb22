"""One country's page: who works there first, what is missing, which mission covers it, also where nobody is known."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from portal.access import Role
from portal.db import Stale, db, now, today, transaction
from portal.partners.actions import NotYours
from portal.partners.country import actions, queries
from portal.partners.country.models import Mission
from portal.partners.models import Organization, Phone, Service, ServiceArea
from portal.partners.upkeep.models import Flag
from portal.places import countries
from portal.vocabulary.organizations import OrganizationType, PhoneKind, VerificationTier
from portal.vocabulary.services import ServiceStatus, ServiceType
from portal.vocabulary.upkeep import LineKind, Problem
from tests import build
from tests.conftest import Portal
from tests.partners.test_pages import counted
from tests.people import People

AUTHORITY = OrganizationType.CENTRAL_GOVERNMENT


def entry(name: str, country: str = "NG", *, offers: tuple[ServiceType, ...] = (), **more: Any) -> Organization:
    """An invented entry in the database."""
    with transaction():
        made = build.organization(name, country, **more)
        made.services += [Service(service_type=kind) for kind in offers]
    return made


def mission(country: str, seat: str, **more: Any) -> Mission:
    """An invented mission in the database."""
    with transaction():
        made = Mission(country=country, name="Invented mission", seat_country=seat, seat_town="Invented Town", **more)
        db.session.add(made)
    return made


def typed(**more: Any) -> dict[str, Any]:
    """A filled-in form of a mission."""
    form = {"form_key": str(uuid.uuid4()), "row_version": "", "name": "Invented embassy", "seat_country": "GH"}
    return {**form, "phone": "+233 24 123 4501", **more}


@pytest.mark.parametrize("code", ["NE", "DK", "TV"])
def test_a_country_without_an_entry_has_its_page_too(portal: Portal, people: People, code: str) -> None:
    for person in (people.caseworker, people.embassy, people.coordinator):
        page = portal.browser(person).get(f"/countries/{code}").text
        assert "No partner in this country yet. Know one? Suggest it." in page
        assert f"/suggest?country={code}" in page and f"/countries/{code}/card" in page
        assert "Nobody has written down which Danish mission covers this country." in page


def test_every_country_of_the_list_opens(portal: Portal, people: People) -> None:
    browser = portal.browser(people.embassy)
    for code in countries.codes()[::25]:
        browser.get(f"/countries/{code}")


def test_those_that_work_come_first_then_the_others_by_town(portal: Portal, people: People) -> None:
    entry("Invented: A unverified", tier=VerificationTier.SELF_DECLARED, town="Aba")
    entry("Invented: B old", checked_on=today() - timedelta(days=400), town="Zaria")
    entry("Invented: Z works", town="Zaria")
    entry("Invented: closed", status=ServiceStatus.DEFUNCT)
    page = portal.browser(people.coordinator).get("/countries/NG").text
    places = [page.index(name) for name in ("Edo House", "Z works", "A unverified", "B old")]
    assert places == sorted(places)
    assert "Invented: closed" not in page and "2 working partners" in page


def test_a_silent_hold_shows_to_the_centre_alone(portal: Portal, people: People) -> None:
    entry("Invented: held", "BG", silent_hold=True)
    for person in (people.caseworker, people.embassy):
        assert "1 working partner" in portal.browser(person).get("/countries/BG").text
    page = portal.browser(people.coordinator).get("/countries/BG").text
    assert "0 working partners" in page and "Invented: held" in page


def test_an_entry_stands_in_every_country_it_helps_in_once(portal: Portal, people: People) -> None:
    with transaction():
        made = build.organization("Invented: across the border", "NG")
        made.service_areas = [ServiceArea(country="NE"), ServiceArea(country="NE", region="Zinder")]
    found = queries.counts(people.embassy.actor, ["NE", "NG"])
    assert (found["NE"].entries, found["NE"].working, found["NG"].entries) == (1, 1, 2)
    assert portal.browser(people.embassy).get("/countries/NE").text.count("Invented: across the border") == 1


def test_travel_papers_hotlines_and_what_nobody_offers_are_named(portal: Portal, people: People) -> None:
    office = entry("Invented: passport office", "BG", offers=(ServiceType.DOCUMENTS,), org_type=AUTHORITY)
    with transaction():
        db.session.add(Phone(organization_id=office.id, number="+359881234501", kind=PhoneKind.HOTLINE))
    page = portal.browser(people.caseworker).get("/countries/BG").text
    papers = page[page.index("Travel papers") : page.index("Hotlines")]
    assert "Invented: passport office" in papers
    assert "+359881234501" in page[page.index("Hotlines") : page.index("Danish mission")]
    assert "Nobody offers: Health care" in page and "No organisation besides the authorities" in page
    assert "Nobody offers: Meets the person on arrival" not in page


def test_a_line_reported_wrong_stands_on_the_countrys_page_until_it_is_settled(portal: Portal, people: People) -> None:
    with transaction():
        flag = Flag(organization_id=people.accepting.actor.organization_id, line=LineKind.ENTRY)
        flag.problem, flag.by_name, flag.by_role, flag.at = Problem.CLOSED, "Invented", Role.CASEWORKER, now()
        db.session.add(flag)
    assert "Reported as wrong" in portal.browser(people.embassy).get("/countries/NG").text
    assert "1 line reported wrong" in portal.browser(people.embassy).get("/home").text
    assert "Reported as wrong" not in portal.browser(people.embassy).get("/countries/RO").text


def test_a_country_without_a_mission_shows_which_one_covers_it(portal: Portal, people: People) -> None:
    mission("NE", "GH", source_url="https://source.example/page", looked_up_on=today())
    mission("GH", "GH", checked_on=today())
    browser = portal.browser(people.caseworker)
    page = browser.get("/countries/NE").text
    assert "Covers this country from Invented Town, Ghana" in page and "Not checked by the centre" in page
    own = browser.get("/countries/GH").text
    assert "Covers this country" not in own and "Not checked by the centre" not in own


def test_the_centre_writes_the_mission_and_a_double_post_makes_one(portal: Portal, people: People) -> None:
    browser, form = portal.browser(people.coordinator), typed(checked="y")
    browser.post("/countries/NE/mission", form)
    browser.post("/countries/NE/mission", form)
    made = queries.mission_of("NE")
    assert made is not None and (made.seat_country, made.checked_by) == ("GH", "Karen Invented")
    browser.post("/countries/NE/mission", typed(row_version=made.row_version, name="Invented: new name"))
    late = browser.post("/countries/NE/mission", typed(row_version="1", name="Invented: late"), 409).text
    assert "Invented: new name" in late and "Invented: late" in late
    with pytest.raises(Stale):
        actions.write_mission(people.coordinator.actor, "NE", uuid.uuid4(), 0, {"name": "x"}, checked=False)
    with pytest.raises(NotYours):
        actions.write_mission(people.embassy.actor, "BG", uuid.uuid4(), 0, {}, checked=False)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Write the name of the mission."),
        ({"seat_country": ""}, "Choose the country the mission lies in."),
        ({"phone": "abc"}, "Write the number with its country code"),
        ({"website": "javascript:alert(1)"}, "Write a web address that begins with https://"),
        ({"email": "nobody"}, "Write an e-mail address"),
    ],
)
def test_what_is_wrong_with_a_mission_is_said(
    portal: Portal, people: People, wrong: dict[str, str], sentence: str
) -> None:
    assert sentence in portal.browser(people.coordinator).post("/countries/NE/mission", typed(**wrong), 200).text
    assert queries.mission_of("NE") is None


def test_a_full_country_asks_the_same_number_of_questions_and_stays_light(portal: Portal, people: People) -> None:
    browser = portal.browser(people.caseworker)
    asked = []
    for number in (1, 60):
        for one in range(number):
            entry(f"Invented: house number {number} {one} with a name of usual length", "BG", town=f"Town {one % 9}")
        entry(f"Invented: office {number}", "BG", org_type=AUTHORITY)
        browser.get("/countries/BG")
        with counted() as seen:
            page = browser.get("/countries/BG").text
        asked.append(len(seen))
    assert asked[0] == asked[1] <= 15
    assert "Show all entries of this country (63)" in page
