"""A year's exact counts, asked of the database: the promises and the flow as inside, groups and regions of our own."""

from typing import Any

from sqlalchemy import func, not_, select

from portal.cases.models import Case
from portal.db import db
from portal.monitoring import flow, indicators
from portal.monitoring.counting import on_days_of
from portal.monitoring.publishing.codes import Group
from portal.monitoring.publishing.models import PublishingRule
from portal.monitoring.publishing.regions import Region, region_of
from portal.monitoring.publishing.sheet import Exact, Kept
from portal.monitoring.registered import A_VICTIM, registered
from portal.monitoring.slices import belongs_to
from portal.vocabulary.services import Population


def exact(year: int, rule: PublishingRule) -> Exact:
    """Everything that an edition of the year counts, as it is now; the same few statements whatever the year holds."""
    kept = tuple(Kept(one.promise, one.n, one.total, one.target, bool(one.source)) for one in indicators.promises(year))
    groups, steps = _groups(year), flow.flow(year).steps
    first = period_of(year, rule)[0]
    if not closes_period(year, rule):
        return Exact(year, groups, steps, kept)
    years = range(first, year + 1)
    return Exact(year, groups, steps, kept, first, _regions(years), _registered(years))


def period_of(year: int, rule: PublishingRule) -> tuple[int, int]:
    """The first and last year of the period a year belongs to."""
    first = year - (year - rule.pooled_from) % rule.pooled_years
    return first, first + rule.pooled_years - 1


def closes_period(year: int, rule: PublishingRule) -> bool:
    """Whether the regions of the period are published with this year."""
    return period_of(year, rule)[1] == year


def _groups(year: int) -> dict[Group, int]:
    child = Case.is_child.is_(True)
    women, men = belongs_to(Population.WOMEN), belongs_to(Population.MEN)
    conditions: dict[Group, Any] = {
        Group.WOMEN: women,
        Group.MEN: men,
        Group.CHILDREN: child,
        Group.OTHER: not_(women | men | child),
    }
    columns = (func.count().filter(condition) for condition in conditions.values())
    numbers = db.session.execute(select(*columns).select_from(Case).where(*registered(year), A_VICTIM)).one()
    return dict(zip(conditions, numbers, strict=True))


def _regions(years: range) -> dict[str, int]:
    """Every region with its people, also where there are none."""
    begin, end = on_days_of(Case.registered_on, years[0])[0], on_days_of(Case.registered_on, years[-1])[1]
    wanted = select(Case.return_country, func.count()).where(begin, end, A_VICTIM).group_by(Case.return_country)
    found = dict.fromkeys((region.value for region in Region), 0)
    for country, people in db.session.execute(wanted):
        found[region_of(country).value] += people
    return found


def _registered(years: range) -> dict[int, int]:
    columns = (func.count().filter(*registered(year)) for year in years)
    numbers = db.session.execute(select(*columns).select_from(Case).where(A_VICTIM)).one()
    return dict(zip(years, numbers, strict=True))
