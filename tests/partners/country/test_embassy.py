"""An embassy: its countries first, and nobody's case, by the gate and on every page it can open."""

import re

from portal.access import Role
from portal.db import db, today, transaction
from portal.partners.models import Organization
from portal.web.gate import mark_of
from tests import build
from tests.conftest import Portal
from tests.house.access_table import TABLE
from tests.house.world import World
from tests.people import People

#: Chapters that hold cases and what is asked and reported about them.
OF_CASES = ("cases", "referrals", "followup", "monitoring")


def test_the_countries_come_first_with_what_is_known_of_them(portal: Portal, people: People) -> None:
    page = portal.browser(people.embassy).get("/home").text
    assert page.index("Your countries") < page.index("Who is responsible for what")
    assert "1 working partner" in page and "Oldest check" in page
    assert "/countries/NG" in page and "/countries/RO" not in page.replace("/countries/RO/mandates", "")


def test_a_country_without_a_partner_asks_for_one(portal: Portal, people: People) -> None:
    with transaction():
        db.session.query(Organization).filter_by(country="NG").update({"country": "BG"})
    page = portal.browser(people.embassy).get("/home").text
    assert "No partner in Nigeria yet. Know one? Suggest it." in page and "/suggest?country=NG" in page


def test_the_first_page_asks_as_much_for_one_entry_as_for_thirty(portal: Portal, people: People) -> None:
    from tests.partners.test_pages import counted

    browser = portal.browser(people.embassy)
    browser.get("/home")
    asked = []
    for number in (1, 29):
        with transaction():
            for one in range(number):
                build.organization(f"Invented: house {number} {one}", "NG", checked_on=today())
        with counted() as seen:
            browser.get("/home")
        asked.append(len(seen))
    assert asked[0] == asked[1]


def test_no_route_of_a_case_opens_to_an_embassy(on_sqlite: Portal) -> None:
    with on_sqlite.app.app_context():
        marks = {name: mark_of(name) for name in on_sqlite.app.view_functions}
    opened = [name for name, mark in marks.items() if mark is not None and Role.EMBASSY in mark.roles]
    assert opened and [name for name in opened if name.split(".")[0] in OF_CASES] == []


def test_no_page_an_embassy_can_open_holds_anything_of_a_case(portal: Portal, people: People) -> None:
    world = World.build(people)
    kept = [
        text
        for one in (world.own, world.foreign)
        for text in (one.case.code, one.request.reference, str(one.case.id), str(one.due.id), str(one.alarm.id))
    ]
    browser = portal.browser(people.embassy, check=False)
    for route, who in TABLE.items():
        method, rule = route.split(" ", 1)
        if method != "GET" or "embassy" not in re.split(r"[ |]+", who):
            continue
        for which in ("own", "foreign"):
            answer = browser.client.get(world.address(rule, which), base_url=browser.base_url)
            assert answer.status_code != 500
            assert [text for text in kept if text in answer.text] == [], route
