"""A local day and hour in a time zone as a moment; an hour that does not exist or comes twice is refused."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


class NoSuchHour(ValueError):
    """The clocks go forward over this hour on this day."""


class HourTwice(ValueError):
    """The clocks go back over this hour on this day: it comes twice."""


def moment_of(day: date, hour: time, zone: str) -> datetime:
    """The moment (UTC) of a local day and hour in an IANA zone. Raises NoSuchHour or HourTwice."""
    place = ZoneInfo(zone)
    first = datetime.combine(day, hour, tzinfo=place)
    if first.astimezone(UTC).astimezone(place).replace(tzinfo=None) != first.replace(tzinfo=None):
        raise NoSuchHour
    if first.utcoffset() != first.replace(fold=1).utcoffset():
        raise HourTwice
    return first.astimezone(UTC)


def hour_of(typed: str) -> time:
    """An hour as people write it: 14:30, 14.30, 1430 or 9:05. Raises ValueError."""
    plain = typed.strip().replace(".", ":")
    if ":" not in plain and len(plain) == 4:
        plain = f"{plain[:2]}:{plain[2:]}"
    hours, _, minutes = plain.partition(":")
    if not (hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2):
        raise ValueError(typed)
    return time(int(hours), int(minutes))
