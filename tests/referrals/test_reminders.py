"""A partner is reminded of its answer at half, four fifths and the whole of its time, each once (rulings 8)."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from portal.db import db, now, transaction
from portal.letters.models import Letter
from portal.referrals import answers, reminders
from portal.referrals.models import ReceptionRequest
from portal.referrals.states import RequestState
from portal.vocabulary.requests import Priority
from tests import build
from tests.conftest import Portal
from tests.people import People

DAY, S = timedelta(days=1), RequestState


def asked(people: People, state: RequestState = RequestState.WAITING) -> tuple[ReceptionRequest, datetime]:
    """A request sent just now whose answer is due in ten days."""
    sent = now()
    values = {"state": state, "priority": Priority.URGENT, "sent_at": sent, "due_at": sent + 10 * DAY}
    made = build.request(build.case(people.caseworker), people.accepting, **values)
    return made, sent


def letters() -> int:
    """How many reminders wait to leave."""
    wanted = sa.select(sa.func.count()).select_from(Letter).where(Letter.kind == "request_reminded")
    return db.session.scalar(wanted) or 0


@pytest.mark.parametrize(("days", "share"), [(4.9, 0), (5, 50), (7.9, 50), (8, 80), (9.9, 80), (10, 100), (30, 100)])
def test_the_share_of_the_time_that_has_passed(days: float, share: int) -> None:
    assert reminders.share_passed(days * DAY, 10 * DAY) == share


def test_each_reminder_leaves_once_to_each_person_of_the_partner(portal: Portal, people: People) -> None:
    _request, sent = asked(people)
    told = [reminders.remind_due(sent + days * DAY) for days in (4, 5, 6, 8, 8.5, 10, 11)]
    assert told == [0, 1, 0, 1, 0, 1, 0]
    assert letters() == 3 * 2  # two people sign in for the partner


def test_after_a_pause_only_the_latest_reminder_leaves(portal: Portal, people: People) -> None:
    _request, sent = asked(people)
    assert [reminders.remind_due(sent + 9 * DAY), reminders.remind_due(sent + 9 * DAY)] == [1, 0]
    assert letters() == 2


@pytest.mark.parametrize(
    "state", [RequestState.QUESTION, RequestState.ACCEPTED, RequestState.DECLINED, RequestState.DRAFT]
)
def test_nobody_is_reminded_who_owes_no_answer(portal: Portal, people: People, state: RequestState) -> None:
    _request, sent = asked(people, state)
    assert reminders.remind_due(sent + 9 * DAY) == 0


def test_the_last_reminder_leaves_also_when_the_time_has_just_run_out(portal: Portal, people: People) -> None:
    request, sent = asked(people)
    assert answers.run_out_due(sent + 10 * DAY) == 1
    assert reminders.remind_due(sent + 10 * DAY) == 1
    assert reminders.remind_due(sent + 13 * DAY) == 0
    with transaction():
        db.session.refresh(request)
    assert request.state is RequestState.NO_ANSWER


def test_a_clock_set_forward_and_back_by_a_day_sends_no_reminder_twice_and_loses_none(
    portal: Portal, people: People
) -> None:
    _request, sent = asked(people)
    moments = (4.5, 5.5, 4.6, 5.6, 8.9, 7.9, 8.1, 10.5, 9.5, 10.1)  # a day ahead, then right again, three times
    assert [reminders.remind_due(sent + days * DAY) for days in moments] == [0, 1, 0, 0, 1, 0, 0, 1, 0, 0]
    assert letters() == 3 * 2


def test_a_clock_set_forward_and_back_runs_a_request_out_once(portal: Portal, people: People) -> None:
    _request, sent = asked(people)
    assert [answers.run_out_due(sent + days * DAY) for days in (9.5, 10.5, 9.5, 10.5)] == [0, 1, 0, 0]
    no_answer = sa.select(sa.func.count()).select_from(Letter).where(Letter.kind == "request_no_answer")
    assert db.session.scalar(no_answer) == 1
