"""Around the schedule: the baseline, events, no safe way of contact, a child's further reports, windows."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.cases.models import Case
from portal.db import db, today, transaction
from portal.followup import actions, agreed, baseline, further, intervals, reminders, trend
from portal.followup.answers import Answers
from portal.followup.codes import Refusal
from portal.followup.models import DueState, Report, StopReason
from portal.places.calendar import months_later
from portal.referrals import actions as referrals
from portal.referrals.models import ReceptionRequest
from portal.referrals.states import RequestState
from portal.vocabulary.casework import AlarmKind, SharingPurpose
from portal.vocabulary.persons import AgeBand
from portal.vocabulary.reports import (
    ContactMade,
    FurtherDecider,
    Health,
    HelpReceived,
    Housing,
    Income,
    NextStep,
    ReportKind,
    Retrafficking,
    Safety,
    SafeWay,
)
from portal.vocabulary.requests import ArrivalOutcome, Channel
from tests import build
from tests.conftest import Portal
from tests.followup.returns import alarms, arrived, dues, letters, long_ago, states
from tests.people import People
from tests.referrals.story import in_state

WELL = Answers(
    ContactMade.VISIT,
    safety=Safety.SAFE,
    retrafficking=Retrafficking.NO_SIGN,
    housing=Housing.SHELTER,
    health=Health.GOOD,
    income=Income.NONE,
    help_received=HelpReceived.SEVERAL,
    next_step=NextStep.CONTINUE,
)
DANGER = Answers(ContactMade.PHONE, safety=Safety.IN_DANGER, retrafficking=Retrafficking.UNKNOWN)


def noon_of(day: date) -> datetime:
    """Noon of a day, UTC."""
    return datetime.combine(day, time(12), UTC)


def with_(answers: Answers, **more: object) -> Answers:
    """The same answers with some others."""
    return Answers(**{**vars(answers), **more})


def a_child(people: People) -> Case:
    """A ready case of a child."""
    return build.case(people.caseworker, age_band=AgeBand.CHILD_15_17, is_child=True)


def numbers(request: ReceptionRequest, state: DueState) -> list[int]:
    """The numbers of a request's reports in a state."""
    return [due.number for due in dues(request) if due.state is state]


def test_windows_are_a_fifth_of_the_interval_and_at_least_three_days() -> None:
    start = date(2027, 3, 1)
    assert intervals.window(start, date(2027, 3, 10)) == (date(2027, 3, 7), date(2027, 3, 13))
    assert intervals.window(start, date(2027, 3, 31)) == (date(2027, 3, 25), date(2027, 4, 6))
    assert intervals.window(start, date(2028, 2, 29)) == (date(2027, 12, 18), date(2028, 5, 12))


def test_the_caseworker_writes_the_baseline_as_her_own_before_the_departure(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.ACCEPTED)
    assert baseline.is_missing(request)
    due = baseline.begin(people.caseworker.actor, request)
    assert baseline.begin(people.accepting.actor, request).id == due.id
    report = actions.send_report(people.caseworker.actor, due, WELL, key=uuid4())
    assert (report.channel, report.said_by, due.kind, due.number) == (Channel.PORTAL, "", ReportKind.BASELINE, 0)
    assert not baseline.is_missing(request)
    assert letters("report_came") == []


def test_a_baseline_is_begun_by_the_partner_that_said_yes_and_by_no_other(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.IDENTITY_SHARED)
    for stranger in (people.declining, people.stranger, people.embassy):
        with pytest.raises(LookupError):
            baseline.begin(stranger.actor, request)
    waiting = in_state(people, RequestState.WAITING)
    with pytest.raises(baseline.NotNow):
        baseline.begin(people.accepting.actor, waiting)
    assert baseline.begin(people.accepting.actor, request).organization_id == people.accepting.actor.organization_id


def test_after_she_has_left_no_baseline_is_taken(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.TRAVEL_SET)
    due = baseline.begin(people.caseworker.actor, request)
    with transaction():
        request.state = RequestState.DEPARTED
    with pytest.raises(actions.Refused) as no:
        actions.send_report(people.caseworker.actor, due, WELL, key=uuid4())
    assert no.value.why is Refusal.LEFT_BEFORE
    assert not baseline.is_missing(request)


