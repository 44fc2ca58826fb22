"""Editions: what is published is what was counted, is never changed, and is safe beside what was published before."""

import json
import uuid
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from portal.audit.models import AuditEvent
from portal.db import Stale, db, transaction
from portal.monitoring import indicators
from portal.monitoring.codes import Promise
from portal.monitoring.publishing import actions, queries, tables
from portal.monitoring.publishing.codes import TableCode
from portal.monitoring.publishing.content import canonical
from portal.monitoring.publishing.models import Edition, Frozen
from portal.vocabulary.persons import Gender
from tests import build
from tests.conftest import Portal
from tests.people import People

YEAR = 2025  # the last of a period of three


def women(people: People, how_many: int, **more: object) -> None:
    """So many women registered in the year, each offered a return."""
    for _one in range(how_many):
        build.case(people.caseworker, registered_on=date(YEAR, 5, 5), **more)


def publish(people: People, why: str = "") -> Edition:
    seal = actions.draft(YEAR).seal
    return actions.make_edition(people.coordinator.actor, YEAR, uuid.uuid4(), seal=seal, why=why)


def cells(code: TableCode) -> dict[str, tuple[str, ...]]:
    table = next(one for one in tables.for_year(YEAR) if one.code is code)
    return {line.code: line.cells for line in table.lines}


def test_an_edition_equals_the_count_of_its_day_and_stays_when_data_change(portal: Portal, people: People) -> None:
    women(people, 12)
    women(people, 2, gender=Gender.MASCULINE, return_country="TH")
    live = actions.draft(YEAR)
    made = publish(people)
    content = json.loads(made.content)
    assert {name: content[name] for name in live.figures} == live.figures
    assert live.counts[f"{YEAR}/registered"] == indicators.promises(YEAR, those=(Promise.OFFERED,))[0].total == 14
    groups = {"women": ("10",), "men": ("<5",), "children": ("0",), "other": ("0",), "total": ("15",)}
    assert cells(TableCode.GROUPS) == groups
    assert cells(TableCode.REGIONS)["west_africa"] == ("10",)
    assert cells(TableCode.PROMISES)["T1"] == ("15", "15", "100", "100", "yes")
    women(people, 30)
    assert cells(TableCode.GROUPS) == groups
    assert actions.draft(YEAR).figures != live.figures


def test_it_is_read_in_one_statement_and_not_shown_when_somebody_changed_it(portal: Portal, people: People) -> None:
    women(people, 12)
    made = publish(people)
    edition_id, asked = made.id, []
    db.session.remove()
    event.listen(db.engine, "before_cursor_execute", lambda *of: asked.append(of[2]))
    assert tables.for_year(YEAR) != []
    assert len([one for one in asked if one.startswith("SELECT")]) == 1
    with pytest.raises(Frozen), transaction():
        found = db.session.get_one(Edition, edition_id)
        found.content = found.content.replace('"10"', '"20"')
    with transaction():
        db.session.execute(sa.update(Edition).values(content=canonical({"counts": {}})))
    with pytest.raises(queries.Altered):
        queries.newest(YEAR)
    page = portal.browser(people.coordinator, check=False).get(f"/monitoring/published/{edition_id}", status=409)
    assert "This edition is not shown" in page.text


def test_a_correction_is_a_new_edition_that_says_what_it_replaces(portal: Portal, people: People) -> None:
    women(people, 12)
    first = publish(people)
    with pytest.raises(actions.NothingNew):
        publish(people, "No reason")
    women(people, 20)
    with pytest.raises(actions.NoteMissing):
        publish(people)
    with pytest.raises(Stale):
        actions.make_edition(people.coordinator.actor, YEAR, uuid.uuid4(), seal="moved", why="Late registrations")
    second = publish(people, "Late registrations")
    content = json.loads(second.content)
    assert (content["edition"], content["note"]) == (2, "Late registrations")
    assert content["replaces"] == {"edition": 1, "sha256": first.sha256}
    page = portal.browser(people.embassy).get(f"/monitoring/published/{second.id}")
    assert "This is a correction. It replaces edition 1." in page.text
    assert "Late registrations" in page.text
    assert (
        "A later edition corrects this one"
        in portal.browser(people.embassy).get(f"/monitoring/published/{first.id}").text
    )


def test_the_centre_sees_exact_numbers_beside_what_it_publishes(portal: Portal, people: People) -> None:
    women(people, 12)
    women(people, 2, gender=Gender.MASCULINE)
    browser, address = portal.browser(people.coordinator), f"/monitoring/published/{YEAR}/new"
    page = browser.get(address)
    assert "Inside, exact: 14 of 14" in page.text
    assert "fewer than 5" in page.text
    looks = sa.select(sa.func.count()).where(AuditEvent.event == "monitoring:preview:read")
    assert db.session.scalar(looks) == 1
    form = {"seal": actions.draft(YEAR).seal, "form_key": str(uuid.uuid4())}
    shown = browser.post(address, form).headers["Location"]
    assert browser.post(address, form).headers["Location"] == shown  # twice is once
    page = portal.browser(people.accepting).get(shown)
    assert "Inside, exact" not in page.text
    assert ">14<" not in page.text
    for kind, first in (("csv", "table,first_year"), ("code-book", "field,code"), ("json", '{"counts"')):
        assert browser.get(f"{shown}/file?kind={kind}").text.lstrip("\ufeff").startswith(first)
    assert "edition 1" in portal.browser(people.accepting).get("/monitoring/published").text
    browser.post(address, form | {"form_key": str(uuid.uuid4())}, status=200)  # a correction without its reason


def test_a_year_whose_reports_may_still_come_or_without_anybody_is_refused(portal: Portal, people: People) -> None:
    page = portal.browser(people.coordinator).get("/monitoring/published/2026/new", status=409)
    assert "Reports count until 31 March" in page.text
    with pytest.raises(actions.TooEarly):
        actions.draft(2026)
    with pytest.raises(actions.NothingCounted):
        actions.draft(2019)
