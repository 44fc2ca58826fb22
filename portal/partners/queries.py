"""What is asked of the directory; each question carries the reader's condition."""

import uuid

from sqlalchemy import ColumnElement, Select, case, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.access import Actor
from portal.db import db
from portal.partners import policy
from portal.partners.models import EntryChange, Organization, Service, ServiceArea
from portal.partners.together import ALL_LINES, load_lines
from portal.vocabulary.services import ServiceStatus

HISTORY = 50  # changes shown at once


def _listed(actor: Actor) -> Select[Organization]:
    return (
        select(Organization)
        .where(policy.visible(actor))
        .order_by(Organization.sort_name, Organization.id)
        .options(
            selectinload(Organization.services).selectinload(Service.populations),
            selectinload(Organization.languages),
        )
    )


def organization_for(actor: Actor, organization_id: uuid.UUID | None) -> Organization | None:
    """An entry this reader may see; None alike for a missing and a hidden one."""
    if organization_id is None:
        return None
    return db.session.scalar(select(Organization).where(Organization.id == organization_id, policy.visible(actor)))


def whole_entry(actor: Actor, organization_id: uuid.UUID) -> Organization | None:
    """The same with all its lines, in two questions whatever their number."""
    return whole_entry_at_work(actor, organization_id)[0]


def whole_entry_at_work(actor: Actor, organization_id: uuid.UUID) -> tuple[Organization | None, bool]:
    """The same, and whether it is a working partner; that for the centre's eyes alone (it knows of silent holds)."""
    wanted = select(Organization, policy.working()).where(Organization.id == organization_id, policy.visible(actor))
    found = db.session.execute(wanted.options(joinedload(Organization.profile))).one_or_none()
    if found is None:
        return None, False
    load_lines([found[0]], *ALL_LINES)
    return found[0], bool(found[1])


def editable(actor: Actor, organization_id: uuid.UUID) -> Organization | None:
    """An entry this actor may change, with all its lines; None otherwise."""
    if not policy.may_change(actor, organization_id):
        return None
    return whole_entry(actor, organization_id)


def _helps_in(country: str) -> ColumnElement[bool]:
    return or_(Organization.country == country, Organization.service_areas.any(ServiceArea.country == country))


def asked_candidates(actor: Actor, country: str) -> list[Organization]:
    """The partners a caseworker may ask to receive somebody in a country, working ones first.

    Without closed ones, those under a silent hold (RULINGS 17), and starter entries that nobody has asked yet.
    """
    listed = _listed(actor).where(
        _helps_in(country),
        Organization.status == ServiceStatus.ACTIVE,
        Organization.silent_hold.is_(False),
        Organization.is_starter.is_(False),
    )
    works = case((policy.working(), 0), else_=1)
    listed = listed.options(selectinload(Organization.profile), selectinload(Organization.service_areas))
    return list(db.session.scalars(listed.order_by(None).order_by(works, Organization.sort_name, Organization.id)))


def seem_to_work(country: str) -> set[uuid.UUID]:
    """The entries that help in a country and seem to work, as far as everybody may know."""
    return set(db.session.scalars(select(Organization.id).where(_helps_in(country), policy.seems_to_work())))


def history(organization_id: uuid.UUID) -> list[EntryChange]:
    """The latest changes of an entry, newest first; for the centre."""
    changes = select(EntryChange).where(EntryChange.organization_id == organization_id)
    return list(db.session.scalars(changes.order_by(EntryChange.at.desc(), EntryChange.id).limit(HISTORY)))
