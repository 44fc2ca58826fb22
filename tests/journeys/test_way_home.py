"""One person's whole way home, on a 360 px phone without scripting, by each of the four kinds of user."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, expect

from portal.accounts.second_step import AuthenticatorApp
from portal.demonstration.accounts import AUTHENTICATOR, PASS_PHRASE
from tests.journeys.conftest import Server, Visitor

LAGOS = ZoneInfo("Africa/Lagos")
NAME = "Invented Blessing Osagie"
WEIGHT_FIRST, WEIGHT_NEXT = 25 * 1024, 9 * 1024  # bytes as transferred


@dataclass
class Hand:
    """Fills in forms by their fields' names, as one visitor."""

    visitor: Visitor

    def tap(self, name: str, *values: str) -> None:
        """Choose radios or boxes."""
        for value in values:
            box = self.visitor.page.locator(f"main input[name='{name}'][value='{value}']")
            label = self.visitor.page.locator(f"label[for='{box.get_attribute('id')}']")
            if not label.is_visible():  # inside a closed <details>
                self.visitor.page.locator("details", has=label).locator("summary").first.click()
            label.click()
            assert box.is_checked()

    def type(self, **fields: str) -> None:
        """Type into fields."""
        for name, text in fields.items():
            self.visitor.page.locator(f"main :is(input, textarea)[name='{name}']").fill(text)

    def choose(self, name: str, value: str) -> None:
        """Choose from a list."""
        self.visitor.page.locator(f"main select[name='{name}']").select_option(value)

    def day(self, name: str, on: date) -> None:
        """Write a date into its three boxes, the month by its name."""
        self.type(**{f"{name}-day": str(on.day), f"{name}-month": f"{on:%B}", f"{name}-year": str(on.year)})

    def press(self, label: str) -> None:
        """Press a button or follow a link by its words."""
        main = self.visitor.page.locator("main")
        named = main.get_by_role("button", name=label, exact=True).or_(main.get_by_role("link", name=label, exact=True))
        self.follow(named.first)

    def follow(self, what: Locator) -> None:
        """Press or follow something, and come to a page without an error."""
        with self.visitor.page.expect_navigation():
            what.click()
        problems = self.visitor.page.locator("[role=alert]")
        assert problems.count() == 0, problems.all_inner_texts()

    def send(self) -> None:
        """Press the page's last button."""
        self.follow(self.visitor.page.locator("main form button").last)

    def see(self, text: str) -> None:
        """Find a text on the page."""
        expect(self.visitor.page.locator("main")).to_contain_text(text)

    def never(self, text: str) -> None:
        """Not find it anywhere in the page's source."""
        assert text not in self.visitor.page.content()


@pytest.fixture
def hands(server: Server, chromium_browser: Browser) -> Iterator[dict[str, Hand]]:
    """A phone for each of the four, and none of them asks another host."""
    names = ("caseworker", "partner.ng", "coordinator", "embassy")
    phones = {name: Hand(Visitor(server, chromium_browser)) for name in names}
    yield phones
    for hand in phones.values():
        hand.visitor.leave()


def test_a_person_is_asked_for_received_and_reported_on(hands: dict[str, Hand]) -> None:
    caseworker, partner = hands["caseworker"], hands["partner.ng"]
    _signs_in_with_a_code(caseworker)
    partner.visitor.sign_in("partner.ng")
    case = _registers_and_prepares(caseworker)
    reference = _asks(caseworker, case)
    _answers_yes(partner, reference)
    _lets_the_name_be_seen(caseworker, partner, reference)
    _travels_and_is_met(caseworker, partner, reference)
    _is_reported_in_danger(partner, reference)
    _reads_the_report(caseworker, case)
    _centre_acts(hands["coordinator"])
    _embassy_browses(hands["embassy"], case, reference)


def _signs_in_with_a_code(hand: Hand) -> None:
    hand.visitor.go("/sign-in?lang=en")
    hand.type(email="caseworker@demo.example", password=PASS_PHRASE)
    hand.press("Continue")
    hand.type(code=AuthenticatorApp(AUTHENTICATOR).now())
    hand.press("Sign in")
    assert hand.visitor.page.url.endswith("/home")


