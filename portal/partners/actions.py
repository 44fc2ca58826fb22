"""What is done to an entry of the directory, and by whom; one function an act."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select, update

from portal.access import Actor, Role
from portal.audit.trail import note
from portal.db import add_once, check_version, db, today, transaction
from portal.partners import parents, policy
from portal.partners.changes import note_changes, snapshot
from portal.partners.codes import CENTRE_FIELDS, OWN_FIELDS
from portal.partners.models import Contact, Location, Organization, Phone, Schedule
from portal.partners.search import import_key
from portal.partners.writing import ServiceFacts, write_address, write_areas
from portal.partners.writing import write_languages as write_languages
from portal.partners.writing import write_services as write_services
from portal.places import countries
from portal.vocabulary.organizations import LocationType, TransferBasis
from portal.vocabulary.services import Population, ServiceStatus, ServiceType

#: Called inside the act that suspends a partner, with who did it and whom (RULINGS 35).
ON_SUSPEND: list[Callable[[Actor, UUID], None]] = []
#: Called inside every act on an entry, when what was changed stands in it: what was reported wrong is settled by it.
ON_CHANGE: list[Callable[[Actor, Organization], None]] = []
CLOSED = (ServiceStatus.INACTIVE, ServiceStatus.DEFUNCT)
REMEMBERED = 4  # answers that count towards keeping the promise (RULINGS 20)


class NotYours(Exception):
    """The actor may not do this to this entry; shown as not found."""


class AlreadyListed(Exception):
    """An entry of this name stands in this country already."""

    def __init__(self, organization_id: UUID) -> None:
        super().__init__(str(organization_id))
        self.organization_id = organization_id


class GoesInACircle(Exception):
    """An organisation cannot belong to itself, nor to one that belongs to it."""


def _may_change(actor: Actor, organization: Organization) -> bool:
    return policy.may_change(actor, organization.id)


@contextmanager
def changing(
    actor: Actor,
    organization_id: UUID,
    seen: int,
    what: str,
    allowed: Callable[[Actor, Organization], bool] = _may_change,
) -> Iterator[Organization]:
    """One act on an entry: who may, the version seen, the trail of changed parts, the audit row.

    Raises NotYours, and Stale when somebody else saved since version `seen`.
    """
    with transaction():
        organization = db.session.get(Organization, organization_id)
        if organization is None or not allowed(actor, organization):
            raise NotYours
        check_version(organization, seen)
        before = snapshot(organization)
        yield organization
        db.session.flush()
        parts = note_changes(organization, before, actor.name)
        for hook in ON_CHANGE:
            hook(actor, organization)
        note(actor, f"partner:entry:{what}", f"organization:{organization.id}", parts=parts)


def create(actor: Actor, key: UUID, country: str, values: Mapping[str, Any]) -> Organization:
    """Add an entry; the form's `key` becomes its id, so that a double post makes one. The centre alone.

    Inside the EEA its transfer basis is that (RULINGS 6). Raises NotYours, AlreadyListed.
    """
    if actor.role is not Role.COORDINATOR:
        raise NotYours
    with transaction():
        twin = select(Organization.id).where(Organization.import_key == import_key(country, str(values["name"])))
        earlier = db.session.scalar(twin)
        if earlier is not None and earlier != key:
            raise AlreadyListed(earlier)
        organization, new = add_once(Organization, key, lambda: _new(country, values, actor.name))
        if new:
            note(actor, "partner:entry:made", f"organization:{organization.id}")
    return organization


def _new(country: str, values: Mapping[str, Any], by: str) -> Organization:
    organization = Organization(country=country, name=values["name"], org_type=values["org_type"])
    organization.import_key = import_key(country, organization.name)
    zones = countries.time_zones(country)
    organization.time_zone = zones[0] if len(zones) == 1 else ""
    if countries.in_eea(country, today()):
        organization.transfer_basis = TransferBasis.EEA
    _write(organization, (*OWN_FIELDS, *CENTRE_FIELDS), values, by)
    return organization


def change(actor: Actor, organization_id: UUID, seen: int, values: Mapping[str, Any]) -> Organization:
    """Save the facts of an entry; of `values` only what this actor may write is taken (R-07).

    Raises NotYours, Stale, GoesInACircle.
    """
    centre = actor.role is Role.COORDINATOR
    with changing(actor, organization_id, seen, "changed") as organization:
        _write(organization, (*OWN_FIELDS, *CENTRE_FIELDS) if centre else OWN_FIELDS, values, actor.name)
    return organization


def _write(organization: Organization, fields: tuple[str, ...], values: Mapping[str, Any], by: str) -> None:
    above = values.get("parent_organization_id")
    if above and "parent_organization_id" in fields and parents.makes_a_circle(organization.id, above):
        raise GoesInACircle
    for name in fields:
        if name in values:
            setattr(organization, name, values[name])
    if "languages" in values:
        write_languages(organization, values["languages"])
    if "areas" in values:
        write_areas(organization, values["areas"])
    if "address" in values:
        write_address(organization, values["location_type"] or LocationType.PHYSICAL, values["address"], by)


def set_services(
    actor: Actor,
    organization_id: UUID,
    seen: int,
    services: Mapping[ServiceType, list[Population]],
    facts: Mapping[ServiceType, ServiceFacts] | None = None,
) -> Organization:
    """Save what an organisation offers and for whom. Raises NotYours, Stale."""
    with changing(actor, organization_id, seen, "services_changed") as organization:
        write_services(organization, services, facts or {})
    return organization


def confirm(actor: Actor, organization_id: UUID, seen: int) -> Organization:
    """All is still correct: the entry and each of its lines count as checked today by who says so.

    Said by the organisation itself, the centre, or by those who spoke to it. Raises NotYours, Stale.
    """
    with changing(actor, organization_id, seen, "confirmed", policy.may_confirm) as organization:
        mark_checked(organization, actor.name)
    return organization


def mark_checked(organization: Organization, by: str) -> None:
    """Write who checked the entry and each of its lines today, into the running act."""
    entry = organization
    entry.checked_on, entry.checked_by = today(), by
    lines: list[Contact | Phone | Location | Schedule]
    lines = [*entry.contacts, *entry.phones, *entry.locations, *entry.schedules]
    for one in lines:
        one.checked_on, one.checked_by = today(), by


def retire(actor: Actor, organization_id: UUID, seen: int, status: ServiceStatus) -> Organization:
    """Take an entry out of the directory for a time (inactive) or for good (defunct).

    Its people's sessions end in the same act, by the hooks of ON_SUSPEND. Raises NotYours, Stale.
    """
    _centre_alone(actor)
    if status not in CLOSED:
        raise ValueError(status)
    with changing(actor, organization_id, seen, "retired") as organization:
        organization.status = status
        for hook in ON_SUSPEND:
            hook(actor, organization.id)
    return organization


def reopen(actor: Actor, organization_id: UUID, seen: int) -> Organization:
    """Put a retired entry back into the directory. Raises NotYours, Stale."""
    _centre_alone(actor)
    with changing(actor, organization_id, seen, "reopened") as organization:
        organization.status = ServiceStatus.ACTIVE
    return organization


def _centre_alone(actor: Actor) -> None:
    if actor.role is not Role.COORDINATOR:
        raise NotYours


def note_answer(organization_id: UUID, *, in_time: bool) -> None:
    """Count an answer (or its lack at the due time) of a partner, into the running act; counted in SQL."""
    mark = "1" if in_time else "0"
    recent = Organization.recent_answers
    full = func.length(recent) >= REMEMBERED
    with transaction():
        db.session.execute(
            update(Organization)
            .where(Organization.id == organization_id)
            .values(
                asked=Organization.asked + 1,
                answered_in_time=Organization.answered_in_time + int(in_time),
                recent_answers=case((full, func.substr(recent, 2)), else_=recent).concat(mark),
            )
        )
