"""What the API asks of the directory: always with the policy's condition, always by a key, never row by row."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true, tuple_
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from portal.access import Actor
from portal.db import db
from portal.partners.hsds.codes import DATED, TOLD
from portal.partners.hsds.filters import Filter
from portal.partners.models import EntryChange, Location, Organization, Service
from portal.partners.policy import visible
from portal.partners.search import found_by
from portal.vocabulary.organizations import LocationType

BATCH = 200  # rows that a stream reads at a time
HISTORY = 20  # changes of an entry that are told, the newest


@dataclass(frozen=True)
class Question:
    """A question about the directory: its rows, the same counted, and the columns that put them in order."""

    rows: Select[*tuple[Any, ...]]
    count: Select[int]
    keys: tuple[InstrumentedAttribute[UUID], ...]

    def page(self, offset: int, limit: int) -> tuple[Sequence[Any], int]:
        """Some of the rows, and how many there are in all, in one statement where there is a row."""
        counted = self.count.correlate(None).scalar_subquery()
        asked = self.rows.add_columns(counted).order_by(*self.keys).offset(offset).limit(limit)
        rows = db.session.execute(asked).all()
        return rows, rows[0][-1] if rows else db.session.scalar(self.count) or 0

    def all(self) -> Sequence[Any]:
        """All rows at once, of a question that has few."""
        return db.session.execute(self.rows.order_by(*self.keys)).all()

    def first(self, condition: ColumnElement[bool]) -> Any:
        """The row for which something more is true; None where there is none."""
        return db.session.execute(self.rows.where(condition).limit(1)).first()

    def every(self, of: Callable[[Any], tuple[UUID, ...]]) -> Iterator[Sequence[Any]]:
        """All rows in batches; `of` gives the key of a row. Nothing is counted or skipped, so the last is as quick."""
        after: tuple[UUID, ...] | None = None
        while True:
            later = tuple_(*self.keys) > tuple_(*after) if after else true()
            rows = db.session.execute(self.rows.where(later).order_by(*self.keys).limit(BATCH)).all()
            if rows:
                yield rows
            if len(rows) < BATCH:
                return
            after = of(rows[-1])
            db.session.expunge_all()  # a whole directory is never held in memory


def organizations(actor: Actor, wanted: Filter, *, full: bool = False, full_service: bool = False) -> Question:
    """Entries: rows are (Organization, when it was last changed)."""
    conditions = [visible(actor), *_conditions(wanted)]
    rows = select(Organization, _modified()).where(*conditions)
    if full or full_service:
        services = selectinload(Organization.services).joinedload(Service.populations)
        rows = rows.options(services, *_of_entry(full_service))
    return Question(rows, select(func.count(Organization.id)).where(*conditions), (Organization.id,))


def services(actor: Actor, wanted: Filter, *, full: bool = False) -> Question:
    """Services: rows are (Service, Organization, when it was last changed)."""
    conditions = [visible(actor), *_conditions(wanted), *wanted.of_services()]
    rows = select(Service, Organization, _modified()).where(*conditions)
    rows = rows.join_from(Service, Organization, Service.organization_id == Organization.id)
    rows = rows.options(selectinload(Service.populations), *(_of_entry(True) if full else ()))
    return Question(rows, _counted_services().where(*conditions), (Service.id,))


def services_at_a_glance(actor: Actor, wanted: Filter) -> Question:
    """Services: rows are (id, when it was last changed)."""
    conditions = [visible(actor), *_conditions(wanted), *wanted.of_services()]
    rows = select(Service.id, _modified()).where(*conditions)
    rows = rows.join_from(Service, Organization, Service.organization_id == Organization.id)
    return Question(rows, _counted_services().where(*conditions), (Service.id,))


def services_at_locations(actor: Actor, wanted: Filter, *, full: bool = False) -> Question:
    """Pairs: rows are (Service, Location, Organization, when it was last changed). A redacted place is in no pair."""
    conditions = [visible(actor), *_conditions(wanted), *wanted.of_services(), *wanted.of_locations(), stated()]
    at = Location.organization_id == Service.organization_id
    rows = select(Service, Location, Organization, _modified()).where(*conditions)
    rows = rows.join_from(Service, Organization, Service.organization_id == Organization.id).join(Location, at)
    rows = rows.options(selectinload(Service.populations), *(_of_entry(True) if full else ()))
    counted = _counted_services().join(Location, at).where(*conditions)
    return Question(rows, counted, (Service.id, Location.id))


def stated() -> ColumnElement[bool]:
    """The locations that leave the portal: a protected place has none that could be stated (RULINGS 23)."""
    return Location.location_type != LocationType.REDACTED


def changes_of(organization_ids: Collection[UUID]) -> dict[UUID, list[EntryChange]]:
    """The newest changes of some entries that may be told, newest first, in one statement."""
    turn = func.row_number().over(
        partition_by=EntryChange.organization_id, order_by=(EntryChange.at.desc(), EntryChange.id)
    )
    told = and_(EntryChange.organization_id.in_(organization_ids), EntryChange.field_name.in_(TOLD))
    ranked = select(EntryChange.id, turn.label("turn")).where(told).subquery()
    wanted = select(EntryChange).join(ranked, ranked.c.id == EntryChange.id).where(ranked.c.turn <= HISTORY)
    found: dict[UUID, list[EntryChange]] = {}
    for change in db.session.scalars(wanted.order_by(EntryChange.at.desc(), EntryChange.id)):
        found.setdefault(change.organization_id, []).append(change)
    return found


def visible_parents(actor: Actor, entries: Collection[Organization]) -> set[UUID]:
    """The parents of some entries that this reader may see; others are not even named."""
    named = {one.parent_organization_id for one in entries if one.parent_organization_id}
    if not named:
        return set()
    return set(db.session.scalars(select(Organization.id).where(Organization.id.in_(named), visible(actor))))


def _counted_services() -> Select[int]:
    return select(func.count()).select_from(Service).join(Organization, Service.organization_id == Organization.id)


def _of_entry(whole: bool) -> tuple[ORMOption, ...]:
    """What of an entry is read beside it: each list in one statement, however many entries there are."""
    lists: list[InstrumentedAttribute[Any]] = [Organization.locations, Organization.phones]
    lists += [Organization.languages, Organization.schedules, Organization.service_areas] if whole else []
    return (joinedload(Organization.profile), *(selectinload(one) for one in lists))


def _modified() -> ColumnElement[datetime]:
    """When what is told of an entry last changed."""
    last = select(func.max(EntryChange.at)).where(_dated()).correlate(Organization).scalar_subquery()
    return func.coalesce(last, Organization.created_at).label("modified")


def _dated() -> ColumnElement[bool]:
    return and_(EntryChange.organization_id == Organization.id, EntryChange.field_name.in_(DATED))


def _conditions(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    if wanted.search:
        yield found_by(wanted.search)
    if wanted.modified_after is not None:
        later = select(EntryChange.id).where(_dated(), EntryChange.at >= wanted.modified_after)
        yield or_(Organization.created_at >= wanted.modified_after, later.correlate(Organization).exists())
