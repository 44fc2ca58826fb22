"""The figures beside the filters: what each value would find, for this reader and no other."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from portal.access import Actor
from portal.db import today, transaction
from portal.partners import listing
from portal.partners.facets import facets
from portal.partners.listing import Wanted
from portal.vocabulary.organizations import Capacity, OrganizationType, VerificationTier, Visibility
from portal.vocabulary.services import Population, ServiceType
from tests import build
from tests.conftest import Portal
from tests.partners.directory import a_crowd, offering, speaking
from tests.partners.test_pages import names
from tests.people import People

FIELDS: dict[str, tuple[str, Any]] = {
    "country": ("countries", str),
    "service": ("services", ServiceType),
    "group": ("groups", Population),
    "language": ("languages", str),
    "kind": ("kinds", OrganizationType),
}


def as_counted(actor: Actor, wanted: Wanted) -> None:
    """Each figure is what choosing that value alone, beside the other filters, finds."""
    counted = facets(actor, wanted)
    assert counted.total == listing.count(actor, wanted)
    for name, (field, kind) in FIELDS.items():
        for value, number in counted.of(name).items():
            one = Wanted(**{**vars(wanted), field: (kind(value),)})
            assert listing.count(actor, one) == number, (name, value)
    for name in ("verified", "receiving"):
        one = Wanted(**{**vars(wanted), name: True})
        assert listing.count(actor, one) == counted.of(name)["y"], name


def test_each_figure_is_what_choosing_the_value_finds(portal: Portal, people: People) -> None:
    with transaction():
        a_crowd(24, {"NG": 6})
    for wanted in (
        Wanted(),
        Wanted(q="invented house"),
        Wanted(countries=("NG", "RO"), groups=(Population.WOMEN,)),
        Wanted(services=(ServiceType.SAFEHOUSE, ServiceType.FOOD), groups=(Population.MEN, Population.BOYS)),
        Wanted(q="house", languages=("en",), kinds=(OrganizationType.NGO,), verified=True, old=True),
        Wanted(receiving=True, services=(ServiceType.FOOD,)),
    ):
        as_counted(people.caseworker.actor, wanted)


def test_figures_count_only_what_the_reader_may_see(portal: Portal, people: People) -> None:
    with transaction():
        for visibility in Visibility:
            speaking(build.organization(f"Invented: {visibility.value}", "BG", visibility=visibility), "bg")
    assert facets(people.coordinator.actor, Wanted()).of("country")["BG"] == 3
    assert facets(people.caseworker.actor, Wanted()).of("country")["BG"] == 2
    mine = facets(people.accepting.actor, Wanted())
    assert mine.of("country")["BG"] == 1
    assert set(mine.figures) == {"country", "service", "group"}


def test_a_partner_does_not_find_another_by_what_it_may_not_see(portal: Portal, people: People) -> None:
    with transaction():
        one = speaking(build.organization("Invented: one", "BG", tier=VerificationTier.UNVERIFIED), "bg")
        one.checked_on = today() - timedelta(days=900)
    asked = (
        {},
        {"language": "bg"},
        {"language": "xx"},
        {"kind": "Embassy"},
        {"verified": "y"},
        {"receiving": "y"},
        {"old": "y"},
    )
    lists = [names(portal, people.accepting, country="BG", **more) for more in asked]
    assert lists == [["Invented: one"]] * len(asked)
    page = portal.browser(people.accepting).get("/partners").text
    for name in ("language", "kind", "verified", "receiving", "old"):
        assert f'name="{name}"' not in page


def test_entries_that_nobody_checked_for_long_come_only_when_asked_for(portal: Portal, people: People) -> None:
    with transaction():
        build.organization("Invented: old", "BG", checked_on=today() - timedelta(days=600))
        build.organization("Invented: year", "BG", checked_on=today() - timedelta(days=400))
        build.organization("Invented: amber", "BG", checked_on=today() - timedelta(days=200))
        build.organization("Invented: never", "BG", checked_on=None)
    assert set(names(portal, people.caseworker, country="BG")) == {
        f"Invented: {one}" for one in ("year", "amber", "never")
    }
    assert len(names(portal, people.caseworker, country="BG", old="y")) == 4
    text = portal.browser(people.caseworker).get("/partners?country=BG&old=y").text
    for words in (
        "Not checked for over 6 months",
        "Not checked for over a year",
        "Not checked for over 18 months",
        "Never checked",
    ):
        assert f">{words}</span>" in text


def test_the_page_shows_the_figures_and_keeps_what_is_chosen(portal: Portal, people: People) -> None:
    with transaction():
        offering(build.organization("Invented: food", "BG"), food=(Population.MEN,))
        build.organization("Invented: house", "BG", capacity=Capacity.CAN_RECEIVE, capacity_said_on=today())
    text = portal.browser(people.caseworker).get("/partners?" + urlencode({"country": "BG", "service": "food"})).text
    assert re.search(r'value="BG" checked><span>Bulgaria</span> <span class="number">1<', text)
    assert re.search(r'value="food" checked><span>Food</span> <span class="number">1<', text)
    assert re.search(
        r'value="arrival_reception"><span>Meets the person on arrival</span> <span class="number">1<', text
    )
    assert "1 entry<" in text and 'href="/partners?country=BG"' in text and 'href="/partners?service=food"' in text
    assert names(portal, people.caseworker, country="BG", receiving="y") == ["Invented: house"]
    assert "Can receive now</span>" in portal.browser(people.caseworker).get("/partners?country=BG").text
