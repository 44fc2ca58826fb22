"""Journeys 7 and 10: where nobody can receive, at once; a form in another language keeps what was typed."""

from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Server, Visitor
from tests.journeys.counting import KILOBYTE, Counter


def test_the_centre_sees_uncovered_countries_at_once_and_all_of_them_in_one_tap(
    server: Server, chromium_browser: Browser
) -> None:
    visitor = Visitor(server, chromium_browser)
    visitor.sign_in("coordinator")
    counted, main = Counter(visitor), visitor.page.locator("main")
    visitor.go("/home")
    expect(main.get_by_role("heading", name="Where nobody can receive")).to_be_visible()
    assert 1 <= main.locator("section", has_text="Where nobody can receive").last.locator("li").count() <= 5
    visitor.shot("coverage-home")
    counted.tap(main.get_by_role("link", name="See every country and group"))
    expect(main.locator("tr.gap").first).to_be_visible()
    visitor.shot("coverage")
    assert (counted.taps, counted.pages) == (1, 2)
    assert 0 < counted.weight <= 34 * KILOBYTE, f"the journey weighs {counted.weight} bytes"
    visitor.leave()


def test_a_form_in_another_language_costs_one_tap_and_loses_nothing(server: Server, chromium_browser: Browser) -> None:
    visitor = Visitor(server, chromium_browser)
    visitor.sign_in("embassy")
    visitor.go("/suggest")
    visitor.page.locator("main textarea").first.fill("Ord, der ikke må gå tabt")
    counted = Counter(visitor)
    counted.tap(visitor.page.locator("footer button[lang=da]"))
    assert visitor.page.locator("html").get_attribute("lang") == "da"
    assert visitor.page.locator("main textarea").first.input_value() == "Ord, der ikke må gå tabt"
    visitor.shot("form-in-danish")
    assert (counted.taps, counted.pages) == (1, 1)
    assert 0 < counted.weight <= 9 * KILOBYTE, f"the journey weighs {counted.weight} bytes"
    visitor.go("/home")
    assert visitor.page.locator("html").get_attribute("lang") == "da", "the choice is remembered"
    visitor.leave()
