"""Journey 5: a report in twelve taps; and the line cut between every two steps, with scripting and without."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Locator, Page, expect

from tests.journeys.conftest import Server, Visitor
from tests.journeys.counting import KILOBYTE, Counter

ANSWERS = {
    1: {"contact": "visit", "safety": "safe", "retrafficking": "no_sign", "housing": "own_home"},
    2: {"health": "good", "income": "school", "help_received": "several", "next_step": "continue"},
}
WORDS = "Invented words: bardzo dobrze, شكرا"
SCRIPT = Path(__file__).resolve().parents[2] / "portal" / "web" / "static" / "keep.js"


def label(page: Page, name: str, value: str) -> Locator:
    """What is tapped for an answer."""
    box = page.locator(f"main input[name='{name}'][value='{value}']")
    return page.locator(f"label[for='{box.get_attribute('id')}']")


def go_on(page: Page) -> Locator:
    """The page's first button."""
    return page.locator("main form button").first


@pytest.fixture(params=[False, True], ids=["without script", "with script"])
def visitor(server: Server, chromium_browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """A partner in Romania on a phone, once without scripting and once with it, under our own policy."""
    came = Visitor(server, chromium_browser, scripting=request.param, under_policy=True)
    faults: list[str] = []
    came.page.on("pageerror", lambda error: faults.append(str(error)))
    came.page.on("console", lambda said: faults.append(said.text) if "Security Policy" in said.text else None)
    came.sign_in("partner.ro")
    yield came
    assert faults == []
    came.leave()


def test_a_report_takes_twelve_taps_and_not_reached_four(server: Server, chromium_browser: Browser) -> None:
    came = Visitor(server, chromium_browser)
    came.sign_in("partner.th")
    page, count = came.page, Counter(came)
    came.go("/home")
    count.tap(page.locator("main a[href^='/reports/']").first)
    for number, answers in ANSWERS.items():
        for name, value in answers.items():
            count.tap(label(page, name, value), leads_on=False)
        came.shot(f"report-{number}")
        count.tap(go_on(page))
    came.shot("report-check")
    count.tap(go_on(page))
    expect(page.locator("h1")).to_have_text("Thank you. Your report has been sent.")
    assert (count.taps, count.typed, count.pages) == (12, 0, 5)
    assert count.weight <= 61 * KILOBYTE, count.weight

    came.go("/home")
    short = Counter(came)
    short.tap(page.locator("main a[href^='/reports/']").first)
    short.tap(page.get_by_role("link", name="We could not reach her"))
    short.tap(label(page, "no_contact_reason", "moved"), leads_on=False)
    short.tap(page.get_by_role("button", name="Send report"))
    expect(page.locator("h1")).to_have_text("Thank you. Your report has been sent.")
    assert (short.taps, short.typed) == (4, 0)
    came.leave()


def test_the_line_is_cut_between_every_two_steps_and_nothing_is_lost(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/reports")
    before = page.locator("main .tasks").inner_text().count("Reported")
    row = page.locator("main .tasks a", has_text="3 months").or_(page.locator("main .tasks a", has_text="6 months"))
    row.filter(has_not_text="Reported").first.click()
    page.wait_for_url("**/1")
    report = page.url.rpartition("/")[0]
    for number, answers in ANSWERS.items():
        for name, value in answers.items():
            label(page, name, value).click()
        _pressed_on_a_dead_line(visitor, go_on(page), "/2" if number == 1 else "/check")
    page.goto(f"{report}/3")
    page.locator("textarea").fill(WORDS)
    if visitor.scripting:  # saved by itself after a pause, and it says so
        _typed_on_a_dead_line(visitor)
        expect(page.locator("#kept")).to_contain_text("Saved", timeout=15_000)
        page.goto(f"{report}/3")
        expect(page.locator("textarea")).to_have_value(WORDS)
    _pressed_on_a_dead_line(visitor, go_on(page), "/check")
    expect(page.locator("main")).to_contain_text(WORDS)
    for words in ("In a home of her own", "School or training", "Several of these"):
        expect(page.locator("main")).to_contain_text(words)
    _pressed_on_a_dead_line(visitor, go_on(page), "/sent")
    expect(page.locator("main")).to_contain_text(WORDS)
    page.goto(f"{report}/check")  # once sent it is not written again
    assert page.url == report
    visitor.go("/reports")
    assert page.locator("main .tasks").inner_text().count("Reported") == before + 1


def _typed_on_a_dead_line(visitor: Visitor) -> None:
    visitor.context.set_offline(True)
    visitor.page.locator("textarea").press("End")
    visitor.page.locator("textarea").dispatch_event("input")
    expect(visitor.page.locator("#kept")).to_contain_text("Not saved: no connection", timeout=15_000)
    visitor.context.set_offline(False)


def _pressed_on_a_dead_line(visitor: Visitor, button: Locator, leads_to: str) -> None:
    """Press while there is no line; then the line is back."""
    page = visitor.page
    visitor.context.set_offline(True)
    if visitor.scripting:
        button.click()
        expect(page.locator("#kept")).to_contain_text("Not sent: no connection")
        visitor.context.set_offline(False)  # the open page has kept trying
    else:
        with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"), page.expect_navigation():
            button.click()
        visitor.context.set_offline(False)
        page.reload()  # the browser sends the same form again
    page.wait_for_url(f"**{leads_to}")


def test_the_script_is_small_and_knows_no_storage() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    for word in ("localStorage", "sessionStorage", "indexedDB", "caches", "serviceWorker", "innerHTML", "cookie"):
        assert word not in text
    assert len(gzip.compress(text.encode())) <= 6 * KILOBYTE
