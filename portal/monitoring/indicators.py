"""The promises of a year (RULINGS 26): each is one function that gives numbers; its definition stands in `codes`."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, true

from portal.cases.models import Case, Offer
from portal.db import db, today
from portal.monitoring import answered, earlier, origins, registered, returned
from portal.monitoring.codes import TARGETS, UNITS, Aside, Part, Promise, Unit
from portal.monitoring.counting import Counting, Tally, tallies, tally
from portal.monitoring.models import EarlierFigure
from portal.monitoring.slices import ALL, GROUPS, KEYS, By, Slice, belongs_to
from portal.vocabulary.casework import DeclineReason, OfferOutcome
from portal.vocabulary.services import Population

FEW = 10  # below this no per cent is written
FIVE_YEARS = 5


@dataclass(frozen=True)
class Indicator:
    """A promise of one year: `n` of `total`, the numbers beside it, and the target in per cent.

    `source` is set where the numbers were entered for a year before the portal; `aside` then says what the portal
    itself counts for that year, if anything.
    """

    promise: Promise
    year: int
    n: int
    total: int
    aside: dict[Aside, int] = field(default_factory=dict)
    source: str = ""

    @property
    def target(self) -> int | None:
        """The plan's target in per cent; None where there is none."""
        return TARGETS.get(self.promise)

    @property
    def unit(self) -> Unit:
        """What is counted."""
        return UNITS.get(self.promise, Unit.PEOPLE)

    @property
    def few(self) -> int:
        """Below this total no per cent is written; countries are no people."""
        return 1 if self.unit is Unit.COUNTRIES else FEW

    @property
    def percent(self) -> int | None:
        """Whole per cent, rounded down so that a target is never met by rounding; None for few people."""
        return self.n * 100 // self.total if self.total >= self.few else None

    @property
    def kept(self) -> bool | None:
        """Whether the promise is kept; None while there are too few to say, or without a target."""
        if self.target is None or self.total < self.few:
            return None
        return self.n * 100 >= self.total * self.target


#: How each promise is counted, in the order of the page.
COUNTINGS: dict[Promise, Callable[[int], Counting]] = {
    Promise.OFFERED: registered.offered,
    Promise.CHILDREN: registered.children_prepared,
    Promise.WOMEN: registered.women_prepared,
    Promise.REPORTED: returned.reported_back,
    Promise.COVERED: origins.covered,
    Promise.ANSWERED: answered.answered_in_time,
}
OF_REGISTERED = (Promise.OFFERED, Promise.CHILDREN, Promise.WOMEN)


def counting_of(promise: Promise, year: int, group: Population | None = None) -> Counting:
    """How a promise of a year is counted; of a group, a country counts as covered by a service for that group."""
    counting = COUNTINGS[promise](year)
    return counting if group is None else _for_group(promise, counting, group)


def _for_group(promise: Promise, counting: Counting, group: Population) -> Counting:
    if promise is not Promise.COVERED:
        return counting
    return replace(counting, parts={Part.N: origins.receives(counting.each, group)})


def is_counted(promise: Promise, year: int) -> bool:
    """Whether the portal can count a promise of a year: which partners worked is known for today alone."""
    return promise is not Promise.COVERED or year >= today().year - 1


def _indicator(promise: Promise, year: int, numbers: Tally) -> Indicator:
    aside = {code: number for code, number in numbers.items() if isinstance(code, Aside)}
    return Indicator(promise, year, numbers[Part.N], numbers[Part.TOTAL], aside)


def _one(promise: Promise, year: int, only: Slice) -> Indicator:
    return _indicator(promise, year, tally(counting_of(promise, year, only.group), only=only)[0])


def offered(year: int, only: Slice = ALL) -> Indicator:
    """T1: offered a prepared return, of all registered in the year (plan lines 190-192; target 100 %)."""
    return _one(Promise.OFFERED, year, only)


def children_prepared(year: int, only: Slice = ALL) -> Indicator:
    """T2a: return prepared with a local NGO, of all children registered (plan lines 198-202; target 100 %)."""
    return _one(Promise.CHILDREN, year, only)


def women_prepared(year: int, only: Slice = ALL) -> Indicator:
    """T2b: the same of the women trafficked to prostitution (plan lines 198-202; target 40 %)."""
    return _one(Promise.WOMEN, year, only)


def reported_back(year: int, only: Slice = ALL) -> Indicator:
    """T3: reported back on, of all who departed in the year (plan lines 203-206; target 50 %)."""
    return _one(Promise.REPORTED, year, only)


def covered(year: int, only: Slice = ALL) -> Indicator:
    """T4: countries of origin of five years with a partner that works today (plan lines 876-878; target 100 %)."""
    return _one(Promise.COVERED, year, only)


def answered_in_time(year: int, only: Slice = ALL) -> Indicator:
    """T5: requests answered in time, of those due in the year (RULINGS 8; no target)."""
    return _one(Promise.ANSWERED, year, only)


