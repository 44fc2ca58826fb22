"""On a page with a form a language is chosen without losing what was typed, and without saving it."""

import re
from typing import Any

import html5lib

from tests.browser import Browser
from tests.conftest import Portal
from tests.house.access_table import TABLE
from tests.house.test_answers import rows
from tests.house.world import World
from tests.people import People

GETS = sorted(route for route in TABLE if route.startswith("GET ") and "/api/" not in route)
TEXT = "Ord som nogen skrev 7"
X = "{http://www.w3.org/1999/xhtml}"


def _own_form(page: str) -> Any | None:
    tree = html5lib.HTMLParser().parse(page)
    forms = [one for one in tree.iter(f"{X}form") if one.get("id") == "typed"]
    return forms[0] if forms else None


def _typed(form: Any) -> tuple[dict[str, str], str]:
    """What a browser would send of a form, with a text typed into its first free field; that field's name."""
    sent: dict[str, str] = {}
    for one in form.iter(f"{X}input"):
        if one.get("type") not in ("radio", "checkbox", "submit", "file") or one.get("checked") is not None:
            sent[one.get("name")] = one.get("value", "")
    free = [one.get("name") for one in form.iter(f"{X}textarea")]
    free += [one.get("name") for one in form.iter(f"{X}input") if one.get("type") in (None, "text", "email")]
    for name in free[:1]:
        sent[name] = TEXT
    return sent, free[0] if free else ""


def _faults(browser: Browser, address: str) -> tuple[bool, list[str]]:
    """Whether the page has a form of its own, and what is wrong when it is shown in another language."""
    page = browser.client.get(address, base_url=browser.base_url)
    form = _own_form(page.text) if page.status_code == 200 and page.mimetype == "text/html" else None
    if form is None:
        return False, []
    sent, free = _typed(form)
    action = form.get("action")
    answer = browser.post(f"{action}{'&' if '?' in action else '?'}show_in=da", sent, 200)
    again = _own_form(answer.text)
    wrong = {
        "not in Danish": '<html lang="da"' not in answer.text,
        f"{free} was lost": bool(free) and TEXT not in answer.text,
        "says that something is wrong, and nothing was asked": 'role="alert"' in answer.text,
        "posts to a language": again is None or "show_in" in again.get("action"),
        "offers no other language": not re.search(r'formaction="[^"]*show_in=ar"', answer.text),
    }
    return True, [f"{address}: {what}" for what, is_so in wrong.items() if is_so]


def test_a_page_with_a_form_comes_back_in_another_language_with_what_was_typed(portal: Portal, people: People) -> None:
    world = World.build(people)
    browsers = [portal.browser(person, check=False) for person in [*people.everyone().values(), None]]
    before, with_form, faults = rows(), set(), []
    for route in GETS:
        rule = route.split(" ", 1)[1]
        for browser in browsers:
            has_form, wrong = _faults(browser, world.address(rule, "own"))
            faults += wrong
            if has_form:
                with_form.add(rule)
                break
    assert faults == []
    assert with_form >= {"/cases/new", "/cases/<code>/offer", "/cases/<code>/requests/new", "/sign-in"}
    assert rows() == before
