"""Inviting by a one-time link: made, confirmed by a second person where needed, taken once, withdrawn (R-05)."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, update

from portal.access import Actor, Role
from portal.accounts import actions, passwords, policy, queries, second_step
from portal.accounts.actions import EmailTaken, NotAllowed
from portal.accounts.models import Account, AccountCountry, Invitation
from portal.audit.trail import note
from portal.db import add_once, db, now, rows_changed, transaction
from portal.letters import links, outbox
from portal.letters.models import MailedLink
from portal.partners.vetting import actions as listing

LIFE = timedelta(hours=48)
TO_CONFIRM = timedelta(days=14)
PURPOSE = "invitation"
#: A partner's letter also asks whether the organisation wishes to be listed (RULINGS 21).
PARTNER_LETTER = "partner_invitation"


class Gone(Exception):
    """The invitation was taken, withdrawn, is too old, or is not confirmed."""


class WrongCode(Exception):
    """The code does not fit the authenticator that was just set up."""


@dataclass(frozen=True)
class Whom:
    """Who is invited: one role, with what belongs to it (a unit, an organisation, or countries)."""

    email: str
    role: Role
    name: str = ""
    unit: str = ""
    organization_id: UUID | None = None
    countries: tuple[str, ...] = ()
    locale: str = "en"


def invite(actor: Actor, whom: Whom, *, key: UUID | None = None) -> Invitation:
    """Invite somebody. The letter leaves at once, or when a second coordinator has confirmed (RULINGS 15).

    `key` is the form's, so that a double post invites once. Earlier open invitations to the address are
    withdrawn. Raises NotAllowed, EmailTaken.
    """
    if whom.role not in policy.may_invite(actor):
        raise NotAllowed
    with transaction():
        if queries.account_of(whom.email) is not None:
            raise EmailTaken
        invitation, new = add_once(Invitation, key or uuid4(), lambda: _made(actor, whom))
        if not new:
            return invitation
        _withdraw_earlier(invitation)
        note(actor, "invitation:made", f"invitation:{invitation.id}", role=whom.role.value)
        if not invitation.needs_confirmation:
            _send(invitation)
        if invitation.organization_id is not None:
            listing.note_asked(invitation.organization_id)
    return invitation


def _made(actor: Actor, whom: Whom) -> Invitation:
    made = Invitation(email=queries.folded(whom.email), name=whom.name, role=whom.role, locale=whom.locale)
    made.invited_by, made.organization_id = actor.id, whom.organization_id
    made.unit_id = actions.unit_named(whom.unit).id if whom.unit else None
    made.countries = sorted(set(whom.countries))
    # The first coordinator has nobody to confirm her.
    made.needs_confirmation = whom.role in policy.TWO_PEOPLE and bool(queries.coordinators())
    made.expires_at = now() + (TO_CONFIRM if made.needs_confirmation else LIFE)
    return made


def _withdraw_earlier(invitation: Invitation) -> None:
    earlier = update(Invitation).where(
        Invitation.email == invitation.email, Invitation.id != invitation.id, policy.open_invitation(now())
    )
    db.session.execute(earlier.values(withdrawn_at=now()).execution_options(synchronize_session=False))


def _send(invitation: Invitation) -> None:
    kind = PARTNER_LETTER if invitation.role is Role.PARTNER else "invitation"
    letter = outbox.put(kind, to=invitation.email, locale=invitation.locale)
    link = links.make(PURPOSE, str(invitation.id), life=LIFE)
    db.session.flush()
    letter.link_id = link.id


def confirm(actor: Actor, invitation_id: UUID) -> Invitation:
    """A second coordinator says yes: now the letter with the link leaves. Raises NotAllowed, Gone."""
    with transaction():
        invitation = queries.invitation_for(actor, invitation_id)
        if invitation is None or not actor.is_(Role.COORDINATOR) or invitation.invited_by == actor.id:
            raise NotAllowed
        mine = update(Invitation).where(
            Invitation.id == invitation_id, policy.may_confirm(actor), policy.open_invitation(now())
        )
        if rows_changed(db.session.execute(mine.values(confirmed_by=actor.id, expires_at=now() + LIFE))) != 1:
            raise Gone
        db.session.refresh(invitation)
        note(actor, "invitation:confirmed", f"invitation:{invitation.id}")
        _send(invitation)
    return invitation


def withdraw(actor: Actor, invitation_id: UUID) -> Invitation:
    """Take an invitation back; its link opens nothing any more. Raises NotAllowed, Gone when it was taken."""
    with transaction():
        invitation = queries.invitation_for(actor, invitation_id)
        if invitation is None:
            raise NotAllowed
        still = update(Invitation).where(Invitation.id == invitation_id, policy.open_invitation(now()))
        if rows_changed(db.session.execute(still.values(withdrawn_at=now()))) != 1:
            raise Gone
        db.session.refresh(invitation)
        note(actor, "invitation:withdrawn", f"invitation:{invitation.id}")
    return invitation


def send_again(actor: Actor, invitation_id: UUID) -> Invitation:
    """Send the letter once more, with a new link and its whole time; the earlier link opens nothing any more.

    Raises NotAllowed, Gone when it was taken or withdrawn or waits for a second person.
    """
    with transaction():
        invitation = queries.invitation_for(actor, invitation_id)
        if invitation is None:
            raise NotAllowed
        if queries.account_of(invitation.email) is not None:
            raise Gone
        still = update(Invitation).where(Invitation.id == invitation_id, policy.may_send_again())
        if rows_changed(db.session.execute(still.values(expires_at=now() + LIFE))) != 1:
            raise Gone
        links.end(PURPOSE, str(invitation_id))
        db.session.refresh(invitation)
        note(actor, "invitation:sent_again", f"invitation:{invitation.id}")
        _send(invitation)
    return invitation


def link_of(invitation: Invitation) -> MailedLink | None:
    """The link of an invitation; None while it waits to be confirmed."""
    wanted = select(MailedLink).where(MailedLink.purpose == PURPOSE, MailedLink.object_id == str(invitation.id))
    return db.session.scalar(wanted.order_by(MailedLink.created_at.desc()).limit(1))


def opened_by(link_id: UUID) -> Invitation:
    """The invitation that a link opens now. Raises Gone."""
    link = db.session.get(MailedLink, link_id)
    if link is None or link.purpose != PURPOSE or not links.still_opens(link, now()):
        raise Gone
    found = db.session.scalar(
        select(Invitation).where(
            Invitation.id == UUID(link.object_id), policy.open_invitation(now()), policy.confirmed()
        )
    )
    if found is None:
        raise Gone
    return found


def prepare(link_id: UUID, name: str, phrase: str) -> str:
    """Keep the chosen name and pass phrase and return a fresh authenticator secret, to be shown this once (R-16).

    The phrase must have been checked. Raises Gone.
    """
    hashed = passwords.hashed(phrase)
    with transaction():
        invitation = opened_by(link_id)
        invitation.name, invitation.password_hash = name, hashed
        secret = second_step.new_secret()
        invitation.totp_secret = secret
    return secret


def another_secret(link_id: UUID) -> str:
    """A new authenticator secret in place of the one shown before. Raises Gone."""
    with transaction():
        invitation = opened_by(link_id)
        if invitation.password_hash is None:
            raise Gone
        secret = second_step.new_secret()
        invitation.totp_secret = secret
    return secret


def accept(link_id: UUID, typed: str) -> Account:
    """Make the account, once the code shows that the authenticator works. Raises WrongCode, Gone, EmailTaken.

    The link is used up by one conditional update in the same act: of many at once exactly one makes the account.
    """
    with transaction():
        invitation = opened_by(link_id)
        if invitation.password_hash is None or not invitation.totp_secret:
            raise Gone
        step = second_step.step_of(typed, invitation.totp_secret, now())
        if step is None:
            raise WrongCode
        account = _account_of(invitation, link_id)
        account.password_hash, account.totp_secret = invitation.password_hash, invitation.totp_secret
        account.totp_last_step = step
        invitation.password_hash = invitation.totp_secret = None
    return account


def accept_by_subject(link_id: UUID, issuer: str, subject: str, name: str) -> Account:
    """Make the account of Danish staff, bound to the provider's person (R-21). Raises Gone, EmailTaken."""
    with transaction():
        invitation = opened_by(link_id)
        if invitation.role not in policy.DANISH_STAFF:
            raise Gone
        invitation.name = invitation.name or name or invitation.email
        account = _account_of(invitation, link_id)
        account.oidc_issuer, account.oidc_subject = issuer, subject
    return account


def _account_of(invitation: Invitation, link_id: UUID) -> Account:
    """Use up the link and the invitation in the running act, and add the account that they stand for."""
    taken = update(Invitation).where(Invitation.id == invitation.id, policy.open_invitation(now()))
    if not links.claim(link_id) or rows_changed(db.session.execute(taken.values(accepted_at=now()))) != 1:
        raise Gone
    if queries.account_of(invitation.email) is not None:
        raise EmailTaken
    account = Account(email=invitation.email, name=invitation.name, role=invitation.role)
    account.locale, account.unit_id = invitation.locale, invitation.unit_id
    account.organization_id = invitation.organization_id
    account.countries = [AccountCountry(country=country) for country in invitation.countries]
    db.session.add(account)
    db.session.flush()
    joined = Actor(id=account.id, role=account.role)
    if account.organization_id is not None:
        listing.note_joined(joined, account.organization_id)
    note(joined, "invitation:accepted", f"invitation:{invitation.id}", account=str(account.id))
    return account
