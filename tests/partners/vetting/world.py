"""Short builders for vetting: checks, agreements, an entry of two that look alike."""

import uuid
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from portal.db import db, today, transaction
from portal.partners import policy
from portal.partners.models import Organization, Phone
from portal.partners.vetting.models import Agreement, Check
from portal.vocabulary.organizations import AgreementKind, CheckKind, VerificationTier
from tests import build
from tests.people import Person

A_DAY = timedelta(days=1)


def entry(of: Person) -> Organization:
    """The organisation of a partner's person, as it stands now."""
    found = db.session.get(Organization, of.actor.organization_id, populate_existing=True)
    assert found is not None
    return found


def works(organization_id: uuid.UUID) -> bool:
    """Whether an organisation is a working partner, as the database says now."""
    return bool(db.session.scalar(select(policy.working()).where(Organization.id == organization_id)))


def checked(of: Organization, kind: CheckKind, *, passed: bool = True, on: date | None = None) -> Check:
    """A check of an organisation."""
    with transaction():
        made = Check(organization_id=of.id, kind=kind, on=on or today(), by="Karen Invented", passed=passed)
        db.session.add(made)
    return made


def agreed(of: Organization, *, first: date | None = None, last: date | None = None) -> Agreement:
    """An agreement with an organisation."""
    with transaction():
        made = Agreement(organization_id=of.id, kind=AgreementKind.REFERRAL, made_by="Karen Invented")
        made.valid_from, made.valid_to = first or today() - 30 * A_DAY, last
        db.session.add(made)
    return made


def day(name: str, on: date) -> dict[str, str]:
    """A date as its three boxes post it."""
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def at(of: Organization, tier: VerificationTier) -> Organization:
    """An organisation at a tier."""
    with transaction():
        of.tier = tier
    return of


def house(name: str, country: str = "NG", *, phone: str = "", **more: Any) -> Organization:
    """An entry of its own, with a number."""
    with transaction():
        made = build.organization(name, country, **more)
        if phone:
            made.phones = [Phone(number=phone, as_typed=phone)]
    return made
