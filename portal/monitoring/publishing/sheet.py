"""A year's exact counts as one sheet: names for them, and what adds up to what. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from portal.monitoring.codes import FlowStep, Promise
from portal.monitoring.publishing.codes import Group
from portal.monitoring.publishing.suppression import Part, Sheet, Sum


@dataclass(frozen=True)
class Kept:
    """One promise: `n` of `total`, target in per cent. `entered`: a figure of before the portal, counted elsewhere."""

    promise: Promise
    n: int
    total: int
    target: int | None
    entered: bool = False


@dataclass(frozen=True)
class Exact:
    """Everything that an edition counts. Regions stand in the last year of their period alone.

    `registered` has the people registered in each year of the period; `regions` the people of the whole period.
    """

    year: int
    groups: Mapping[Group, int]
    steps: Mapping[FlowStep, int]
    promises: tuple[Kept, ...]
    first_year: int = 0
    regions: Mapping[str, int] = field(default_factory=dict)
    registered: Mapping[int, int] = field(default_factory=dict)


def name_of(year: int, code: str) -> str:
    """The name of a count of one year; everybody registered in it is `registered`, in whatever table."""
    return f"{year}/{code}"


def of_period(exact: Exact, code: str) -> str:
    """The name of a count of the period."""
    return f"{exact.first_year}-{exact.year}/{code}"


def names_of(exact: Exact, kept: Kept) -> tuple[str, str]:
    """The names of a promise's two counts. T1 is a step of the flow, and the children are a group."""
    own = name_of(exact.year, f"{kept.promise.value}/n"), name_of(exact.year, f"{kept.promise.value}/total")
    if kept.promise is Promise.OFFERED and not kept.entered:
        return step_name(exact, FlowStep.OFFERED), step_name(exact, FlowStep.REGISTERED)
    if kept.promise is Promise.CHILDREN and not kept.entered:
        return own[0], name_of(exact.year, Group.CHILDREN.value)
    return own


def step_name(exact: Exact, step: FlowStep) -> str:
    """The name of a step's count."""
    return name_of(exact.year, "registered" if step is FlowStep.REGISTERED else f"flow/{step.value}")


def sheet_of(exact: Exact) -> Sheet:
    """The counts by name, with every sum and every part that a reader may know of."""
    total = step_name(exact, FlowStep.REGISTERED)
    groups = {name_of(exact.year, group.value): exact.groups.get(group, 0) for group in Group}
    counts = {step_name(exact, step): exact.steps.get(step, 0) for step in FlowStep} | groups
    sums = [Sum(total, tuple(groups))]
    parts = _parts(exact, counts)
    elsewhere: frozenset[str] = frozenset()
    if exact.regions:
        all_years = of_period(exact, "registered")
        regions = {of_period(exact, code): people for code, people in exact.regions.items()}
        years = {name_of(year, "registered"): people for year, people in exact.registered.items()}
        counts |= regions | {all_years: sum(regions.values())} | years
        sums += [Sum(all_years, tuple(regions)), Sum(all_years, tuple(years), only_known=True)]
        elsewhere = frozenset(years) - {total}
    return Sheet(counts, tuple(sums), tuple(parts), elsewhere)


def _parts(exact: Exact, counts: dict[str, int]) -> list[Part]:
    """The steps, each part of the one before, then the promises; adds the promises' counts."""
    of_promise = {}
    for kept in exact.promises:
        n, whole = names_of(exact, kept)
        counts[n], counts[whole] = kept.n, kept.total
        of_promise[n] = Part(n, whole, promise=True, target=kept.target)
    steps = list(FlowStep)
    parts = []
    for before, step in pairwise(steps):
        name = step_name(exact, step)
        parts.append(of_promise.pop(name, Part(name, step_name(exact, before))))
    women = next((kept for kept in exact.promises if kept.promise is Promise.WOMEN and not kept.entered), None)
    if women is not None:
        whole = names_of(exact, women)[1]
        parts.append(Part(whole, name_of(exact.year, Group.WOMEN.value), is_group=True))
    return [*parts, *of_promise.values()]
