"""Questions about accounts: whose people, which colleagues, who waits to be confirmed."""

from uuid import UUID

from sqlalchemy import ColumnElement, func, inspect, or_, select
from sqlalchemy.orm import joinedload

from portal.access import Actor, Role
from portal.accounts import policy
from portal.accounts.models import Account, AccountState, Invitation, KeptPost, SignInSession
from portal.db import db, now
from portal.partners.models import Organization
from portal.vocabulary.services import ServiceStatus

PAGE = 30
DEMONSTRATION_HOST = "@demo.example"


def folded(email: str) -> str:
    """An e-mail address as it is stored and compared."""
    return email.strip().casefold()


def account(account_id: UUID) -> Account | None:
    """One account, also a suspended one."""
    return db.session.get(Account, account_id)


def account_of(email: str) -> Account | None:
    """The account of an e-mail address, also a suspended one."""
    return db.session.scalar(select(Account).where(Account.email == folded(email)))


def people_of(organization_id: UUID) -> list[Account]:
    """The active accounts of a partner: whom its letters go to."""
    return _active(Account.organization_id == organization_id)


def partners_with_people() -> set[UUID]:
    """The partners that at least one active account signs in for."""
    wanted = select(Account.organization_id).where(Account.state == AccountState.ACTIVE, Account.role == Role.PARTNER)
    return {one for one in db.session.scalars(wanted.distinct()) if one is not None}


def coordinators() -> list[Account]:
    """The active coordinators of the national centre."""
    return _active(Account.role == Role.COORDINATOR)


def colleagues(unit_id: UUID) -> list[Account]:
    """The active accounts of a Danish unit."""
    return _active(Account.unit_id == unit_id)


def _active(which: ColumnElement[bool]) -> list[Account]:
    wanted = select(Account).where(which, Account.state == AccountState.ACTIVE)
    return list(db.session.scalars(wanted.order_by(Account.name, Account.email)))


def demonstration_accounts() -> list[Account]:
    """The demonstration's accounts, for its sign-in buttons."""
    return sorted(_active(Account.email.endswith(DEMONSTRATION_HOST)), key=lambda one: list(Role).index(one.role))


def holds_real_accounts() -> bool:
    """Whether the database holds accounts, and none of them is the demonstration's."""
    if not inspect(db.engine).has_table(Account.__tablename__):
        return False
    emails = select(Account.email).limit(1)
    demonstrations = emails.where(Account.email.endswith(DEMONSTRATION_HOST))
    return db.session.scalar(emails) is not None and db.session.scalar(demonstrations) is None


def of_subject(issuer: str, subject: str) -> Account | None:
    """The account that a single sign-on provider's person is bound to: by (issuer, subject) alone (R-21)."""
    return db.session.scalar(select(Account).where(Account.oidc_issuer == issuer, Account.oidc_subject == subject))


def break_glass() -> Account | None:
    """The one administrator who may use a pass phrase beside single sign-on: the longest-standing (RULINGS 41)."""
    return db.session.scalar(
        select(Account)
        .where(
            Account.role == Role.ADMINISTRATOR,
            Account.state == AccountState.ACTIVE,
            Account.password_hash.is_not(None),
        )
        .order_by(Account.created_at, Account.id)
        .limit(1)
    )


def listed(
    actor: Actor, *, text: str = "", role: Role | None = None, state: AccountState | None = None, after: str = ""
) -> tuple[list[Account], str]:
    """A page of the accounts that the actor may see, by e-mail address, and the key of the next page or ''."""
    wanted = select(Account).where(policy.visible(actor), *_asked_for(text, role, state))
    if (last := _by_key(after)) is not None:
        wanted = wanted.where(Account.email > last.email)
    wanted = wanted.options(joinedload(Account.unit), joinedload(Account.organization)).order_by(Account.email)
    found = list(db.session.scalars(wanted.limit(PAGE + 1)))
    return found[:PAGE], str(found[PAGE - 1].id) if len(found) > PAGE else ""