def _registers_and_prepares(hand: Hand) -> str:
    today = datetime.now(ZoneInfo("Europe/Copenhagen")).date()
    hand.visitor.go("/cases/new")
    hand.day("registered_on", today - timedelta(days=30))
    hand.tap("age_band", "25-34")
    hand.tap("age_basis", "stated")
    hand.tap("trafficking_status", "PossibleVictimOfTrafficking")
    hand.tap("gender", "Feminine")
    hand.choose("citizenship", "NG")
    hand.choose("return_country", "NG")
    hand.tap("spoken", "en", "bin")
    hand.tap("exploitation", "SexualExploitation")
    hand.tap("sex_exploitation", "Prostitution")
    hand.type(journal_number="2026-INVENTED-17", return_region="Edo", needs="A room of her own at first.")
    hand.press("Register")
    case = hand.visitor.page.url.partition("?")[0].partition("#")[0]
    hand.visitor.shot("case-new")
    earlier = today - timedelta(days=20)
    _fact(hand, case, "offer", ("made_on", earlier), outcome="accepted")
    _fact(hand, case, "support", ("received_on", earlier), kind="health")
    _fact(hand, case, "milestone", ("reached_on", earlier), kind="plan_agreed")
    _fact(hand, case, "risk", ("assessed_on", earlier), level="medium")
    _fact(hand, case, "clock", ("starts_on", earlier), kind="prepared_return_100")
    for purpose in ("referral_pseudonymous", "share_identity", "follow_up_contact"):
        hand.visitor.page.goto(f"{case}/sharing")
        hand.tap("basis", "consent")  # what a consent needs stands under it
        hand.choose("language", "en")
        hand.tap("explained", "purpose", "how_to_withdraw", "may_refuse")
        _fact(hand, "", "", ("given_on", earlier), purpose=purpose, given_by="individual", form="spoken")
    hand.visitor.page.goto(f"{case}/identity")
    hand.type(full_name=NAME, called="Blessing", phone="+234 803 123 4599")
    hand.press("Save")
    return case


def _fact(hand: Hand, case: str, page: str, day: tuple[str, date], **taps: str) -> None:
    if page:
        hand.visitor.page.goto(f"{case}/{page}")
    hand.day(*day)
    for name, value in taps.items():
        hand.tap(name, value)
    hand.press("Save")


def _asks(hand: Hand, case: str) -> str:
    hand.visitor.page.goto(case)
    hand.press("Ask a partner")
    hand.choose("organization_id", _option(hand, "Invented: Edo Women's House"))
    hand.tap("services_requested", "arrival_reception", "psychosocial")
    hand.tap("payer", "immigration_service")
    hand.tap("escort", "none")
    hand.tap("priority", "urgent_72h")
    hand.type(arrangements="She is afraid of crowds.")
    hand.press("Continue to the last look")
    hand.never(NAME)
    hand.visitor.shot("request-check")
    hand.press("Send request")
    hand.see("Waiting for an answer")
    return hand.visitor.page.url.split("/requests/")[1].split("?")[0]


def _option(hand: Hand, text: str) -> str:
    found = hand.visitor.page.locator("main option", has_text=text).first.get_attribute("value")
    assert found
    return found


def _answers_yes(hand: Hand, reference: str) -> None:
    hand.visitor.go("/home")
    hand.follow(hand.visitor.page.locator(f"main a[href='/requests/{reference}']").first)
    hand.see("She is afraid of crowds.")
    hand.never(NAME)
    hand.never("INVENTED-17")
    hand.visitor.shot("request-asked")
    hand.tap("answer", "yes")
    hand.type(contact_name="Invented Ada", contact_phone="+234 803 123 4501")
    hand.press("Send answer")
    hand.see("Accepted")
    hand.never(NAME)


def _lets_the_name_be_seen(caseworker: Hand, partner: Hand, reference: str) -> None:
    caseworker.visitor.go(f"/requests/{reference}")
    caseworker.press("Let the partner see who she is")
    caseworker.send()
    caseworker.see("Name released to the partner")
    partner.visitor.go(f"/requests/{reference}")
    partner.never(NAME)
    partner.press("Show who it is")
    partner.see(NAME)
    assert NAME not in partner.visitor.page.title() + partner.visitor.page.url


