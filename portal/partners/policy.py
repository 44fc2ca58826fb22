"""Who sees which entry of the directory, who changes it, and which partners are known to work."""

import uuid
from collections.abc import Hashable
from datetime import date

from sqlalchemy import ColumnElement, and_, false, func, or_, true

from portal.access import Actor, Role
from portal.db import today
from portal.partners.models import Organization
from portal.places.calendar import months_later
from portal.vocabulary.organizations import VERIFIED_TIERS, ListingWish, Visibility
from portal.vocabulary.services import ServiceStatus

#: Who reads the directory; an auditor and an administrator have no need of it.
READERS = (Role.CASEWORKER, Role.EMBASSY, Role.COORDINATOR, Role.PARTNER)
#: Who reads whole entries, and may take the list out as a file.
WHOLE_READERS = (Role.CASEWORKER, Role.EMBASSY, Role.COORDINATOR)


def visible(actor: Actor) -> ColumnElement[bool]:
    """The entries an actor may see (RULINGS 21).

    Everybody of the network sees `network`, embassies and caseworkers also `embassy`, the centre all, closed
    ones too. A partner always sees its own; a mailed link's session sees nothing else (RULINGS 12). A machine sees
    what everybody sees, without entries that nobody has asked and without organisations that said no.
    """
    if actor.machine:
        return _listed_for_machines()
    own = Organization.id == actor.organization_id if actor.organization_id else false()
    if actor.role is Role.COORDINATOR:
        return true()
    if actor.limited_to or actor.role not in READERS:
        return own
    seen = [Visibility.NETWORK] if actor.role is Role.PARTNER else [Visibility.NETWORK, Visibility.EMBASSY]
    open_entry = Organization.status.not_in([ServiceStatus.DEFUNCT, ServiceStatus.INACTIVE])
    return or_(own, and_(Organization.visibility.in_(seen), open_entry))


def reads_as(actor: Actor) -> Hashable:
    """All of an actor that `visible` looks at: two with the same see the same entries."""
    return actor.machine, actor.role, actor.organization_id, actor.limited_to


def _listed_for_machines() -> ColumnElement[bool]:
    asked = or_(Organization.is_starter.is_(False), Organization.listing_wish == ListingWish.WISHES)
    return and_(
        Organization.visibility == Visibility.NETWORK,
        Organization.status.not_in([ServiceStatus.DEFUNCT, ServiceStatus.INACTIVE]),
        asked,
        Organization.listing_wish != ListingWish.DECLINED,
        Organization.merged_into_id.is_(None),
    )


def sees_whole(actor: Actor, organization: Organization) -> bool:
    """Whether an actor sees all of an entry: a partner sees of other partners only the front gate (RULINGS 21)."""
    return actor.role in WHOLE_READERS or actor.organization_id == organization.id


def may_change(actor: Actor, organization_id: uuid.UUID) -> bool:
    """The centre changes every entry, a partner its own."""
    if actor.limited_to:
        return False
    own = actor.role is Role.PARTNER and actor.organization_id == organization_id
    return actor.role is Role.COORDINATOR or own


def may_confirm(actor: Actor, organization: Organization) -> bool:
    """Who says "all still correct": who may change it, and who spoke to it, if they see it at all.

    Those are caseworkers, and an embassy for the countries it looks after.
    """
    if may_change(actor, organization.id):
        return True
    speaks = actor.is_(Role.CASEWORKER) or (actor.is_(Role.EMBASSY) and organization.country in actor.countries)
    closed = organization.status in (ServiceStatus.DEFUNCT, ServiceStatus.INACTIVE)
    return speaks and not actor.limited_to and not closed and organization.visibility is not Visibility.CENTRE


def verified() -> ColumnElement[bool]:
    """Entries whose tier may be called verified; an organisation's own word is not enough (RULINGS 20)."""
    return Organization.tier.in_(VERIFIED_TIERS)


def seems_to_work() -> ColumnElement[bool]:
    """The working partners as far as everybody may know: a silent hold makes no difference here (RULINGS 17)."""
    late = func.length(func.replace(Organization.recent_answers, "1", ""))
    return and_(
        verified(),
        Organization.checked_on >= a_year_before(today()),
        Organization.status == ServiceStatus.ACTIVE,
        or_(Organization.not_until.is_(None), Organization.not_until <= today()),
        late * 2 <= func.length(Organization.recent_answers),
    )


def working() -> ColumnElement[bool]:
    """A working partner (RULINGS 20).

    References checked or better, checked within 12 months, active, not "not until", no silent hold, and never
    asked or at least half of its last four answers in time. The centre's figures alone: the hold is its secret.
    """
    return and_(seems_to_work(), Organization.silent_hold.is_(False))


def known_to_work(actor: Actor) -> ColumnElement[bool]:
    """The working partners as far as this reader may know: a silent hold is the centre's secret (RULINGS 17)."""
    return working() if actor.role is Role.COORDINATOR else seems_to_work()


def a_year_before(day: date) -> date:
    """The same day twelve months earlier (28 February for the 29th)."""
    return months_later(day, -12)
