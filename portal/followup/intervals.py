"""When a report is due: the dated rule in force, counted in working days or months from the arrival."""

from datetime import date

from sqlalchemy import select

from portal.db import db
from portal.followup.models import IntervalRule
from portal.places.calendar import months_later
from portal.places.working_days import after_working_days

LAST_SCHEDULED = 6
EACH_FURTHER = 7  # the rule of every half-yearly report of a child, counted from the one before


def rules_on(day: date) -> list[IntervalRule]:
    """The rules of the schedule (reports 2 to 6) in force on a day, in order of number.

    Before the first rule came into force the first one is used, so that earlier arrivals have a schedule too.
    """
    found: dict[int, IntervalRule] = {}
    wanted = select(IntervalRule).where(IntervalRule.number <= LAST_SCHEDULED)
    for rule in db.session.scalars(wanted.order_by(IntervalRule.number, IntervalRule.valid_from)):
        if rule.number not in found or rule.valid_from <= day:
            found[rule.number] = rule
    return list(found.values())


def due_day(rule: IntervalRule, arrived_on: date, country: str) -> date:
    """The day a report is due by a rule, counted from the day of arrival (which is day 0).

    Working days are those of the partner's country (RULINGS 28).
    """
    if rule.working_days is not None:
        return after_working_days(arrived_on, rule.working_days, country)
    return months_later(arrived_on, rule.months or 0)
