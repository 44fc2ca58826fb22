"""What is done to an entry of the directory, and by whom; one function an act."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select, update

from portal.access import Actor, Role
from portal.audit.trail import note
from portal.db import add_once, check_version, db, today, transaction
from portal.partners import policy
from portal.partners.changes import note_changes, snapshot
from portal.partners.codes import CENTRE_FIELDS, OWN_FIELDS
from portal.partners.models import (
    Contact,
    Language,
    Location,
    Organization,
    Phone,
    Service,
    ServiceArea,
    ServicePopulation,
)
from portal.partners.search import import_key
from portal.places import countries
from portal.vocabulary.organizations import LocationType, TransferBasis, VerificationTier
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


@contextmanager
def changing(actor: Actor, organization_id: UUID, seen: int, what: str) -> Iterator[Organization]:
    """One act on an entry: who may, the version seen, the trail of changed parts, the audit row.

    Raises NotYours, and Stale when somebody else saved since version `seen`.
    """
    with transaction():
        organization = db.session.get(Organization, organization_id)
        if organization is None or not policy.may_change(actor, organization_id):
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
        organization, new = add_once(Organization, key, lambda: _new(country, values))
        if new:
            note(actor, "partner:entry:made", f"organization:{organization.id}")
    return organization


def _new(country: str, values: Mapping[str, Any]) -> Organization:
    organization = Organization(country=country, name=values["name"], org_type=values["org_type"])
    organization.import_key = import_key(country, organization.name)
    zones = countries.time_zones(country)
    organization.time_zone = zones[0] if len(zones) == 1 else ""
    if countries.in_eea(country, today()):
        organization.transfer_basis = TransferBasis.EEA
    _write(organization, (*OWN_FIELDS, *CENTRE_FIELDS), values)
    return organization


def change(actor: Actor, organization_id: UUID, seen: int, values: Mapping[str, Any]) -> Organization:
    """Save the facts of an entry; of `values` only what this actor may write is taken (R-07).

    Raises NotYours, Stale.
    """
    centre = actor.role is Role.COORDINATOR
    with changing(actor, organization_id, seen, "changed") as organization:
        _write(organization, (*OWN_FIELDS, *CENTRE_FIELDS) if centre else OWN_FIELDS, values)
    return organization


def _write(organization: Organization, fields: tuple[str, ...], values: Mapping[str, Any]) -> None:
    for name in fields:
        if name in values:
            setattr(organization, name, values[name])
    if "languages" in values:
        write_languages(organization, values["languages"])
    if "regions" in values:
        elsewhere = [area for area in organization.service_areas if area.country != organization.country]
        own = [ServiceArea(country=organization.country, region=region) for region in values["regions"]]
        organization.service_areas = elsewhere + own
    if "address" in values:
        _write_address(organization, values["location_type"] or LocationType.PHYSICAL, values["address"])


def write_languages(organization: Organization, codes: list[str]) -> None:
    """Set the languages an organisation speaks; those that stay keep their row."""
    kept = [one for one in organization.languages if one.code in codes]
    new = set(codes) - {one.code for one in kept}
    organization.languages = kept + [Language(code=code) for code in sorted(new)]


def _write_address(organization: Organization, kind: LocationType, address: str) -> None:
    """One location an entry; a protected place has a town and never an address."""
    if not address and kind is LocationType.PHYSICAL:
        organization.locations = []
        return
    location = organization.locations[0] if organization.locations else Location(country=organization.country)
    location.location_type, location.town = kind, organization.town
    location.address = "" if kind is LocationType.REDACTED else address
    organization.locations = [location]


def set_services(
    actor: Actor, organization_id: UUID, seen: int, services: Mapping[ServiceType, list[Population]]
) -> Organization:
    """Save what an organisation offers and for whom. Raises NotYours, Stale."""
    with changing(actor, organization_id, seen, "services_changed") as organization:
        write_services(organization, services)
    return organization


def write_services(organization: Organization, services: Mapping[ServiceType, list[Population]]) -> None:
    """Set the services and the groups of each; those that stay keep their row."""
    kept = {one.service_type: one for one in organization.services if one.service_type in services}
    organization.services = [kept.get(kind) or Service(service_type=kind) for kind in services]
    for service in organization.services:
        groups = services[service.service_type]
        stay = [one for one in service.populations if one.population in groups]
        new = [group for group in groups if group not in [one.population for one in stay]]
        service.populations = stay + [ServicePopulation(population=group) for group in new]


def confirm(actor: Actor, organization_id: UUID, seen: int) -> Organization:
    """All is still correct: the entry, its contacts and numbers count as checked today. Raises NotYours, Stale."""
    with changing(actor, organization_id, seen, "confirmed") as organization:
        lines: list[Organization | Contact | Phone] = [organization, *organization.contacts, *organization.phones]
        for one in lines:
            one.checked_on, one.checked_by = today(), actor.name
    return organization


def verify(
    actor: Actor, organization_id: UUID, seen: int, tier: VerificationTier, on: date, next_check_on: date | None
) -> Organization:
    """Record how far the centre has checked an organisation, on what day, and when it looks again.

    What was verified is no starter entry any more. Raises NotYours, Stale.
    """
    _centre_alone(actor)
    with changing(actor, organization_id, seen, "verified") as organization:
        organization.tier, organization.next_check_on = tier, next_check_on
        organization.verified_on, organization.verified_by = on, actor.name
        organization.checked_on, organization.checked_by = on, actor.name
        if tier is VerificationTier.UNVERIFIED:
            organization.verified_on, organization.verified_by = None, ""
        else:
            organization.is_starter = False
    return organization


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
