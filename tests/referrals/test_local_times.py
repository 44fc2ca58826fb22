"""Local hours: those that do not exist, those that come twice, and how people write them."""

from datetime import UTC, date, datetime, time

import pytest

from portal.referrals.local_times import HourTwice, NoSuchHour, hour_of, moment_of


def test_an_hour_in_a_zone_is_a_moment() -> None:
    assert moment_of(date(2027, 7, 1), time(14, 30), "Africa/Lagos") == datetime(2027, 7, 1, 13, 30, tzinfo=UTC)
    assert moment_of(date(2027, 7, 1), time(14, 30), "Europe/Bucharest") == datetime(2027, 7, 1, 11, 30, tzinfo=UTC)


def test_an_hour_that_the_clocks_jump_over_is_refused() -> None:
    with pytest.raises(NoSuchHour):
        moment_of(date(2027, 3, 28), time(3, 30), "Europe/Bucharest")


def test_an_hour_that_comes_twice_is_refused() -> None:
    with pytest.raises(HourTwice):
        moment_of(date(2027, 10, 31), time(3, 30), "Europe/Bucharest")


@pytest.mark.parametrize("typed", ["14:30", "14.30", "1430", " 14:30 "])
def test_an_hour_is_read_as_people_write_it(typed: str) -> None:
    assert hour_of(typed) == time(14, 30)


@pytest.mark.parametrize("typed", ["", "25:00", "14:3", "half past two", "14:60", "-1:30", "٢:٣"])
def test_what_is_no_hour_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        hour_of(typed)
