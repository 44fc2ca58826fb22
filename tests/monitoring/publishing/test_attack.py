"""Nobody can be counted out: every published edition is attacked by linear programming over all that was published."""

import pytest
from hypothesis import HealthCheck, given, settings

from portal.monitoring.codes import FlowStep, Promise
from portal.monitoring.publishing.codes import Group
from portal.monitoring.publishing.sheet import Exact, Kept
from portal.monitoring.publishing.suppression import EVERY_RULE, Keep
from tests.monitoring.publishing.attack import attack
from tests.monitoring.publishing.worlds import corrected, periods, published, years

CALM = settings(deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@settings(CALM, max_examples=30)
@given(years())
def test_no_hidden_count_of_one_edition_can_be_narrowed_below_its_rule(exact: Exact) -> None:
    assert attack(published([exact])) == []


@settings(CALM, max_examples=12)
@given(periods())
def test_nor_with_three_years_their_regions_and_a_correction_side_by_side(chain: list[Exact]) -> None:
    assert attack(published(chain)) == []


def year(women: int, men: int, children: int, other: int, *, offered: int, reported: Kept | None = None) -> Exact:
    """A year in which everybody who was offered a return said yes to it, and came no further."""
    groups = {Group.WOMEN: women, Group.MEN: men, Group.CHILDREN: children, Group.OTHER: other}
    total = sum(groups.values())
    steps = dict.fromkeys(FlowStep, 0)
    steps |= {FlowStep.REGISTERED: total, FlowStep.OFFERED: offered, FlowStep.ACCEPTED: offered}
    kept = (Kept(Promise.OFFERED, offered, total, 100), *([reported] if reported else []))
    return Exact(2025, groups, steps, kept)


def reported(n: int, total: int) -> Kept:
    return Kept(Promise.REPORTED, n, total, 50)


FEW = year(1, 2, 3, 0, offered=5, reported=reported(19, 20))
#: For each rule editions that are safe with it, and tell of people without it.
WHERE_IT_SHOWS = {
    Keep.SMALL: [year(40, 20, 3, 0, offered=40)],
    Keep.ROUNDED: [FEW],
    Keep.ENOUGH: [year(1, 0, 4, 0, offered=5)],
    Keep.RESTS: [year(20, 0, 0, 0, offered=0, reported=reported(18, 20))],
    Keep.SHARES: [year(20, 0, 0, 0, offered=0, reported=reported(18, 20))],
    Keep.COMPLEMENT: [year(8, 8, 1, 0, offered=17)],
    Keep.EARLIER: [FEW, corrected(FEW, 4, Group.CHILDREN)],
}


@pytest.mark.parametrize("rule", Keep)
def test_the_attack_succeeds_as_soon_as_one_rule_is_left_out(rule: Keep) -> None:
    chain = WHERE_IT_SHOWS[rule]
    assert attack(published(chain)) == []
    assert attack(published(chain, EVERY_RULE - {rule})) != []
