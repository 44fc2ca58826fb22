"""How long it took: until a partner answered, and from the wish to return until the journey."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, case, cast, extract, func, select

from portal.cases.models import Offer
from portal.db import db
from portal.monitoring.counting import Counting, in_time_of
from portal.monitoring.returned import departed
from portal.monitoring.slices import ALL, Slice
from portal.referrals.models import ReceptionRequest
from portal.referrals.states import RequestState
from portal.vocabulary.casework import OfferOutcome

R = ReceptionRequest
HOUR, DAY = 3600, 24 * 3600  # seconds
MOST_HOURS, MOST_DAYS = 90 * 24, 5 * 366  # longer is counted as this, so that the rows stay few
#: The bars of the pictures end at these, the last one is all that is longer.
ANSWER_BARS = (24, 72, 7 * 24, 14 * 24)  # hours
RETURN_BARS = (30, 60, 100, 180)  # days; 30 and 100 are the plan's (lines 266-275)


@dataclass(frozen=True)
class Spread:
    """How long something took: `counts` is (whole hours or days, how many), shortest first."""

    counts: Sequence[tuple[int, int]]

    @property
    def n(self) -> int:
        """How many are counted."""
        return sum(many for _value, many in self.counts)

    def quantile(self, share: float) -> int | None:
        """The smallest value that at least a share of all do not exceed; None where nobody is counted."""
        seen, all_of_them = 0, self.n
        for value, many in self.counts:
            seen += many
            if seen >= share * all_of_them:
                return value
        return None

    @property
    def median(self) -> int | None:
        """Half took this long at most."""
        return self.quantile(0.5)

    @property
    def quartiles(self) -> tuple[int | None, int | None]:
        """A quarter, and three quarters, took this long at most."""
        return self.quantile(0.25), self.quantile(0.75)

    def bars(self, ends: Sequence[int]) -> list[int]:
        """How many took at most the first end, at most the second, ..., and how many longer than the last."""
        found = [0] * (len(ends) + 1)
        for value, many in self.counts:
            found[next((i for i, end in enumerate(ends) if value <= end), len(ends))] += many
        return found


@dataclass(frozen=True)
class WaitingTimes:
    """The two waiting times of a year: hours until an answer, days from the wish to the journey."""

    answer: Spread
    returning: Spread


def _seconds(moment: Any) -> ColumnElement[int]:
    """Whole seconds since 1970, alike on both databases; of a day: at its first moment."""
    return cast(extract("epoch", moment), BigInteger)


def _whole(length: int, begin: Any, end: Any, most: int) -> ColumnElement[int]:
    took = (_seconds(end) - _seconds(begin)) // length
    return case((took > most, most), else_=took)


def answering(year: int) -> Counting:
    """The requests sent in the year that a partner answered with yes or no."""
    base = (*in_time_of(R.sent_at, year), R.answered_at.is_not(None), R.state != RequestState.ENTERED_IN_ERROR)
    return Counting(R, base, {}, case_id=R.case_id)


def returning(year: int) -> Counting:
    """The people who travelled in the year after a yes to the offer: the first yes and the first journey."""
    first = select(R.case_id, func.min(R.departed_on).label("departed_on")).where(*departed(year))
    first_of = first.group_by(R.case_id).subquery("journeys")
    said_yes = select(func.min(func.coalesce(Offer.answered_on, Offer.made_on)))
    wish = said_yes.where(Offer.case_id == first_of.c.case_id, Offer.outcome == OfferOutcome.ACCEPTED)
    wanted = select(first_of, wish.scalar_subquery().label("wished_on")).subquery("travelled")
    base = (wanted.c.wished_on.is_not(None), wanted.c.wished_on <= wanted.c.departed_on)
    return Counting(wanted, base, {}, case_id=wanted.c.case_id)


def _spread(of: Counting, only: Slice, took: ColumnElement[int]) -> Spread:
    # Grouped by its name: PostgreSQL takes two equal expressions with parameters for different ones.
    wanted = of.select(only, took.label("took"), func.count()).group_by("took").order_by("took")
    rows = db.session.execute(wanted)
    return Spread([(int(took), many) for took, many in rows])


def answer_time(year: int, only: Slice = ALL) -> Spread:
    """Hours from sending to a yes or no, of the requests sent in the year; grouped by the database."""
    hours = _whole(HOUR, R.sent_at, R.answered_at, MOST_HOURS)
    return _spread(answering(year), only, hours)


def return_time(year: int, only: Slice = ALL) -> Spread:
    """Days from the first yes to the journey, of those who travelled in the year; grouped by the database."""
    of = returning(year)
    days = _whole(DAY, of.rows.c.wished_on, of.rows.c.departed_on, MOST_DAYS)
    return _spread(of, only, days)


def waiting_times(year: int, only: Slice = ALL) -> WaitingTimes:
    """Both waiting times of a year, each in one statement."""
    return WaitingTimes(answer_time(year, only), return_time(year, only))
