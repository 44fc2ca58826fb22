"""Two people report at once; danger stays until a person has taken care of it; no form says more than its fields."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from portal.access import Role
from portal.db import db
from portal.followup import actions
from portal.followup.answers import Answers
from portal.followup.codes import Refusal
from portal.followup.models import DueReport, DueState
from portal.referrals.states import RequestState
from portal.vocabulary.casework import AlarmKind
from portal.vocabulary.reports import ContactMade
from portal.vocabulary.requests import Channel
from tests.conftest import Portal
from tests.followup.returns import GOOD, address, alarms, arrived, dues, first, letters, reports, tell, written
from tests.people import People, Person
from tests.referrals.story import steps_of, unchanged_by
from tests.referrals.test_races import at_once

KEY = "6f9619ff-8b86-4d01-b42d-00c04fc964ff"


def posting(portal: Portal, person: Person, due: DueReport, form: dict[str, Any]) -> Callable[[], Any]:
    """A person's post of a report, ready to be sent."""
    browser, where = portal.browser(person), address(due, "/not-reached")
    typed = {"no_contact_reason": "moved", **form, "csrf_token": browser.csrf_token()}
    return lambda: browser.client.post(where, data=typed, base_url=browser.base_url)


def test_of_two_people_who_report_at_once_one_is_heard_and_the_other_keeps_her_words(
    portal: Portal, people: People
) -> None:
    for _round in range(3):
        due, before = first(people), len(reports())
        acts = [
            posting(portal, person, due, {"own_words": f"Words of {person.actor.name}"})
            for person in (people.accepting, people.accepting_too)
        ]
        answers = at_once(*acts)
        assert sorted(answer.status_code for answer in answers) == [302, 409]
        late = next(answer for answer in answers if answer.status_code == 409).text
        report = reports()[-1]
        unheard = people.accepting_too if report.submitted_by == people.accepting.id else people.accepting
        assert Refusal.SENT_ALREADY.label in late and f"Words of {unheard.actor.name}" in late
        assert len(reports()) == before + 1


def test_a_form_that_is_posted_twice_at_once_is_one_report(portal: Portal, people: People) -> None:
    due = first(people)
    answers = at_once(*[posting(portal, people.accepting, due, {"form_key": KEY})] * 2)
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (len(reports()), letters("report_came")) == (1, [people.caseworker.email])


def test_two_reports_of_one_return_at_once_are_both_kept(portal: Portal, people: People) -> None:
    for _round in range(3):
        request, before = arrived(people), len(reports())
        acts = [
            posting(portal, person, due, {})
            for person, due in zip((people.accepting, people.accepting_too), dues(request), strict=False)
        ]
        assert [answer.status_code for answer in at_once(*acts)] == [302, 302]
        assert len(reports()) == before + 2
        db.session.refresh(request)
        assert request.state is RequestState.IN_REINTEGRATION
        assert steps_of(request).count("begin_follow_up") == 1


def test_danger_stays_first_until_somebody_has_taken_care_of_it(portal: Portal, people: People) -> None:
    due = first(people)
    tell(portal.browser(people.accepting), due, GOOD | {"safety": "in_danger"})
    [alarm] = alarms()
    assert letters("alarm") == [portal.settings.duty_email]
    portal.browser(people.caseworker).post(f"/reports/{due.id}/read")  # reading a report is not taking care
    readers = [portal.browser(person) for person in (people.caseworker, people.coordinator)]
    first_heading = "Alarms nobody has taken care of"
    for browser in readers:
        home = browser.get("/home").text
        assert home.split("<h2>")[1].startswith(first_heading) and AlarmKind.IN_DANGER.label in home
        assert f"/alarms/{alarm.id}/acknowledge" in browser.get(f"/cases/{due.case.code}").text
    readers[1].post(f"/alarms/{alarm.id}/acknowledge", {"note": "We have spoken with her."})
    for browser in readers:
        assert first_heading not in browser.get("/home").text


def test_a_report_sets_no_more_than_its_form_shows(portal: Portal, people: People) -> None:
    due, foreign = first(people), first(people, partner=people.declining)
    more = {
        "channel": "phone_on_behalf",
        "said_by": "Somebody else",
        "submitted_by": str(people.coordinator.id),
        "case_id": str(foreign.case_id),
        "organization_id": str(foreign.organization_id),
        "due_report_id": str(foreign.id),
        "read_at": "2026-01-01",
        "state": "stopped",
    }
    browser = portal.browser(people.accepting)
    form = written(browser, due, GOOD | {"own_words": "x"} | more)
    browser.post(address(due, "/check"), form | more)
    [report] = reports()
    assert (report.channel, report.said_by, report.read_at) == (Channel.PORTAL, "", None)
    assert (report.submitted_by, report.case_id) == (people.accepting.id, due.case_id)
    assert (report.organization_id, report.due_report_id) == (due.organization_id, due.id)
    assert (due.state, foreign.state) == (DueState.REPORTED, DueState.WAITING)


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.PARTNER])
def test_a_report_that_nobody_told_is_not_written_by_the_danish_side(
    portal: Portal, people: People, role: Role
) -> None:
    person = next(one for one in people.everyone().values() if one.actor.role is role)
    due, answers = first(people), Answers(ContactMade.NO_WISH)
    key = UUID(KEY)
    unchanged_by(lambda: actions.send_report(person.actor, due, answers, key=key), actions.NotYours)
