"""Something back: thanks and replies, the partner's own figures, its own records as a table and on paper."""

import csv
import io
from uuid import uuid4

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from portal.db import db, today
from portal.followup import actions, own, replies
from portal.followup.answers import Answers
from portal.followup.models import DueReport, ReportReply
from portal.vocabulary.reports import ContactMade, NoContactReason
from portal.vocabulary.requests import ArrivalOutcome
from tests.conftest import Portal
from tests.followup.returns import arrived, dues, first, letters, long_ago
from tests.people import People

NOT_REACHED = Answers(ContactMade.NO_CONTACT, no_contact_reason=NoContactReason.MOVED, own_words="=1+1")


def sent(people: People) -> DueReport:
    """A first report that has come."""
    due = first(people, on=long_ago(40))
    actions.send_report(people.accepting.actor, due, NOT_REACHED, key=uuid4())
    return due


def test_a_reply_is_read_by_the_partner_and_its_letter_says_nothing_of_it(portal: Portal, people: People) -> None:
    due = sent(people)
    address = f"/reports/{due.id}"
    caseworker = portal.browser(people.caseworker)
    caseworker.get(address)
    caseworker.post(f"{address}/reply", {"words": "Her sister may know where she is."})
    assert "Her sister may know" in portal.browser(people.accepting).get(address).text
    assert letters("report_replied") == sorted([people.accepting.email, people.accepting_too.email])
    assert db.session.get_one(DueReport, due.id).report.read_by == people.caseworker.id
    sealed = db.session.execute(sa.text("SELECT words FROM report_reply")).scalar_one()
    assert b"sister" not in bytes(sealed)


def test_thanks_are_said_once(portal: Portal, people: People) -> None:
    due = sent(people)
    for _tap in range(2):
        portal.browser(people.caseworker).post(f"/reports/{due.id}/thank")
    assert db.session.scalar(sa.select(sa.func.count(ReportReply.id))) == 1
    assert "says thank you for this report" in portal.browser(people.accepting).get(f"/reports/{due.id}").text


def test_only_the_cases_own_people_and_the_centre_answer(portal: Portal, people: People) -> None:
    due = sent(people)
    for stranger in (people.colleague, people.stranger, people.accepting, people.embassy):
        with pytest.raises(actions.NotYours):
            replies.give(stranger.actor, due, key=uuid4(), words="No")
    key = uuid4()
    for _twice in range(2):
        replies.give(people.coordinator.actor, due, key=key, words="Thank you")
    assert db.session.scalar(sa.select(sa.func.count(ReportReply.id))) == 1


def test_a_partner_reads_its_own_figures_and_no_other_partners(portal: Portal, people: People) -> None:
    sent(people)
    arrived(people, on=today(), outcome=ArrivalOutcome.NOT_MET_CONTACTED)
    mine = own.figures(people.accepting.actor.organization_id)
    assert (mine.met, mine.came, mine.reported, mine.due) == (1, 2, 1, 2)
    page = portal.browser(people.accepting).get("/reports/ours").text
    assert "Met on arrival: 1 of 2 people." in page
    assert "1 of 2 reports sent" in page
    assert "Nobody has arrived at you yet." in portal.browser(people.never_asked).get("/reports/ours").text


def test_own_records_come_as_a_table_and_on_paper_without_own_words(portal: Portal, people: People) -> None:
    due = sent(people)
    browser = portal.browser(people.accepting)
    table = browser.get("/reports.csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [rows[0][name] for name in ("number", "kind", "contact", "safe_ways")] == [
        "2",
        "scheduled",
        "no_contact",
        "",
    ]
    assert len(rows) == len(dues(due.request))
    paper = PdfReader(io.BytesIO(browser.post("/reports.pdf", status=200).data))
    words = " ".join(page.extract_text() for page in paper.pages)
    assert due.request.reference in words
    assert "1+1" not in table + words
