"""The trail of an entry: what each part was and became, one row a changed part (HSDS metadata)."""

from collections.abc import Callable
from enum import Enum

from portal.db import db, now
from portal.partners.codes import EntryPart
from portal.partners.models import EntryChange, Organization

# Of these only that they changed is kept: a person who left must not stay in the trail by name.
PERSONAL = (EntryPart.CONTACTS, EntryPart.PHONES)
_LISTS: dict[EntryPart, Callable[[Organization], list[str]]] = {
    EntryPart.SERVICES: lambda entry: [
        f"{s.service_type.value} ({', '.join(sorted(p.population.value for p in s.populations))})"
        for s in entry.services
    ],
    EntryPart.LOCATIONS: lambda entry: [f"{one.location_type.value}: {one.address}" for one in entry.locations],
    EntryPart.CONTACTS: lambda entry: [f"{c.role.value} {c.name} {c.title} {c.email}" for c in entry.contacts],
    EntryPart.PHONES: lambda entry: [f"{one.contact_id} {one.number} {one.note}" for one in entry.phones],
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
    """Write a row into the running act for each part that differs from before; returns how many do."""
    after = snapshot(organization)
    changed = [part for part in EntryPart if before[part] != after[part]]
    at = now()
    for part in changed:
        was, became = (before[part], after[part]) if part not in PERSONAL else ("", "")
        row = EntryChange(organization_id=organization.id, field_name=part.value, updated_by=by, at=at)
        row.previous_value, row.replacement_value = was, became
        db.session.add(row)
    return len(changed)
