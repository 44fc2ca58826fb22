"""The emergency card on paper: one sheet of A4 in each language, also where a country has as many partners as fit."""

import re

import pytest
from playwright.sync_api import Browser

from portal.i18n import LANGUAGES
from portal.partners.country.card import PARTNERS
from tests.journeys.conftest import Server, Visitor

#: Repeats the partners' rows until there are as many as a card may hold.
FILL = "many => { const body = document.querySelector('main tbody'), row = body.rows[0]; "
FILL += "while (body.rows.length < many) body.append(row.cloneNode(true)) }"


def _sheets(visitor: Visitor) -> int:
    paper = visitor.page.pdf(format="A4", prefer_css_page_size=True)
    return max(int(number) for number in re.findall(rb"/Count (\d+)", paper))


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
def test_a_card_is_one_sheet_of_a4(server: Server, chromium_browser: Browser, language: str) -> None:
    visitor = Visitor(server, chromium_browser, language=language, scripting=True, width=1280)
    visitor.sign_in("embassy")
    for country in ("NG", "RO", "NE"):
        visitor.go(f"/countries/{country}/card?lang={language}")
        assert _sheets(visitor) == 1, country
    visitor.go(f"/countries/NG/card?lang={language}")
    visitor.page.evaluate(FILL, PARTNERS)
    assert visitor.page.locator("main tbody tr").count() == PARTNERS
    assert _sheets(visitor) == 1
    visitor.leave()
