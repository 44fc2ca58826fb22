"""Deadlines follow the rule of their day: a new law is a new row, and never reaches back."""

from datetime import date

from portal.cases import clock
from portal.cases.models import ClockRule
from portal.db import db, transaction
from portal.vocabulary.casework import ClockKind
from tests.conftest import Portal


def days_of_a_deadline_begun(on: date) -> int | None:
    """How many days the standard deadline of a day has; None where no rule was in force."""
    rule = clock.rule_in_force(ClockKind.STANDARD, on)
    return rule.days if rule is not None else None


def test_a_newer_rule_holds_from_its_day_and_never_before(portal: Portal) -> None:
    newer = ClockRule(kind=ClockKind.STANDARD, days=14, valid_from=date(2026, 6, 1), source="An invented law")
    with transaction():
        db.session.add(newer)
    try:
        assert days_of_a_deadline_begun(date(2026, 5, 31)) == 30
        assert days_of_a_deadline_begun(date(2026, 6, 1)) == 14
        assert days_of_a_deadline_begun(date(2007, 3, 31)) is None
    finally:
        with transaction():
            db.session.delete(newer)