def _asked_for(text: str, role: Role | None, state: AccountState | None) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if text:
        asked.append(or_(Account.name.icontains(text, autoescape=True), Account.email.icontains(text, autoescape=True)))
    if role is not None:
        asked.append(Account.role == role)
    if state is not None:
        asked.append(Account.state == state)
    return asked


def _by_key(key: str) -> Account | None:
    try:
        return account(UUID(key))
    except ValueError:
        return None


def organization(organization_id: UUID) -> Organization | None:
    """A partner by its id."""
    return db.session.get(Organization, organization_id)


def partner_named(text: str) -> list[Organization]:
    """The partners that stand in the directory under a name (its own or the English one), as typed."""
    wanted = text.strip().casefold()
    same = or_(func.lower(Organization.name) == wanted, func.lower(Organization.alternate_name) == wanted)
    found = db.session.scalars(select(Organization).where(same, Organization.status == ServiceStatus.ACTIVE))
    exact = list(found.all())
    if exact:
        return exact
    # SQLite lowers ASCII letters alone: names in other letters are found as they are written.
    as_written = or_(Organization.name == text.strip(), Organization.alternate_name == text.strip())
    return list(db.session.scalars(select(Organization).where(as_written)))


def for_actor(actor: Actor, account_id: UUID) -> Account | None:
    """One account that the actor may see."""
    return db.session.scalar(select(Account).where(policy.visible(actor), Account.id == account_id))


def open_invitations(actor: Actor) -> list[Invitation]:
    """The invitations that the actor may see, neither taken nor withdrawn nor too old; newest first."""
    wanted = select(Invitation).where(policy.visible_invitation(actor), policy.open_invitation(now()))
    wanted = wanted.options(joinedload(Invitation.unit), joinedload(Invitation.organization))
    return list(db.session.scalars(wanted.order_by(Invitation.created_at.desc(), Invitation.id).limit(100)))


def partner_invitations(actor: Actor, organization_id: UUID | None = None) -> list[Invitation]:
    """The latest invitations of partners, or of one partner, however they stand; newest first."""
    wanted = select(Invitation).where(policy.visible_invitation(actor), Invitation.role == Role.PARTNER)
    if organization_id is not None:
        wanted = wanted.where(Invitation.organization_id == organization_id)
    wanted = wanted.options(joinedload(Invitation.organization))
    return list(db.session.scalars(wanted.order_by(Invitation.created_at.desc(), Invitation.id).limit(10)))


def invitation_for(actor: Actor, invitation_id: UUID) -> Invitation | None:
    """One invitation that the actor may see."""
    wanted = select(Invitation).where(policy.visible_invitation(actor), Invitation.id == invitation_id)
    return db.session.scalar(wanted)


def waiting_for(actor: Actor) -> list[Invitation]:
    """The invitations that this coordinator can confirm."""
    if not actor.is_(Role.COORDINATOR):
        return []
    wanted = select(Invitation).where(policy.may_confirm(actor), policy.open_invitation(now()))
    return list(db.session.scalars(wanted.order_by(Invitation.created_at)))


def own_sessions(actor: Actor) -> list[SignInSession]:
    """The actor's living sessions, newest first."""
    wanted = select(SignInSession).where(
        SignInSession.account_id == actor.id,
        SignInSession.complete,
        SignInSession.ended_at.is_(None),
        SignInSession.expires_at > now(),
    )
    return list(db.session.scalars(wanted.order_by(SignInSession.created_at.desc()).limit(50)))


def kept_post(actor: Actor, kept_id: UUID) -> KeptPost | None:
    """What the actor, and nobody else, typed when the session had ended."""
    return db.session.scalar(
        select(KeptPost).where(KeptPost.id == kept_id, KeptPost.account_id == actor.id, KeptPost.expires_at > now())
    )
