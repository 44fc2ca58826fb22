"""Every figure of a world of 400 invented returns equals what plain Python counts over the rows, on both databases."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from portal.db import now, today
from portal.monitoring import due, flow, indicators, tables, waiting
from portal.monitoring.codes import OF_PEOPLE, Promise
from portal.monitoring.slices import ALL, GROUPS, By, Slice
from portal.vocabulary.services import Population
from tests.conftest import Portal
from tests.monitoring import invented_returns, plain_flow
from tests.monitoring.plain_counts import GROUPS as PLAIN_GROUPS
from tests.monitoring.plain_counts import PlainWorld, Row, groups_of
from tests.people import People

Only = Callable[[Row], bool]


@pytest.fixture
def world(portal: Portal, people: People) -> PlainWorld:
    """Four hundred returns, and all their rows."""
    invented_returns.write(people)
    return PlainWorld(today(), now())


def slices(people: People) -> Iterator[tuple[Slice, Only]]:
    """All people, and a narrowing of each kind; each as the portal's and as a plain function."""
    unit = people.stranger.actor.unit_id
    yield ALL, lambda case: True
    yield Slice(unit=unit), lambda case: case.unit_id == unit
    yield Slice(country="RO"), lambda case: case.return_country == "RO"
    yield Slice(group=Population.WOMEN), lambda case: "women" in groups_of(case)
    yield (
        Slice(unit, "NG", Population.FAMILIES),
        lambda case: case.unit_id == unit and case.return_country == "NG" and case.dependants > 0,
    )


def years() -> range:
    """The years in which anything happened."""
    return range(today().year - 5, today().year + 1)


def is_woman_of_prostitution(case: Row) -> bool:
    """T2b's denominator."""
    right = case.sex_exploitation == "Prostitution" and "SexualExploitation" in case.exploitation
    return right and not case.is_child and case.gender in ("Feminine", "TransgenderFeminine")


def is_child(case: Row) -> bool:
    """T2a's denominator."""
    return bool(case.is_child)


def both(one: Only, other: Only) -> Only:
    """Whoever is both."""
    return lambda case: one(case) and other(case)


def numbers(figure: indicators.Indicator) -> dict[str, int]:
    """A figure without its zeros."""
    beside = {str(code): number for code, number in figure.aside.items()}
    return {name: number for name, number in {"n": figure.n, "total": figure.total, **beside}.items() if number}


def plain(found: dict[str, int]) -> dict[str, int]:
    """The same of plain counts."""
    return {name: number for name, number in found.items() if number}


def test_the_promises_are_the_same_counted_a_second_way(world: PlainWorld, people: People) -> None:
    seen = 0
    for only, chosen in slices(people):
        for year in years():
            figures = {one.promise: one for one in indicators.promises(year, only)}
            t1 = figures[Promise.OFFERED]
            assert (t1.n, t1.total) == world.offered(year, chosen)
            children, women = figures[Promise.CHILDREN], figures[Promise.WOMEN]
            assert (children.n, children.total) == world.prepared(year, both(chosen, is_child))
            assert (women.n, women.total) == world.prepared(year, both(chosen, is_woman_of_prostitution))
            assert numbers(figures[Promise.REPORTED]) == plain(world.reported_back(year, chosen))
            assert numbers(figures[Promise.ANSWERED]) == plain(world.answered(year, chosen))
            seen += figures[Promise.REPORTED].n
            assert (Promise.COVERED in figures) == (year >= today().year - 1)
            if Promise.COVERED in figures:
                group = only.group.value if only.group else ""
                t4 = world.covered(year, chosen, group, all_of_them=not only)
                assert (figures[Promise.COVERED].n, figures[Promise.COVERED].total) == t4
    assert seen > 100

    each_function_agrees_with_the_promises()


