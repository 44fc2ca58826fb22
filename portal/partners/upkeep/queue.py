"""The centre's queue: what is reported, told, suggested and not checked; counted, and page by page, oldest first."""

import base64
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from portal.access import Actor
from portal.db import db, today
from portal.partners import policy as partners
from portal.partners.freshness import ASK_AFTER, LEAVES_AFTER, OLD_AFTER, last_known
from portal.partners.models import Organization
from portal.partners.upkeep import policy
from portal.partners.upkeep.models import Concern, Flag, Suggestion
from portal.places.calendar import months_later
from portal.vocabulary.services import ServiceStatus
from portal.vocabulary.upkeep import ConcernState, FlagState, SuggestionState

PAGE = 20
AGES = (ASK_AFTER, OLD_AFTER, LEAVES_AFTER)  # months


class Tab(StrEnum):
    """The parts of the queue."""

    REPORTED = "reported"
    CONCERNS = "concerns"
    SUGGESTIONS = "suggestions"
    UNCHECKED = "unchecked"


@dataclass(frozen=True)
class Page:
    """A page of a list and the key of the next one, empty on the last."""

    rows: Sequence[Any] = field(default_factory=list)
    next_key: str = ""


def counts() -> dict[Tab, int]:
    """How much waits in each part of the queue, in one question. For the centre alone."""
    waiting = {
        Tab.REPORTED: select(func.count(Flag.id)).where(Flag.state == FlagState.OPEN),
        Tab.CONCERNS: select(func.count(Concern.id)).where(Concern.state == ConcernState.OPEN),
        Tab.SUGGESTIONS: select(func.count(Suggestion.id)).where(Suggestion.state == SuggestionState.OPEN),
        Tab.UNCHECKED: select(func.count(Organization.id)).where(unchecked(ASK_AFTER)),
    }
    numbers = db.session.execute(select(*(one.scalar_subquery() for one in waiting.values()))).one()
    return dict(zip(waiting, numbers, strict=True))


def unchecked(months: int) -> ColumnElement[bool]:
    """Open entries that were not checked, nor read in their source, in so many months."""
    old = or_(last_known().is_(None), last_known() < months_later(today(), -months))
    return and_(Organization.status == ServiceStatus.ACTIVE, Organization.merged_into_id.is_(None), old)


def page(tab: Tab, after: str, months: int = ASK_AFTER) -> Page:
    """One page of a part of the queue, what waits longest first. For the centre alone."""
    if tab is Tab.UNCHECKED:
        known = func.coalesce(Organization.checked_on, Organization.looked_up_on, date.min)
        wanted = select(Organization, known).where(unchecked(months))
        return _page(wanted, known, Organization.id, after, date.fromisoformat)
    if tab is Tab.REPORTED:
        return _waiting(Flag, Flag.state == FlagState.OPEN, after)
    if tab is Tab.CONCERNS:
        return _waiting(Concern, Concern.state == ConcernState.OPEN, after)
    return _waiting(Suggestion, Suggestion.state == SuggestionState.OPEN, after)


def suggestions_of(actor: Actor, after: str) -> Page:
    """An actor's own suggestions, newest first."""
    wanted = select(Suggestion, Suggestion.at).where(Suggestion.by_id == actor.id, policy.suggestions_of(actor))
    wanted = wanted.options(joinedload(Suggestion.organization))
    return _page(wanted, Suggestion.at, Suggestion.id, after, _moment, newest=True)


def suggestion_for(actor: Actor, suggestion_id: uuid.UUID) -> Suggestion | None:
    """One suggestion this reader may see."""
    return db.session.scalar(select(Suggestion).where(Suggestion.id == suggestion_id, policy.suggestions_of(actor)))


def answered_lately(actor: Actor, since: datetime) -> list[Suggestion]:
    """The actor's suggestions that the centre answered since a moment, newest first."""
    wanted = select(Suggestion).where(Suggestion.by_id == actor.id, Suggestion.answered_at >= since)
    return list(db.session.scalars(wanted.order_by(Suggestion.answered_at.desc()).limit(5)))


def open_in(actor: Actor, countries: Sequence[str]) -> list[Flag]:
    """The reports that wait in some countries, of entries that the actor sees, oldest first."""
    wanted = select(Flag).join(Organization).where(Flag.state == FlagState.OPEN, partners.visible(actor))
    wanted = wanted.where(Organization.country.in_(countries)).options(joinedload(Flag.organization))
    return list(db.session.scalars(wanted.order_by(Flag.at, Flag.id).limit(5)))


def _waiting(model: type[Flag] | type[Concern] | type[Suggestion], waits: ColumnElement[bool], after: str) -> Page:
    wanted: Any = select(model, model.at).where(waits).options(joinedload(model.organization))
    return _page(wanted, model.at, model.id, after, _moment)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def _page(
    wanted: Any, first: Any, second: Any, after: str, read: Callable[[str], Any], *, newest: bool = False
) -> Page:
    """A page of rows (record, its place in the order), keyed by the place and the id of the last one shown."""
    try:
        text, _, last = base64.urlsafe_b64decode(after.encode()).decode().partition(" ")
        place, row_id = read(text), uuid.UUID(last)
        beyond = first < place if newest else first > place
        wanted = wanted.where(or_(beyond, and_(first == place, second > row_id)))
    except ValueError:
        pass  # no key, or one that we never made: the first page
    rows = db.session.execute(wanted.order_by(first.desc() if newest else first, second).limit(PAGE + 1)).all()
    if len(rows) <= PAGE:
        return Page([row[0] for row in rows])
    record, shown = rows[PAGE - 1]
    key = base64.urlsafe_b64encode(f"{shown.isoformat()} {record.id}".encode()).decode()
    return Page([row[0] for row in rows[:PAGE]], key)
