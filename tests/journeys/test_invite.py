"""Journey 9: a partner is invited in three taps, joins in four and says in the fifth that its entry is correct."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator

from portal.accounts.second_step import AuthenticatorApp
from tests.journeys.conftest import Server, Visitor
from tests.journeys.counting import Counter

MOST = 52 * 1024  # bytes as transferred, both together
PHRASE = "seven quiet herons by the lake"


class Counted(Counter):
    """A counted journey that finds fields, links and buttons by their words."""

    def write(self, name: str, text: str) -> None:
        """Fill one field by the keyboard."""
        self.type(self.visitor.page.locator(f"main [name='{name}']"), text)

    def choose(self, name: str, label: str) -> None:
        """Choose from a list by the keyboard."""
        self.typed += 1
        self.visitor.page.locator(f"main select[name='{name}']").select_option(label=label)

    def link(self, name: str) -> Locator:
        """A link by its words."""
        return self.visitor.page.get_by_role("link", name=name, exact=True).first

    def button(self, name: str) -> Locator:
        """A button by its words."""
        return self.visitor.page.locator("main").get_by_role("button", name=name).first


@pytest.fixture
def two(server: Server, chromium_browser: Browser) -> Iterator[tuple[Visitor, Visitor]]:
    """The coordinator and somebody of the new partner, each with a phone; scripting is off."""
    phones = [Visitor(server, chromium_browser) for _who in range(2)]
    yield phones[0], phones[1]
    for phone in phones:
        phone.leave()


def test_a_new_partner_is_invited_and_confirms_its_entry(server: Server, two: tuple[Visitor, Visitor]) -> None:
    phone, other_phone = two
    phone.sign_in("coordinator")
    centre = Counted(phone)
    phone.go("/home")
    centre.tap(centre.link("Partners"))
    centre.tap(centre.link("Invite a partner"))
    phone.shot("invite")
    centre.write("email", "desk@warri.example")
    centre.write("organization", "Invented: Warri Home")
    centre.choose("country", "Nigeria")
    centre.tap(centre.button("Send the invitation"))
    assert "Letter sent" in phone.page.locator("main").inner_text()
    assert (centre.taps, centre.typed, centre.pages) == (3, 3, 4)
    link, partner = _link_in_the_letter(phone), Counted(other_phone)
    _joins(partner, link)
    assert centre.weight + partner.weight <= MOST, (centre.weight, partner.weight)


def _joins(partner: Counted, link: str) -> None:
    page = partner.visitor.page
    partner.taps += 1  # on the link in the letter
    page.goto(link)
    partner.tap(partner.button("Continue"))
    partner.write("name", "Efe Invented")
    partner.write("password", PHRASE)
    partner.tap(partner.button("Continue"))
    secret = page.locator("main strong bdi").inner_text().replace(" ", "")
    partner.write("code", AuthenticatorApp(secret).now())
    partner.tap(partner.button("Finish"))
    shown = page.locator("main").inner_text()
    assert "Invented: Warri Home" in shown and "Do you wish to be listed?" in shown
    partner.visitor.shot("invited-entry")
    partner.tap(partner.button("All is still correct"))
    assert (partner.taps, partner.pages) == (5, 5)
    partner.tap(partner.button("Yes, list us for everybody in the network"))
    assert "Do you wish to be listed?" not in page.locator("main").inner_text()


def _link_in_the_letter(centre: Visitor) -> str:
    """The one-time link, as the demonstration's page of letters shows it."""
    centre.go("/letters?lang=en")
    found = re.search(r"http://127\.0\.0\.1:\d+/go/[\w-]+", centre.page.content())
    assert found is not None
    return found[0]
