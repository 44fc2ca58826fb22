"""The yearly report's page: words that two people write, figures that freeze, corrections that everybody sees."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from portal.audit.models import AuditEvent
from portal.db import Stale, db, today, transaction
from portal.monitoring.status import actions, figures, files, queries, words
from portal.monitoring.status.codes import Audience, Chapter
from portal.monitoring.status.models import Frozen
from portal.monitoring.status.numbers import counted
from tests import build
from tests.conftest import Portal
from tests.monitoring import invented_returns
from tests.people import People

YEAR = today().year
REPORT = f"/monitoring/report/{YEAR}"
IN_THE_YEAR = {"registered_on": today() - timedelta(days=min(20, today().timetuple().tm_yday - 1))}


def section(chapter: str = "development", language: str = "en", year: int = YEAR) -> str:
    return f"/monitoring/report/{year}/chapters/{chapter}/{language}"


def test_the_centre_writes_and_the_report_shows_it_in_its_language(portal: Portal, people: People) -> None:
    browser = portal.browser(people.coordinator)
    browser.post(section(), {"words": "# Who came\nFewer than before.\n\n- Edo\n- Lagos", "row_version": "0"})
    browser.post(section(language="da"), {"words": "Der kom færre end før.", "row_version": "0"})
    page = browser.get(REPORT).text
    assert "<h3><bdi>Who came</bdi></h3>" in page
    assert '<li dir="auto">Edo</li>' in page
    assert "færre" not in page
    assert "Der kom færre end før." in browser.get(f"{REPORT}?lang=da").text


def test_of_two_who_write_at_once_the_second_sees_both_texts_and_loses_none(portal: Portal, people: People) -> None:
    first, second = portal.browser(people.coordinator), portal.browser(people.second_coordinator)
    first.post(section(), {"words": "The first text.", "row_version": "0"})
    page = second.post(section(), {"words": "The second text.", "row_version": "0"}, 409).text
    assert "Karen Invented saved this text" in page
    assert page.count("The second text.") == 2, "beside the saved one, and in the box"
    second.post(section(), {"words": "Both texts.", "row_version": "1"})
    assert queries.written_in(YEAR).words(Chapter.DEVELOPMENT, "en") == "Both texts."


def test_last_years_headings_are_the_draft_and_too_long_a_text_is_kept_and_refused(
    portal: Portal, people: People
) -> None:
    browser = portal.browser(people.coordinator)
    browser.post(section(year=YEAR - 1), {"words": "# Who came\nMany.\n\n# Where from\nEdo.", "row_version": "0"})
    page = browser.get(section()).text
    assert "# Who came\n\n# Where from</textarea>" in page
    assert "Many." in page, "last year's words stand below"
    page = browser.post(section(), {"words": "long " * 4001, "row_version": "0"}, 200).text
    assert "Shorten this to 20000 characters" in page
    assert "long long long" in page
    assert not queries.written_in(YEAR).sections


def test_frozen_figures_stay_and_a_correction_is_a_new_version_with_a_note_for_all(
    portal: Portal, people: People
) -> None:
    browser = portal.browser(people.coordinator)
    build.case(people.caseworker, **IN_THE_YEAR)
    live = figures.of_year(YEAR)
    browser.post(f"{REPORT}/freeze", {"row_version": "0"})
    build.case(people.caseworker, **IN_THE_YEAR)
    assert figures.of_year(YEAR) == live
    frozen = queries.latest_figures(YEAR)
    assert frozen is not None and frozen.sha256 == actions.digest_of(frozen.figures)
    page = browser.post(f"{REPORT}/freeze", {"row_version": "1"}, 200).text
    assert "Write what is corrected, and why." in page
    assert browser.post(f"{REPORT}/freeze", {"row_version": "1", "why": "x"}, 302)
    page = browser.get(REPORT).text
    assert "Version 2, corrected" in page and "Version 1, frozen" in page
    assert figures.of_year(YEAR) != live
    page = browser.post(f"{REPORT}/freeze", {"row_version": "2", "why": "Again"}, 200).text
    assert "there is nothing to correct" in page
    browser.post(section(), {"words": "Words stay open.", "row_version": "0"})
    noted = db.session.scalars(select(AuditEvent).where(AuditEvent.event == "status:figures:frozen")).all()
    assert [one.details["number"] for one in noted] == [1, 2]


def test_a_frozen_version_is_never_changed_and_two_who_freeze_at_once_do_not_cross(
    portal: Portal, people: People
) -> None:
    actor = people.coordinator.actor
    numbers = figures.to_freeze(counted(YEAR))
    actions.freeze(actor, YEAR, numbers, seen=0)
    with pytest.raises(Stale):
        actions.freeze(actor, YEAR, numbers | {"year": 1}, seen=0, why="Too late")
    with pytest.raises(Frozen), transaction():
        found = queries.latest_figures(YEAR)
        assert found is not None
        found.note = "Changed"
        db.session.flush()


def test_a_year_without_data_says_so_and_one_that_cannot_be_is_not_found(portal: Portal, people: People) -> None:
    browser = portal.browser(people.coordinator)
    page = browser.get("/monitoring/report/2009").text
    assert "Nobody was registered and nobody travelled home in 2009" in page
    browser.get("/monitoring/report/1999", 404)
    browser.get("/monitoring/report/99999999999999999999", 404)
    for asked in ("kind=exe", "language=ar", "audience=everybody"):
        browser.get(f"{REPORT}/file?{asked}", 404)


def test_the_report_asks_the_database_as_often_for_many_as_for_few(portal: Portal, people: People) -> None:
    invented_returns.write(people, 3)
    few = _statements()
    build.case(people.caseworker, **IN_THE_YEAR)
    for number in range(30):
        build.case(people.caseworker, return_country=("NG", "RO", "GH", "VN")[number % 4], **IN_THE_YEAR)
    assert _statements() == few <= 40


def _statements() -> int:
    db.session.rollback()
    asked: list[str] = []

    def listener(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", listener)
    try:
        files.read(YEAR, Audience.INSIDE)
    finally:
        event.remove(db.engine, "before_cursor_execute", listener)
    return len(asked)


def test_words_of_any_kind_become_blocks_and_headings_the_next_years_draft() -> None:
    found = words.blocks("One\ntwo\n\n# Head\n- a\n- b\nthree\n#no heading\n\n\n- c")
    assert [(block.shape.value, block.lines) for block in found] == [
        ("paragraph", ["One", "two"]),
        ("heading", ["Head"]),
        ("list", ["a", "b"]),
        ("paragraph", ["three", "#no heading"]),
        ("list", ["c"]),
    ]
    assert words.headings_of("# A\ntext\n# B") == "# A\n\n# B"
