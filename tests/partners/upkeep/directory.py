"""An entry whose every line can be pointed at, and what the tests of upkeep ask of it. Everything is invented."""

import uuid
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import select

from portal.db import db, today, transaction
from portal.letters.models import Letter
from portal.partners.models import Contact, Location, Organization, Phone, Schedule
from portal.partners.upkeep.models import Flag
from tests.conftest import Portal
from tests.people import People, Person

NUMBER = "+234 803 000 0001"
DIRECT = "+234 803 000 0002"


def full_entry(people: People, partner: Person | None = None) -> Organization:
    """The accepting partner's entry (or another's), with a number, a contact and her number, hours, an address."""
    of = partner or people.accepting
    with transaction():
        entry = db.session.get_one(Organization, of.actor.organization_id)
        entry.email, entry.website = "gate@edo.example", "https://edo.example"
        entry.contacts = [Contact(name="Osaro Invented", title="Director", email="osaro@edo.example")]
        entry.phones = [Phone(number="+2348030000001", as_typed=NUMBER, note="Front gate")]
        entry.locations = [Location(country=entry.country, address="1 Invented Road", town="Invented Town")]
        entry.schedules = [Schedule(byday="MO,TU", opens_at=time(8), closes_at=time(16))]
        db.session.flush()
        entry.phones.append(Phone(number="+2348030000002", as_typed=DIRECT, contact_id=entry.contacts[0].id))
    return entry


def gate(entry: Organization) -> Phone:
    """The organisation's own number."""
    return next(one for one in entry.phones if not one.contact_id)


def flag_address(entry: Organization, line: str = "phone", line_id: Any = None) -> str:
    """The page that asks what is wrong with a line."""
    row = line_id if line_id is not None else gate(entry).id if line == "phone" else ""
    return f"/partners/{entry.id}/flag?line={line}&line_id={row}"


def broken(**more: str) -> dict[str, str]:
    """A filled form: it does not work."""
    return {"problem": "does_not_work", "note": "", "form_key": str(uuid.uuid4()), **more}


def flags() -> list[Flag]:
    """Every report, oldest first, as the database has it."""
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(Flag).order_by(Flag.at)))


def letters(kind: str) -> list[str]:
    """To whom letters of a kind wait."""
    db.session.rollback()
    return sorted(db.session.scalars(select(Letter.recipient).where(Letter.kind == kind)))


def posting(portal: Portal, person: Person, address: str, **form: str) -> Callable[[], int]:
    """An act for `at_once`: a person posts a form; its status."""
    browser = portal.browser(person)
    typed = {"csrf_token": browser.csrf_token(), **form}
    return lambda: browser.client.post(address, data=typed, base_url=browser.base_url).status_code


def checked(entry: Organization, days: int | None) -> date | None:
    """Make the entry last checked so many days ago (None: never)."""
    day = None if days is None else today() - timedelta(days=days)
    with transaction():
        entry.checked_on = day
    return day
