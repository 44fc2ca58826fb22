"""The departure deadline from dated rules: Copenhagen dates, the last day included (RULINGS 28; plan lines 266-275)."""

import uuid
from datetime import date, timedelta

from sqlalchemy import select

from portal.access import Actor
from portal.cases.facts import add_fact, not_later_than_today
from portal.cases.faults import Refused
from portal.cases.models import Case, ClockRule, DepartureClock
from portal.db import db, today
from portal.places.calendar import months_later
from portal.places.countries import in_eu
from portal.vocabulary.casework import ClockKind, OfferOutcome


def rule_in_force(kind: ClockKind, on: date) -> ClockRule | None:
    """The newest rule of a kind that was valid on a day; None where no deadline runs."""
    wanted = select(ClockRule).where(ClockRule.kind == kind, ClockRule.valid_from <= on)
    return db.session.scalar(wanted.order_by(ClockRule.valid_from.desc()).limit(1))


def last_day(starts_on: date, rule: ClockRule) -> date:
    """The deadline's last day. The day it starts is not counted, the last day is included (RULINGS 28).

    30 days from 1 March end on 31 March; 3 months from 1 March on 1 June, from 30 November on the last of February.
    """
    if rule.days is not None:
        return starts_on + timedelta(days=rule.days)
    return months_later(starts_on, rule.months or 0)


def start_clock(
    actor: Actor, case: Case, *, kind: ClockKind, starts_on: date, key: uuid.UUID | None = None
) -> DepartureClock:
    """Record the deadline that runs. Up to 100 days count from the same start as the first deadline.

    Raises Refused, NotHere.
    """
    not_later_than_today(starts_on, "starts_on")
    first = case.clocks[0] if case.clocks else None
    if kind is ClockKind.PREPARED_RETURN and first is not None:
        starts_on = first.starts_on
    rule = rule_in_force(kind, starts_on)
    if rule is None and kind is not ClockKind.PERMIT_PENDING:
        raise Refused("no_rule", "starts_on")

    def build(_id: uuid.UUID) -> DepartureClock:
        made = DepartureClock(case_id=case.id, kind=kind, starts_on=starts_on)
        made.ends_on, made.rule_id = (last_day(starts_on, rule), rule.id) if rule is not None else (None, None)
        return made

    return add_fact(actor, case, DepartureClock, key, build, "case:clock:started", kind=kind)


def running(case: Case) -> DepartureClock | None:
    """The deadline recorded last, or None."""
    return case.clocks[-1] if case.clocks else None


def ends_on(case: Case) -> date | None:
    """The last day of the deadline that runs; None where none was recorded or none runs."""
    clock = running(case)
    return clock.ends_on if clock is not None else None


def days_left(case: Case) -> int | None:
    """Days until the last day, today not counted; negative once it has passed."""
    end = ends_on(case)
    return (end - today()).days if end is not None else None


def suggested(case: Case) -> ClockKind:
    """The kind that fits: a European citizen's; a prepared return's where she last said yes; else the standard."""
    if in_eu(case.citizenship, today()):
        return ClockKind.EU
    answers = [offer.outcome for offer in case.offers if offer.outcome is not OfferOutcome.PENDING]
    accepted = bool(answers) and answers[-1] is OfferOutcome.ACCEPTED
    return ClockKind.PREPARED_RETURN if accepted else ClockKind.STANDARD
