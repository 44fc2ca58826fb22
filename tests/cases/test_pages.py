"""The list, a person's page and the small pages for facts, as they are read."""

import pytest

from tests import build
from tests.conftest import Portal
from tests.people import People

FACTS = "edit offer support milestone papers sharing withdraw clock risk link deputy close identity".split()


@pytest.mark.parametrize("locale", ["en", "da", "ar"])
def test_every_page_of_a_case_is_valid_and_light(portal: Portal, people: People, locale: str) -> None:
    case = build.case(people.caseworker)
    browser = portal.browser(people.caseworker)
    for address in (
        "/home",
        "/cases",
        "/cases/new",
        f"/cases/{case.code}",
        *(f"/cases/{case.code}/{one}" for one in FACTS),
    ):
        browser.get(f"{address}?lang={locale}")
