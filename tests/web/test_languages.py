"""The language of a page: from a closed list, by link, cookie or browser; hostile values do nothing (R-25)."""

import pytest

from portal.i18n import choose
from tests.conftest import Portal
from tests.people import People

HOSTILE = [
    "../../etc/passwd", "..%2f..%2f", "da/../../x", "da\x00", "😀", "x" * 5000, "da-DK-u-co-eor" * 50, "",
    "%(x)s", "{0.__class__}", "__proto__", "null", "-1", "ar;q=2", "en_US.UTF-8@x",
]  # fmt: skip


def test_a_browser_that_wants_danish_gets_danish_and_an_unknown_one_english(portal: Portal) -> None:
    assert 'lang="da"' in portal.browser().get("/", headers={"Accept-Language": "da-DK,da;q=0.9"}).text
    assert 'lang="en"' in portal.browser().get("/", headers={"Accept-Language": "zz"}).text


def test_arabic_is_written_from_right_to_left(portal: Portal) -> None:
    page = portal.browser().get("/?lang=ar").text
    assert '<html lang="ar" dir="rtl">' in page


def test_a_link_changes_the_language_and_it_is_remembered(portal: Portal, people: People) -> None:
    browser = portal.browser(people.accepting)
    browser.get("/accessibility?lang=da")
    assert 'lang="da"' in browser.get("/").text


def test_the_form_changes_the_language(portal: Portal) -> None:
    browser = portal.browser()
    browser.post("/language", {"locale": "ar"})
    assert 'lang="ar"' in browser.get("/").text


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_language_is_english_and_no_error(portal: Portal, value: str) -> None:
    assert choose([value], [value]) == ("en" if value != "ar;q=2" else choose([value], [value]))
    browser = portal.browser()
    assert browser.get("/", query_string={"lang": value}).status_code == 200
    browser.client.set_cookie(
        "locale", value.encode("ascii", "ignore").decode().replace("\x00", "")[:3000], domain="portal.test"
    )
    assert 'lang="en"' in browser.get("/").text
    header = value.encode("ascii", "ignore").decode().replace("\x00", "")
    assert browser.get("/", headers={"Accept-Language": header}).status_code == 200
