"""Every step from every state: allowed as the table says, or refused with the database unchanged."""

import pytest

from portal.access import THE_PORTAL, Actor
from portal.db import transaction
from portal.referrals.actions import AlreadyHappened, NotYours, Told
from portal.referrals.models import ReceptionRequest
from portal.referrals.states import FINAL, STEPS, RequestState, Step, Whose, steps_from
from portal.referrals.steps import take
from portal.vocabulary.requests import Channel
from tests.conftest import Portal
from tests.people import People
from tests.referrals.story import fresh, in_state, steps_of, unchanged_by

# The table as the rulings have it, written a second time by hand: from each state the steps that may follow.
ALLOWED = {
    "draft": "edit block send cancel withdraw_consent mark_as_error",
    "blocked": "unblock cancel withdraw_consent mark_as_error",
    "waiting": "ask accept decline run_out cancel withdraw_consent mark_as_error",
    "question": "reply accept decline cancel withdraw_consent mark_as_error",
    "no_answer": "ask accept decline cancel withdraw_consent mark_as_error",
    "accepted": "take_back cancel withdraw_consent release mark_as_error",
    "identity_shared": "take_back cancel withdraw_consent set_travel mark_as_error",
    "travel_set": "take_back cancel withdraw_consent set_travel depart fall_silent arrive miss refuse_reception "
    "mark_as_error",
    "departed": "take_back cancel withdraw_consent fall_silent change_arrival arrive miss refuse_reception "
    "mark_as_error",
    "not_met": "take_back cancel withdraw_consent change_arrival arrive miss refuse_reception close_early "
    "lose_contact mark_as_error",
    "arrived": "withdraw_consent begin_follow_up complete close_early lose_contact mark_as_error",
    "in_reintegration": "withdraw_consent complete close_early lose_contact mark_as_error",
}


def test_the_table_is_the_rulings_table() -> None:
    table = {state.value: {step.name for step in STEPS.values() if state in step.sources} for state in RequestState}
    assert table == {state.value: set(ALLOWED.get(state.value, "").split()) for state in RequestState}
    assert all(not steps_from(state, whose) for state in FINAL for whose in Whose)


def taker(people: People, step: Step) -> tuple[Actor, Told]:
    """Who takes a step, and how."""
    whose = {Whose.CASEWORKER: people.caseworker.actor, Whose.PARTNER: people.accepting.actor}
    return whose.get(step.whose, THE_PORTAL), Told()


def try_step(request: ReceptionRequest, actor: Actor, name: str, told: Told) -> None:
    with transaction():
        take(actor, request, name, told=told)


@pytest.mark.parametrize("state", list(RequestState))
def test_from_each_state_each_step_is_taken_or_refused_with_nothing_changed(
    portal: Portal, people: People, state: RequestState
) -> None:
    for step in STEPS.values():
        request = in_state(people, state)
        actor, told = taker(people, step)
        if state not in step.sources:
            unchanged_by(
                lambda: try_step(request, actor, step.name, told),  # noqa: B023 - called at once
                AlreadyHappened if _visible(actor, state) else NotYours,
            )
            continue
        try_step(request, actor, step.name, told)
        assert fresh(request).state is (step.target or state)
        assert steps_of(request) == [step.name]


def _visible(actor: Actor, state: RequestState) -> bool:
    hidden = (RequestState.DRAFT, RequestState.BLOCKED, RequestState.ENTERED_IN_ERROR)
    return actor.organization_id is None or state not in hidden


@pytest.mark.parametrize(
    "who", ["stranger", "colleague", "declining", "never_asked", "embassy", "auditor", "administrator"]
)
def test_nobody_else_takes_any_step(portal: Portal, people: People, who: str) -> None:
    stranger: Actor = people.everyone()[who].actor
    request = in_state(people, RequestState.WAITING)
    for name in STEPS:
        unchanged_by(lambda: try_step(request, stranger, name, Told(Channel.PHONE, "X")), NotYours)  # noqa: B023


def test_a_partners_step_written_down_for_it_must_say_who_said_it(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.WAITING)
    unchanged_by(lambda: try_step(request, people.caseworker.actor, "accept", Told()), NotYours)
    try_step(request, people.caseworker.actor, "accept", Told(Channel.PHONE, "Ada"))
    assert fresh(request).state is RequestState.ACCEPTED


def test_a_partner_takes_none_of_the_caseworkers_steps(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.WAITING)
    for step in STEPS.values():
        if step.whose is not Whose.PARTNER:
            unchanged_by(lambda: try_step(request, people.accepting.actor, step.name, Told()), NotYours)  # noqa: B023


def test_a_step_on_an_older_version_is_refused(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.DRAFT)

    def stale() -> None:
        with transaction():
            take(people.caseworker.actor, request, "edit", seen=request.row_version - 1)

    unchanged_by(stale, AlreadyHappened)
