"""The centre's pages of figures: every number opens its list, looks are logged, few questions, earlier years marked."""

import csv
import io
import re

import pytest
import sqlalchemy as sa

from portal.audit.models import AuditEvent
from portal.db import db, today
from portal.monitoring import actions, flow, indicators
from portal.monitoring.codes import Promise
from portal.monitoring.models import EarlierFigure, EarlierOrigin
from portal.monitoring.slices import Slice
from portal.vocabulary.services import Population
from tests import build
from tests.conftest import Portal
from tests.monitoring import invented_returns
from tests.partners.test_pages import counted
from tests.people import People

YEAR = today().year - 1
PAGES = ("", "/flow", "/times", "/compared?by=unit", "/compared?by=country", "/compared?by=group", "/years")
MOST = 11  # what the gate, the filter and the log ask, and the figures of the page


def number_of_rows(portal: Portal, people: People, address: str) -> int:
    """How many rows the list behind a number has, over all its pages; its file has as many."""
    browser, rows, page = portal.browser(people.coordinator), 0, address
    while page:
        text = browser.get(page).text
        rows += text.count('<tr><th scope="row">')
        more = re.search(r'rel="next" href="([^"]+)"', text)
        page = more.group(1).replace("&amp;", "&") if more else ""
    file = browser.get(address.replace("?", ".csv?")).data.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(file)))) == rows + 1
    return rows


def test_every_number_opens_the_list_behind_it_with_as_many_rows(portal: Portal, people: People) -> None:
    invented_returns.write(people, 150)
    browser = portal.browser(people.coordinator)
    only = f"year={YEAR}&group=women"
    pages = [browser.get(f"/monitoring{page}?{only}").text for page in ("", "/flow", "/times")]
    links = [link for page in pages for link in re.findall(r'<a href="(/monitoring/behind/[^"]+)">(\d+)</a>', page)]
    assert len(links) > 30
    for address, number in links[::4]:
        assert number_of_rows(portal, people, address.replace("&amp;", "&")) == int(number), address


def test_each_look_and_each_file_is_logged_with_what_was_asked_for(portal: Portal, people: People) -> None:
    browser = portal.browser(people.coordinator)
    for page in PAGES:
        browser.get(f"/monitoring{page}")
    browser.get(f"/monitoring/behind/T1?part=n&year={YEAR}&country=NG")
    browser.get(f"/monitoring/behind/flow.csv?part=met&why=not_due&year={YEAR}")
    seen = db.session.scalars(sa.select(AuditEvent.event).where(AuditEvent.event.startswith("monitoring:"))).all()
    names = {f"monitoring:{page}:read" for page in ("promises", "flow", "times", "compared", "years", "list")}
    assert set(seen) == names | {"monitoring:list:exported"}
    listed = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.event == "monitoring:list:read")).one()
    assert listed.details == {"figure": "T1", "part": "n", "country": "NG"}


@pytest.mark.parametrize("address", ["T9", "T4", "T1?part=met", "flow?part=met&why=nothing", "T1?part=n&why=closed"])
def test_a_number_that_there_is_not_is_not_found(on_sqlite: Portal, address: str) -> None:
    with on_sqlite.app.app_context():
        people = People.arrive()
        on_sqlite.browser(people.coordinator).get(f"/monitoring/behind/{address}", 404)
        on_sqlite.empty()


def test_a_page_asks_as_often_for_many_as_for_few_and_a_year_without_data_says_so(
    portal: Portal, people: People
) -> None:
    browser = portal.browser(people.coordinator)
    asked = {}
    for many in (2, 40):
        invented_returns.write(people, many, seed=many)
        for page in PAGES:
            browser.get(f"/monitoring{page}")
            with counted() as seen:
                browser.get(f"/monitoring{page}")
            asked.setdefault(page, []).append(
                len([one for one in seen if not one.startswith(("SAVEPOINT", "RELEASE"))])
            )
    assert all(few == many <= MOST for few, many in asked.values()), asked
    assert "Nobody was registered in 1999." in browser.get("/monitoring/flow?year=1999").text
    assert "Nothing to count in 1999." in browser.get("/monitoring/compared?year=1999").text
    assert "Nothing to count in these years." in browser.get("/monitoring/years?year=1999").text


def test_a_figure_of_an_earlier_year_is_entered_once_marked_and_counted_in_the_five_years(
    portal: Portal, people: People
) -> None:
    build.case(people.caseworker, registered_on=today())
    browser, before = portal.browser(people.coordinator), today().year - 2
    form = {"figure-promise": "T3", "figure-year": str(before), "figure-total": "40", "figure-n": "18"}
    form["figure-source"] = "Invented yearly report, page 3"
    wrong = browser.post("/monitoring/earlier", {**form, "figure-n": "41", "figure-year": str(today().year)}, 200).text
    assert "This cannot be more than the 40 counted in all." in wrong
    assert f"The portal itself counts from {today().year} on." in wrong
    browser.post("/monitoring/earlier", form, 302)
    again = browser.post("/monitoring/earlier", form, 200).text
    assert "For this year the promise has been entered." in again
    origin = {"origin-year": str(before), "origin-country": "CN", "origin-people": "4", "origin-source": "Invented"}
    browser.post("/monitoring/earlier/countries", origin, 302)
    page = browser.get(f"/monitoring?year={before}").text
    assert "18 of 40, 45 %" in page and "Entered by the centre" in page
    assert "Invented yearly report, page 3" in browser.get("/monitoring/years").text
    assert indicators.covered(today().year).total == 2
    assert [one.n for one in indicators.five_years(today().year)[Promise.REPORTED]][-3] == 18
    assert "18 of 40" not in browser.get(f"/monitoring?year={before}&country=NG").text
    for model in (EarlierFigure, EarlierOrigin):
        browser.post("/monitoring/earlier/take-out", {"row": str(db.session.scalars(sa.select(model.id)).one())}, 302)
    assert indicators.covered(today().year).total == 1
    with pytest.raises(actions.NotYours):
        actions.take_out(people.caseworker.actor, people.caseworker.id)


def test_a_narrowing_that_holds_nobody_counts_nobody(portal: Portal, people: People) -> None:
    build.case(people.caseworker, registered_on=today())
    only = Slice(people.stranger.actor.unit_id, "NG", Population.WOMEN)
    assert sum(flow.flow(today().year, only).steps.values()) == 0
    assert [one.total for one in indicators.promises(today().year, only)] == [0] * 6
