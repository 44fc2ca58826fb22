"""A report: eight taps, or four when she was not reached; refused kindly; danger rings in the same act."""

from typing import Any
from uuid import uuid4

import pytest

from portal.db import transaction
from portal.followup import actions
from portal.followup.answers import AFTER_CONTACT, Answers
from portal.followup.codes import Refusal
from portal.followup.models import DueState, StopReason
from portal.referrals import actions as referrals
from portal.referrals.states import RequestState
from portal.vocabulary.casework import AlarmKind, SharingPurpose
from portal.vocabulary.reports import ContactMade, NoContactReason
from portal.vocabulary.requests import Channel
from tests.conftest import Portal
from tests.followup.returns import GOOD, address, alarms, arrived, dues, first, letters, posted, reports, tell, written
from tests.people import People
from tests.referrals.story import unchanged_by

MARKER = "SECRET-OWN-WORDS"
TOLD = {"channel": "phone_on_behalf", "said_by": "Ada at the desk"}


def test_a_partner_answers_eight_questions_and_is_thanked(portal: Portal, people: People) -> None:
    due = first(people)
    browser = portal.browser(people.accepting)
    assert browser.get(address(due), 302).location == address(due, "/1")
    radios = [browser.get(address(due, f"/{page}")).text.count('type="radio"') for page in (1, 2, 3)]
    assert radios == [6 + 4 + 4 + 4 + 5, 4 + 5 + 6 + 4, 5]
    answer = tell(browser, due, GOOD | {"own_words": MARKER, "own_words_language": "pcm"})
    assert answer.location == address(due, "/sent")
    thanks = browser.get(answer.location)
    assert "Thank you. Your report has been sent." in thanks.text
    assert MARKER in thanks.text
    [report] = reports()
    assert {name: getattr(report, name).value for name in GOOD} == GOOD
    assert (report.own_words, report.own_words_language) == (MARKER, "pcm")
    assert (report.channel, report.said_by, report.submitted_by) == (Channel.PORTAL, "", people.accepting.id)
    assert due.state is DueState.REPORTED
    assert letters("report_came") == [people.caseworker.email]


def test_the_first_report_begins_the_follow_up_and_the_second_changes_nothing(portal: Portal, people: People) -> None:
    request = arrived(people)
    for due in dues(request)[:2]:
        tell(portal.browser(people.accepting), due, GOOD)
        assert due.request.state is RequestState.IN_REINTEGRATION


def test_not_reached_takes_four_taps(portal: Portal, people: People) -> None:
    due = first(people)
    browser = portal.browser(people.accepting)
    listed = browser.get("/reports").text
    assert f'href="{address(due)}"' in listed  # one: the row
    assert f'href="{address(due, "/not-reached")}"' in browser.get(address(due, "/1")).text  # two: the link
    browser.get(address(due, "/not-reached"))
    browser.post(address(due, "/not-reached"), {"no_contact_reason": "moved"})  # three and four: reason, Send
    [report] = reports()
    assert (report.contact, report.no_contact_reason) == (ContactMade.NO_CONTACT, NoContactReason.MOVED)
    assert [getattr(report, name) for name in AFTER_CONTACT] == [None] * 7


def test_no_wish_for_contact_ends_the_schedule_without_blame(portal: Portal, people: People) -> None:
    request = arrived(people)
    due = dues(request)[0]
    portal.browser(people.accepting).post(address(due, "/no-wish"))
    assert [one.state for one in dues(request)] == [DueState.REPORTED] + [DueState.ENDED_BY_CHOICE] * 4
    page = portal.browser(people.accepting).get(address(dues(request)[1]))
    assert Refusal.BY_CHOICE.label in page.text


def test_with_contact_each_missing_answer_is_named_and_nothing_typed_is_lost(portal: Portal, people: People) -> None:
    due = first(people)
    browser = portal.browser(people.accepting)
    page = browser.post(address(due, "/1"), {"contact": "phone", "housing": "shelter"}, status=200)
    assert 'value="shelter" checked' in page.text
    assert page.text.count("Choose whether she is safe") == 2  # the summary and the field
    assert "Choose where she lives" not in page.text
    later = portal.browser(people.accepting).get(address(due, "/1"))
    assert 'value="shelter" checked' in later.text and "Saved" in later.text
    assert browser.get(address(due, "/check"), 302).location == address(due, "/1")
    assert reports() == []


