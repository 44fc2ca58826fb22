"""Entries that look alike: by number, by website, by name in any script; warned of, and said to be two."""

import time
import uuid

import pytest
from sqlalchemy import insert

from portal.db import db, transaction
from portal.partners.models import Organization
from portal.partners.vetting import twins
from portal.partners.vetting.twins import Sign
from portal.vocabulary.organizations import OrganizationType
from tests.conftest import Portal
from tests.partners.vetting.world import entry, house
from tests.people import People


def signs(one: Organization, other: Organization) -> list[Sign]:
    """Why two entries look alike, from the whole list."""
    key = twins.in_order(one.id, other.id)
    return next((pair.signs for pair in twins.pairs() if (pair.one, pair.other) == key), [])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Casa Bună Cluj"}, {"name": "Casa Buna, Cluj"}),
        ({"name": "Fundația Casa Bună"}, {"name": "Casa Bună Fundația"}),
        ({"name": "บ้านกลับใจ", "alternate_name": "Homecoming House Isan"}, {"name": "Homecoming House (Isan)"}),
        ({"name": "บ้านกลับใจอีสาน"}, {"name": "บ้านกลับใจ อีสาน"}),
        ({"name": "Женски център Пловдив"}, {"name": "ЖЕНСКИ ЦЕНТЪР ПЛОВДИВ"}),
        ({"name": "Womens Shelter Kaunass"}, {"name": "Womens Shelter Kaunas"}),
    ],
)
def test_near_names_in_one_country_look_alike_in_any_script(
    portal: Portal, one: dict[str, str], other: dict[str, str]
) -> None:
    first = house(country="BG", import_key="one", **one)
    second = house(country="BG", import_key="two", **other)
    assert signs(first, second) == [Sign.NAME]


def test_names_that_share_a_common_word_or_stand_in_two_countries_do_not(portal: Portal) -> None:
    one, other = house("Edo Women House", "NG"), house("Lagos Women House", "NG")
    assert signs(one, other) == []
    assert signs(house("Homecoming", "GH"), house("Homecoming", "NG")) == []


def test_the_same_number_and_the_same_website_are_signs_but_a_shared_host_is_none(portal: Portal) -> None:
    one = house("Alpha", "NG", phone="+2348031234501", website="https://www.alpha.example/en")
    other = house("Beta", "GH", phone="+2348031234501", website="http://alpha.example")
    assert signs(one, other) == [Sign.PHONE, Sign.DOMAIN]
    shared = {"website": "https://www.facebook.com/"}
    assert signs(house("Gamma", "NG", **shared), house("Delta", "NG", **shared)) == []
    worldwide = {"website": "https://worldwide.example", "org_type": OrganizationType.INTERNATIONAL}
    assert signs(house("World in Ghana", "GH", **worldwide), house("Earth in Togo", "TG", **worldwide)) == []


def test_a_pair_said_to_be_two_is_not_shown_again(portal: Portal, people: People) -> None:
    one, other = house("Casa Noua", "RO"), house("Casa Nouă,", "RO")
    browser = portal.browser(people.coordinator)
    page = browser.get("/partners/twins").text
    assert "1 pair may be one organisation" in page and "Nearly the same name" in page
    browser.post(f"/partners/{other.id}/not-twins/{one.id}", {})
    assert twins.pairs() == [] and twins.said(one.id, other.id)
    assert "No two entries look alike" in browser.get("/partners/twins").text


def test_adding_an_entry_that_looks_like_another_asks_first(portal: Portal, people: People) -> None:
    browser = portal.browser(people.coordinator)
    new = {"name": "Edo House, Invented", "country": "NG", "town": "Benin City", "org_type": "NGO"}
    new |= {"visibility": "network", "form_key": str(uuid.uuid4())}
    page = browser.post("/partners/new", new, 409).text
    assert "is it one of them?" in page and str(entry(people.accepting).id) in page
    assert 'name="town" value="Benin City"' in page  # what was typed is carried on
    browser.post("/partners/new", new | {"is_new": "y"})
    assert db.session.get(Organization, uuid.UUID(new["form_key"])) is not None


def test_five_thousand_entries_are_compared_in_bounded_time(on_sqlite: Portal) -> None:
    """Of many alike words: no more than a crowd's pairs are compared for a key."""
    words = "house home women care hope light return safe shelter centre new life bridge door hand peace".split()
    rows = []
    for number in range(5000):
        name = " ".join(words[(number // 16**power + 5 * power) % 16] for power in range(4)) + f" {number % 700}"
        own = {"id": uuid.UUID(int=number + 1), "country": "NG", "name": name, "import_key": str(number)}
        rows.append(own | {"org_type": OrganizationType.NGO, "alternate_name": ""})
    with on_sqlite.app.app_context():
        try:
            with transaction():
                db.session.execute(insert(Organization), rows)
            began = time.perf_counter()
            twins.pairs()
            assert time.perf_counter() - began < 5
        finally:
            on_sqlite.empty()
