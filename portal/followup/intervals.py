"""When a report is due: the dated rule in force, counted in working days or months from the arrival."""

from datetime import date, timedelta

from sqlalchemy import select

from portal.db import db
from portal.followup.models import DueReport, IntervalRule
from portal.places.calendar import months_later
from portal.places.working_days import after_working_days
from portal.vocabulary.reports import ReportKind

LAST_SCHEDULED = 6
WINDOW_PART, LEAST_WINDOW = 5, timedelta(days=3)
HALF_YEAR = 6  # months
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


def further_rule(day: date) -> IntervalRule | None:
    """The rule in force on a day for each further report of a child, or the first one before there was any."""
    wanted = select(IntervalRule).where(IntervalRule.number == EACH_FURTHER).order_by(IntervalRule.valid_from)
    rules = list(db.session.scalars(wanted))
    return next((rule for rule in reversed(rules) if rule.valid_from <= day), rules[0] if rules else None)


def due_day(rule: IntervalRule, arrived_on: date, country: str) -> date:
    """The day a report is due by a rule, counted from the day of arrival (which is day 0).

    Working days are those of the partner's country (RULINGS 28).
    """
    if rule.working_days is not None:
        return after_working_days(arrived_on, rule.working_days, country)
    return months_later(arrived_on, rule.months or 0)


def window(start: date, due_on: date) -> tuple[date, date]:
    """Between which days a report is best written, its interval counted from `start`.

    A fifth of the interval to either side, at least three days. Hjemvej's own rule.
    """
    room = max(timedelta(days=(due_on - start).days // WINDOW_PART), LEAST_WINDOW)
    return due_on - room, due_on + room


def window_of(due: DueReport) -> tuple[date, date] | None:
    """The same for a report; None for one that no interval asks for (a baseline, an event)."""
    if due.kind is ReportKind.SCHEDULED and due.request.arrived_on is not None:
        return window(due.request.arrived_on, due.due_on)
    if due.kind is ReportKind.FURTHER and due.request.arrived_on is not None:
        rule = further_rule(due.request.arrived_on)
        return window(months_later(due.due_on, -(rule.months if rule and rule.months else HALF_YEAR)), due.due_on)
    return None
