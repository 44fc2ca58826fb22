"""The people or requests behind a number: the very condition that was counted, under the reader's own policy."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, null, or_, select, true

from portal.access import Actor
from portal.accounts.models import Unit
from portal.cases import policy
from portal.cases.models import Case
from portal.db import db
from portal.monitoring import flow, indicators, tables, waiting
from portal.monitoring.codes import Figure, FlowStep, Leaving, Promise
from portal.monitoring.counting import Counting
from portal.monitoring.slices import Slice
from portal.referrals.models import ReceptionRequest
from portal.vocabulary.codes import CodeList

PAGE = 20
R = ReceptionRequest
#: The figures behind which people or requests stand, by the name in the address.
COUNTINGS: dict[str, Callable[[int], Counting]] = {
    **{one.value: indicators.COUNTINGS[one] for one in Promise if one is not Promise.COVERED},
    Figure.FLOW.value: flow.counting,
    Figure.REQUESTS.value: tables.sent,
    Figure.ANSWER_TIME.value: waiting.answering,
    Figure.RETURN_TIME.value: waiting.returning,
}


@dataclass(frozen=True)
class Named:
    """A number by its name: the figure, the part of it, and for the flow why those people went no further."""

    figure: str
    part: CodeList
    why: Leaving | None = None


@dataclass(frozen=True)
class Row:
    """One person, or one request of hers, without a name."""

    code: str
    registered_on: date
    unit: str
    country: str
    is_child: bool
    reference: str | None


def named(figure: str, part: str, why: str = "") -> Named | None:
    """The number with these names; None for one that there is not."""
    if figure not in COUNTINGS:
        return None
    of = COUNTINGS[figure](2000)
    found = next((one for one in of.names if one.value == part), None)
    reason = next((one for one in Leaving if one.value == why), None)
    if found is None or (why and (reason is None or not isinstance(found, FlowStep))):
        return None
    return Named(figure, found, reason)


def _behind(actor: Actor, of: Named, year: int, only: Slice, *columns: Any) -> Select[Any]:
    counting = COUNTINGS[of.figure](year)
    wanted = counting.select(only, *columns, with_case=True).where(policy.visible(actor))
    return wanted.where(_condition(counting, of))


def _condition(counting: Counting, of: Named) -> ColumnElement[bool]:
    if of.why is not None and isinstance(of.part, FlowStep):
        return flow.went_no_further(counting, of.part, of.why)
    condition = counting.condition(of.part)
    return true() if condition is None else condition


def _reference(of: Named) -> Any:
    return R.reference if COUNTINGS[of.figure](2000).rows is R else null()


def count(actor: Actor, of: Named, year: int, only: Slice) -> int:
    """How many stand behind the number, of those the reader may see."""
    return db.session.scalar(_behind(actor, of, year, only, func.count())) or 0


def _rows(actor: Actor, of: Named, year: int, only: Slice) -> Select[Any]:
    columns = (Case.code, Case.registered_on, Unit.name, Case.return_country, Case.is_child)
    reference = _reference(of).label("reference")
    wanted = _behind(actor, of, year, only, *columns, reference).join(Unit, Unit.id == Case.unit_id)
    return wanted.order_by(Case.registered_on.desc(), Case.code, "reference")


def every(actor: Actor, of: Named, year: int, only: Slice) -> list[Row]:
    """All of them, the newest registration first."""
    return [Row(*row) for row in db.session.execute(_rows(actor, of, year, only))]


def page(actor: Actor, of: Named, year: int, only: Slice, after: str = "") -> tuple[list[Row], str]:
    """A page of them after a key (the last row's code and reference), and the key of the next page or ''."""
    wanted = _rows(actor, of, year, only)
    code, _dot, reference = after.partition(".")
    if after:
        last = select(Case.registered_on).where(Case.code == code).scalar_subquery()
        further = Case.code > code
        if reference:
            further = or_(further, and_(Case.code == code, R.reference > reference))
        wanted = wanted.where(or_(Case.registered_on < last, and_(Case.registered_on == last, further)))
    rows = [Row(*row) for row in db.session.execute(wanted.limit(PAGE + 1))]
    more = len(rows) > PAGE
    return rows[:PAGE], f"{rows[PAGE - 1].code}.{rows[PAGE - 1].reference or ''}" if more else ""


def is_of_requests(of: Named) -> bool:
    """Whether requests are listed, not people."""
    return COUNTINGS[of.figure](2000).rows is R