def test_the_schedule_stands_beside_a_baseline_and_one_not_written_is_over(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    request = in_state(people, RequestState.TRAVEL_SET, case=case)
    due = baseline.begin(people.caseworker.actor, request)
    reminded = reminders.remind_due(noon_of(due.due_on))
    referrals.tell_arrival(people.accepting.actor, request, ArrivalOutcome.MET, today())
    assert [one.number for one in dues(request)] == [0, 2, 3, 4, 5, 6]
    assert (reminded, states(request)[0]) == (0, (DueState.STOPPED, StopReason.LEFT_BEFORE))


def test_the_trend_runs_from_the_baseline_through_the_reports(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.TRAVEL_SET)
    worse = with_(WELL, housing=Housing.NONE, safety=Safety.CONCERNS)
    before = baseline.begin(people.caseworker.actor, request)
    actions.send_report(people.caseworker.actor, before, worse, key=uuid4())
    referrals.tell_arrival(people.accepting.actor, request, ArrivalOutcome.MET, today())
    after = with_(WELL, income=Income.WORK)
    actions.send_report(people.accepting.actor, dues(request)[1], after, key=uuid4())
    found = trend.of_reports(dues(request))
    assert found is not None
    assert [due.number for due, _ in found.rows] == [0, 2]
    assert [(line.dimension, line.change.value) for line in found.lines] == [
        ("economic", "better"),
        ("social", "better"),
        ("psychosocial", "better"),
    ]
    page = portal.browser(people.caseworker).get(f"/cases/{before.case.code}")
    assert "How she does, from before the return" in page.text
    assert "0.50 (middle)" in page.text


def test_an_event_is_told_at_once_rings_and_is_reported_as_made(portal: Portal, people: People) -> None:
    request = arrived(people, on=long_ago(10))
    key = uuid4()
    for _again in range(2):
        report = actions.event_report(people.accepting.actor, request, DANGER, key=key)
    another = actions.event_report(people.accepting.actor, request, with_(DANGER, safety=Safety.SAFE), key=uuid4())
    assert report.id == key
    events = [due for due in dues(request) if due.kind is ReportKind.EVENT]
    assert [(due.number, due.state, due.due_on) for due in events] == [
        (101, DueState.REPORTED, today()),
        (102, DueState.REPORTED, today()),
    ]
    assert [alarm.kind for alarm in alarms()] == [AlarmKind.IN_DANGER]
    assert another.due_report_id == events[1].id
    assert len(numbers(request, DueState.WAITING)) == 5


def test_an_event_is_refused_with_its_reason(portal: Portal, people: People) -> None:
    def refusal(request: ReceptionRequest, answers: Answers = DANGER) -> Refusal:
        with pytest.raises(actions.Refused) as no:
            actions.event_report(people.accepting.actor, request, answers, key=uuid4())
        return no.value.why

    request = arrived(people, on=long_ago(10))
    assert refusal(in_state(people, RequestState.TRAVEL_SET)) is Refusal.NOT_ARRIVED
    assert refusal(request, with_(DANGER, contact_on=long_ago(11))) is Refusal.BEFORE_ARRIVAL
    assert refusal(request, with_(DANGER, contact_on=today() + timedelta(days=1))) is Refusal.IN_FUTURE
    with transaction():
        for sharing in dues(request)[0].case.sharings:
            if sharing.purpose is SharingPurpose.FOLLOW_UP:
                sharing.withdrawn_on = today()
    assert refusal(request) is Refusal.NO_BASIS
    with pytest.raises(actions.NotYours):
        actions.event_report(people.declining.actor, request, DANGER, key=uuid4())
    with pytest.raises(actions.NotYours):  # whoever writes for the partner says who told it
        actions.event_report(people.caseworker.actor, request, DANGER, key=uuid4())
    with pytest.raises(actions.Incomplete):
        actions.event_report(people.accepting.actor, request, Answers(ContactMade.PHONE), key=uuid4())
    assert db.session.scalars(select(Report)).all() == []


def test_a_report_of_a_day_before_the_arrival_is_refused_and_changes_nothing(portal: Portal, people: People) -> None:
    request = arrived(people, on=long_ago(10))
    due = dues(request)[0]
    with pytest.raises(actions.Refused) as no:
        actions.send_report(people.accepting.actor, due, with_(WELL, contact_on=long_ago(11)), key=uuid4())
    assert no.value.why is Refusal.BEFORE_ARRIVAL
    assert dues(request)[0].state is DueState.WAITING


def test_no_safe_way_ends_the_schedule_without_blame_and_no_reminder_leaves(portal: Portal, people: People) -> None:
    request = arrived(people)
    first = dues(request)[0]
    actions.send_report(people.accepting.actor, first, with_(WELL, safe_ways=(SafeWay.NONE,)), key=uuid4())
    assert states(request)[1:] == [(DueState.STOPPED, StopReason.NO_SAFE_WAY)] * 4
    assert reminders.remind_due(noon_of(dues(request)[1].due_on)) == 0


def test_no_safe_way_said_before_the_return_means_that_nobody_is_asked(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.TRAVEL_SET)
    before = baseline.begin(people.caseworker.actor, request)
    actions.send_report(people.caseworker.actor, before, with_(WELL, safe_ways=(SafeWay.NONE,)), key=uuid4())
    referrals.tell_arrival(people.accepting.actor, request, ArrivalOutcome.MET, today())
    assert states(request)[1:] == [(DueState.STOPPED, StopReason.NO_SAFE_WAY)] * 5


def test_a_child_is_followed_up_each_half_year_for_as_long_as_that_is_decided(portal: Portal, people: People) -> None:
    case = a_child(people)
    arrival = date(2026, 11, 6)
    request = arrived(people, case=case, on=arrival)

    def decide(until: date) -> None:
        by, key = FurtherDecider.COMMITTEE, uuid4()
        further.decide(people.caseworker.actor, case, decided_on=today(), decided_by=by, until=until, key=key)

    decide(months_later(arrival, 24))
    made = [(due.number, due.due_on) for due in dues(request) if due.kind is ReportKind.FURTHER]
    assert made == [(7, months_later(arrival, 18)), (8, months_later(arrival, 24))]
    decide(months_later(arrival, 18))
    assert numbers(request, DueState.STOPPED) == [8]
    decide(months_later(arrival, 30))
    assert (numbers(request, DueState.WAITING), numbers(request, DueState.STOPPED)) == ([2, 3, 4, 5, 6, 7, 8, 9], [])


def test_further_reports_are_for_a_child_and_decided_by_her_own_people(portal: Portal, people: People) -> None:
    day = {"decided_on": today(), "decided_by": FurtherDecider.CENTRE}
    adult, child = build.case(people.caseworker), a_child(people)
    with pytest.raises(further.Refused):
        further.decide(people.caseworker.actor, adult, until=today(), key=uuid4(), **day)
    with pytest.raises(further.Refused):
        further.decide(people.caseworker.actor, child, until=long_ago(1), key=uuid4(), **day)
    with pytest.raises(LookupError):
        further.decide(people.stranger.actor, child, until=today(), key=uuid4(), **day)
    further.decide(people.caseworker.actor, child, until=today() + timedelta(days=999), key=uuid4(), **day)
    assert numbers(arrived(people, case=child), DueState.WAITING) == [2, 3, 4, 5, 6, 7, 8, 9]


def test_the_last_report_of_an_adult_is_left_out_where_it_is_not_agreed(portal: Portal, people: People) -> None:
    grown, child = arrived(people), arrived(people, case=a_child(people))
    agreed.leave_out(people.caseworker.actor, dues(grown)[4])
    assert states(grown)[4] == (DueState.STOPPED, StopReason.NOT_AGREED)
    for due in (dues(grown)[3], dues(child)[4]):
        with pytest.raises(actions.NotYours):
            agreed.leave_out(people.caseworker.actor, due)
    with pytest.raises(actions.NotYours):
        agreed.leave_out(people.accepting.actor, dues(child)[4])
