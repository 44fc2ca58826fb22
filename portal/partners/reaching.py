"""How an organisation is reached: its contacts, telephone numbers and hours, saved as one list each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from uuid import UUID

import phonenumbers

from portal.access import Actor
from portal.db import db, today
from portal.partners.actions import changing
from portal.partners.models import Contact, Organization, Phone, Schedule
from portal.vocabulary.organizations import ContactRole, PhoneKind


@dataclass(frozen=True)
class ContactLine:
    """A contact as typed; `id` names the row it was shown from, None a new one."""

    id: UUID | None
    role: ContactRole
    name: str = ""
    title: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class PhoneLine:
    """A number of the organisation itself as typed, and what it is for."""

    id: UUID | None
    phone: str
    note: str = ""
    kind: PhoneKind = PhoneKind.VOICE


@dataclass(frozen=True)
class HoursLine:
    """Opening hours: days as iCal BYDAY, hours in the organisation's own time zone."""

    byday: str
    opens_at: time | None
    closes_at: time | None
    notes: str = ""


def e164(typed: str, country: str) -> str | None:
    """A telephone number in its international form, read as people of a country write it; None for no number."""
    try:
        number = phonenumbers.parse(typed, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def set_contacts(
    actor: Actor, organization_id: UUID, seen: int, contacts: Sequence[ContactLine], phones: Sequence[PhoneLine]
) -> Organization:
    """Save all contacts and numbers of an entry; a row that is not in the lists is removed.

    A line that was changed counts as checked today by who changed it. Raises NotYours, Stale.
    """
    with changing(actor, organization_id, seen, "contacts_changed") as organization:
        rows = {one.id: one for one in organization.contacts}
        numbers = {one.id: one for one in organization.phones}
        of_contact = numbers_of_contacts(organization)
        kept = [
            (line, (rows.get(line.id) if line.id else None) or Contact(role=line.role))
            for line in contacts
            if line.id is None or line.id in rows
        ]
        for line, contact in kept:
            _write(contact, actor.name, role=line.role, name=line.name, title=line.title, email=line.email)
        staying: list[Phone] = []
        for line, contact in kept:
            first, *more = of_contact.get(contact.id) or [Phone(contact_id=contact.id, kind=PhoneKind.VOICE)]
            if line.phone:
                _write_number(first, line.phone, first.note or "", organization.country, actor.name)
                staying.append(first)
            staying += more  # a file may bring several numbers of one contact; this page writes the first
        for own in phones:
            old = numbers.get(own.id) if own.id else None
            phone = old if old is not None and old.contact_id is None else Phone()
            _write(phone, actor.name, kind=own.kind)
            _write_number(phone, own.phone, own.note, organization.country, actor.name)
            staying.append(phone)
        # Numbers point at contacts: the old ones leave before their contact, the new ones come after it.
        organization.phones = [one for one in organization.phones if one in staying]
        db.session.flush()
        organization.contacts = [contact for _line, contact in kept]
        db.session.flush()
        organization.phones = staying
    return organization


def numbers_of_contacts(organization: Organization) -> dict[UUID, list[Phone]]:
    """The numbers of each contact, the eldest first."""
    found: dict[UUID, list[Phone]] = {}
    for phone in sorted(organization.phones, key=lambda one: (one.created_at, str(one.id))):
        if phone.contact_id:
            found.setdefault(phone.contact_id, []).append(phone)
    return found


def _write(row: Contact | Phone, by: str, **values: object) -> None:
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        row.checked_on, row.checked_by = today(), by


def _write_number(phone: Phone, typed: str, about: str, country: str, by: str) -> None:
    _write(phone, by, number=e164(typed, country) or typed[:20], as_typed=typed, note=about)


def set_hours(actor: Actor, organization_id: UUID, seen: int, hours: Sequence[HoursLine]) -> Organization:
    """Save the opening hours of an entry; those that stay keep their row, new ones count as checked today.

    Raises NotYours, Stale.
    """
    with changing(actor, organization_id, seen, "hours_changed") as organization:
        kept = {(one.byday, one.opens_at, one.closes_at, one.notes): one for one in organization.schedules}
        wanted = dict.fromkeys((one.byday, one.opens_at, one.closes_at, one.notes) for one in hours)
        organization.schedules = [kept.get(one) or _new_hours(*one, by=actor.name) for one in wanted]
    return organization


def _new_hours(byday: str, opens_at: time | None, closes_at: time | None, notes: str, *, by: str) -> Schedule:
    new = Schedule(byday=byday, opens_at=opens_at, closes_at=closes_at, notes=notes)
    new.checked_on, new.checked_by = today(), by
    return new
