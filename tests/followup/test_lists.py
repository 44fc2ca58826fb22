"""The list of reports and its file: own rows alone, in order, at one query count."""

import base64
import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import sqlalchemy as sa

from portal.db import db, today, transaction
from portal.followup import queries
from portal.followup.codes import Shown
from portal.followup.models import DueState
from tests.conftest import Portal
from tests.followup.returns import GOOD, arrived, dues, first, long_ago, reports, tell
from tests.people import People


def b64(text: str) -> str:
    """A text as a page's key is written."""
    return base64.urlsafe_b64encode(text.encode()).decode()


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that reach the database meanwhile."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    yield said
    sa.event.remove(db.engine, "before_cursor_execute", note)


def test_the_list_costs_the_same_for_one_return_and_for_six(portal: Portal, people: People) -> None:
    costs = []
    for returns in (1, 5):
        for _number in range(returns):
            arrived(people)
        for person in (people.accepting, people.caseworker):
            browser = portal.browser(person)
            with counted() as said:
                browser.get("/reports")
            costs.append(len(said))
    assert costs[:2] == costs[2:]


def test_pages_follow_each_other_without_a_gap_or_a_repeat(portal: Portal, people: People) -> None:
    for days in range(9):
        arrived(people, on=long_ago(days))
    seen, after = [], ""
    while True:
        page = queries.page(people.caseworker.actor, None, after)
        seen += [due.id for due in page.rows]
        after = page.next_key
        if not after:
            break
    assert len(seen) == len(set(seen)) == 45
    assert queries.count(people.caseworker.actor, None) == 45
    assert len(queries.page(people.caseworker.actor, None, "not-a-key").rows) == queries.PAGE


def test_the_danish_side_sees_unread_reports_first_and_a_partner_what_is_waited_for(
    portal: Portal, people: People
) -> None:
    request = arrived(people)
    third = dues(request)[2]
    tell(portal.browser(people.accepting), third, GOOD)
    assert queries.page(people.caseworker.actor, None).rows[0].id == third.id
    assert queries.page(people.accepting.actor, None).rows[-1].id == third.id


def test_unread_danger_stands_before_everything_else(portal: Portal, people: People) -> None:
    early, danger, sign = first(people, on=long_ago(9)), first(people), first(people)
    browser = portal.browser(people.accepting)
    for due, answers in ((early, {}), (danger, {"safety": "in_danger"}), (sign, {"retrafficking": "suspected"})):
        tell(browser, due, GOOD | answers)
    listed = [due.id for due in queries.page(people.coordinator.actor, None).rows]
    assert set(listed[:2]) == {danger.id, sign.id} and listed[2] == early.id
    portal.browser(people.caseworker).post(f"/reports/{danger.id}/read")
    assert [due.id for due in queries.page(people.coordinator.actor, None).rows][:2] == [sign.id, early.id]


def test_a_key_that_was_never_ours_is_no_error(portal: Portal, people: People) -> None:
    due = first(people)
    for typed in ("%00", "AAAA", b64(f"{10**30}|{due.due_on}|{due.id}"), b64(f"-{10**30}|{due.due_on}|{due.id}")):
        portal.browser(people.caseworker).get(f"/reports?after={typed}")


def test_the_filter_narrows_the_list_and_an_unknown_one_is_none(portal: Portal, people: People) -> None:
    request = arrived(people, on=long_ago(40))
    sent, late = dues(request)[:2]
    tell(portal.browser(people.accepting), sent, GOOD)
    actor = people.caseworker.actor
    assert [due.id for due in queries.page(actor, Shown.UNREAD).rows] == [sent.id]
    assert [due.id for due in queries.page(actor, Shown.LATE).rows] == [late.id]
    assert queries.count(actor, Shown.WAITING) == 4
    page = portal.browser(people.accepting).get("/reports?state=late").text
    assert f"/reports/{late.id}" in page
    assert f"/reports/{sent.id}" not in page
    assert "5 reports" in portal.browser(people.accepting).get("/reports?state=unread").text


def test_nobody_sees_anothers_reports_in_the_list(portal: Portal, people: People) -> None:
    first(people)
    seen = {name: queries.count(person.actor, None) for name, person in people.everyone().items()}
    readers = {"caseworker", "colleague", "accepting", "accepting_too", "coordinator", "second_coordinator"}
    assert {name for name, number in seen.items() if number} == readers
    assert "No report is asked of you" in portal.browser(people.declining).get("/reports").text


def test_the_partners_file_holds_its_own_rows_and_no_formula(portal: Portal, people: People) -> None:
    due = first(people)
    arrived(people, partner=people.declining)
    told = GOOD | {"channel": "phone_on_behalf", "said_by": "=HYPERLINK(1)", "own_words": "SECRET"}
    tell(portal.browser(people.caseworker), due, told)
    answer = portal.browser(people.accepting).get("/reports.csv")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert len(rows) == 5
    assert {row["reference"] for row in rows} == {due.request.reference}
    assert rows[0]["said_by"] == "'=HYPERLINK(1)"
    assert rows[0]["safety"] == "safe"
    assert "SECRET" not in answer.text
    portal.browser(people.caseworker).get("/reports.csv", 404)


def test_the_first_page_says_what_is_due_in_words(portal: Portal, people: People) -> None:
    due = first(people)
    with transaction():
        due.due_on = today() + timedelta(days=2)
    assert "Due in 2 days" in portal.browser(people.accepting).get("/home").text
    with transaction():
        due.due_on = today() - timedelta(days=1)
    assert "1 day late" in portal.browser(people.accepting).get("/home").text
    assert "Reports that are late" in portal.browser(people.caseworker).get("/home").text
    assert "Reports that are late" not in portal.browser(people.colleague).get("/home").text


def test_the_centre_sees_what_is_more_than_thirty_days_late(portal: Portal, people: People) -> None:
    due = first(people)
    heading = "Reports more than 30 days late"
    for days, seen in ((30, False), (31, True)):
        with transaction():
            due.due_on = long_ago(days)
        assert (heading in portal.browser(people.coordinator).get("/home").text) is seen


def test_the_requests_page_shows_the_schedule_to_both_sides(portal: Portal, people: People) -> None:
    due = first(people)
    for person in (people.accepting, people.caseworker):
        assert f"/reports/{due.id}" in portal.browser(person).get(f"/requests/{due.request.reference}").text
    assert reports() == []
    assert due.state is DueState.WAITING