def test_in_the_long_form_no_contact_asks_for_the_reason_alone(portal: Portal, people: People) -> None:
    due = first(people)
    browser = portal.browser(people.accepting)
    page = browser.post(address(due, "/1"), {"contact": "no_contact"}, status=200)
    assert page.text.count("Choose why you could not reach her") == 2  # the summary and the field
    assert "Choose whether she is safe" not in page.text
    on = browser.post(address(due, "/1"), posted(1, {"contact": "no_contact", "no_contact_reason": "no_answer"}, "1"))
    assert on.location == address(due, "/check")


def test_an_unanswered_first_question_is_an_error_of_its_own(portal: Portal, people: People) -> None:
    page = portal.browser(people.accepting).post(address(first(people), "/1"), {}, status=200)
    assert page.text.count("Choose how you had contact") == 2


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ({"safety": "in_danger"}, AlarmKind.IN_DANGER),
        ({"retrafficking": "suspected"}, AlarmKind.RETRAFFICKING),
        ({"retrafficking": "confirmed"}, AlarmKind.RETRAFFICKING),
        ({"safety": "in_danger", "retrafficking": "confirmed"}, AlarmKind.IN_DANGER),
        ({"contact": "no_contact", "no_contact_reason": "moved", "safety": "in_danger"}, AlarmKind.IN_DANGER),
    ],
)
def test_danger_rings_the_duty_phone(portal: Portal, people: People, answers: dict[str, Any], kind: AlarmKind) -> None:
    due = first(people)
    browser = portal.browser(people.accepting)
    receipt = browser.get(tell(browser, due, GOOD | answers).location)
    assert "What to do now" in receipt.text
    [alarm] = alarms()
    assert (alarm.kind, alarm.cause, alarm.case_id) == (kind, f"report:{due.id}", due.case_id)
    for person in (people.caseworker, people.coordinator):
        assert kind.label in portal.browser(person).get("/home").text


@pytest.mark.parametrize("answers", [{"safety": "concerns"}, {"safety": "unknown", "retrafficking": "unknown"}])
def test_worries_and_not_knowing_do_not_ring(portal: Portal, people: People, answers: dict[str, str]) -> None:
    tell(portal.browser(people.accepting), first(people), GOOD | answers)
    assert alarms() == []


def test_a_double_post_is_one_report(portal: Portal, people: People) -> None:
    due = first(people)
    browser = portal.browser(people.accepting)
    form = written(browser, due, GOOD | {"safety": "in_danger"})
    for _time in range(2):
        assert browser.post(address(due, "/check"), form).location == address(due, "/sent")
    assert (len(reports()), len(alarms()), len(letters("report_came"))) == (1, 1, 1)


def test_a_second_report_is_refused_and_what_was_typed_is_kept(portal: Portal, people: People) -> None:
    due = first(people)
    tell(portal.browser(people.accepting), due, GOOD)
    page = portal.browser(people.accepting_too).post(address(due, "/3"), {"own_words": MARKER}, status=409)
    assert Refusal.SENT_ALREADY.label in page.text
    assert MARKER in page.text
    assert [report.own_words for report in reports()] == [None]


@pytest.mark.parametrize("why", StopReason)
def test_a_stopped_report_is_refused_with_its_reason(portal: Portal, people: People, why: StopReason) -> None:
    due = first(people)
    browser = portal.browser(people.accepting)
    form = written(browser, due, GOOD | {"own_words": MARKER})
    with transaction():
        due.state, due.stopped_why = DueState.STOPPED, why
    for page in (
        browser.post(address(due, "/check"), form, 409),
        browser.post(address(due, "/2"), posted(2, GOOD), 409),
    ):
        assert Refusal(why.value).label in page.text
        assert MARKER in page.text and "In a home of her own" in page.text  # also what an earlier page saved
    assert Refusal(why.value).label in browser.get(address(due)).text
    assert reports() == []


def test_a_consent_that_ran_out_is_refused_though_no_timer_has_run(portal: Portal, people: People) -> None:
    due = first(people)
    browser = portal.browser(people.accepting)
    form = written(browser, due, GOOD)
    with transaction():
        for sharing in due.case.sharings:
            if sharing.purpose is SharingPurpose.FOLLOW_UP:
                sharing.expires_on = sharing.given_on
    page = browser.post(address(due, "/check"), form, status=409)
    assert Refusal.NO_BASIS.label in page.text
    assert reports() == []


