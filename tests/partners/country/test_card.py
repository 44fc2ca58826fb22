"""The emergency card: on one sheet whom to call, and neither a case, a person's name nor a protected place."""

import re
from datetime import date, time, timedelta

import pytest

from portal.db import db, today, transaction
from portal.partners.country.card import check_after
from portal.partners.country.models import Mission
from portal.partners.models import Contact, Location, Organization, Phone, Schedule
from portal.places.calendar import months_later
from portal.vocabulary.organizations import ContactRole, LocationType, OrganizationType, PhoneKind, Visibility
from tests import build
from tests.conftest import Portal
from tests.people import People

SECRET = "7 Hidden Road"


def full_country() -> Organization:
    """Bulgaria with a partner, its hours and contacts, an authority, a hotline and a mission."""
    with transaction():
        made = build.organization("Invented: Front Gate", "BG", time_zone="Europe/Sofia", next_check_on=today())
        made.locations = [Location(location_type=LocationType.REDACTED, address=SECRET, town="Sofia", country="BG")]
        made.schedules = [Schedule(opens_at=time(9), closes_at=time(17))]
        made.contacts = [Contact(name="Rada Invented", role=ContactRole.KEY, email="rada@people.example")]
        made.phones = [
            Phone(number="+359881234501", kind=PhoneKind.VOICE),
            Phone(number="+359881234502", kind=PhoneKind.FAX),
        ]
        office = build.organization("Invented: office", "BG", org_type=OrganizationType.LAW_ENFORCEMENT)
        office.phones = [Phone(number="+359881234503", kind=PhoneKind.HOTLINE, note="Day and night")]
        db.session.add(Mission(country="BG", name="Invented embassy", seat_country="RO", phone="+40721234501"))
        db.session.flush()
        db.session.add(Phone(organization_id=made.id, contact_id=made.contacts[0].id, number="+359881234504"))
    return made


def test_a_card_says_whom_to_call_and_until_when_to_believe_it(portal: Portal, people: People) -> None:
    full_country()
    page = portal.browser(people.embassy).get("/countries/BG/card").text
    for said in (
        "Invented: Front Gate",
        "+359881234501",
        "+359881234503",
        "Day and night",
        "+40721234501",
        portal.settings.duty_phone,
        portal.settings.centre_phone,
        "9:00",
        "8:00",
        "in Danish time",
        "Printed",
        "Check after",
    ):
        assert said in page, said


def test_no_persons_name_no_fax_and_no_protected_place_stands_on_paper(portal: Portal, people: People) -> None:
    full_country()
    for person in (people.embassy, people.caseworker, people.coordinator):
        page = portal.browser(person).get("/countries/BG/card").text
        for kept in (SECRET, "Rada Invented", "rada@people.example", "+359881234502", "+359881234504"):
            assert kept not in page


def test_an_entry_of_the_centre_alone_stands_on_no_embassys_card(portal: Portal, people: People) -> None:
    made = full_country()
    with transaction():
        made.visibility = Visibility.CENTRE
    page = portal.browser(people.embassy).get("/countries/BG/card").text
    assert "Invented: Front Gate" not in page and "Invented: office" in page
    assert "No working partner is known in this country. Only the authorities stand below." in page


def test_the_card_of_a_country_without_anybody_still_says_whom_to_call_in_denmark(
    portal: Portal, people: People
) -> None:
    page = portal.browser(people.embassy).get("/countries/NE/card").text
    assert portal.settings.duty_phone in page and "No authority is listed." in page


@pytest.mark.parametrize("language", ["da", "en", "ar"])
def test_the_card_reads_in_each_language(portal: Portal, people: People, language: str) -> None:
    full_country()
    page = portal.browser(people.embassy).get(f"/countries/BG/card?lang={language}").text
    assert re.search(rf'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"', page)
    assert "+359881234501" in page


def test_a_card_is_checked_after_three_months_or_at_a_partners_next_check() -> None:
    on = date(2026, 11, 30)
    assert check_after(on, []) == months_later(on, 3) == date(2027, 2, 28)
    assert check_after(on, [None, on + timedelta(days=400)]) == date(2027, 2, 28)
    assert check_after(on, [on + timedelta(days=10), None]) == on + timedelta(days=10)
    assert check_after(on, [on - timedelta(days=10)]) == on
