"""Every page that a role reaches by links: without a fault axe can find, without sideways scroll, in each language."""

import re
from collections import deque

import pytest
from playwright.sync_api import Browser

from portal.i18n import LANGUAGES
from tests.journeys.conftest import Server, Visitor

ACCOUNTS = ("caseworker", "partner.ng", "embassy", "coordinator", "auditor", "admin")
OPEN = ("/", "/sign-in", "/accessibility", "/privacy", "/help", "/no/such/page", "/go/no-such-token")
ID = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)[2-9B-DF-HJ-NP-TV-XZ]{10}(?=/|$)|(?<=/countries/)[A-Z]{2}"
    r"|(?<=/monitoring/report/)\d{4}|(?<=/chapters/)[a-z-]+/(?:da|en)"
)
MOST = 60


def _one_of_each_kind(visitor: Visitor) -> list[str]:
    """One address of each kind of page, by following links from the first page."""
    kinds: dict[str, str] = {}
    waiting = deque(["/home"])
    while waiting and len(kinds) < MOST:
        address = waiting.popleft()
        address = address.partition("#")[0]
        kind = ID.sub("x", address.partition("?")[0])
        if kind in kinds or kind.endswith((".csv", ".zip", "/export")):
            continue
        answer = visitor.go(address)
        assert answer is not None and answer.status == 200, address
        kinds[kind] = address
        links = visitor.page.locator(
            "main a[href^='/'], nav.sections a[href^='/'], header .me a[href^='/']"
        ).evaluate_all("all => all.map(one => one.getAttribute('href'))")
        waiting.extend(links)
    return list(kinds.values())


#: Each page is opened narrow from the left, narrow from the right, and wide. What axe looks at is the same markup in
#: each language: it reads the narrow page from the right and the wide one.
SHOWN = (("da", 360), ("ar", 360), ("en", 1280))
READ_BY_AXE = SHOWN[1:]
assert {language for language, _width in SHOWN} == {one.code for one in LANGUAGES}


def _shown(visitor: Visitor, address: str, name: str) -> None:
    visitor.go(f"{address}{'&' if '?' in address else '?'}lang={visitor.language}")
    assert visitor.page.locator("html").get_attribute("lang") == visitor.language
    visitor.fits()
    if (visitor.language, visitor.width) in READ_BY_AXE:
        visitor.accessible()
    visitor.shot(name + ID.sub("x", address.partition("?")[0]).replace("/", "-"))


@pytest.mark.parametrize("account", ACCOUNTS)
def test_a_roles_pages_are_accessible_in_every_language(
    server: Server, chromium_browser: Browser, account: str
) -> None:
    visitor = Visitor(server, chromium_browser, scripting=True)
    visitor.sign_in(account)
    addresses = _one_of_each_kind(visitor)
    assert len(addresses) >= 2, addresses
    visitor.leave()
    for language, width in SHOWN:
        visitor = Visitor(server, chromium_browser, language=language, scripting=True, width=width)
        visitor.sign_in(account)
        for address in addresses:
            _shown(visitor, address, account)
        visitor.leave()


def test_the_open_pages_are_accessible_in_every_language(server: Server, chromium_browser: Browser) -> None:
    for language, width in SHOWN:
        visitor = Visitor(server, chromium_browser, language=language, scripting=True, width=width)
        for address in OPEN:
            _shown(visitor, address, "open")
        visitor.leave()
