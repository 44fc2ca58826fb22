"""The trail of an entry: what each part was and became, one row a changed part (HSDS metadata)."""

from collections.abc import Callable
from enum import Enum
from uuid import UUID

from sqlalchemy import update

from portal.db import db, now
from portal.partners.codes import PROFILE_ANSWERS, PROFILE_NUMBERS, EntryPart
from portal.partners.models import EntryChange, Organization, Service
from portal.vocabulary.organizations import LocationType
from portal.vocabulary.upkeep import LineKind

# Of these only that they changed is kept: a person who left must not stay in the trail by name.
PERSONAL = (EntryPart.CONTACTS, EntryPart.PHONES)


def _service(one: Service) -> str:
    """A service as the trail writes it: its kind, its own name, the groups, the ages where one is stated."""
    groups = ", ".join(sorted(group.population.value for group in one.populations))
    ages = (one.minimum_age, one.maximum_age)
    between = (
        "" if ages == (None, None) else f" {'' if ages[0] is None else ages[0]}-{'' if ages[1] is None else ages[1]}"
    )
    return f"{one.service_type.value} {one.name}".strip() + f" ({groups}){between}"


def _profile(entry: Organization) -> list[str]:
    if entry.profile is None:
        return []
    said = {name: getattr(entry.profile, name) for name in (*PROFILE_ANSWERS, *PROFILE_NUMBERS)}
    return [f"{name}: {value}" for name, value in said.items() if value is not None]


_LISTS: dict[EntryPart, Callable[[Organization], list[str]]] = {
    EntryPart.PROFILE: _profile,
    EntryPart.SERVICES: lambda entry: [_service(one) for one in entry.services],
    EntryPart.LOCATIONS: lambda entry: [f"{one.location_type.value}: {one.address}" for one in entry.locations],
    EntryPart.CONTACTS: lambda entry: [f"{c.role.value} {c.name} {c.title} {c.email}" for c in entry.contacts],
    EntryPart.PHONES: lambda entry: [
        f"{one.contact_id} {one.number} {one.note} {one.kind.value}" for one in entry.phones
    ],
    EntryPart.LANGUAGES: lambda entry: [one.code for one in entry.languages],
    EntryPart.SCHEDULES: lambda entry: [f"{s.byday} {s.opens_at}-{s.closes_at} {s.notes}" for s in entry.schedules],
    EntryPart.SERVICE_AREAS: lambda entry: [f"{one.country} {one.region}" for one in entry.service_areas],
}


def snapshot(organization: Organization) -> dict[EntryPart, str]:
    """Every part of an entry as text, to be compared with a later one."""
    return {part: _text(organization, part) for part in EntryPart}


def _text(organization: Organization, part: EntryPart) -> str:
    if part in _LISTS:
        return "\n".join(sorted(_LISTS[part](organization)))
    value = getattr(organization, part.value)
    if isinstance(value, Enum):
        return str(value.value)
    return "" if value is None else str(value)


def note_changes(organization: Organization, before: dict[EntryPart, str], by: str) -> int:
    """Write a row into the running act for each part that differs from before; returns how many do.

    Of a protected place only that it changed is kept, also of what was written before it was protected.
    """
    after = snapshot(organization)
    changed = [part for part in EntryPart if before[part] != after[part]]
    at = now()
    kept_quiet: tuple[EntryPart, ...] = PERSONAL
    if EntryPart.LOCATIONS in changed and is_protected(organization):
        kept_quiet = (*PERSONAL, EntryPart.LOCATIONS)
        _forget_addresses(organization.id)
    for part in changed:
        was, became = (before[part], after[part]) if part not in kept_quiet else ("", "")
        row = EntryChange(organization_id=organization.id, field_name=part.value, updated_by=by, at=at)
        row.previous_value, row.replacement_value = was, became
        db.session.add(row)
    return len(changed)


def is_protected(organization: Organization) -> bool:
    """Whether its place is one that is never stated."""
    return any(one.location_type is LocationType.REDACTED for one in organization.locations)


def _forget_addresses(organization_id: UUID) -> None:
    """Take the addresses of a place that is protected from now on out of the trail and out of what was flagged."""
    from portal.partners.upkeep.models import Flag  # that part stands on this one

    of_place = (EntryChange.organization_id == organization_id, EntryChange.field_name == EntryPart.LOCATIONS.value)
    db.session.execute(update(EntryChange).where(*of_place).values(previous_value="", replacement_value=""))
    flagged = (Flag.organization_id == organization_id, Flag.line == LineKind.LOCATION)
    db.session.execute(update(Flag).where(*flagged).values(line_text="", note="", answer=""))
