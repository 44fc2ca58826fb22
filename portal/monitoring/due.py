"""What waits today: how old the directory is, and which reports are late or come in the next weeks."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import case, func, select

from portal.cases.models import Case
from portal.db import db, today
from portal.followup.models import DueReport, DueState
from portal.monitoring.slices import ALL, Slice
from portal.partners.freshness import ASK_AFTER, LEAVES_AFTER, OLD_AFTER, Freshness
from portal.partners.models import Organization
from portal.places.calendar import months_later
from portal.vocabulary.services import ServiceStatus

WEEKS = 12
CLOSED = (ServiceStatus.DEFUNCT, ServiceStatus.INACTIVE)


def freshness() -> dict[Freshness, int]:
    """The living entries of the directory by the age of their last check, every age named, as of today."""
    checked = Organization.checked_on
    ages = ((LEAVES_AFTER, Freshness.STALE), (OLD_AFTER, Freshness.OLD), (ASK_AFTER, Freshness.ASK))
    older = ((checked < months_later(today(), -months), age.value) for months, age in ages)
    age = case((checked.is_(None), Freshness.NEVER.value), *older, else_=Freshness.FRESH.value).label("age")
    living = (Organization.merged_into_id.is_(None), Organization.status.not_in(CLOSED))
    found = dict(tuple(row) for row in db.session.execute(select(age, func.count()).where(*living).group_by("age")))
    return {one: found.get(one.value, 0) for one in Freshness}


@dataclass(frozen=True)
class DueNow:
    """Reports still waited for: the late ones, and those due in each of the next weeks, this week first."""

    late: int
    weeks: list[int]


def reports_due(only: Slice = ALL) -> DueNow:
    """The reports that partners are asked for, late and in the next twelve weeks, as of today; one statement."""
    begin = today()
    ends = [begin + timedelta(weeks=number + 1) for number in range(WEEKS)]
    of_week = ((DueReport.due_on < end, number) for number, end in enumerate(ends))
    week = case((DueReport.due_on < begin, -1), *of_week).label("week")
    wanted = select(week, func.count()).where(DueReport.state == DueState.WAITING, DueReport.due_on < ends[-1])
    if only:
        wanted = wanted.join(Case, Case.id == DueReport.case_id).where(*only.conditions)
    found = dict(tuple(row) for row in db.session.execute(wanted.group_by("week")))
    return DueNow(found.get(-1, 0), [found.get(number, 0) for number in range(WEEKS)])
