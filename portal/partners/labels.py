"""The directory's words: hours on the clock, what is missing in a country, what a filter holds."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_time
from flask_babel import get_locale
from flask_babel import gettext as _

from portal.db import now, today
from portal.i18n_mark import N_
from portal.partners.codes import EntryPart
from portal.partners.models import Organization, Schedule, Service
from portal.partners.row_forms import Weekday
from portal.vocabulary.services import Population, ServiceType
from portal.web.formats import COPENHAGEN, country_name, word, words

SAVED = {
    "saved": N_("Saved."),
    "made": N_("The entry is made. Now write what it offers and how it is reached."),
    "capacity": N_("Thank you. Everybody sees it from now on."),
    "confirmed": N_("Thank you. The entry counts as checked today."),
    "merged": N_("The two entries are one now. Both histories stand on its history page."),
    "retired": N_("The entry is retired. Its people can no longer sign in."),
    "reopened": N_("The entry stands in the directory again."),
}


@dataclass(frozen=True)
class Hours:
    """Opening hours in words: the days, the organisation's own hours, the Danish ones where they differ."""

    days: list[str]
    own: str
    danish: str
    notes: str
    id: UUID
    checked_on: date | None
    checked_by: str


def hours_of(organization: Organization) -> list[Hours]:
    """The opening hours of an entry in the reader's language; Danish hours as the clocks stand today."""
    return [_hours(schedule, organization.time_zone) for schedule in organization.schedules]


def _hours(schedule: Schedule, zone: str) -> Hours:
    days = words(schedule.byday.split(","), Weekday)
    own = _span(schedule.opens_at, schedule.closes_at)
    danish = ""
    if zone and schedule.opens_at and schedule.closes_at:
        danish = _span(_in_denmark(schedule.opens_at, zone), _in_denmark(schedule.closes_at, zone))
    danish = "" if danish == own else danish
    return Hours(days, own, danish, schedule.notes, schedule.id, schedule.checked_on, schedule.checked_by)


def _in_denmark(hour: time, zone: str) -> time:
    day = now().astimezone(ZoneInfo(zone)).date()
    return datetime.combine(day, hour, ZoneInfo(zone)).astimezone(ZoneInfo(COPENHAGEN)).time()


def _span(opens: time | None, closes: time | None) -> str:
    if opens is None or closes is None:
        return ""
    locale = get_locale()
    first, last = format_time(opens, "short", locale=locale), format_time(closes, "short", locale=locale)
    # Translators: opening hours, such as 08:00 to 16:00
    return str(_("%(first)s to %(last)s", first=first, last=last))


def groups_of(organization: Organization) -> list[str]:
    """The words of the groups that any of an entry's services is for."""
    return words([one.population.value for service in organization.services for one in service.populations], Population)


def services_of(organization: Organization) -> list[str]:
    """The words of an entry's services."""
    return words([service.service_type.value for service in organization.services], ServiceType)


def groups_in(service: Service) -> list[str]:
    """The words of the groups one service is for."""
    return words([one.population.value for one in service.populations], Population)


def regions_of(organization: Organization) -> list[str]:
    """The regions an organisation helps in; a country's name where it names no region."""
    return [area.region or country_name(area.country) for area in organization.service_areas]


def part_word(name: str) -> str:
    """The words of a part of an entry as its history names it."""
    return word(EntryPart(name))


def still_ahead(day: date) -> bool:
    """Whether a day is still to come."""
    return day > today()