def test_a_refused_act_changes_nothing(portal: Portal, people: People) -> None:
    due = first(people)
    referrals.end(people.caseworker.actor, due.request, "complete")
    answers = Answers(ContactMade.NO_WISH)
    unchanged_by(lambda: actions.send_report(people.accepting.actor, due, answers, key=uuid4()), actions.Refused)


def test_a_caseworker_writes_down_what_was_told_by_telephone(portal: Portal, people: People) -> None:
    due = first(people)
    browser = portal.browser(people.caseworker)
    assert address(due, "/1") in browser.get(address(due)).text
    nobody = browser.post(address(due, "/1"), posted(1, GOOD | {"channel": "phone_on_behalf"}), status=200)
    assert nobody.text.count("Write who at the partner told you") == 2
    assert 'value="visit" checked' not in portal.browser(people.accepting).get(address(due, "/1")).text
    portal.browser(people.coordinator).get(address(due, "/1"))
    browser = portal.browser(people.coordinator)
    browser.post(address(due, "/1"), posted(1, GOOD | TOLD, "1"))
    tell(portal.browser(people.caseworker), due, GOOD | TOLD)
    browser = portal.browser(people.caseworker)
    [report] = reports()
    assert (report.channel, report.said_by) == (Channel.PHONE, "Ada at the desk")
    assert report.submitted_by == people.caseworker.id
    assert "Said by Ada at the desk" in browser.get(address(due)).text


def test_reading_is_an_act_and_the_first_reader_is_kept(portal: Portal, people: People) -> None:
    due = first(people)
    tell(portal.browser(people.accepting), due, GOOD)
    browser = portal.browser(people.caseworker)
    assert "Reports to read" in browser.get("/home").text
    assert "I have read this" in browser.get(address(due)).text
    assert [report.read_at for report in reports()] == [None]  # looking is not reading
    browser.post(address(due, "/read"))
    portal.browser(people.coordinator).post(address(due, "/read"))
    assert [report.read_by for report in reports()] == [people.caseworker.id]
    assert "Reports to read" not in browser.get("/home").text


def test_own_words_stand_in_their_language_on_the_cases_page(portal: Portal, people: People) -> None:
    due = first(people)
    tell(portal.browser(people.accepting), due, GOOD | {"own_words": MARKER, "own_words_language": "ar"})
    page = portal.browser(people.caseworker).get(f"/cases/{due.case.code}").text
    assert f'dir="auto" lang="ar">{MARKER}' in page
    assert MARKER not in portal.browser(people.caseworker).get("/home").text


def test_reports_are_only_for_those_they_concern(portal: Portal, people: People) -> None:
    due = first(people)
    tell(portal.browser(people.accepting), due, GOOD | {"own_words": MARKER})
    other = dues(due.request)[1]
    changers = {"caseworker", "coordinator", "second_coordinator"}
    readers = {*changers, "colleague", "accepting", "accepting_too"}
    writers = {"accepting", "accepting_too"}
    for name, person in people.everyone().items():
        browser = portal.browser(person)
        browser.get(address(due), 200 if name in readers else 404)
        browser.post(address(other, "/not-reached"), {}, status=200 if name in writers else 404)
        browser.get(address(other, "/1"), 200 if name in changers | writers else 404)
        if name not in changers:
            browser.post(address(due, "/read"), status=404)
    assert [report.read_at for report in reports()] == [None]


def test_a_partners_page_names_no_case_and_no_caseworker(portal: Portal, people: People) -> None:
    due = first(people)
    page = portal.browser(people.accepting).get(address(due, "/1")).text
    assert due.case.code not in page
    assert people.caseworker.actor.name not in page
    assert due.request.reference in page


def test_a_form_of_one_report_cannot_be_posted_to_another(portal: Portal, people: People) -> None:
    one, other = first(people), first(people)
    browser = portal.browser(people.accepting)
    browser.post(address(one, "/not-reached"), {"no_contact_reason": "moved"})
    form = {"no_contact_reason": "moved", "form_key": str(reports()[0].id)}
    browser.post(address(other, "/not-reached"), form, status=404)
    assert dues(other.request)[0].state is DueState.WAITING
