"""The auditor reads what happened and who looked, never what was read; each look at the log is noted too."""

import csv
import io
import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.access import THE_PORTAL
from portal.audit.models import AuditEvent
from portal.audit.queries import PAGE, Wanted, log_page
from portal.audit.trail import looks, note
from portal.db import db, now, today, transaction
from portal.web.cells import safe
from tests.conftest import Portal
from tests.people import People


def act(people: People, event: str = "case:offer:made", subject: str = "case:A", **more: object) -> None:
    with transaction():
        note(people.caseworker.actor, event, subject, **more)  # type: ignore[arg-type]


def test_the_auditor_reads_who_did_what_by_numbers_and_codes(portal: Portal, people: People) -> None:
    act(people, outcome="accepted")
    page = portal.browser(people.auditor).get("/audit").text
    assert "case:offer:made" in page
    assert "outcome=accepted" in page
    assert str(people.caseworker.id) in page
    assert people.caseworker.email not in page
    assert people.caseworker.actor.name not in page


def test_nobody_but_the_auditor_may_read_the_log(portal: Portal, people: People) -> None:
    for name, person in people.everyone().items():
        for address in ("/audit", "/audit/export"):
            portal.browser(person).get(address, status=200 if name == "auditor" else 404)


def test_each_look_at_the_log_is_noted_with_the_filters_in_use(portal: Portal, people: People) -> None:
    portal.browser(people.auditor).get("/audit?event=case&subject=case%3AANN")
    portal.browser(people.auditor).get("/audit/export")
    exported, read = looks("audit:log")
    assert (read.event, read.actor_id) == ("audit:log:read", people.auditor.id)
    assert read.details == {"filters": ["event", "subject"], "further_page": False}
    assert exported.event == "audit:log:exported"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 4),
        ("event=case:offer", 2),
        ("subject=case:A", 2),
        ("role=portal", 1),
        ("refused=y", 1),
        ("event=%25", 0),
        ("event=nothing", 0),
    ],
)
def test_the_filters_narrow_the_list(portal: Portal, people: People, query: str, count: int) -> None:
    act(people)
    act(people, subject="case:B")
    act(people, "page:refused", "case:A", refused=True)
    with transaction():
        note(THE_PORTAL, "letter:sent", "letter:1")
    page = portal.browser(people.auditor).get(f"/audit?{query}").text
    assert f"{count} event" in page


def test_an_account_and_days_can_be_asked_for(portal: Portal, people: People) -> None:
    act(people)
    mine, day = people.caseworker.id, timedelta(days=1)
    assert log_page(Wanted(actor_id=mine)).count == 1
    assert log_page(Wanted(actor_id=uuid.uuid4())).count == 0
    assert log_page(Wanted(since=today(), until=today())).count == 1
    assert log_page(Wanted(since=today() + day)).count == log_page(Wanted(until=today() - day)).count == 0


def test_a_wrong_filter_is_told_next_to_its_field(portal: Portal, people: People) -> None:
    address = "/audit?actor=Ann&since-day=31&since-month=2&since-year=2026"
    page = portal.browser(people.auditor).get(address).text
    assert "Copy the number of the account" in page
    assert "Write a real date" in page
    assert 'value="Ann"' in page


def test_every_row_stands_on_exactly_one_page(portal: Portal, people: People) -> None:
    for number in range(2 * PAGE + 5):
        act(people, subject=f"case:N{number}")
    seen: list[str] = []
    after, pages = "", 0
    while pages == 0 or after:
        page = log_page(Wanted(event="case"), after)
        seen += [row.subject for row in page.rows]
        after, pages = page.next_key, pages + 1
    assert pages == 3
    assert seen == [f"case:N{number}" for number in reversed(range(2 * PAGE + 5))]


def test_a_broken_key_shows_the_first_page(portal: Portal, people: People) -> None:
    act(people)
    for key in ("x", "AAAA", "%00", "🐟", "MjAyNi0xMS0yNA=="):
        assert "case:offer:made" in portal.browser(people.auditor).get("/audit", query_string={"after": key}).text


def test_the_next_page_keeps_the_filter(portal: Portal, people: People) -> None:
    for _one in range(PAGE + 1):
        act(people)
    browser = portal.browser(people.auditor)
    following = browser.get("/audit?event=case&role=caseworker").text.split('rel="next" href="')[1].split('"')[0]
    page = browser.get(following.replace("&amp;", "&")).text
    assert page.count("case:offer:made</bdi>") == 1


def test_one_row_and_a_full_page_cost_the_same_number_of_queries(portal: Portal, people: People) -> None:
    asked: list[str] = []

    def counted(connection: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", counted)
    counts = []
    for number in (1, PAGE):
        for _one in range(number):
            act(people)
        asked.clear()
        portal.browser(people.auditor).get("/audit?event=case")
        counts.append(len(asked))
    sa.event.remove(db.engine, "before_cursor_execute", counted)
    assert counts[0] == counts[1]


def test_the_file_holds_the_filtered_rows_and_no_formula(portal: Portal, people: People) -> None:
    act(people, subject="=1+1")
    act(people, "other:thing:done")
    answer = portal.browser(people.auditor).get("/audit/export?event=case")
    assert answer.headers["Content-Disposition"] == "attachment; filename=log.csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    header, row = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert dict(zip(header, row, strict=True)) | {"at_utc": ""} == {
        "at_utc": "",
        "event": "case:offer:made",
        "role": "caseworker",
        "account": str(people.caseworker.id),
        "subject": "'=1+1",
        "refused": "no",
        "details": "",
    }


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_run_is_text(start: str) -> None:
    assert safe(f"{start}cmd") == f"'{start}cmd"
    assert safe("case:A") == "case:A"


def test_a_look_at_the_log_changes_nothing_but_the_log(portal: Portal, people: People) -> None:
    tables = [table for table in AuditEvent.metadata.sorted_tables if not table.name.startswith("audit_")]
    before = [db.session.execute(sa.select(table)).all() for table in tables]
    portal.browser(people.auditor).get("/audit")
    db.session.rollback()
    assert [db.session.execute(sa.select(table)).all() for table in tables] == before


def test_rows_carry_the_moment_in_danish_words(portal: Portal, people: People) -> None:
    act(people)
    assert f"{now():%Y}" in portal.browser(people.auditor).get("/audit").text
