"""The whole table of steps walked at random: no path to a forbidden state, no trace of a forbidden step."""

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from portal.access import THE_PORTAL, Actor
from portal.cases.models import IdentityGrant
from portal.db import db, transaction
from portal.referrals.actions import AlreadyHappened, NotYours, Told
from portal.referrals.models import ReceptionRequest
from portal.referrals.states import ACCEPTED_STATES, FINAL, STEPS, RequestState, Whose
from portal.referrals.steps import take
from portal.vocabulary.requests import Channel
from tests import build
from tests.conftest import Portal
from tests.people import People
from tests.referrals.story import fresh, in_state, steps_of, unchanged_by
from tests.referrals.test_steps import ALLOWED

PATHS, LENGTH = 15, 20
WHO = ("caseworker", "partner", "stranger", "portal")
HIDDEN = ("draft", "blocked", "entered_in_error")
#: What must have been taken before a request can stand where it stands.
NEEDED = {
    "accept": {*ACCEPTED_STATES, RequestState.COMPLETED, RequestState.LOST_CONTACT},
    "release": set(ACCEPTED_STATES) - {RequestState.ACCEPTED},
    "set_travel": set(ACCEPTED_STATES) - {RequestState.ACCEPTED, RequestState.IDENTITY_SHARED},
    "arrive": {RequestState.ARRIVED, RequestState.IN_REINTEGRATION},
}


class Steps(RuleBasedStateMachine):
    """Two requests of one case, and the state in which each must be."""

    people: People
    requests: list[ReceptionRequest]
    expected: list[str]
    taken: list[list[str]]

    @initialize()
    def two_enquiries(self) -> None:
        case = build.case(self.people.caseworker)
        self.requests = [in_state(self.people, RequestState.DRAFT, case=case) for _number in range(2)]
        self.expected = ["draft", "draft"]
        self.taken = [[], []]

    @rule(number=st.integers(0, 1), name=st.sampled_from(sorted(STEPS)), who=st.sampled_from(WHO))
    def any_step(self, number: int, name: str, who: str) -> None:
        """Any step by anybody: taken where the table and the policy say so, else without a trace."""
        self._try(number, name, who)

    @rule(number=st.integers(0, 1), choice=st.integers(0, 99))
    def a_step_that_may_follow(self, number: int, choice: int) -> None:
        """One of the steps that may follow, by whom it belongs to: so that long ways are walked too."""
        may_follow = ALLOWED.get(self.expected[number], "").split()
        onward = [name for name in may_follow if (STEPS[name].target or RequestState.DRAFT) not in FINAL]
        if onward:
            name = onward[choice % len(onward)]
            self._try(number, name, STEPS[name].whose.value)

    def _try(self, number: int, name: str, who: str) -> None:
        request, actor = self.requests[number], self._actor(who)
        for_partner = who == "caseworker" and STEPS[name].whose is Whose.PARTNER
        told = Told(Channel.PHONE, "Ada") if for_partner else Told()
        refusal = self._refusal(number, name, who)
        if refusal is not None:
            unchanged_by(lambda: _take(actor, request, name, told), refusal)
            return
        _take(actor, request, name, told)
        self.expected[number] = (STEPS[name].target or RequestState(self.expected[number])).value
        self.taken[number].append(name)

    def _actor(self, who: str) -> Actor:
        if who == "portal":
            return THE_PORTAL
        people = self.people
        return {"caseworker": people.caseworker, "partner": people.accepting, "stranger": people.stranger}[who].actor

    def _refusal(self, number: int, name: str, who: str) -> type[Exception] | None:
        whose, state = STEPS[name].whose, self.expected[number]
        if who == "stranger" or (who != "portal" and whose is Whose.PORTAL):
            return NotYours
        if who == "partner" and (whose is not Whose.PARTNER or state in HIDDEN):
            return NotYours
        if name not in ALLOWED.get(state, "").split():
            return AlreadyHappened
        other = RequestState(self.expected[1 - number])
        taken_already = name == "accept" and other in ACCEPTED_STATES
        return AlreadyHappened if taken_already else None

    @invariant()
    def each_request_stands_where_it_must(self) -> None:
        """The state is the table's, its history led there, at most one yes stands, and no key outlives its yes."""
        if not hasattr(self, "expected"):
            return
        states = [fresh(request).state for request in self.requests]
        assert [state.value for state in states] == self.expected
        assert [steps_of(request) for request in self.requests] == self.taken
        assert sum(state in ACCEPTED_STATES for state in states) <= 1
        for state, taken in zip(states, self.taken, strict=True):
            for step, reached in NEEDED.items():
                assert state not in reached or step in taken, (state, taken)


def _take(actor: Any, request: ReceptionRequest, name: str, told: Told) -> None:
    with transaction():
        take(actor, request, name, told=told)


def test_no_path_through_the_table_reaches_a_forbidden_state(portal: Portal, people: People) -> None:
    bounds = settings(
        max_examples=PATHS,
        stateful_step_count=LENGTH,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    run_state_machine_as_test(type("Bound", (Steps,), {"people": people}), settings=bounds)  # type: ignore[no-untyped-call]
    assert db.session.scalar(db.select(db.func.count()).select_from(IdentityGrant)) == 0
