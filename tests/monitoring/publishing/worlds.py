"""Small made-up years, and what is published of them."""

from dataclasses import replace

from hypothesis import strategies as st

from portal.monitoring.codes import TARGETS, FlowStep, Promise
from portal.monitoring.publishing import content
from portal.monitoring.publishing.codes import Group
from portal.monitoring.publishing.knowledge import Known
from portal.monitoring.publishing.regions import Region
from portal.monitoring.publishing.sheet import Exact, Kept, sheet_of
from portal.monitoring.publishing.suppression import EVERY_RULE, Keep, Limits, suppress
from tests.monitoring.publishing.attack import Read

FIRST, LAST = 2023, 2025
LIMITS = Limits()
RULE = {"least": 5, "share_from": 10, "base": 5}
few = st.sampled_from([0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 9])
some = st.one_of(few, few, st.integers(8, 45))


@st.composite
def years(draw: st.DrawFn, year: int = LAST) -> Exact:
    """One year, with most of its counts small."""
    groups = {group: draw(some) for group in Group}
    total = sum(groups.values())
    steps, left = {}, total
    for step in FlowStep:
        if step is not FlowStep.REGISTERED:
            left = max(0, left - draw(few))
        steps[step] = left
    women = draw(st.integers(0, groups[Group.WOMEN]))
    departed, due, countries = draw(some), draw(some), draw(some)
    wholes = {
        Promise.CHILDREN: groups[Group.CHILDREN],
        Promise.WOMEN: women,
        Promise.REPORTED: departed,
        Promise.COVERED: countries,
        Promise.ANSWERED: due,
    }
    kept = [Kept(Promise.OFFERED, steps[FlowStep.OFFERED], total, 100)]
    for promise, whole in wholes.items():
        n = draw(st.one_of(st.integers(0, whole), st.integers(max(0, whole - 4), whole)))
        kept.append(Kept(promise, n, whole, TARGETS.get(promise)))
    return Exact(year, groups, steps, tuple(kept))


@st.composite
def periods(draw: st.DrawFn) -> list[Exact]:
    """The three years of a period in a row, the last one with the regions; and perhaps a correction of it."""
    made = [draw(years(year)) for year in range(FIRST, LAST + 1)]
    registered = {one.year: sum(one.groups.values()) for one in made}
    left = sum(registered.values())
    regions = {}
    for region in Region:
        regions[region.value] = people = min(left, draw(some))
        left -= people
    regions[Region.WEST_AFRICA.value] += left
    made[-1] = replace(made[-1], first_year=FIRST, regions=regions, registered=registered)
    if draw(st.booleans()):
        made.append(corrected(made[-1], draw(st.integers(1, 4)), draw(st.sampled_from(Group))))
    return made


def corrected(exact: Exact, more: int, group: Group) -> Exact:
    """The same year with some more people of one group, who were offered nothing and whose reports are known now."""
    groups = {**exact.groups, group: exact.groups[group] + more}
    total = sum(groups.values())
    steps = {**exact.steps, FlowStep.REGISTERED: total}
    wholes = {Promise.OFFERED: total, Promise.CHILDREN: groups[Group.CHILDREN]}
    kept = tuple(
        replace(
            one, total=wholes.get(one.promise, one.total), n=min(one.n + (one.promise is Promise.REPORTED), one.total)
        )
        for one in exact.promises
    )
    regions = {**exact.regions}
    if regions:
        regions[Region.EASTERN_EUROPE.value] += more
    registered = {**exact.registered, exact.year: total} if regions else {}
    return replace(exact, groups=groups, steps=steps, promises=kept, regions=regions, registered=registered)


def published(chain: list[Exact], rules: frozenset[Keep] = EVERY_RULE) -> list[Read]:
    """Edition after edition, each knowing those before it; beside each what is true."""
    earlier: list[Known] = []
    made: list[Read] = []
    for exact in chain:
        sheet = sheet_of(exact)
        signs = suppress(sheet, LIMITS, earlier, rules)
        earlier.append(signs.known)
        made.append((content.figures_of(exact, signs, RULE), sheet.counts))
    return made
