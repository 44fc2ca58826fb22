"""What a page of the list costs: its weight in each language, and its questions to the database at 5 and at 20 rows."""

import gzip

import pytest

from portal.db import transaction
from portal.i18n import LANGUAGES
from tests.conftest import Portal
from tests.partners.directory import a_crowd
from tests.partners.test_pages import counted
from tests.people import People

HEAVIEST, MOST_STATEMENTS = 6 * 1024, 10  # bytes gzip; statements
PAGES = ("/partners?", "/partners?place=Nigeria&group=women", "/partners?place=Benin+City", "/partners?place=Timbuktu")


@pytest.mark.parametrize("language", [one.code for one in LANGUAGES])
@pytest.mark.parametrize("address", PAGES)
def test_a_full_page_of_the_list_is_light_in_every_language(
    portal: Portal, people: People, address: str, language: str
) -> None:
    with transaction():
        a_crowd(60, {"NG": 25})
    page = portal.browser(people.coordinator).get(f"{address}&lang={language}")
    assert f'lang="{language}"' in page.text and page.text.count('<article class="card">') >= 10
    assert len(gzip.compress(page.data, 6)) <= HEAVIEST


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_the_database_as_often_at_five_rows_as_at_twenty(
    portal: Portal, people: People, address: str
) -> None:
    browser = portal.browser(people.caseworker)
    with transaction():
        a_crowd(0, {"NG": 5})
    browser.get(address)
    with counted() as five:
        page = browser.get(address)
    assert 1 <= page.text.count('<article class="card">') < 20
    with transaction():
        a_crowd(0, {"NG": 20}, seed=2)
    with counted() as twenty:
        page = browser.get(address)
    assert page.text.count('<article class="card">') >= 10
    assert len(five) == len(twenty) <= MOST_STATEMENTS


def test_a_later_page_asks_the_database_no_oftener(portal: Portal, people: People) -> None:
    browser = portal.browser(people.caseworker)
    with transaction():
        a_crowd(0, {"NG": 50})
    for address in ("/partners?country=NG", "/partners?place=Benin+City"):
        first = browser.get(address)
        href = first.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
        with counted() as later:
            browser.get(href)
        assert len(later) <= MOST_STATEMENTS
