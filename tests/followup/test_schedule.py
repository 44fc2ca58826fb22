"""The schedule: made on arrival by the dated rules, and stopped when its ground falls away."""

from datetime import date

import pytest

from portal.cases import actions as cases
from portal.db import db, today, transaction
from portal.followup import schedule
from portal.followup.models import DueState, IntervalRule, StopReason
from portal.places.calendar import months_later
from portal.places.working_days import after_working_days
from portal.referrals import actions as referrals
from portal.referrals.states import RequestState
from portal.vocabulary.casework import ClosureReason, SharingPurpose, WithdrawalReason
from portal.vocabulary.requests import STARTS_SCHEDULE, ArrivalOutcome
from tests import build
from tests.conftest import Portal
from tests.followup.returns import arrived, dues, first, states
from tests.people import People


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2026, 11, 2), 14, date(2026, 11, 20)),  # a Monday
        (date(2026, 11, 6), 1, date(2026, 11, 9)),  # a Friday
        (date(2026, 11, 7), 1, date(2026, 11, 9)),  # a Saturday
        (date(2026, 11, 8), 14, date(2026, 11, 26)),  # a Sunday
    ],
)
def test_working_days_are_those_of_the_country(start: date, count: int, expected: date) -> None:
    assert after_working_days(start, count, "NG") == expected


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_months_last(start: date, months: int, expected: date) -> None:
    assert months_later(start, months) == expected


def test_an_arrival_makes_five_reports_by_the_dated_rules(portal: Portal, people: People) -> None:
    made = dues(arrived(people, on=date(2026, 11, 6)))
    assert [(due.number, due.due_on) for due in made] == [
        (2, date(2026, 11, 26)),
        (3, date(2026, 12, 6)),
        (4, date(2027, 2, 6)),
        (5, date(2027, 5, 6)),
        (6, date(2027, 11, 6)),
    ]
    assert {due.state for due in made} == {DueState.WAITING}


@pytest.mark.parametrize("outcome", ArrivalOutcome)
def test_only_three_outcomes_start_a_schedule(portal: Portal, people: People, outcome: ArrivalOutcome) -> None:
    request = arrived(people, outcome=outcome)
    assert len(dues(request)) == (5 if outcome in STARTS_SCHEDULE else 0)


def test_a_changed_interval_counts_from_its_day_and_not_before(portal: Portal, people: People) -> None:
    rule = IntervalRule(number=3, months=2, valid_from=date(2026, 7, 1), source="Invented")
    with transaction():
        db.session.add(rule)
    before = dues(arrived(people, on=date(2026, 6, 30)))[1]
    after = dues(arrived(people, on=date(2026, 7, 1)))[1]
    assert (before.due_on, after.due_on) == (date(2026, 7, 30), date(2026, 9, 1))
    with transaction():
        db.session.delete(rule)


def test_without_consent_to_contact_nobody_is_asked_and_it_is_counted_apart(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker, ready=False)
    with transaction():
        build.share(case, SharingPurpose.IDENTITY, case.registered_on, people.caseworker.id)
    request = arrived(people, case=case)
    assert states(request) == [(DueState.STOPPED, StopReason.NO_BASIS)] * 5


def test_a_withdrawn_consent_to_contact_stops_what_is_still_waited_for(portal: Portal, people: People) -> None:
    request = arrived(people)
    case = dues(request)[0].case
    cases.withdraw_sharing(
        people.caseworker.actor,
        case,
        purpose=SharingPurpose.FOLLOW_UP,
        withdrawn_on=today(),
        reason=WithdrawalReason.FEARS_CONTACT,
    )
    assert states(request) == [(DueState.STOPPED, StopReason.CONSENT_WITHDRAWN)] * 5


def test_an_ended_request_stops_its_reports(portal: Portal, people: People) -> None:
    request = arrived(people)
    referrals.end(people.caseworker.actor, request, "complete")
    assert request.state is RequestState.COMPLETED
    assert states(request) == [(DueState.STOPPED, StopReason.REQUEST_ENDED)] * 5


def test_a_closed_case_stops_its_reports_and_says_so(portal: Portal, people: People) -> None:
    request = arrived(people)
    case = dues(request)[0].case
    cases.close_case(people.caseworker.actor, case, ClosureReason.OTHER)
    assert states(request) == [(DueState.STOPPED, StopReason.CASE_CLOSED)] * 5


def test_the_same_arrival_told_again_makes_no_second_schedule(portal: Portal, people: People) -> None:
    due = first(people)
    arrival = due.request.arrival
    assert arrival is not None
    with transaction():
        schedule.begin(people.accepting.actor, due.request, arrival)
    assert len(dues(due.request)) == 5
