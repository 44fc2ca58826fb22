"""All that is counted of a year, in codes and numbers: asked of the database once, whatever the language."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.cases import two_persons
from portal.monitoring import coverage, due, flow, indicators, tables, waiting
from portal.monitoring.codes import Promise
from portal.monitoring.indicators import Indicator, Line
from portal.monitoring.slices import By
from portal.partners.freshness import Freshness
from portal.referrals.states import RequestState
from portal.vocabulary.children import Gate


@dataclass(frozen=True)
class Numbers:
    """A year's numbers."""

    year: int
    promises: list[Indicator]
    by_group: dict[Promise, list[Line]]
    by_country: dict[Promise, list[Line]]
    flow: flow.Flow
    waiting: waiting.WaitingTimes
    times_asked: dict[int, int]
    set_aside: Mapping[Gate, int]
    requests: dict[RequestState, int]
    reports: list[tables.ReportLine]
    freshness: dict[Freshness, int]
    countries: list[coverage.Row]


def counted(year: int) -> Numbers:
    """The year's numbers, in the same few statements for one person and for ten thousand."""
    broken_down = (Promise.OFFERED, Promise.REPORTED)
    return Numbers(
        year,
        indicators.promises(year),
        {promise: indicators.breakdown(promise, year, By.GROUP) for promise in broken_down},
        {promise: indicators.breakdown(promise, year, By.COUNTRY) for promise in broken_down},
        flow.flow(year),
        waiting.waiting_times(year),
        indicators.times_asked(year),
        two_persons.set_aside_in(year),
        tables.requests_by_state(year),
        tables.reports_by_number(year),
        due.freshness(),
        coverage.rows(),
    )
