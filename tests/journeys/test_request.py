"""Journeys 2, 3 and 4 on a 360 px phone without scripting: a request is sent, answered by a letter's link, confirmed.

The limits are EXPERIENCE's (section 9). Consent is recorded in the case before, on a page of its own.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from portal.accounts.second_step import AuthenticatorApp
from portal.demonstration.accounts import AUTHENTICATOR
from tests.journeys.conftest import Server, Visitor
from tests.journeys.counting import KILOBYTE, Counter


@pytest.fixture
def phone(server: Server, chromium_browser: Browser) -> Iterator[Visitor]:
    """A phone of somebody who is not signed in yet."""
    visitor = Visitor(server, chromium_browser)
    yield visitor
    visitor.leave()


class Tapped(Counter):
    """A counted journey that finds what it taps by words."""

    @property
    def main(self) -> Locator:
        """The page's content."""
        return self.visitor.page.locator("main")

    def choose(self, *labels: str) -> None:
        """Tap radios and boxes."""
        for label in labels:
            self.tap(self.main.get_by_text(label, exact=True), leads_on=False)

    def press(self, name: str) -> None:
        """Press a button or follow a link by its words, and come to a page without an error."""
        main = self.main
        named = main.get_by_role("button", name=name, exact=True).or_(main.get_by_role("link", name=name, exact=True))
        self.tap(named.first)
        assert main.locator("[role=alert]").count() == 0, main.locator("[role=alert]").all_inner_texts()

    def within(self, *, taps: int, typed: int, pages: int, kilobytes: int) -> None:
        """The journey cost no more than this."""
        assert (self.taps <= taps, self.typed <= typed, self.pages <= pages) == (True, True, True), self
        assert 0 < self.weight <= kilobytes * KILOBYTE, f"the journey weighs {self.weight} bytes"


def _partners_page(phone: Visitor, name: str) -> None:
    phone.go(f"/partners?q={name.removeprefix('Invented: ').replace(' ', '+')}")
    phone.page.locator("main").get_by_role("link", name=name, exact=True).first.click()


def _asks(counted: Tapped, case: str, *, child: bool = False) -> None:
    """From the partner's page to the receipt."""
    counted.press("Send request")
    counted.tap(counted.main.locator(f"a[href*='/cases/{case}/']"))
    services = ("Meets the person on arrival", "A place to stay for a time", "Psychological and social support")
    counted.choose(*services, "The Danish Immigration Service")
    counted.choose("Staff" if child else "Nobody")
    counted.choose("Normal: answer within 14 days")
    counted.type(counted.main.locator("[name=arrangements]"), "She is afraid of crowds.")
    counted.press("Continue to the last look")
    counted.visitor.shot("journey-2-check")
    counted.press("Send request")
    expect(counted.main).to_contain_text("Waiting for an answer")


def _ready(visitor: Visitor, country: str, ages: str) -> str:
    """The code of a case for which nothing is missing and nobody was asked."""
    visitor.go(f"/cases?country={country}&mine=y&who={ages}")
    found = visitor.page.locator("main tbody a, main .tasks a").evaluate_all("all => all.map(one => one.pathname)")
    for address in found:
        visitor.go(address)
        shown = visitor.page.locator("main").inner_text()
        if "No partner has been asked yet." in shown and "Before a request can be sent:" not in shown:
            return str(address.rpartition("/")[2])
    raise AssertionError(found)


@pytest.mark.parametrize(("ages", "taps"), [("adult", 18), ("child", 22)])
def test_a_request_is_sent_from_the_partners_page(phone: Visitor, ages: str, taps: int) -> None:
    phone.sign_in("caseworker")
    case = _ready(phone, "RO", ages)
    _partners_page(phone, "Invented: Casa Bună Cluj")
    counted = Tapped(phone)
    _asks(counted, case, child=ages == "child")
    phone.shot("journey-2-sent")
    counted.within(taps=taps, typed=2, pages=7, kilobytes=79)


def test_the_next_partner_is_asked_in_two_taps_with_all_that_was_written(phone: Visitor) -> None:
    phone.sign_in("caseworker")
    unanswered = phone.page.locator("h2", has_text="No answer in time").locator("+ ul a", has_text="Casa Bună")
    unanswered.click()
    counted = Tapped(phone)
    phone.shot("journey-2-no-answer")
    counted.press("Ask this partner next")
    expect(counted.main).to_contain_text("Invented: Social Office Iași")
    counted.press("Send request")
    expect(counted.main).to_contain_text("Waiting for an answer")
    counted.within(taps=2, typed=0, pages=2, kilobytes=43)


def test_a_partner_answers_from_a_letters_link(phone: Visitor, server: Server, chromium_browser: Browser) -> None:
    link = _link_to(server, chromium_browser, "partner.lagos", "You are asked for an answer.")
    counted = Tapped(phone)
    _comes_by_letter(counted, link)
    phone.shot("journey-3-asked")
    counted.choose("Yes, we meet her")
    counted.press("Send answer")
    expect(counted.main).to_contain_text("Thank you. You have said yes.")
    phone.shot("journey-3-answered")
    counted.within(taps=5, typed=1, pages=5, kilobytes=61)


def _comes_by_letter(counted: Tapped, link: str) -> None:
    """The link, Continue, the code."""
    counted.taps += 1  # on the link in the letter
    counted.visitor.page.goto(link)
    counted.press("Continue")
    counted.type(counted.main.locator("[name=code]"), AuthenticatorApp(AUTHENTICATOR).now())
    counted.press("Sign in")


def _link_to(server: Server, chromium_browser: Browser, local: str, says: str) -> str:
    """The newest link to somebody, as the demonstration's page of letters shows it."""
    reader = Visitor(server, chromium_browser)
    reader.sign_in("auditor")
    reader.go("/letters?lang=en")
    cards = reader.page.locator("article", has_text=f"{local}@demo.example").filter(has_text=says)
    while not cards.locator("a[href*='/go/']").count():
        reader.page.locator("a[rel=next]").click()
    link = cards.locator("a[href*='/go/']").first.get_attribute("href")
    reader.leave()
    assert link
    return link


def test_a_partner_confirms_an_arrival_in_three_taps(phone: Visitor) -> None:
    phone.sign_in("partner.ng")
    counted = Tapped(phone)
    phone.go("/home")
    phone.shot("journey-4-to-do")
    due = counted.main.locator("h2", has_text="Tell us about the arrival").locator("+ ul a", has_text="On the way")
    counted.tap(due.first)
    phone.shot("journey-4-arrival")
    counted.choose("We met her")
    counted.press("Confirm")
    expect(counted.main).to_contain_text("Thank you for meeting her.")
    counted.within(taps=3, typed=0, pages=3, kilobytes=43)


def test_a_partner_confirms_an_arrival_from_a_letters_link(
    phone: Visitor, server: Server, chromium_browser: Browser
) -> None:
    server.hjemvej("remind")  # three hours of silence: a letter has left
    counted = Tapped(phone)
    _comes_by_letter(counted, _link_to(server, chromium_browser, "partner.ro", "Something needs you now."))
    assert "Expected" not in counted.main.inner_text(), "a link shows no travel"
    counted.choose("We met her")
    counted.press("Confirm")
    expect(counted.main).to_contain_text("Thank you for meeting her.")
    counted.within(taps=5, typed=1, pages=5, kilobytes=61)
