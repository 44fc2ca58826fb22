"""Journey 8: the centre takes out the yearly report in three taps on a 360 px phone without scripting."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from portal.db import today
from tests.journeys.conftest import Server, Visitor
from tests.journeys.counting import Counter
from tests.paper.reading import text_of

TAPS, PAGES, WEIGHT = 3, 4, 43 * 1024  # EXPERIENCE section 9; the file comes on top

A_MINUTE = 60_000  # milliseconds; the press has other work on a busy machine


@pytest.fixture
def coordinator(server: Server, chromium_browser: Browser) -> Iterator[Visitor]:
    """The centre's phone."""
    visitor = Visitor(server, chromium_browser)
    visitor.sign_in("coordinator")
    yield visitor
    visitor.leave()


def test_the_yearly_report_is_three_taps_away_and_says_what_was_written(coordinator: Visitor, tmp_path: Path) -> None:
    page, main, year = coordinator.page, coordinator.page.locator("main"), today().year
    coordinator.go(f"/monitoring/report/{year}/chapters/adjustments/en")
    coordinator.shot("status-section")
    main.get_by_label("Text").fill("# A proposal\nAsk partners in two more countries.")
    main.get_by_role("button", name="Save the text").click()
    expect(main).to_contain_text("Ask partners in two more countries.")
    coordinator.go(f"/monitoring/report/{year}/freeze")
    coordinator.shot("status-freeze")
    coordinator.go(f"/monitoring/report/{year}/data-set")
    coordinator.shot("status-data-set")

    counted = Counter(coordinator)
    coordinator.go("/home")
    counted.tap(page.locator("nav.sections a[href='/monitoring']"))
    counted.tap(main.get_by_role("link", name=f"Status report {year}"))
    coordinator.shot("status-report")
    with page.expect_download(timeout=A_MINUTE) as waiting:
        counted.taps += 1  # a file, not a page: nothing to wait for but the file
        main.get_by_role("button", name="Download").click(no_wait_after=True, timeout=A_MINUTE)
    waiting.value.save_as(tmp_path / "report.pdf")
    assert counted.taps == TAPS
    assert counted.pages + 1 <= PAGES, "the file is the fourth answer"
    assert 0 < counted.weight <= WEIGHT, f"the journey weighs {counted.weight} bytes without the file"
    text = text_of((tmp_path / "report.pdf").read_bytes())
    assert f"Status report {year}" in text
    assert "Ask partners in two more countries." in text
