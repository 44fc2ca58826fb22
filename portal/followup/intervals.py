"""When a report is due: the dated rule in force, counted in working days or months from the arrival."""

from datetime import date, timedelta

from sqlalchemy import select

from portal.db import db
from portal.followup.models import IntervalRule
from portal.places.calendar import months_later

SATURDAY = 5  # date.weekday()


def rules_on(day: date) -> list[IntervalRule]:
    """The rule in force on a day for each report number, in order of number.

    Before the first rule came into force the first one is used, so that earlier arrivals have a schedule too.
    """
    found: dict[int, IntervalRule] = {}
    for rule in db.session.scalars(select(IntervalRule).order_by(IntervalRule.number, IntervalRule.valid_from)):
        if rule.number not in found or rule.valid_from <= day:
            found[rule.number] = rule
    return list(found.values())


def due_day(rule: IntervalRule, arrived_on: date) -> date:
    """The day a report is due by a rule, counted from the day of arrival (which is day 0)."""
    if rule.working_days is not None:
        return after_working_days(arrived_on, rule.working_days)
    return months_later(arrived_on, rule.months or 0)


def after_working_days(start: date, count: int) -> date:
    """The day `count` working days after `start`, Monday to Friday.

    Public holidays of the partner's country are not left out yet: they come with the calendar of holidays.
    """
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < SATURDAY
    return day
