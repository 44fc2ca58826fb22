"""Pages travel compressed on a slow line; never where a foreign page's words could stand beside a secret (BREACH)."""

import gzip

import pytest

from tests.conftest import Portal
from tests.people import People

WANTS = {"Accept-Encoding": "gzip"}


def test_a_page_and_the_style_sheet_travel_compressed(portal: Portal, people: People) -> None:
    browser = portal.browser(people.caseworker, check=False)
    page = browser.get("/home", headers=WANTS)
    assert page.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in page.headers["Vary"] and "Cookie" in page.headers["Vary"]
    assert b"<h1" in gzip.decompress(page.data)
    sheet = browser.get("/static/portal.css?v=1", headers={"Accept-Encoding": "br"})
    assert sheet.headers["Content-Encoding"] == "br"
    sheet.close()
    assert "Content-Encoding" not in browser.get("/home", headers={"Accept-Encoding": "identity"}).headers


@pytest.mark.parametrize(("asked_by", "compressed"), [("same-origin", True), ("none", True), ("cross-site", False)])
def test_words_of_another_site_never_stand_beside_a_secret_in_a_compressed_page(
    portal: Portal, people: People, asked_by: str, compressed: bool
) -> None:
    browser = portal.browser(people.caseworker, check=False)
    page = browser.get("/partners?q=csrf_token", headers={**WANTS, "Sec-Fetch-Site": asked_by})
    assert ("Content-Encoding" in page.headers) is compressed


def test_an_old_browser_that_does_not_say_whose_wish_it_was_gets_a_search_as_it_is(
    portal: Portal, people: People
) -> None:
    page = portal.browser(people.caseworker, check=False).get("/partners?q=csrf_token", headers=WANTS)
    assert "Content-Encoding" not in page.headers
