"""Working days are those of a country: its weekend and its public holidays; time stands still on the others."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.places.working_days import (
    after_working_days,
    after_working_time,
    before_working_days,
    is_working_day,
    working_time_until,
)

DAY = timedelta(days=1)
COUNTRIES = st.sampled_from(["NG", "RO", "TH", "IR", "AF", "VN", "ZZ"])
ZONES = st.sampled_from([ZoneInfo("Africa/Lagos"), ZoneInfo("Europe/Bucharest"), ZoneInfo("Asia/Bangkok")])
MOMENTS = st.timedeltas(timedelta(), 700 * DAY).map(lambda since: datetime(2026, 1, 1, tzinfo=UTC) + since)
SPANS = st.timedeltas(timedelta(), 20 * DAY)


@pytest.mark.parametrize(
    ("day", "country", "works"),
    [
        (date(2026, 11, 24), "RO", True),
        (date(2026, 12, 1), "RO", False),  # Romania's national day
        (date(2026, 12, 1), "NG", True),
        (date(2026, 10, 1), "NG", False),  # Nigeria's
        (date(2026, 12, 5), "TH", False),  # a Saturday
        (date(2026, 11, 27), "IR", False),  # a Friday, the weekend of Iran
        (date(2026, 11, 29), "IR", True),  # a Sunday
        (date(2026, 12, 25), "ZZ", True),  # nobody knows the country's holidays
        (date(2026, 12, 26), "ZZ", False),
    ],
)
def test_each_country_has_its_own_weekend_and_holidays(day: date, country: str, works: bool) -> None:
    assert is_working_day(day, country) is works


def test_holidays_are_left_out_of_the_count_both_ways() -> None:
    assert after_working_days(date(2026, 11, 27), 2, "RO") == date(2026, 12, 3)  # not 30 November, not 1 December
    assert after_working_days(date(2026, 11, 27), 2, "NG") == date(2026, 12, 1)
    assert before_working_days(date(2026, 12, 3), 2, "RO") == date(2026, 11, 27)


def test_time_stands_still_over_the_weekend_of_the_zone() -> None:
    lagos = ZoneInfo("Africa/Lagos")
    friday = datetime(2026, 11, 27, 22, tzinfo=UTC)  # an hour before midnight there
    assert after_working_time(friday, timedelta(hours=1), "NG", lagos) == datetime(2026, 11, 27, 23, tzinfo=UTC)
    assert after_working_time(friday, timedelta(hours=2), "NG", lagos) == datetime(2026, 11, 30, 0, tzinfo=UTC)
    assert after_working_time(friday + DAY, DAY, "NG", lagos) == datetime(2026, 11, 30, 23, tzinfo=UTC)


@given(MOMENTS, SPANS, COUNTRIES, ZONES)
def test_the_time_that_was_asked_for_is_the_time_that_runs(
    start: datetime, span: timedelta, country: str, zone: ZoneInfo
) -> None:
    end = after_working_time(start, span, country, zone)
    assert working_time_until(start, end, country, zone) == span
    assert end >= start + span


@given(MOMENTS, SPANS, SPANS, COUNTRIES, ZONES)
def test_time_in_two_parts_is_time_in_one(
    start: datetime, one: timedelta, other: timedelta, country: str, zone: ZoneInfo
) -> None:
    middle, end = start + one, start + one + other
    whole = working_time_until(start, end, country, zone)
    parts = working_time_until(start, middle, country, zone) + working_time_until(middle, end, country, zone)
    assert whole == parts <= end - start
