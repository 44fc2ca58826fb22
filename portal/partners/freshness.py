"""How old the knowledge of an entry is: the one rule of what is fresh, what is asked again, what leaves the list."""

from datetime import date

from sqlalchemy import ColumnElement, func, or_

from portal.db import today
from portal.i18n_mark import N_
from portal.partners.models import Organization
from portal.places.calendar import months_later
from portal.vocabulary.codes import CodeList

#: Months after the last check (EXPERIENCE: asked every six months, out of the default list after eighteen).
ASK_AFTER, OLD_AFTER, LEAVES_AFTER = 6, 12, 18


class Freshness(CodeList):
    """How old the last check of a line or an entry is."""

    FRESH = "fresh", N_("Checked in the last 6 months")
    ASK = "ask", N_("Not checked for over 6 months")
    OLD = "old", N_("Not checked for over a year")
    STALE = "stale", N_("Not checked for over 18 months")
    NEVER = "never", N_("Never checked")


def freshness(checked_on: date | None, on: date) -> Freshness:
    """How fresh something last checked on a day is on another (Copenhagen's calendar)."""
    if checked_on is None:
        return Freshness.NEVER
    for months, worst in ((LEAVES_AFTER, Freshness.STALE), (OLD_AFTER, Freshness.OLD), (ASK_AFTER, Freshness.ASK)):
        if checked_on < months_later(on, -months):
            return worst
    return Freshness.FRESH


def last_known() -> ColumnElement[date]:
    """The day an entry was last known to be true: checked by somebody, else read in its public source."""
    return func.coalesce(Organization.checked_on, Organization.looked_up_on)


def in_default_list() -> ColumnElement[bool]:
    """Entries the list shows without being asked: last known within 18 months, or too new to have been checked."""
    return or_(last_known().is_(None), last_known() >= months_later(today(), -LEAVES_AFTER))
