"""Finding by place: who serves it, in which order, what is said where nobody does or nobody knows the place."""

from typing import Any
from urllib.parse import urlencode

import pytest

from portal.db import db, transaction
from portal.partners.models import Location, Organization
from portal.vocabulary.organizations import LocationType
from portal.vocabulary.services import Population
from tests.conftest import Portal
from tests.partners.directory import offering, partner
from tests.partners.test_pages import names
from tests.people import People

WOMEN, MEN = (Population.WOMEN,), (Population.MEN,)


def page(portal: Portal, people: People, **asked: Any) -> str:
    """The list as a caseworker sees it."""
    return portal.browser(people.caseworker).get("/partners?" + urlencode(asked, doseq=True)).text


def test_a_place_shows_its_country_and_the_partners_that_serve_it_nearest_first(portal: Portal, people: People) -> None:
    with transaction():
        partner("Invented: Warri", ("Warri", "NG"))
        partner("Invented: Uselu", ("Benin City", "NG"))
        partner("Invented: Lagos with Benin City", ("Lagos", "NG"), ("Benin City", "NG"))
        partner("Invented: Abuja for all", ("Abuja", "NG"), ("", "NG"))
        partner("Invented: Accra", ("Accra", "GH"))
        partner("Invented: Lagos", ("Lagos", "NG"))
    served = names(portal, people.caseworker, place="Benin City")
    assert set(served[:2]) == {"Invented: Uselu", "Invented: Lagos with Benin City"}
    assert served[2:] == ["Invented: Warri", "Invented: Abuja for all"]
    text = page(portal, people, place="Benin City")
    assert "They help in Benin City, Nigeria. The nearest stand first." in text and "4 entries" in text
    assert "Benin City, Nigeria · in the town" in text and "Warri, Nigeria · 90 km away" in text
    assert names(portal, people.caseworker, place="เบนินซิตี้") in ([], served)
    assert names(portal, people.caseworker, place="BENIN CITY, Nigeria") == served


def test_other_filters_hold_beside_a_place_and_a_service_counts_for_its_own_groups(
    portal: Portal, people: People
) -> None:
    with transaction():
        offering(partner("Invented: House for women", ("Benin City", "NG")), safehouse=WOMEN, food=MEN)
        offering(partner("Invented: House for men", ("Benin City", "NG")), safehouse=MEN)
    assert names(portal, people.caseworker, place="Benin City", group="women") == ["Invented: House for women"]
    assert names(portal, people.caseworker, place="Benin City", group="men", service="safehouse") == [
        "Invented: House for men"
    ]
    assert len(names(portal, people.caseworker, place="Benin City", group="men")) == 2


def test_several_towns_of_a_name_are_a_choice_with_their_countries(portal: Portal, people: People) -> None:
    with transaction():
        partner("Invented: Lagos", ("Lagos", "NG"))
    text = page(portal, people, place="Lagos")
    assert "Which place?" in text and "Lagos, Nigeria (" in text and "Lagos, Portugal (" in text
    assert '<article class="card">' not in text
    link = next(part for part in text.split('href="') if part.startswith("/partners?place=Lagos&amp;at="))
    chosen = portal.browser(people.caseworker).get(link.split('"')[0].replace("&amp;", "&")).text
    assert "Invented: Lagos" in chosen and "They help in Lagos, Nigeria" in chosen
    assert names(portal, people.caseworker, place="Lagos", country="NG") == ["Invented: Lagos"]


def test_another_place_typed_over_a_chosen_one_is_what_counts(portal: Portal, people: People) -> None:
    with transaction():
        partner("Invented: Accra", ("Accra", "GH"))
    assert names(portal, people.caseworker, place="Accra", at=2332459) == ["Invented: Accra"]


def test_a_country_typed_as_a_place_is_its_list(portal: Portal, people: People) -> None:
    assert names(portal, people.caseworker, place="Rumænien") == ["Invented: Cluj House"]
    assert names(portal, people.caseworker, place="Nigeria") == ["Invented: Edo House"]


