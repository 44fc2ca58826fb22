"""RULINGS 16, minute by minute: who is rung when nothing is heard after an expected arrival."""

from datetime import datetime, timedelta

import pytest

from portal.cases.models import Alarm
from portal.db import db, now
from portal.referrals import actions, silence
from portal.referrals.models import ReceptionRequest, Ring
from portal.referrals.states import RequestState
from portal.vocabulary.casework import AlarmKind
from portal.vocabulary.requests import ArrivalOutcome
from tests import build
from tests.conftest import Portal
from tests.people import People
from tests.referrals.story import fresh, in_state, letters

ADULT = {"partner": 60, "duty": 120, "again": 720}
CHILD = {"partner": 30, "duty": 60, "again": 720}


@pytest.mark.parametrize(
    ("minutes", "table", "rung"),
    [
        (59, ADULT, []),
        (60, ADULT, [("partner", 0)]),
        (119, ADULT, [("partner", 0)]),
        (120, ADULT, [("partner", 0), ("duty", 0)]),
        (839, ADULT, [("partner", 0), ("duty", 0)]),
        (840, ADULT, [("partner", 0), ("duty", 0), ("again", 1)]),
        (1560, ADULT, [("partner", 0), ("duty", 0), ("again", 2)]),
        (29, CHILD, []),
        (30, CHILD, [("partner", 0)]),
        (59, CHILD, [("partner", 0)]),
        (60, CHILD, [("partner", 0), ("duty", 0)]),
        (780, CHILD, [("partner", 0), ("duty", 0), ("again", 1)]),
    ],
)
def test_the_table_says_who_is_rung_after_so_many_minutes(
    minutes: int, table: dict[str, int], rung: list[tuple[str, int]]
) -> None:
    assert silence.rings_by(timedelta(minutes=minutes), table) == rung


def rings(request: ReceptionRequest) -> list[tuple[str, int]]:
    found = db.select(Ring.level, Ring.round).where(Ring.request_id == request.id).order_by(Ring.rung_at, Ring.round)
    return [tuple(row) for row in db.session.execute(found)]  # type: ignore[misc]


def expected_at(people: People, arrives_at: datetime, *, child: bool = False) -> ReceptionRequest:
    case = build.case(people.caseworker, is_child=child)
    return in_state(people, RequestState.DEPARTED, case=case, arrives_at=arrives_at)


@pytest.mark.parametrize("child", [False, True])
def test_minute_by_minute_each_level_rings_once(portal: Portal, people: People, child: bool) -> None:
    arrival, table = now() - timedelta(minutes=1), CHILD if child else ADULT
    request = expected_at(people, arrival, child=child)
    rung_at = [
        minute
        for minute in range(0, 16 * 60, 5)
        for _ring in range(silence.ring_due(arrival + timedelta(minutes=minute)))
    ]
    assert rung_at == [table["partner"], table["duty"], table["duty"] + table["again"]]
    assert fresh(request).state is RequestState.NOT_MET
    assert sorted(rings(request)) == [("again", 1), ("duty", 0), ("partner", 0)]
    to_partner = [to for kind, to in letters() if kind == "arrival_silent"]
    assert to_partner == sorted([people.accepting.email, people.accepting_too.email] * 2)
    assert len([to for _kind, to in letters() if to == "duty@portal.test"]) >= 1
    assert {alarm.kind for alarm in db.session.scalars(db.select(Alarm))} == {AlarmKind.ARRIVAL_SILENT}


def test_a_timer_that_slept_rings_everybody_at_once_and_each_once(portal: Portal, people: People) -> None:
    request = expected_at(people, now() - timedelta(days=2))
    assert (silence.ring_due(now()), silence.ring_due(now())) == (3, 0)
    assert sorted(rings(request)) == [("again", 3), ("duty", 0), ("partner", 0)]


def test_the_pages_show_the_silence_before_any_timer_has_run(portal: Portal, people: People) -> None:
    request = expected_at(people, now() - timedelta(hours=2, minutes=1))
    for person in (people.caseworker, people.coordinator, people.accepting):
        assert "Nobody has confirmed the arrival." in portal.browser(person).get(f"/requests/{request.reference}").text
    home = portal.browser(people.coordinator).get("/home").text
    assert home.index("Not met") < home.index(request.reference)


def test_an_arrival_that_was_told_rings_nobody(portal: Portal, people: People) -> None:
    request = expected_at(people, now() - timedelta(hours=5))
    actions.tell_arrival(people.accepting.actor, request, ArrivalOutcome.MET, now().date())
    assert silence.ring_due(now()) == 0


def test_she_did_not_come_rings_the_duty_phone_at_once_and_she_may_still_be_met(portal: Portal, people: People) -> None:
    request = expected_at(people, now() - timedelta(minutes=10))
    day = now().date()
    actions.tell_arrival(people.accepting.actor, request, ArrivalOutcome.NOT_ARRIVED, day)
    assert fresh(request).state is RequestState.NOT_MET
    assert db.session.scalars(db.select(Alarm.kind)).one() is AlarmKind.ARRIVAL_SILENT
    with pytest.raises(actions.AlreadyHappened):
        actions.tell_arrival(people.accepting.actor, request, ArrivalOutcome.NOT_ARRIVED, day)
    actions.tell_arrival(people.accepting.actor, request, ArrivalOutcome.MET_LATE, day)
    assert fresh(request).state is RequestState.ARRIVED


@pytest.mark.parametrize(
    ("outcome", "state", "begins"),
    [
        (ArrivalOutcome.MET, RequestState.ARRIVED, True),
        (ArrivalOutcome.MET_LATE, RequestState.ARRIVED, True),
        (ArrivalOutcome.NOT_MET_CONTACTED, RequestState.ARRIVED, True),
        (ArrivalOutcome.NOT_ARRIVED, RequestState.NOT_MET, False),
        (ArrivalOutcome.REFUSED, RequestState.CLOSED_EARLY, False),
    ],
)
def test_each_outcome_leads_to_its_state_and_some_begin_the_reports(
    portal: Portal, people: People, outcome: ArrivalOutcome, state: RequestState, begins: bool
) -> None:
    begun: list[ArrivalOutcome] = []
    hook = lambda actor, request, arrival: begun.append(arrival.outcome)  # noqa: E731
    actions.ON_ARRIVAL.append(hook)
    try:
        request = expected_at(people, now() - timedelta(minutes=10))
        actions.tell_arrival(people.accepting.actor, request, outcome, now().date())
    finally:
        actions.ON_ARRIVAL.remove(hook)
    assert (fresh(request).state, begun) == (state, [outcome] if begins else [])


def test_a_clock_set_forward_and_back_by_a_day_rings_nobody_twice_and_nobody_too_few(
    portal: Portal, people: People
) -> None:
    arrival = now() - timedelta(minutes=1)
    request = expected_at(people, arrival)
    hours = (1.5, 25.5, 1.5, 2.5, 14.5, 25.5, 26.5)  # right, a day ahead, right again, and on
    assert [silence.ring_due(arrival + timedelta(hours=one)) for one in hours] == [1, 2, 0, 0, 0, 0, 1]
    assert sorted(rings(request)) == [("again", 1), ("again", 2), ("duty", 0), ("partner", 0)]
    assert [kind for kind, _to in letters()].count("arrival_silent") == 2 * 3
