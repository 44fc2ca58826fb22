"""Journey 1: the right partner for a woman returning to Benin City, in two taps on a 360 px phone without scripting."""

import gzip
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from portal.i18n import LANGUAGES
from tests.journeys.conftest import Server, Visitor
from tests.journeys.counting import Counter

TAPS, PAGES, WEIGHT = 2, 3, 43 * 1024  # EXPERIENCE section 9; bytes as transferred
LIST = 6 * 1024  # bytes gzip
PARTNER = "Invented: Edo Women's House"


@pytest.fixture
def caseworker(server: Server, chromium_browser: Browser) -> Iterator[Visitor]:
    """A caseworker's phone."""
    visitor = Visitor(server, chromium_browser)
    visitor.sign_in("caseworker")
    yield visitor
    visitor.leave()


def test_a_partner_for_benin_city_is_found_in_two_taps(caseworker: Visitor) -> None:
    counted, page, main = Counter(caseworker), caseworker.page, caseworker.page.locator("main")
    caseworker.go("/home")
    page.locator("#partner-search").fill("Benin City")
    with page.expect_response("**/partners?*") as answered:
        counted.tap(main.get_by_role("button", name="Search", exact=True))
    list_weighs = len(gzip.compress(answered.value.body(), 6))  # a proxy before the portal packs it
    expect(main).to_contain_text("They help in Benin City, Nigeria. The nearest stand first.")
    expect(main.locator("article").first).to_contain_text("in the town")
    caseworker.shot("directory-benin-city")
    counted.tap(main.locator("article").first.get_by_role("link"))
    expect(main.locator("h1")).to_have_text(PARTNER)
    assert (counted.taps, counted.pages) == (TAPS, PAGES)
    assert 0 < list_weighs <= LIST, f"the list weighs {list_weighs} bytes"
    assert sum(counted.bytes) <= WEIGHT, f"the journey weighs {sum(counted.bytes)} bytes"


def test_two_towns_of_one_name_take_one_tap_more(caseworker: Visitor) -> None:
    counted, main = Counter(caseworker), caseworker.page.locator("main")
    caseworker.go("/home")
    caseworker.page.locator("#partner-search").fill("Lagos")
    counted.tap(main.get_by_role("button", name="Search", exact=True))
    expect(main).to_contain_text("Which place?")
    caseworker.shot("directory-which-lagos")
    counted.tap(main.get_by_role("link", name="Lagos, Nigeria"))
    counted.tap(main.locator("article").first.get_by_role("link"))
    assert (counted.taps, counted.pages) == (TAPS + 1, PAGES + 1)


def test_the_filters_work_without_scripting_on_a_phone(caseworker: Visitor) -> None:
    main = caseworker.page.locator("main")
    caseworker.go("/partners")
    main.locator("summary", has_text="More filters").click()
    main.locator("summary", has_text="Country").click()
    main.locator("input[name='country'][value='NG']").check()
    main.locator("summary", has_text="For").click()
    main.locator("input[name='group'][value='men']").check()
    caseworker.shot("directory-filters")
    main.get_by_role("button", name="Show entries", exact=True).click()
    expect(main.locator(".chips")).to_contain_text("Nigeria")
    expect(main.locator("article")).not_to_have_count(0)


def test_where_nobody_serves_a_place_the_centre_is_asked_in_one_tap(caseworker: Visitor) -> None:
    counted, main = Counter(caseworker), caseworker.page.locator("main")
    caseworker.go("/partners?place=Timbuktu&group=women")
    expect(main).to_contain_text("No partner serves Timbuktu, Mali")
    expect(main.locator("article").first).to_contain_text("km away")
    caseworker.shot("directory-nobody")
    counted.tap(main.get_by_role("button", name="Ask the centre to find one", exact=True))
    expect(main).to_contain_text("The centre")
    caseworker.shot("directory-asked")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_list_is_accessible_and_fits_in_each_language(
    server: Server, chromium_browser: Browser, width: int
) -> None:
    for language in LANGUAGES:
        visitor = Visitor(server, chromium_browser, language=language.code, scripting=True, width=width)
        visitor.sign_in("coordinator")
        for name, asked in {
            "all": "",
            "benin": "place=Benin City",
            "lagos": "place=Lagos",
            "mali": "place=Timbuktu",
        }.items():
            visitor.go(f"/partners?{asked}&lang={language.code}")
            visitor.page.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true })")
            visitor.fits()
            visitor.accessible()
            visitor.page.locator("main details").evaluate_all("all => all.forEach(one => { one.open = false })")
            visitor.shot(f"directory-{name}")
        visitor.leave()
