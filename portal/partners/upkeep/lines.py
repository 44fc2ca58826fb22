"""The lines of an entry that somebody can point at, what each says, and which of them a reader sees."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from portal.access import Actor
from portal.partners import policy
from portal.partners.models import Contact, Location, Organization, Phone, Schedule
from portal.vocabulary.upkeep import LineKind

#: A person's line is remembered by a fingerprint: who left must not stay in an entry's story by name.
PERSONAL = "#"
LONGEST = 300


@dataclass(frozen=True)
class Line:
    """One line: its kind, the id of its row (None for a field of the entry itself), what it says."""

    kind: LineKind
    id: UUID | None
    text: str

    @property
    def personal(self) -> bool:
        """Whether it is about one person at the organisation."""
        return self.text.startswith(PERSONAL)


def lines_of(organization: Organization) -> list[Line]:
    """Every line of an entry that says something, and the entry itself."""
    entry = organization
    found = [Line(LineKind.PHONE, one.id, _phone(one)) for one in entry.phones]
    found += [Line(LineKind.CONTACT, one.id, _contact(one)) for one in entry.contacts]
    found += [Line(LineKind.LOCATION, one.id, _location(one)) for one in entry.locations]
    found += [Line(LineKind.HOURS, one.id, _hours(one)) for one in entry.schedules]
    fields = ((LineKind.EMAIL, entry.email), (LineKind.WEBSITE, entry.website), (LineKind.SERVICES, _services(entry)))
    found += [Line(kind, None, text[:LONGEST]) for kind, text in fields if text]
    return [*found, Line(LineKind.ENTRY, None, "")]


def seen_by(actor: Actor, organization: Organization) -> list[Line]:
    """The lines that an actor sees: a partner sees of others the front gate and the services (RULINGS 21)."""
    lines = lines_of(organization)
    if policy.sees_whole(actor, organization):
        return lines
    return [one for one in lines if sees_kind(one.kind, personal=one.personal)]


def sees_kind(kind: LineKind, *, personal: bool) -> bool:
    """Whether a line of a kind is part of what every reader of the directory sees."""
    return not personal and kind not in (LineKind.CONTACT, LineKind.LOCATION, LineKind.HOURS)


def found(lines: Iterable[Line], kind: LineKind, line_id: UUID | None) -> Line | None:
    """The line of a kind and row id, among some; None where it is not there."""
    return next((one for one in lines if one.kind is kind and one.id == line_id), None)


def _fingerprint(*parts: str) -> str:
    return PERSONAL + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _phone(phone: Phone) -> str:
    said = phone.as_typed or phone.number
    return _fingerprint(said) if phone.contact_id else said


def _contact(contact: Contact) -> str:
    return _fingerprint(contact.role.value, contact.name, contact.title, contact.email)


def _location(location: Location) -> str:
    return " ".join(part for part in (location.address, location.town) if part)[:LONGEST]


def _hours(hours: Schedule) -> str:
    opens, closes = (f"{at:%H:%M}" if at else "" for at in (hours.opens_at, hours.closes_at))
    return f"{hours.byday} {opens}-{closes} {hours.notes}".strip()[:LONGEST]


def _services(entry: Organization) -> str:
    offered = [
        f"{one.service_type.value} ({', '.join(sorted(group.population.value for group in one.populations))})"
        for one in entry.services
    ]
    return "\n".join(sorted(offered))
