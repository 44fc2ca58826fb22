"""Whom the directory proposes for a case, with the reasons in words, in a constant number of questions."""

import gzip
from typing import Any

from portal.db import db, today, transaction
from portal.partners.models import Language, Organization, ReceptionProfile, ServiceArea
from portal.referrals.proposals import proposals
from portal.referrals.states import RequestState
from portal.vocabulary.organizations import Capacity, VerificationTier
from tests import build
from tests.conftest import Portal
from tests.people import People
from tests.referrals.test_lists import queries_of


def house(name: str, **more: Any) -> Organization:
    """A partner of Romania with somebody who signs in."""
    with transaction():
        made = build.organization(name, "RO", **more)
        db.session.flush()
        build.member(made)
    return made


def best(name: str = "Invented: Zalau House") -> Organization:
    """A partner with every reason to be asked, of which the name stands last."""
    made = house(
        name,
        town="Turda",
        capacity=Capacity.CAN_RECEIVE,
        capacity_said_on=today(),
        asked=10,
        answered_in_time=9,
        recent_answers="1111",
        tier=VerificationTier.VISITED,
    )
    with transaction():
        made.profile = ReceptionProfile(night_arrivals=True, meets_at_airport=True)
        made.languages = [Language(code="ro"), Language(code="hu")]
    return made


def case_of_cluj(people: People, **more: Any) -> Any:
    """A woman who returns to Cluj and speaks Romanian."""
    return build.case(people.caseworker, return_country="RO", return_region="Cluj-Napoca", languages=["ro"], **more)


def test_the_reasons_are_told_in_words_and_what_is_missing_below(portal: Portal, people: People) -> None:
    best()
    house("Invented: Nowhere House", transfer_basis=None)
    with transaction():
        mute = build.organization("Invented: Mute House", "RO")
    page = portal.browser(people.caseworker).get(f"/cases/{case_of_cluj(people).code}/requests/new").text
    first = page.split("<article")[1].split("</article>")[0]
    for words in (
        "Invented: Zalau House",
        "Helps women",
        "Helps in Cluj-Napoca",
        "25 km away",
        "Answers in time 9 of 10",
        "Meets people who arrive at night",
        "Meets at the airport",
        "Speaks Romanian",
        "Can receive now",
        "Visited",
    ):
        assert words in first, words
    below = page.split("Cannot be asked yet")[1]
    assert mute.name in below and "Nobody at this partner can sign in yet." in below
    assert "Invented: Nowhere House" not in below.split("<select")[0]  # the European Economic Area needs no basis


def test_who_was_asked_and_who_shares_a_town_stands_behind(portal: Portal, people: People) -> None:
    case, twin = case_of_cluj(people), house("Invented: A twin in Invented Town")
    other = house("Invented: Z of another town", town="Iasi")
    build.request(case, people.declining, state=RequestState.WAITING)
    listed = [one.partner.name for one in proposals(people.caseworker.actor, case, today())]
    assert listed == [other.name, twin.name, "Invented: Cluj House"]
    page = portal.browser(people.caseworker).get(f"/cases/{case.code}/requests/new").text
    assert "1 partner is being asked already." in page and "small particulars together can show who she is" in page
    assert "Another partner in the same town is being asked" in page


def test_a_partner_that_the_centre_holds_is_not_named_at_all(portal: Portal, people: People) -> None:
    held = house("Invented: Held House", silent_hold=True)
    page = portal.browser(people.caseworker).get(f"/cases/{case_of_cluj(people).code}/requests/new").text
    assert held.name not in page


def test_a_place_that_is_no_town_is_found_by_what_the_partner_says(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker, return_country="RO", return_region="Maramureș")
    one, everywhere = house("Invented: One"), house("Invented: Everywhere")
    with transaction():
        one.service_areas = [ServiceArea(country="RO", region="maramures")]
        everywhere.service_areas = [ServiceArea(country="RO", region="")]
    facts = {one.partner.name: one.facts for one in proposals(people.caseworker.actor, case, today())}
    assert (facts[one.name].serves_place, facts[one.name].kilometres) == (True, None)
    assert (facts[everywhere.name].serves_place, facts[everywhere.name].whole_country) == (True, True)
    assert facts["Invented: Cluj House"].serves_place is None


def test_one_and_thirty_partners_take_the_same_number_of_queries(portal: Portal, people: People) -> None:
    case = case_of_cluj(people)
    best()
    address = f"/cases/{case.code}/requests/new"
    one = queries_of(portal, people.caseworker, address)
    for number in range(30):
        best(f"Invented: House {number}")
    assert queries_of(portal, people.caseworker, address) == one
    assert len(gzip.compress(portal.browser(people.caseworker).get(address).data)) < 9000
