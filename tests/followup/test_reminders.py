"""Reminders: seven days before, on the day, fourteen days after; each once, and none without a basis."""

from datetime import UTC, datetime, time, timedelta

import pytest

from portal.db import transaction
from portal.followup import reminders
from portal.followup.models import DueReport, DueState
from portal.vocabulary.casework import SharingPurpose
from tests.conftest import Portal
from tests.followup.returns import arrived, dues, letters
from tests.people import People
from tests.referrals.test_races import at_once

KINDS = ("report_soon", "report_today", "report_late")


def noon(due: DueReport, days: int) -> datetime:
    """Noon so many days from the day a report is due."""
    return datetime.combine(due.due_on + timedelta(days=days), time(12), UTC)


def put() -> list[int]:
    """How many letters of each kind wait."""
    return [len(letters(kind)) for kind in KINDS]


@pytest.fixture
def due(portal: Portal, people: People) -> DueReport:
    """The first report, standing alone: the later ones are not waited for."""
    alone, *others = dues(arrived(people))
    with transaction():
        for other in others:
            other.state = DueState.STOPPED
    return alone


def test_each_reminder_leaves_on_its_day_and_once(portal: Portal, people: People, due: DueReport) -> None:
    seen = []
    for days in (-8, -7, -7, -1, 0, 0, 13, 14, 14):
        reminders.remind_due(noon(due, days))
        seen.append(put())
    people_told = [[0, 0, 0], [2, 0, 0], [2, 0, 0], [2, 0, 0], [2, 2, 0], [2, 2, 0], [2, 2, 0], [2, 2, 2], [2, 2, 2]]
    assert seen == people_told
    assert letters("report_soon") == sorted([people.accepting.email, people.accepting_too.email])


def test_after_fourteen_days_it_is_late_and_earlier_letters_are_not_made_up_for(
    portal: Portal, people: People, due: DueReport
) -> None:
    moment = noon(due, 14)
    assert [reminders.remind_due(moment), reminders.remind_due(moment)] == [1, 0]
    assert put() == [0, 0, 2]


@pytest.mark.parametrize("state", [DueState.REPORTED, DueState.ENDED_BY_CHOICE, DueState.STOPPED])
def test_what_is_not_waited_for_is_not_reminded_of(
    portal: Portal, people: People, due: DueReport, state: DueState
) -> None:
    with transaction():
        due.state = state
    reminders.remind_due(noon(due, 0))
    assert put()[1] == 0


def test_no_basis_for_contact_blocks_reminders(portal: Portal, people: People, due: DueReport) -> None:
    with transaction():
        for sharing in due.case.sharings:
            if sharing.purpose is SharingPurpose.FOLLOW_UP:
                sharing.expires_on = sharing.given_on
    assert reminders.remind_due(noon(due, 0)) == 0
    assert put() == [0, 0, 0]


def test_letters_leave_in_the_partners_own_morning(portal: Portal, people: People) -> None:
    due = dues(arrived(people, partner=people.never_asked))[0]  # in Thailand, seven hours before UTC
    midnight = datetime.combine(due.due_on - timedelta(days=7), time(0), UTC)
    put_at = [reminders.remind_due(midnight + timedelta(minutes=minutes)) for minutes in (-1, 0, 60, 23 * 60)]
    assert put_at == [0, 1, 0, 0]


@pytest.mark.parametrize("jump", [1, 20, -1, -20])
def test_a_clock_that_jumps_puts_no_letter_twice_and_none_late_that_is_of_no_use(
    portal: Portal, people: People, due: DueReport, jump: int
) -> None:
    for days in (0, jump, 0, jump):
        reminders.remind_due(noon(due, days))
    assert put() == ([0, 2, 0] if jump in (1, -1, -20) else [0, 2, 2])


def test_after_thirty_days_the_centre_gets_one_letter(portal: Portal, people: People, due: DueReport) -> None:
    for days in (29, 30, 30, 31, 90):
        reminders.remind_due(noon(due, days))
    assert letters("report_missing") == sorted([people.coordinator.email, people.second_coordinator.email])
    assert put() == [0, 0, 2]


def test_what_waits_for_nobody_costs_no_act(portal: Portal, people: People, due: DueReport) -> None:
    reminders.remind_due(noon(due, 30))
    assert reminders.remind_due(noon(due, 31)) == 0


def test_two_timers_at_once_put_each_letter_once(portal: Portal, people: People, due: DueReport) -> None:
    moment = noon(due, 30)

    def remind() -> int:
        with portal.app.app_context():
            return reminders.remind_due(moment)

    assert sum(at_once(remind, remind)) == 2  # the partner's late one, and the centre's
    assert (put(), len(letters("report_missing"))) == ([0, 0, 2], 2)
