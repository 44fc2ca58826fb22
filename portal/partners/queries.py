"""What is asked of the directory; each question carries the reader's condition."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import selectinload

from portal.access import Actor, Role
from portal.db import db
from portal.partners import policy
from portal.partners.models import EntryChange, Language, Organization, Service, ServiceArea, ServicePopulation
from portal.partners.search import found_by
from portal.vocabulary.services import Population, ServiceStatus, ServiceType

PAGE = 20  # entries on a page of the list
HISTORY = 50  # changes shown at once


@dataclass(frozen=True)
class Wanted:
    """A filter of the list: within one list any of the values, all of the lists together."""

    q: str = ""
    countries: tuple[str, ...] = ()
    services: tuple[ServiceType, ...] = ()
    groups: tuple[Population, ...] = ()
    languages: tuple[str, ...] = ()
    verified: bool = False


@dataclass(frozen=True)
class Page:
    """A page of the list and the key of the next one, empty on the last."""

    entries: list[Organization]
    next_key: str


def _conditions(actor: Actor, wanted: Wanted) -> ColumnElement[bool]:
    parts = [policy.visible(actor), found_by(wanted.q)]
    if wanted.countries:
        parts.append(Organization.country.in_(wanted.countries))
    if wanted.services or wanted.groups:
        offered = Service.status == ServiceStatus.ACTIVE
        if wanted.services:
            offered = and_(offered, Service.service_type.in_(wanted.services))
        if wanted.groups:
            offered = and_(offered, Service.populations.any(ServicePopulation.population.in_(wanted.groups)))
        parts.append(Organization.services.any(offered))
    # A partner does not see another's languages and tier, so it cannot find it by them either (RULINGS 21).
    if actor.role in policy.WHOLE_READERS:
        if wanted.languages:
            parts.append(Organization.languages.any(Language.code.in_(wanted.languages)))
        if wanted.verified:
            parts.append(policy.verified())
    return and_(*parts)


def _listed(actor: Actor, wanted: Wanted) -> Select[Organization]:
    return (
        select(Organization)
        .where(_conditions(actor, wanted))
        .order_by(Organization.sort_name, Organization.id)
        .options(
            selectinload(Organization.services).selectinload(Service.populations),
            selectinload(Organization.languages),
        )
    )


def count(actor: Actor, wanted: Wanted) -> int:
    """How many entries the filter finds for this reader."""
    return db.session.scalar(select(func.count()).select_from(Organization).where(_conditions(actor, wanted))) or 0


def page(actor: Actor, wanted: Wanted, after: str = "") -> Page:
    """The page after an entry (its id as text); the first page for an empty or unknown key."""
    listed = _listed(actor, wanted)
    if (last := _last_shown(actor, after)) is not None:
        behind = and_(Organization.sort_name == last.sort_name, Organization.id > last.id)
        listed = listed.where(or_(Organization.sort_name > last.sort_name, behind))
    entries = list(db.session.scalars(listed.limit(PAGE + 1)))
    return Page(entries[:PAGE], str(entries[PAGE - 1].id) if len(entries) > PAGE else "")


def _last_shown(actor: Actor, after: str) -> Any:
    try:
        key = uuid.UUID(after)
    except ValueError:
        return None
    shown = select(Organization.id, Organization.sort_name).where(Organization.id == key, policy.visible(actor))
    return db.session.execute(shown).one_or_none()


def every(actor: Actor, wanted: Wanted) -> list[Organization]:
    """All entries the filter finds, for a file or a print."""
    return list(db.session.scalars(_listed(actor, wanted)))


def country_counts(actor: Actor) -> dict[str, int]:
    """How many entries each country has for this reader."""
    counted = select(Organization.country, func.count()).where(policy.visible(actor)).group_by(Organization.country)
    return {row[0]: row[1] for row in db.session.execute(counted)}


def languages_spoken(actor: Actor) -> list[str]:
    """The languages that some visible entry names."""
    spoken = select(Language.code).join(Organization, Organization.id == Language.organization_id)
    return sorted(db.session.scalars(spoken.where(policy.visible(actor)).distinct()))


def organization_for(actor: Actor, organization_id: uuid.UUID | None) -> Organization | None:
    """An entry this reader may see; None alike for a missing and a hidden one."""
    return db.session.scalar(select(Organization).where(Organization.id == organization_id, policy.visible(actor)))


def editable(actor: Actor, organization_id: uuid.UUID) -> Organization | None:
    """An entry this actor may change; None otherwise."""
    if not policy.may_change(actor, organization_id):
        return None
    return organization_for(actor, organization_id)


def _helps_in(country: str) -> ColumnElement[bool]:
    return or_(Organization.country == country, Organization.service_areas.any(ServiceArea.country == country))


def in_country(actor: Actor, country: str) -> list[Organization]:
    """The visible entries that help in a country, by town and name."""
    listed = _listed(actor, Wanted()).where(_helps_in(country)).order_by(None)
    return list(db.session.scalars(listed.order_by(Organization.town, Organization.sort_name, Organization.id)))


def number_working(actor: Actor, country: str) -> int:
    """How many partners of a country are known to work, as far as this reader may know."""
    known = policy.working() if actor.role is Role.COORDINATOR else policy.seems_to_work()
    counted = select(func.count()).select_from(Organization).where(known, policy.visible(actor), _helps_in(country))
    return db.session.scalar(counted) or 0


def is_working(organization_id: uuid.UUID) -> bool:
    """Whether one entry is a working partner; for the centre's eyes alone (it knows of silent holds)."""
    wanted = select(Organization.id).where(Organization.id == organization_id, policy.working())
    return db.session.scalar(wanted) is not None


def asked_candidates(actor: Actor, country: str) -> list[Organization]:
    """The partners a caseworker may ask to receive somebody in a country, working ones first.

    Without closed ones, those under a silent hold (RULINGS 17), and starter entries that nobody has asked yet.
    """
    listed = _listed(actor, Wanted()).where(
        _helps_in(country),
        Organization.status == ServiceStatus.ACTIVE,
        Organization.silent_hold.is_(False),
        Organization.is_starter.is_(False),
    )
    works = case((policy.working(), 0), else_=1)
    return list(db.session.scalars(listed.order_by(None).order_by(works, Organization.sort_name, Organization.id)))


def history(organization_id: uuid.UUID) -> list[EntryChange]:
    """The latest changes of an entry, newest first; for the centre."""
    changes = select(EntryChange).where(EntryChange.organization_id == organization_id)
    return list(db.session.scalars(changes.order_by(EntryChange.at.desc(), EntryChange.id).limit(HISTORY)))
