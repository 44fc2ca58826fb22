"""Who may see which accounts and invitations, invite whom, and confirm."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, or_

from portal.access import Actor, Role
from portal.accounts.models import Account, Invitation

#: These sign in through Denmark's own provider where one is set (RULINGS 41).
DANISH_STAFF = frozenset({Role.CASEWORKER, Role.COORDINATOR, Role.AUDITOR, Role.ADMINISTRATOR})
#: Making one of these needs a second coordinator (RULINGS 15).
TWO_PEOPLE = frozenset({Role.COORDINATOR, Role.AUDITOR})
_INVITES: dict[Role, frozenset[Role]] = {
    Role.ADMINISTRATOR: frozenset(Role),
    Role.COORDINATOR: frozenset(Role) - {Role.ADMINISTRATOR},
}


def may_invite(actor: Actor) -> frozenset[Role]:
    """The roles that the actor may invite, suspend and see; the portal itself (the command line) all of them."""
    if actor.is_the_portal:
        return frozenset(Role)
    return _INVITES.get(actor.role, frozenset()) if actor.role else frozenset()


def visible(actor: Actor) -> ColumnElement[bool]:
    """Administrators see every account, coordinators all but the administrators', others none."""
    return Account.role.in_(may_invite(actor)) if may_invite(actor) else false()


def visible_invitation(actor: Actor) -> ColumnElement[bool]:
    """The same of invitations."""
    return Invitation.role.in_(may_invite(actor)) if may_invite(actor) else false()


def open_invitation(at: datetime) -> ColumnElement[bool]:
    """Neither taken nor withdrawn nor too old."""
    return and_(Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None), Invitation.expires_at > at)


def may_send_again() -> ColumnElement[bool]:
    """Neither taken nor withdrawn, and confirmed where it must be; also one whose time ran out."""
    return and_(Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None), confirmed())


def may_confirm(actor: Actor) -> ColumnElement[bool]:
    """A coordinator other than the one who invited, while nobody has confirmed yet."""
    if not actor.is_(Role.COORDINATOR):
        return false()
    other = or_(Invitation.invited_by.is_(None), Invitation.invited_by != actor.id)
    return and_(Invitation.needs_confirmation, Invitation.confirmed_by.is_(None), other)


def confirmed() -> ColumnElement[bool]:
    """Needs no second person, or has one."""
    return or_(Invitation.needs_confirmation.is_(False), Invitation.confirmed_by.is_not(None))
