"""The order in which partners are proposed: total, the same whatever the order given, and better facts never harm."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.referrals.matching import AGAINST, CAPACITIES, PROMISES, Facts, Reason, in_order, reasons
from portal.referrals.readiness import Missing
from portal.vocabulary.organizations import Capacity, ResponsePromise, VerificationTier

TIERS = list(VerificationTier)


def _counted(facts: Facts) -> Facts:
    return replace(facts, in_time=min(facts.in_time, facts.asked))


FACTS: st.SearchStrategy[Facts] = st.builds(
    Facts,
    id=st.uuids(),
    sort_name=st.sampled_from(["a", "b", "c"]),
    missing=st.sampled_from([(), (Missing.NOBODY,), (Missing.TRANSFER,)]),
    asked_before=st.booleans(),
    same_town=st.booleans(),
    works=st.booleans(),
    serves_group=st.booleans(),
    serves_place=st.sampled_from([True, None, False]),
    whole_country=st.booleans(),
    kilometres=st.none() | st.floats(0, 20000),
    capacity=st.sampled_from(CAPACITIES),
    asked=st.integers(0, 12),
    in_time=st.integers(0, 12),
    at_night=st.booleans(),
    at_airport=st.booleans(),
    takes_children=st.sampled_from([True, None, False]),
    languages=st.sampled_from([(), ("en",)]),
    tier=st.sampled_from(TIERS),
    promise=st.sampled_from(PROMISES),
).map(_counted)
LISTS = st.lists(FACTS, min_size=2, max_size=5, unique_by=lambda one: one.id)
BETTER: dict[str, Callable[[Facts], Facts]] = {
    "nothing is missing": lambda one: replace(one, missing=()),
    "not asked before": lambda one: replace(one, asked_before=False),
    "another town": lambda one: replace(one, same_town=False),
    "works": lambda one: replace(one, works=True),
    "her group": lambda one: replace(one, serves_group=True),
    "her place": lambda one: replace(one, serves_place=True),
    "nearer": lambda one: replace(one, kilometres=(one.kilometres or 0) / 2),
    "can receive": lambda one: replace(one, capacity=Capacity.CAN_RECEIVE),
    "one more in time": lambda one: replace(one, asked=one.asked + 1, in_time=one.in_time + 1),
    "one less late": lambda one: replace(one, in_time=min(one.in_time + 1, one.asked)),
    "at night": lambda one: replace(one, at_night=True),
    "at the airport": lambda one: replace(one, at_airport=True),
    "children": lambda one: replace(one, takes_children=True),
    "language": lambda one: replace(one, languages=("en", "ro")),
    "tier": lambda one: replace(one, tier=TIERS[min(TIERS.index(one.tier) + 1, len(TIERS) - 1)]),
    "promise": lambda one: replace(one, promise=ResponsePromise.DAY),
}


@given(LISTS, st.randoms(use_true_random=False))
def test_the_order_is_total_and_does_not_depend_on_the_order_given(partners: list[Facts], chance: Random) -> None:
    expected = in_order(partners)
    chance.shuffle(partners)
    assert in_order(partners) == expected
    assert in_order(expected) == expected


@pytest.mark.parametrize("better", BETTER)
@given(partners=LISTS, which=st.integers(0, 4))
def test_a_fact_that_gets_better_never_puts_a_partner_behind(better: str, partners: list[Facts], which: int) -> None:
    one = partners[which % len(partners)]
    improved = BETTER[better](one)
    before = in_order(partners).index(one)
    assert in_order([improved if other is one else other for other in partners]).index(improved) <= before


def partner(name: str, **facts: object) -> Facts:
    """A partner that can be asked and serves her group and place."""
    return replace(Facts(uuid.uuid4(), name, serves_place=True), **facts)  # type: ignore[arg-type]


def names(*partners: Facts) -> str:
    """The names in the proposed order."""
    return " ".join(one.sort_name for one in in_order(partners))


def test_who_cannot_be_asked_comes_last_whatever_else_it_can() -> None:
    best = partner("a", missing=(Missing.TRANSFER,), capacity=Capacity.CAN_RECEIVE, kilometres=1.0)
    assert names(best, partner("b", serves_group=False)) == "b a"


def test_her_group_and_place_weigh_more_than_the_way_there() -> None:
    near, far = partner("near", serves_group=False, kilometres=2.0), partner("far", kilometres=90.0)
    assert names(near, far) == "far near"


def test_nine_answers_of_ten_weigh_more_than_one_of_one_and_than_silence() -> None:
    told = [partner("nine", asked=10, in_time=9), partner("one", asked=1, in_time=1), partner("none", asked=2)]
    assert names(*reversed(told)) == "nine one none"


def test_a_few_kilometres_do_not_outweigh_a_language() -> None:
    assert names(partner("a", kilometres=22.0), partner("b", kilometres=45.0, languages=("ro",))) == "b a"


def test_each_reason_is_told_where_it_holds_and_nowhere_else() -> None:
    bare = Facts(uuid.uuid4(), "a", serves_group=False)
    assert reasons(bare) == [Reason.OTHER_GROUP]
    full = partner(
        "b",
        kilometres=40.0,
        capacity=Capacity.CAN_RECEIVE,
        asked=10,
        in_time=9,
        at_night=True,
        at_airport=True,
        takes_children=True,
        languages=("ro",),
        tier=VerificationTier.VISITED,
        promise=ResponsePromise.DAY,
    )
    assert set(reasons(full)) == set(Reason) - set(AGAINST) - {Reason.COUNTRY}
    against = partner("c", asked_before=True, same_town=True, serves_group=False, capacity=Capacity.NOT_UNTIL)
    assert set(AGAINST) <= set(reasons(against))
