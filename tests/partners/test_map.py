"""The map of working partners and the table that says the same."""

from portal.db import transaction
from portal.vocabulary.organizations import VerificationTier
from tests import build
from tests.conftest import Portal
from tests.people import People


def test_the_map_counts_working_partners_and_the_table_says_the_same(portal: Portal, people: People) -> None:
    with transaction():
        build.organization("Invented Accra Home", "GH")
        build.organization("Invented Lomé Home", "TG", tier=VerificationTier.UNVERIFIED)
    page = portal.browser(people.embassy).get("/partners/map")
    assert '<path class="ink1"' in page.text
    assert '<path class="ink0"' in page.text
    rows = [line for line in page.text.splitlines() if "<tr><th" in line]
    assert any("Ghana" in row and ">1</td>" in row for row in rows)
    assert any("Togo" in row and ">0</td>" in row for row in rows)


def test_a_silent_hold_makes_no_difference_on_the_map_but_to_the_centre(portal: Portal, people: People) -> None:
    with transaction():
        held = build.organization("Invented Accra Home", "GH")
    before = portal.browser(people.embassy).get("/partners/map").text
    with transaction():
        held.silent_hold = True
    assert portal.browser(people.embassy).get("/partners/map").text == before
    centre = portal.browser(people.coordinator).get("/partners/map").text
    assert any("Ghana" in row and ">0</td>" in row for row in centre.splitlines() if "<tr><th" in row)