def each_function_agrees_with_the_promises() -> None:
    """Singly, and over five years."""
    year = today().year - 1
    singly = (indicators.offered, indicators.children_prepared, indicators.women_prepared)
    singly += (indicators.reported_back, indicators.covered, indicators.answered_in_time)
    assert [one(year) for one in singly] == indicators.promises(year)
    of_years = indicators.five_years(today().year)
    for promise in OF_PEOPLE:
        assert [one.year for one in of_years[promise]] == list(years())[1:]
        assert of_years[promise][-2] in indicators.promises(year)


def test_breakdowns_are_the_same_counted_a_second_way(world: PlainWorld, people: People) -> None:
    year = today().year - 1
    units = {case.unit_id for case in world.cases.values()}
    countries = {case.return_country for case in world.cases.values()} | {"CN", "UG"}
    keys: dict[By, dict[Any, Only]] = {
        By.UNIT: {key: lambda case, key=key: case.unit_id == key for key in units},
        By.COUNTRY: {key: lambda case, key=key: case.return_country == key for key in countries},
        By.GROUP: {key: lambda case, key=key: key in groups_of(case) for key in PLAIN_GROUPS},
    }
    for only, chosen in list(slices(people))[:3]:
        for by, lines in keys.items():
            for promise in Promise:
                found = {line.key: (line.n, line.total) for line in indicators.breakdown(promise, year, by, only)}
                expected = {}
                for key, belongs in lines.items():
                    n, total = _counted(world, promise, year, both(chosen, belongs), by, key)
                    if promise is Promise.COVERED and by is By.COUNTRY and not only and key == "CN":
                        n, total = int(world.receives("CN")), 1  # entered for an earlier year
                    if total:
                        expected[key] = (n, total)
                assert found == expected, (promise, by, only)


def _counted(world: PlainWorld, promise: Promise, year: int, only: Only, by: By, key: Any) -> tuple[int, int]:
    if promise is Promise.OFFERED:
        return world.offered(year, only)
    if promise is Promise.CHILDREN:
        return world.prepared(year, both(only, is_child))
    if promise is Promise.WOMEN:
        return world.prepared(year, both(only, is_woman_of_prostitution))
    if promise is Promise.COVERED:
        return world.covered(year, only, key if by is By.GROUP else "", all_of_them=False)
    found = world.reported_back(year, only) if promise is Promise.REPORTED else world.answered(year, only)
    return found["n"], found["total"]


def test_the_flow_and_every_reason_are_the_same_counted_a_second_way(world: PlainWorld, people: People) -> None:
    reasons = set()
    for only, chosen in slices(people):
        for year in years():
            steps, left = plain_flow.flow(world, year, chosen)
            found = flow.flow(year, only)
            assert {str(step): n for step, n in found.steps.items()} == steps
            assert {(one.step, one.why, one.detail): one.n for one in found.left} == left
            reasons |= {one.why for one in found.left}
            counts = list(found.steps.values())
            for step, more, fewer in zip(found.steps, counts, counts[1:], strict=False):
                assert more - fewer == sum(one.n for one in found.left_after(step))
    assert len(reasons) > 15


def test_waiting_times_tables_and_what_is_due_are_the_same_counted_a_second_way(
    world: PlainWorld, people: People
) -> None:
    for only, chosen in slices(people):
        for year in years():
            times = waiting.waiting_times(year, only)
            for spread, values in (
                (times.answer, world.answer_hours(year, chosen)),
                (times.returning, world.return_days(year, chosen)),
            ):
                assert (list(spread.counts), spread.median, *spread.quartiles) == world.spread(values)
            states = {str(state): n for state, n in tables.requests_by_state(year, only).items()}
            assert states == plain_flow.requests_by_state(world, year, chosen)
            lines = [tuple(vars(line).values()) for line in tables.reports_by_number(year, only)]
            assert lines == plain_flow.reports_by_number(world, year, chosen)
        now_due = due.reports_due(only)
        assert (now_due.late, now_due.weeks) == plain_flow.reports_due(world, chosen)
    assert {str(age): n for age, n in due.freshness().items()} == plain_flow.freshness(world)
    assert tuple(Population(name) for name in PLAIN_GROUPS) == GROUPS