def promises(year: int, only: Slice = ALL, those: Collection[Promise] = tuple(Promise)) -> list[Indicator]:
    """The promises of a year that can be counted, in five statements; for all people, entered figures go first."""
    return [of_year[-1] for of_year in _of_years([year], only, those).values() if len(of_year)]


def five_years(year: int, only: Slice = ALL) -> dict[Promise, list[Indicator]]:
    """Each promise over the five years up to a year, oldest first; years that cannot be counted are left out."""
    return _of_years(range(year - FIVE_YEARS + 1, year + 1), only, tuple(Promise))


def _of_years(asked: Sequence[int], only: Slice, those: Collection[Promise]) -> dict[Promise, list[Indicator]]:
    found: dict[tuple[Promise, int], Indicator] = {}
    for family in (OF_REGISTERED, (Promise.REPORTED,), (Promise.COVERED,), (Promise.ANSWERED,)):
        counted = [year for year in asked if family[0] in those and is_counted(family[0], year)]
        countings = {year: [counting_of(promise, year, only.group) for promise in family] for year in counted}
        for year, numbers in tallies(countings, only).items() if counted else ():
            for promise, own in zip(family, numbers, strict=True):
                found[promise, year] = _indicator(promise, year, own)
    for figure in () if only else earlier.figures_of(asked):
        found[figure.promise, figure.year] = _entered(figure, found.get((figure.promise, figure.year)))
    return {one: [found[one, year] for year in asked if (one, year) in found] for one in those}


def _entered(figure: EarlierFigure, live: Indicator | None) -> Indicator:
    aside = {Aside.IN_PORTAL: live.total} if live is not None and live.total else {}
    return Indicator(figure.promise, figure.year, figure.n, figure.total, aside, figure.source)


@dataclass(frozen=True)
class Line:
    """One line of a breakdown: its key (a unit's id, a country's code, a group; None: no group), n of total."""

    key: Any
    n: int
    total: int


def breakdown(promise: Promise, year: int, by: By, only: Slice = ALL) -> list[Line]:
    """A promise by unit, country or group, in one statement; the largest first, groups in their order.

    Families are whoever has somebody with her, and stand among the other groups too.
    """
    if by is By.GROUP:
        return _by_group(promise, year, only)
    counting = counting_of(promise, year, only.group)
    key = counting.each if by is By.COUNTRY and counting.each is not None else KEYS[by]
    columns = (key, counting.number(Part.N), counting.number(Part.TOTAL))
    wanted = counting.select(only, *columns, with_case=key is KEYS[by]).group_by(key)
    lines = [Line(*row) for row in db.session.execute(wanted)]
    return sorted((line for line in lines if line.total), key=lambda line: (-line.total, str(line.key)))


def _by_group(promise: Promise, year: int, only: Slice) -> list[Line]:
    counting = counting_of(promise, year)
    columns: list[Any] = []
    for group in GROUPS:
        of_group = _for_group(promise, counting, group)
        for part in (Part.N, Part.TOTAL):
            columns.append(counting.count(and_(true(), *_present(of_group.condition(part)), belongs_to(group))))
    numbers = db.session.execute(counting.select(only, *columns, with_case=True)).one()
    pairs = zip(GROUPS, numbers[::2], numbers[1::2], strict=True)
    return [Line(group, n, total) for group, n, total in pairs if total]


def _present(condition: ColumnElement[bool] | None) -> tuple[ColumnElement[bool], ...]:
    return () if condition is None else (condition,)


def years() -> list[int]:
    """The years from the first registration to the last, newest first; this year always."""
    ends: Any = db.session.execute(select(func.min(Case.registered_on), func.max(Case.registered_on))).one()
    known = [today().year, *(day.year for day in ends if day is not None)]
    return list(range(max(known), min(known) - 1, -1))


def times_asked(year: int, only: Slice = ALL) -> dict[int, int]:
    """Of the people registered in a year: how many were asked once, twice, ... (plan lines 139-141)."""
    asked = (
        select(func.count(Offer.id).label("times"))
        .join(Case, Case.id == Offer.case_id)
        .where(*registered.registered(year), registered.A_VICTIM, *only.conditions)
        .where(Offer.outcome != OfferOutcome.NOT_POSSIBLE)
        .group_by(Offer.case_id)
        .subquery()
    )
    rows = db.session.execute(select(asked.c.times, func.count()).group_by(asked.c.times).order_by(asked.c.times))
    return dict(tuple(row) for row in rows)


def reasons_for_no(year: int, only: Slice = ALL) -> dict[DeclineReason, int]:
    """Why the offer was declined, by the answers of the people registered in a year, the commonest first."""
    rows = db.session.execute(
        select(Offer.decline_reason, func.count())
        .join(Case, Case.id == Offer.case_id)
        .where(*registered.registered(year), registered.A_VICTIM, *only.conditions)
        .where(Offer.decline_reason.is_not(None))
        .group_by(Offer.decline_reason)
        .order_by(func.count().desc(), Offer.decline_reason)
    )
    return {reason: number for reason, number in rows if reason is not None}
