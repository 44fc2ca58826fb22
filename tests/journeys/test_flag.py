"""Journey 6: an embassy says that a number is dead, in five taps on a 360 px phone without scripting."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Server, Visitor
from tests.journeys.counting import Counter

TAPS, TAPS_FROM_THE_ENTRY, PAGES, WEIGHT = 5, 3, 5, 61 * 1024  # EXPERIENCE section 9; bytes as transferred
PARTNER = "Invented: Edo Women's House"


@pytest.fixture
def embassy(server: Server, chromium_browser: Browser) -> Iterator[Visitor]:
    """An embassy's phone."""
    visitor = Visitor(server, chromium_browser)
    visitor.sign_in("embassy")
    yield visitor
    visitor.leave()


def test_an_embassy_reports_a_dead_number_in_five_taps_and_all_see_it(
    server: Server, chromium_browser: Browser, embassy: Visitor
) -> None:
    counted, main = Counter(embassy), embassy.page.locator("main")
    embassy.go("/home")
    counted.tap(main.locator("a[href='/countries/NG']").first)
    counted.tap(main.get_by_role("link", name=PARTNER).first)
    partner, before = embassy.page.url, counted.taps
    embassy.shot("flag-entry")
    counted.tap(main.locator("a[href*='line=phone']").first)
    embassy.shot("flag-form")
    counted.tap(main.get_by_text("The number does not work", exact=True), leads_on=False)
    counted.tap(main.get_by_role("button", name="Send", exact=True))
    expect(main).to_contain_text("Everybody who reads this entry sees it now")
    embassy.shot("flag-told")
    assert (counted.taps, counted.taps - before) == (TAPS, TAPS_FROM_THE_ENTRY)
    assert counted.pages == PAGES
    assert 0 < sum(counted.bytes) <= WEIGHT, f"the journey weighs {sum(counted.bytes)} bytes"
    reader = Visitor(server, chromium_browser)
    reader.sign_in("caseworker")
    reader.page.goto(partner)
    expect(reader.page.locator("main")).to_contain_text("Reported by an embassy on")
    reader.shot("flag-seen")
    reader.leave()
    own = Visitor(server, chromium_browser)
    own.sign_in("partner.ng")
    own.page.goto(partner)
    own.page.locator("main a.tag.warn[href*='/flags/']").first.click()
    own.page.get_by_text("Looked into: it was right", exact=True).click()
    own.page.get_by_role("button", name="Settle", exact=True).click()
    expect(own.page.locator("main")).to_contain_text("The line is no longer marked")
    own.shot("flag-settled")
    own.leave()