def _travels_and_is_met(caseworker: Hand, partner: Hand, reference: str) -> None:
    soon = datetime.now(LAGOS) + timedelta(minutes=3)
    caseworker.visitor.go(f"/requests/{reference}/travel")
    caseworker.tap("mode", "air")
    caseworker.day("arrives_on", soon.date())
    caseworker.type(
        hour=f"{soon:%H.%M}", place="Benin City airport", meeting_point="Arrivals hall", agreed_sign="A blue scarf"
    )
    caseworker.choose("time_zone", "Africa/Lagos")
    caseworker.send()
    caseworker.see("A blue scarf")
    caseworker.press("She has left")
    caseworker.day("departed_on", datetime.now(ZoneInfo("Europe/Copenhagen")).date())
    caseworker.send()
    caseworker.see("On the way")
    partner.visitor.go("/home")
    partner.see("Arrivals to come")
    partner.visitor.go(f"/requests/{reference}")
    partner.see("A blue scarf")
    partner.press("Tell what happened")
    partner.tap("outcome", "met")
    partner.day("happened_on", soon.date())
    partner.send()
    partner.see("Arrived")
    partner.visitor.shot("request-arrived")


def _is_reported_in_danger(hand: Hand, reference: str) -> None:
    hand.visitor.go(f"/requests/{reference}")
    hand.follow(hand.visitor.page.locator("main a[href^='/reports/']").first)
    pages = (
        {"contact": "phone", "safety": "in_danger", "retrafficking": "unknown", "housing": "unstable"},
        {"health": "good", "income": "none", "help_received": "advice", "next_step": "more_help"},
    )
    for answers in pages:
        for name, value in answers.items():
            hand.tap(name, value)
        hand.press("Continue")
    hand.press("Send report")
    hand.see("Thank you")
    hand.visitor.shot("report-sent")


def _reads_the_report(hand: Hand, case: str) -> None:
    hand.visitor.go("/home")
    hand.see("The person is in danger")
    hand.visitor.shot("home-alarm")
    hand.visitor.page.goto(case)
    hand.follow(hand.visitor.page.locator("main a[href^='/reports/']", has_text="14 working days").first)
    hand.see("In danger")
    hand.press("I have read this")


def _centre_acts(hand: Hand) -> None:
    hand.visitor.sign_in("coordinator")
    alarms = hand.visitor.page.get_by_text("The person is in danger")
    before = alarms.count()
    assert before >= 1
    hand.follow(hand.visitor.page.locator("main a[href^='/cases/']", has_text="The person is in danger").first)
    hand.visitor.page.locator("main [name='note']").first.fill("Called the partner; she is with the police now.")
    hand.follow(hand.visitor.page.locator("main form:has([name='note']) button").first)
    hand.visitor.go("/home")
    assert hand.visitor.page.get_by_text("The person is in danger").count() == before - 1
    hand.visitor.go("/monitoring")
    hand.see("Everyone who is registered is offered a prepared return")
    hand.visitor.shot("monitoring")


def _embassy_browses(hand: Hand, case: str, reference: str) -> None:
    hand.visitor.sign_in("embassy")
    hand.visitor.go("/countries/NG")
    hand.see("Invented: Edo Women's House")
    hand.follow(hand.visitor.page.get_by_role("link", name="Invented: Edo Women's House").first)
    hand.see("Benin City")
    for address in (case, f"{hand.visitor.server.url}/requests/{reference}"):
        answer = hand.visitor.page.goto(address)
        assert answer is not None and answer.status == 404


def test_the_first_page_and_the_next_ones_are_light(server: Server, chromium_browser: Browser) -> None:
    visitor = Visitor(server, chromium_browser)
    sizes: list[int] = []
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda told: sizes.append(int(told["encodedDataLength"])))
    visitor.go("/sign-in")
    visitor.page.wait_for_load_state("networkidle")
    first = sum(sizes)
    sizes.clear()
    visitor.sign_in("partner.ng")
    visitor.page.wait_for_load_state("networkidle")
    assert 0 < first <= WEIGHT_FIRST, f"the first visit weighs {first} bytes"
    assert 0 < sum(sizes) <= WEIGHT_NEXT * 2, f"signing in and the first page weigh {sum(sizes)} bytes"
    visitor.leave()


def test_the_language_is_changed_in_one_tap_and_stays(server: Server, chromium_browser: Browser) -> None:
    visitor = Visitor(server, chromium_browser)
    visitor.go("/sign-in")
    Hand(visitor).follow(visitor.page.locator("footer :is(a, button)[lang=ar]"))
    assert visitor.page.locator("html").get_attribute("dir") == "rtl"
    visitor.go("/")
    assert visitor.page.locator("html").get_attribute("lang") == "ar"
    assert not re.search(r"[A-Za-z]{4,} [a-z]{3,} [a-z]{3,}", visitor.page.locator("main").inner_text())
    visitor.leave()