def test_where_nobody_serves_a_place_the_nearest_stand_with_their_way_and_one_button(
    portal: Portal, people: People
) -> None:
    with transaction():
        partner("Invented: Accra", ("Accra", "GH"))
        partner("Invented: Lagos", ("Lagos", "NG"))
        partner("Invented: Bangkok", ("Bangkok", "TH"))
    text = page(portal, people, place="Benin City", group="women")
    assert "No partner serves Benin City, Nigeria" in text and "The nearest are these." in text
    assert names(portal, people.caseworker, place="Benin City") == [
        f"Invented: {one}" for one in ("Lagos", "Accra", "Bangkok")
    ]
    assert "Lagos, Nigeria · 250 km away" in text
    assert '<input type="hidden" name="country" value="NG">' in text
    assert '<input type="hidden" name="town" value="Benin City">' in text
    assert '<input type="hidden" name="group" value="women">' in text and "Ask the centre to find one" in text


def test_a_place_that_nobody_knows_gets_near_spellings_or_the_countrys_list(portal: Portal, people: People) -> None:
    text = page(portal, people, place="Bennin City")
    assert "No place found" in text and "Benin City, Nigeria (" in text and "at=2347283" in text
    assert names(portal, people.caseworker, place="Bennin City") == []
    assert names(portal, people.caseworker, place="Qqqqqqqqqqq", country="NG") == ["Invented: Edo House"]
    assert "These are the entries of the countries you chose." in page(portal, people, place="Qqqqqqq", country="NG")
    text = page(portal, people, place="Edo House")
    assert 'href="/partners?q=Edo+House"' in text


def test_a_protected_place_stands_in_no_list_and_no_file(portal: Portal, people: People) -> None:
    with transaction():
        shelter = partner("Invented: Shelter", ("Benin City", "NG"))
        hidden = Location(
            location_type=LocationType.REDACTED, country="NG", town="Benin City", address="9 Secret Street"
        )
        shelter.locations.append(hidden)
    for address in ("/partners?place=Benin+City", "/partners.csv?place=Benin+City"):
        answer = portal.browser(people.coordinator).get(address)
        assert "Shelter" in answer.text and "Secret" not in answer.text


def test_pages_by_distance_follow_each_other_without_a_gap_or_a_repeat(portal: Portal, people: People) -> None:
    with transaction():
        for number in range(47):
            partner(f"Invented: {number:02}", ("Benin City", "NG") if number % 3 else ("Warri", "NG"))
        db.session.add(partner("Invented: nowhere", ("Abuja", "NG"), ("", "NG")))
    somewhere = db.session.query(Organization).filter_by(name="Invented: nowhere").one()
    with transaction():
        somewhere.latitude = somewhere.longitude = None
    browser, href, seen = portal.browser(people.caseworker), "/partners?place=Benin+City", []
    while href:
        text = browser.get(href).text
        seen += [part.split("</bdi>")[0].split("<bdi>")[-1] for part in text.split('<article class="card">')[1:]]
        href = text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&") if 'rel="next"' in text else ""
    assert len(seen) == len(set(seen)) == 48 and seen[-1] == "Invented: nowhere"
    towns = [int(name[-2:]) % 3 == 0 for name in seen[:-1]]
    assert towns == sorted(towns)


@pytest.mark.parametrize("who", ["caseworker", "accepting"])
def test_an_entry_the_reader_may_not_see_serves_no_place_for_her(portal: Portal, people: People, who: str) -> None:
    from portal.vocabulary.organizations import Visibility

    with transaction():
        partner("Invented: open", ("Benin City", "NG"))
        partner("Invented: centre", ("Benin City", "NG"), ("", "NG"), visibility=Visibility.CENTRE)
        partner("Invented: embassies", ("Benin City", "NG"), visibility=Visibility.EMBASSY)
    seen = set(names(portal, people.everyone()[who], place="Benin City"))
    assert "Invented: open" in seen and "Invented: centre" not in seen
    assert ("Invented: embassies" in seen) == (who == "caseworker")
