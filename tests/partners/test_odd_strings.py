"""Odd strings through the search and the API, each kind through every door, on both databases."""

from bench import odd
from portal.db import transaction
from portal.web.gate import cookie_name
from tests.conftest import BASE_URL, Portal
from tests.partners.directory import partner
from tests.people import People


def test_no_odd_string_is_a_fault_of_ours_whichever_door_it_takes(portal: Portal, people: People) -> None:
    with transaction():
        partner("Invented: บ้านกลับใจ house", ("Benin City", "NG"), ("Lagos", "NG"))
    cookie = f"{cookie_name(portal.app)}={people.caseworker.token}"
    found = odd.ask_all(portal.app, BASE_URL, cookie, len(odd.MAKERS) * len(odd.DOORS))
    assert found.bad == [] and {door for door, _status in found.statuses} == set(odd.DOORS)
    assert {status for _door, status in found.statuses} == {200, 400, 404}


def test_the_same_seed_makes_the_same_strings() -> None:
    assert list(odd.strings(1, 50)) == list(odd.strings(1, 50)) != list(odd.strings(2, 50))
