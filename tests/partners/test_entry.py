"""What a partner says of receiving people, where it stands on the map, and that a protected place stays protected."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.db import db, today, transaction
from portal.partners import actions, receiving
from portal.partners.capacity import capacity_on
from portal.partners.models import (
    Contact,
    EntryChange,
    Language,
    Location,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServicePopulation,
)
from portal.partners.positions import position, write_positions
from portal.partners.upkeep.models import Flag
from portal.vocabulary.organizations import Capacity, ListingWish, LocationType, PhoneKind, ResponsePromise, Visibility
from portal.vocabulary.services import Population, ServiceType
from portal.vocabulary.upkeep import LineKind, Problem
from tests import build
from tests.conftest import Portal
from tests.partners.test_editing import own, typed
from tests.partners.test_pages import counted
from tests.people import People

SECRET = "Geheimgasse 7 behind the red gate"
ANSWERS = {
    "capacity": "can_receive",
    "promise": "3_days",
    "hours_notice": "48",
    "longest_stay": "90",
    "meets_at_airport": "yes",
    "meets_at_border": "no",
    "takes_unaccompanied_children": "not_stated",
    "no_police_report": "yes",
}


def dated(day: date, name: str = "not_until") -> dict[str, str]:
    """A day as the three boxes take it."""
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def test_a_partner_says_how_it_receives_and_what_it_does_not_say_stays_unsaid(portal: Portal, people: People) -> None:
    entry, browser = own(people), portal.browser(people.accepting)
    browser.post(f"/partners/{entry.id}/reception", {"row_version": str(entry.row_version), **ANSWERS})
    entry = own(people)
    profile = entry.profile
    assert profile is not None and (profile.hours_notice, profile.longest_stay) == (48, 90)
    assert (profile.meets_at_airport, profile.meets_at_border, profile.no_police_report) == (True, False, True)
    assert profile.takes_unaccompanied_children is None and profile.night_arrivals is None
    assert (entry.capacity, entry.capacity_said_on) == (Capacity.CAN_RECEIVE, today())
    assert entry.promise is ResponsePromise.THREE_DAYS
    trail = {one.field_name: one for one in db.session.scalars(select(EntryChange))}
    assert trail["profile"].replacement_value == (
        "hours_notice: 48\nlongest_stay: 90\nmeets_at_airport: True\nmeets_at_border: False\nno_police_report: True"
    )
    noted = db.session.scalar(select(AuditEvent).where(AuditEvent.event == "partner:entry:reception_changed"))
    assert noted is not None and noted.details == {"parts": 3}
    shown = browser.get(f"/partners/{entry.id}/reception").text
    assert shown.count("checked") == 2 + 8 and 'value="48"' in shown
    silent = {"row_version": str(entry.row_version), "capacity": "ask_first", "hours_notice": "", "longest_stay": ""}
    browser.post(f"/partners/{entry.id}/reception", silent)
    entry = own(people)
    assert entry.profile is None and entry.promise is None and entry.capacity is Capacity.ASK_FIRST


def test_not_until_needs_its_day_and_another_answer_takes_it_away(portal: Portal, people: People) -> None:
    entry, browser = own(people), portal.browser(people.accepting)
    until = {"row_version": str(entry.row_version), "capacity": "not_until"}
    for wrong in ({}, dated(today())):
        page = browser.post(f"/partners/{entry.id}/reception", until | wrong, 200).text
        assert page.count("Write the day from which you can receive again.") == 2
    later = today() + timedelta(days=40)
    browser.post(f"/partners/{entry.id}/reception", until | dated(later))
    entry = own(people)
    assert (entry.not_until, capacity_on(entry, today())) == (later, Capacity.NOT_UNTIL)
    tap = {"row_version": str(entry.row_version), "capacity": "can_receive", "back": "home"}
    answer = browser.post(f"/partners/{entry.id}/capacity", tap)
    assert answer.headers["Location"] == "/home"
    entry = own(people)
    assert (entry.not_until, capacity_on(entry, today())) == (None, Capacity.CAN_RECEIVE)
    assert capacity_on(entry, today() + timedelta(days=60)) is Capacity.CAN_RECEIVE
    assert capacity_on(entry, today() + timedelta(days=61)) is Capacity.ASK_FIRST


def test_one_tap_at_home_says_that_she_can_be_received_and_one_that_all_is_right(
    portal: Portal, people: People
) -> None:
    with transaction():
        entry = own(people)
        entry.checked_on, entry.listing_wish = date(2026, 5, 3), ListingWish.WISHES
    browser = portal.browser(people.accepting)
    home = browser.get("/home").text
    assert "Nothing to do now." in home and "were last checked 3 May 2026 – still correct?" in home
    assert "We can receive now" in home and "Not checked for over 6 months" in home
    version = str(own(people).row_version)
    address = f"/partners/{own(people).id}"
    browser.post(f"{address}/capacity", {"row_version": version, "capacity": "can_receive", "back": "home"})
    browser.post(f"{address}/confirm", {"row_version": str(own(people).row_version), "back": "home"})
    home = browser.get("/home").text
    assert "Your details were checked today" in home and "Ask us first from now on" in home
    stale = {"row_version": version, "capacity": "ask_first"}
    browser.post(f"{address}/capacity", stale, 409)
    broken = {"row_version": str(own(people).row_version), "capacity": "not_until"}
    assert browser.post(f"{address}/capacity", broken).headers["Location"] == f"{address}/reception"
    assert own(people).capacity is Capacity.CAN_RECEIVE


def test_a_word_of_months_ago_is_not_renewed_by_saving_something_else(portal: Portal, people: People) -> None:
    with transaction():
        entry = own(people)
        entry.capacity, entry.capacity_said_on = Capacity.CAN_RECEIVE, today() - timedelta(days=90)
    page = portal.browser(people.accepting).get(f"/partners/{own(people).id}/reception").text
    assert 'value="ask_first" checked' in page and 'value="can_receive" checked' not in page


def test_services_have_their_own_name_and_ages_and_two_of_a_kind_stay(portal: Portal, people: People) -> None:
    with transaction():
        entry = own(people)
        entry.services.append(Service(service_type=ServiceType.ARRIVAL_RECEPTION, name="Second of its kind"))
    entry, browser = own(people), portal.browser(people.accepting)
    chosen = {
        "row_version": str(entry.row_version),
        "services": ["arrival_reception", "education"],
        "name_education": "Evening school",
        "from_education": "16",
        "to_education": "15",
    }
    address = f"/partners/{entry.id}/services"
    assert browser.post(address, chosen, 200).text.count("The highest age is lower than the lowest one.") == 2
    browser.post(address, chosen | {"to_education": "200"}, 200)
    browser.post(address, chosen | {"to_education": "25"})
    kinds = sorted(one.service_type.value for one in own(people).services)
    assert kinds == ["arrival_reception", "arrival_reception", "education"]
    school = next(one for one in own(people).services if one.service_type is ServiceType.EDUCATION)
    assert (school.name, school.minimum_age, school.maximum_age) == ("Evening school", 16, 25)
    page = portal.browser(people.caseworker).get(f"/partners/{entry.id}").text
    assert "School and training · Evening school" in page and "from 16 to 25 years" in page


def test_a_partner_names_towns_at_home_and_in_other_countries_and_each_has_its_place(
    portal: Portal, people: People
) -> None:
    entry, browser = own(people), portal.browser(people.accepting)
    elsewhere = "Lomé, Togo\nBenin\n"
    wrong = browser.post(f"/partners/{entry.id}/edit", typed(entry, elsewhere="Lomé, Nowhereland"), 200).text
    assert wrong.count("This line names no country: Lomé, Nowhereland") == 2
    browser.post(f"/partners/{entry.id}/edit", typed(entry, regions="Benin City", elsewhere=elsewhere))
    areas = {(one.country, one.region): one for one in own(people).service_areas}
    assert set(areas) == {("NG", "Benin City"), ("TG", "Lomé"), ("BJ", "")}
    lome = areas["TG", "Lomé"]
    assert lome.latitude == pytest.approx(6.13, abs=0.1) and areas["BJ", ""].latitude is None
    page = browser.get(f"/partners/{entry.id}/edit").text
    assert "Lomé, Togo\nBenin</textarea>" in page
    in_danish = portal.browser(people.accepting)
    in_danish.get(f"/partners/{entry.id}/edit?lang=da")
    kept = lome.id
    same = typed(own(people), regions="Benin City", elsewhere=elsewhere)
    browser.post(f"/partners/{entry.id}/edit", same)
    assert kept in [one.id for one in own(people).service_areas]
    assert "Benin City; Lomé, Togo; Benin" in portal.browser(people.caseworker).get(f"/partners/{entry.id}").text


def test_the_centre_says_what_an_organisation_belongs_to_and_never_in_a_circle(portal: Portal, people: People) -> None:
    with transaction():
        above = build.organization("Invented: Umbrella", "NG")
        twins = [build.organization("Invented: Same name", country) for country in ("BG", "TH")]
    entry, browser = own(people), portal.browser(people.coordinator)
    more = {"org_type": "NGO", "visibility": "network"}
    address = f"/partners/{entry.id}/edit"
    for text, sentence in (
        ("Nobody of this name", "No entry has this name"),
        ("Invented: Same name", "Several entries have this name"),
        (entry.name, "cannot belong to itself"),
    ):
        page = browser.post(address, typed(entry, **more, name=entry.name, parent=text), 200).text
        assert page.count(sentence) == 2, sentence
    browser.post(address, typed(entry, **more, parent="INVENTED: umbrella"))
    assert own(people).parent_organization_id == above.id
    assert 'value="Invented: Umbrella"' in browser.get(address).text
    assert "Invented: Umbrella" in portal.browser(people.caseworker).get(f"/partners/{entry.id}").text
    upside_down = typed(above, **more, name=above.name, parent=str(entry.id))
    assert "cannot belong to itself" in browser.post(f"/partners/{above.id}/edit", upside_down, 200).text
    with pytest.raises(actions.GoesInACircle):
        actions.change(people.coordinator.actor, above.id, above.row_version, {"parent_organization_id": entry.id})
    browser.post(address, typed(own(people), **more, parent=f"https://portal.test/partners/{twins[1].id}"))
    assert own(people).parent_organization_id == twins[1].id
    partner = portal.browser(people.accepting)
    partner.post(address, typed(own(people), parent=""))
    assert own(people).parent_organization_id == twins[1].id


def test_a_town_has_its_position_from_the_gazetteer_and_an_unknown_one_none(portal: Portal, people: People) -> None:
    entry, browser = own(people), portal.browser(people.accepting)
    assert (entry.latitude, entry.longitude) == (None, None)
    browser.post(f"/partners/{entry.id}/edit", typed(entry, town="Benin City", address="Airport Road 1"))
    entry = own(people)
    assert (entry.latitude, entry.longitude) == position("Benin City", "NG") != (None, None)
    assert (entry.locations[0].latitude, entry.locations[0].town) == (entry.latitude, "Benin City")
    browser.post(f"/partners/{entry.id}/edit", typed(entry, town="Nowhere at all"))
    assert (own(people).latitude, own(people).longitude) == (None, None)


def test_an_entry_and_the_towns_it_helps_in_are_placed_and_protected_places_are_not(
    portal: Portal, people: People
) -> None:
    with transaction():
        entry = build.organization("Invented: before", "NG", town="Lagos")
        entry.locations = [Location(location_type=LocationType.REDACTED, town="Lagos", country="NG")]
        entry.service_areas = [ServiceArea(country="NG", region="Kano"), ServiceArea(country="NG")]
    assert (entry.latitude, entry.longitude) == position("Lagos", "NG")
    assert sorted(one.latitude is None for one in entry.service_areas) == [False, True]
    assert [one.latitude is None for one in entry.locations] == [True]
    with transaction():
        entry.latitude = None
        write_positions(entry)
    assert entry.latitude is not None and entry.locations[0].latitude is None


def _everywhere(portal: Portal, people: People, entry_id: Any) -> str:
    """Every page and file that may tell of an entry, for everybody who may look."""
    looks = []
    for person in people.everyone().values():
        browser = portal.browser(person, check=False)
        for address in ("", "/edit", "/history", "/reception", "/vetting"):
            looks.append(browser.client.get(f"/partners/{entry_id}{address}", base_url=browser.base_url).text)
        for address in ("/partners", "/partners.csv", "/countries/NG", "/home", "/audit"):
            looks.append(browser.client.get(address, base_url=browser.base_url).text)
    return "\n".join(looks)


def test_an_address_that_becomes_protected_leaves_the_row_the_trail_and_what_was_flagged(
    portal: Portal, people: People
) -> None:
    entry, browser = own(people), portal.browser(people.accepting)
    address = f"/partners/{entry.id}/edit"
    browser.post(address, typed(entry, address=SECRET, location_type="physical"))
    assert SECRET in _everywhere(portal, people, entry.id)
    with transaction():
        place = own(people).locations[0]
        place.name, place.postal_code = SECRET, "7"
        flag = Flag(organization_id=entry.id, line=LineKind.LOCATION, line_id=place.id, line_text=SECRET, note=SECRET)
        flag.problem, flag.by_name, flag.by_role, flag.at = (
            Problem.CHANGED,
            "Ane",
            people.caseworker.actor.role,
            place.created_at,
        )
        db.session.add(flag)
    browser.post(address, typed(own(people), address="", location_type="redacted"))
    entry = own(people)
    place = entry.locations[0]
    assert (place.location_type, place.address, place.name, place.postal_code) == (LocationType.REDACTED, "", "", "")
    assert (place.latitude, place.longitude) == (None, None) and entry.latitude is not None
    assert place.town == entry.town == "Benin City"
    changes = list(db.session.scalars(select(EntryChange).where(EntryChange.field_name == "locations")))
    assert [(one.previous_value, one.replacement_value) for one in changes] == [("", ""), ("", "")]
    assert "Geheimgasse" not in _everywhere(portal, people, entry.id)
    assert "0 entries" in portal.browser(people.coordinator).get("/partners?q=Geheimgasse").text
    for table in reversed(db.metadatas[None].sorted_tables):
        assert "Geheimgasse" not in repr(db.session.execute(select(table)).all()), table.name
    db.session.rollback()


def test_a_protected_place_takes_no_address_whoever_writes_it(portal: Portal, people: People) -> None:
    with transaction():
        entry = build.organization("Invented: shelter", "NG", town="Kano", visibility=Visibility.NETWORK)
        entry.locations = [
            Location(location_type=LocationType.REDACTED, address=SECRET, name=SECRET, town="Kano", country="NG")
        ]
        entry.locations[0].latitude, entry.locations[0].longitude = 1.0, 2.0
    db.session.expire_all()
    place = entry.locations[0]
    assert (place.address, place.name, place.latitude, place.longitude) == ("", "", None, None)
    rows = portal.browser(people.coordinator).get("/partners.csv?country=NG").data.decode("utf-8-sig")
    assert "Kano" in [row["town"] for row in csv.DictReader(io.StringIO(rows))]


def test_everything_that_is_confirmed_says_by_whom_and_only_those_who_spoke_may(portal: Portal, people: People) -> None:
    with transaction():
        entry = own(people)
        entry.phones = [Phone(number="+2348031234567", kind=PhoneKind.HOTLINE)]
        entry.schedules = [Schedule(byday="MO")]
        entry.locations = [Location(country="NG", town="Lagos", address="Airport Road 1")]
    for who in ("embassy", "caseworker"):
        person = people.everyone()[who]
        page = portal.browser(person).get(f"/partners/{entry.id}").text
        assert "I spoke to them today: correct" in page
        portal.browser(person).post(f"/partners/{entry.id}/confirm", {"row_version": str(own(people).row_version)})
        entry = own(people)
        lines = [entry, *entry.phones, *entry.schedules, *entry.locations]
        assert {(one.checked_on, one.checked_by) for one in lines} == {(today(), person.actor.name)}
    far = people.declining.actor.organization_id
    assert "I spoke to them" not in portal.browser(people.embassy).get(f"/partners/{far}").text
    portal.browser(people.embassy).post(f"/partners/{far}/confirm", {"row_version": "1"}, 404)
    with transaction():
        own(people).visibility = Visibility.CENTRE
    portal.browser(people.embassy).post(f"/partners/{entry.id}/confirm", {"row_version": "1"}, 404)
    with pytest.raises(actions.NotYours):
        actions.confirm(people.embassy.actor, entry.id, own(people).row_version)


def test_a_number_says_what_kind_of_line_it_is_and_second_numbers_of_a_contact_stay(
    portal: Portal, people: People
) -> None:
    entry, browser = own(people), portal.browser(people.accepting)
    data = {
        "row_version": str(entry.row_version),
        "contacts-0-name": "Ada Invented",
        "contacts-0-phone": "0803 123 4567",
        "phones-0-phone": "0803 123 4568",
        "phones-0-kind": "hotline",
    }
    browser.post(f"/partners/{entry.id}/contacts", data)
    entry = own(people)
    assert [one.kind for one in entry.phones if one.contact_id is None] == [PhoneKind.HOTLINE]
    assert "Hotline" in portal.browser(people.caseworker).get(f"/partners/{entry.id}").text
    with transaction():
        entry.phones.append(Phone(number="+2348031234569", contact_id=entry.contacts[0].id, kind=PhoneKind.TEXT))
    same = {"row_version": str(own(people).row_version), "contacts-0-row_id": str(entry.contacts[0].id)}
    browser.post(f"/partners/{entry.id}/contacts", data | same | {"phones-0-phone": ""})
    assert sorted(one.number for one in own(people).phones) == ["+2348031234567", "+2348031234569"]


def test_the_rules_of_receiving_refuse_what_the_pages_do_not_offer(portal: Portal, people: People) -> None:
    entry = own(people)
    with pytest.raises(actions.NotYours):
        receiving.say_capacity(people.embassy.actor, entry.id, entry.row_version, Capacity.CAN_RECEIVE)
    with pytest.raises(actions.NotYours):
        receiving.set_reception(
            people.declining.actor, entry.id, entry.row_version, {}, None, (Capacity.ASK_FIRST, None)
        )
    with pytest.raises(ValueError, match="which day"):
        receiving.say_capacity(people.accepting.actor, entry.id, entry.row_version, Capacity.NOT_UNTIL)
    receiving.set_reception(
        people.accepting.actor,
        entry.id,
        own(people).row_version,
        {"night_arrivals": True, "organization_id": people.declining.actor.organization_id, "tier": "visited"},
        None,
        (Capacity.ASK_FIRST, None),
    )
    profile = own(people).profile
    assert profile is not None and profile.night_arrivals is True and profile.organization_id == entry.id


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_fullest_entry_stays_within_the_weight_of_a_page(portal: Portal, people: People, language: str) -> None:
    with transaction():
        entry = own(people)
        entry.services = [
            Service(service_type=kind, populations=[ServicePopulation(population=group) for group in Population])
            for kind in ServiceType
        ]
        entry.contacts = [Contact(name=f"Contact {number}", email=f"c{number}@edo.example") for number in range(8)]
        entry.schedules = [Schedule(byday="MO,TU", notes=f"Note {number}") for number in range(7)]
        entry.locations = [
            Location(country="NG", town="Lagos", address=f"{number} Airport Road") for number in range(3)
        ]
        entry.languages = [Language(code=code) for code in ("en", "yo", "ha", "ig", "pcm", "bin", "fr")]
        db.session.flush()
        numbers = [f"+23480312345{number:02}" for number in range(18)]
        entry.phones = [Phone(number=number, note=f"Line {number[-2:]}", kind=PhoneKind.HOTLINE) for number in numbers]
        for contact, phone in zip(entry.contacts, entry.phones, strict=False):
            phone.contact_id = contact.id
    for who in ("accepting", "coordinator", "embassy"):
        browser = portal.browser(people.everyone()[who])
        pages = ["", "/edit", "/services", "/contacts", "/hours", "/reception"] if who != "embassy" else [""]
        for page in pages:
            browser.get(f"/partners/{own(people).id}{page}?lang={language}")


def test_an_entry_takes_as_many_questions_with_many_lines_as_with_one(portal: Portal, people: People) -> None:
    browser, address = portal.browser(people.caseworker), f"/partners/{own(people).id}"
    browser.get(address)
    with counted() as few:
        browser.get(address)
    with transaction():
        entry = own(people)
        more = [kind for kind in ServiceType if kind is not ServiceType.ARRIVAL_RECEPTION]
        entry.services += [Service(service_type=kind) for kind in more]
        entry.phones = [Phone(number=f"+23480312345{number}") for number in range(10, 15)]
        entry.contacts = [Contact(name="Ada Invented"), Contact(name="Efe Invented")]
    with counted() as many:
        browser.get(address)
    assert len(many) <= len(few) + 1  # the groups of services come with one question, where there are any
