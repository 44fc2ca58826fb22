"""Inviting an organisation: its entry is found or made, its people are asked whether it wishes to be listed."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from babel.core import get_global
from sqlalchemy import select

from portal.access import Actor, Role
from portal.accounts import invitations
from portal.accounts.invitations import Whom
from portal.accounts.models import Invitation
from portal.db import db, transaction
from portal.i18n import BY_CODE, SOURCE
from portal.partners import actions
from portal.partners.models import Organization
from portal.partners.search import import_key
from portal.vocabulary.organizations import OrganizationType, Visibility
from portal.vocabulary.services import ServiceStatus

OFFICIAL = ("official", "de_facto_official")


class Retired(Exception):
    """The entry is closed; it must be put back before its people are invited."""


@dataclass(frozen=True)
class Invited:
    """An organisation as it is typed: its name and country, whom the letter goes to, in which language."""

    name: str
    country: str
    email: str
    locale: str = ""


def language_of(country: str) -> str:
    """The shipped language to propose for letters to a country: its official one, else English (CLDR's list)."""
    spoken = get_global("territory_languages").get(country, {})
    official = [code for code, known in spoken.items() if known.get("official_status") in OFFICIAL]
    return next((code for code in BY_CODE if code in official), SOURCE)


def standing(country: str, name: str) -> Organization | None:
    """The entry of exactly this name in a country."""
    return db.session.scalar(select(Organization).where(Organization.import_key == import_key(country, name)))


def invite_partner(actor: Actor, typed: Invited, *, key: UUID, organization_id: UUID | None = None) -> Invitation:
    """Invite an organisation's first or next person; without an entry yet, one is made.

    A new entry is seen by embassies, caseworkers and the centre until its people say what they wish (RULINGS 21).
    `key` is the form's: a double post invites once. Raises NotAllowed, EmailTaken, NotYours, Retired.
    """
    with transaction():
        entry = db.session.get(Organization, organization_id) if organization_id else None
        entry = entry or standing(typed.country, typed.name)
        if entry is None:
            values = {"name": typed.name, "org_type": OrganizationType.NGO, "visibility": Visibility.EMBASSY}
            values["locale"] = typed.locale or language_of(typed.country)
            entry = actions.create(actor, uuid5(key, "entry"), typed.country, values)
        if entry.status in (ServiceStatus.INACTIVE, ServiceStatus.DEFUNCT):
            raise Retired
        locale = typed.locale or (entry.locale if organization_id else language_of(entry.country))
        whom = Whom(email=typed.email, role=Role.PARTNER, organization_id=entry.id, locale=locale)
        return invitations.invite(actor, whom, key=key)
