"""One way to count: rows, which of them are the total, and parts. A number and the list behind it are one condition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, distinct, func, literal, select, union_all

from portal.cases.models import Case
from portal.db import db
from portal.monitoring.codes import Part
from portal.monitoring.slices import ALL, Slice
from portal.vocabulary.codes import CodeList

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
Parts = Mapping[CodeList, ColumnElement[bool]]


@dataclass(frozen=True)
class Counting:
    """What is counted: of the `rows` that satisfy `base` those of `whom` (None: all) are the total.

    `parts` are conditions on the total, `outside` ones on the base that are not of the total. `case_id` is the case
    of a row, None where the rows are the cases. `each` is what is counted once (a country, say), else each row.
    """

    rows: Any
    base: tuple[ColumnElement[bool], ...]
    parts: Parts
    whom: ColumnElement[bool] | None = None
    outside: Parts = field(default_factory=dict)
    case_id: Any = None
    each: Any = None

    def select(self, only: Slice, *columns: Any, with_case: bool = False) -> Select[Any]:
        """Some columns of the base's rows, of all or of a slice; the case is joined only where it is needed."""
        wanted = select(*columns).select_from(self.rows)
        if self.case_id is not None and (only or with_case):
            wanted = wanted.join(Case, Case.id == self.case_id)
        return wanted.where(*self.base, *only.conditions)

    def condition(self, part: CodeList) -> ColumnElement[bool] | None:
        """Which rows of the base are of a part, or of the total; None: all of them. Raises KeyError for no part."""
        if part is Part.TOTAL:
            return self.whom
        if part in self.outside:
            return self.outside[part]
        return self.parts[part] if self.whom is None else and_(self.whom, self.parts[part])

    def number(self, part: CodeList) -> ColumnElement[int]:
        """How many are of a part, or of the total."""
        return self.count(self.condition(part))

    def count(self, condition: ColumnElement[bool] | None) -> ColumnElement[int]:
        """How many rows, or countries ..., satisfy a condition; None: all."""
        counted = func.count() if self.each is None else func.count(distinct(self.each))
        return counted if condition is None else counted.filter(condition)

    @property
    def names(self) -> tuple[CodeList, ...]:
        """The total, the parts, and what stands outside, in order."""
        return (Part.TOTAL, *self.parts, *self.outside)


Tally = dict[CodeList, int]


def tally(*countings: Counting, only: Slice = ALL) -> list[Tally]:
    """The numbers of one or several countings over the same rows and base, in one statement."""
    return tallies({0: countings}, only)[0]


def tallies(of_years: Mapping[int, Sequence[Counting]], only: Slice = ALL) -> dict[int, list[Tally]]:
    """The same for each of several years, still in one statement."""
    selects = []
    for year, countings in of_years.items():
        columns = [one.number(name) for one in countings for name in one.names]
        selects.append(countings[0].select(only, literal(year), *columns))
    found = {}
    for row in db.session.execute(union_all(*selects)):
        year, numbers = row[0], iter(row[1:])
        found[year] = [{name: next(numbers) for name in one.names} for one in of_years[year]]
    return found


def moments(year: int) -> tuple[datetime, datetime]:
    """When a year begins and when the next one does, in Copenhagen."""
    begin, end = (datetime.combine(date(one, 1, 1), time.min, COPENHAGEN) for one in (year, year + 1))
    return begin, end


def on_days_of(column: Any, year: int) -> tuple[ColumnElement[bool], ...]:
    """A date of the year, both ends included."""
    return (column >= date(year, 1, 1), column <= date(year, 12, 31))


def in_time_of(column: Any, year: int) -> tuple[ColumnElement[bool], ...]:
    """A moment of the year, by Copenhagen's clock."""
    begin, end = moments(year)
    return (column >= begin, column < end)
