"""The answer clock (RULINGS 8): when an answer is due, and how time runs until then. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from portal.partners.models import Organization
from portal.places.working_days import after_working_time, working_time_until
from portal.vocabulary.requests import Priority

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


@dataclass(frozen=True)
class AnswerClock:
    """How time runs for one request: on the partner's working days alone where it pauses, else always."""

    pauses: bool
    country: str
    zone: ZoneInfo

    def after(self, start: datetime, wanted: timedelta) -> datetime:
        """The moment when so much time has run since `start`."""
        return after_working_time(start, wanted, self.country, self.zone) if self.pauses else start + wanted

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much time runs from one moment to another; none where the second is not later."""
        if self.pauses:
            return working_time_until(start, end, self.country, self.zone)
        return max(end - start, timedelta())


def clock_of(priority: Priority, partner: Organization) -> AnswerClock:
    """The clock of a request: weekends and the partner's public holidays pause `normal` alone."""
    return AnswerClock(priority is Priority.NORMAL, partner.country, zone_of(partner))


def zone_of(partner: Organization) -> ZoneInfo:
    """The time zone of a partner, in which its days begin and end; Denmark's where it is not known."""
    try:
        return ZoneInfo(partner.time_zone)
    except (ValueError, KeyError, OSError):
        return COPENHAGEN


def due_at(sent_at: datetime, hours: int, priority: Priority, partner: Organization) -> datetime:
    """When an answer to a request that is sent at a moment is due. The one place where it is computed."""
    return clock_of(priority, partner).after(sent_at, timedelta(hours=hours))


def due_after_reply(
    clock: AnswerClock, priority: Priority, due: datetime, asked_at: datetime, replied_at: datetime
) -> datetime:
    """The due moment when a question waited for our reply: that time is given back, emergencies apart.

    A question asked after the due moment gives nothing back.
    """
    if priority is Priority.EMERGENCY or asked_at >= due:
        return due
    return clock.after(replied_at, clock.between(asked_at, due))
