"""Who reads and settles what is said about entries: reports by who sees the line, concerns by the centre alone."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import ColumnElement, false, true

from portal.access import Actor, Role
from portal.partners import policy as partners
from portal.partners.models import Organization
from portal.partners.upkeep.lines import PERSONAL, sees_kind
from portal.partners.upkeep.models import Flag, Suggestion

#: Who may suggest a change or a new partner, and wish that one is found.
SUGGESTERS = (Role.CASEWORKER, Role.EMBASSY, Role.PARTNER, Role.COORDINATOR)


def sees_flag(actor: Actor, flag: Flag, organization: Organization) -> bool:
    """Whether a report stands on a line that the actor sees; the entry itself is asked for before."""
    personal = flag.line_text.startswith(PERSONAL)
    return partners.sees_whole(actor, organization) or sees_kind(flag.line, personal=personal)


def may_settle(actor: Actor, flag: Flag, organization: Organization) -> bool:
    """The centre, the organisation itself, the embassy of that country, and who made the report."""
    if actor.limited_to:
        return is_own_link(actor, organization.id)
    own = actor.organization_id is not None and actor.organization_id == organization.id
    near = actor.role is Role.EMBASSY and organization.country in actor.countries
    return actor.role is Role.COORDINATOR or own or near or (actor.id is not None and actor.id == flag.by_id)


def is_own_link(actor: Actor, organization_id: UUID) -> bool:
    """Whether the actor is of this organisation and came in fully, or by a link to this very entry (RULINGS 12)."""
    own = actor.role is Role.PARTNER and actor.organization_id == organization_id
    return own and actor.limited_to in ("", str(organization_id))


def suggestions_of(actor: Actor) -> ColumnElement[bool]:
    """The centre reads every suggestion, everybody else their own."""
    if actor.limited_to or actor.id is None:
        return false()
    return true() if actor.role is Role.COORDINATOR else Suggestion.by_id == actor.id


def of_own_entry(actor: Actor) -> Actor:
    """The actor as one who came in fully: for the one act that the letter's link opens, after `is_own_link`."""
    return replace(actor, limited_to="")
