"""Working days by country, and time that stands still on the days between: its weekend, its public holidays.

The holidays are those of the holidays library; those of a region are left out. A country that it does not know has
Saturday and Sunday.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from threading import Lock
from zoneinfo import ZoneInfo

import holidays

WEEKEND = frozenset({5, 6})  # date.weekday() of Saturday and Sunday
A_DAY = timedelta(days=1)
_one_at_a_time = Lock()


@lru_cache(maxsize=256)
def _calendar(country: str) -> tuple[frozenset[int], holidays.HolidayBase | None]:
    """The days of a country's weekend, and its public holidays where they are known."""
    try:
        known = holidays.country_holidays(country)
    except NotImplementedError:
        return WEEKEND, None
    return frozenset(known.weekend), known


@lru_cache(maxsize=8192)
def is_working_day(day: date, country: str) -> bool:
    """Whether people work in a country (ISO 3166-1, two letters) on a day."""
    # The library fills in a year when it is first asked for one; who asks meanwhile would get half a year.
    with _one_at_a_time:
        weekend, known = _calendar(country)
        return day.weekday() not in weekend and (known is None or day not in known)


def after_working_days(start: date, count: int, country: str) -> date:
    """The day that is so many of a country's working days after `start`, which is not counted."""
    return _counted(start, count, country, A_DAY)


def before_working_days(end: date, count: int, country: str) -> date:
    """The day that is so many of a country's working days before `end`, which is not counted."""
    return _counted(end, count, country, -A_DAY)


def _counted(day: date, count: int, country: str, step: timedelta) -> date:
    while count > 0:
        day += step
        count -= is_working_day(day, country)
    return day


def working_time_until(start: datetime, end: datetime, country: str, zone: ZoneInfo) -> timedelta:
    """How much time runs between two moments when it stands still on the days that are free where the zone is."""
    return sum((stop - begin for begin, stop in _working(start, country, zone, end)), timedelta())


def after_working_time(start: datetime, wanted: timedelta, country: str, zone: ZoneInfo) -> datetime:
    """The moment (UTC) when so much time has run since `start`, standing still on the free days of a country."""
    if wanted <= timedelta():
        return start
    for begin, stop in _working(start, country, zone):
        if stop - begin >= wanted:
            return begin + wanted
        wanted -= stop - begin
    raise OverflowError("no end of free days")


def _working(
    start: datetime, country: str, zone: ZoneInfo, end: datetime | None = None
) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of working days from a moment on, each within one day of the zone; moments in UTC."""
    day, begin = start.astimezone(zone).date(), start
    while end is None or begin < end:
        midnight = datetime.combine(day + A_DAY, time(), zone).astimezone(UTC)
        stop = midnight if end is None else min(midnight, end)
        if is_working_day(day, country) and stop > begin:
            yield begin, stop
        day, begin = day + A_DAY, max(begin, midnight)
