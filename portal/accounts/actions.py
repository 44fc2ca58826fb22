"""What is done to accounts: made, suspended, let in again; sessions ended; the language set."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select, update

from portal.access import Actor, Role
from portal.accounts import passwords, queries, sessions
from portal.accounts.models import Account, AccountCountry, AccountState, Unit
from portal.audit.trail import note
from portal.db import db, rows_changed, transaction
from portal.i18n import BY_CODE


class NotAllowed(Exception):
    """The actor may not do this to this account; shown as not found."""


class EmailTaken(Exception):
    """There is an account with this e-mail address."""


def create_account(
    actor: Actor,
    *,
    email: str,
    name: str,
    role: Role,
    unit: str = "",
    organization_id: UUID | None = None,
    countries: Iterable[str] = (),
    locale: str = "en",
    password: str | None = None,
    totp_secret: str | None = None,
) -> Account:
    """Make an account directly (the demonstration, the last step of an invitation).

    `unit` is a Danish unit's name, made where it is new; `password` is the pass phrase in clear, not checked here.
    Raises EmailTaken.
    """
    with transaction():
        if queries.account_of(email) is not None:
            raise EmailTaken
        made = Account(email=queries.folded(email), name=name, role=role, locale=locale)
        made.unit_id = unit_named(unit).id if unit else None
        made.organization_id = organization_id
        made.countries = [AccountCountry(country=country) for country in sorted(set(countries))]
        made.password_hash = passwords.hashed(password) if password else None
        made.totp_secret = totp_secret
        db.session.add(made)
        db.session.flush()
        note(actor, "account:made", f"account:{made.id}", role=role.value)
    return made


def unit_named(name: str) -> Unit:
    """The Danish unit of a name, made in the running act where it is new."""
    unit = db.session.scalar(select(Unit).where(Unit.name == name.strip()))
    if unit is None:
        unit = Unit(name=name.strip())
        db.session.add(unit)
        db.session.flush()
    return unit


def end_sessions(account_ids: Iterable[UUID], *, by: Actor, but: UUID | None = None) -> None:
    """End the accounts' sessions, one session (`but`) apart: they are refused from the next request on (R-13)."""
    with transaction():
        for account_id in account_ids:
            sessions.end_of([account_id], but=but)
            note(by, "account:sessions:ended", f"account:{account_id}")


def suspend(actor: Actor, account_id: UUID) -> Account:
    """Shut an account out and end its sessions in the same act. Raises NotAllowed, also for one's own."""
    return _set_state(actor, account_id, AccountState.SUSPENDED, "suspended")


def let_in_again(actor: Actor, account_id: UUID) -> Account:
    """Take a suspension back. Raises NotAllowed."""
    return _set_state(actor, account_id, AccountState.ACTIVE, "let-in-again")


def _set_state(actor: Actor, account_id: UUID, state: AccountState, word: str) -> Account:
    with transaction():
        account = queries.for_actor(actor, account_id)
        if account is None or account.id == actor.id:
            raise NotAllowed
        changed = db.session.execute(
            update(Account).where(Account.id == account_id, Account.state != state).values(state=state)
        )
        if rows_changed(changed) == 1:
            sessions.end_of([account_id])
            note(actor, f"account:{word}", f"account:{account_id}")
        db.session.refresh(account)
    return account


def choose_language(actor: Actor, locale: str) -> None:
    """Remember the language of an account's pages and letters. Raises ValueError for one that is not shipped."""
    if locale not in BY_CODE:
        raise ValueError(locale)
    with transaction():
        db.session.execute(update(Account).where(Account.id == actor.id).values(locale=locale))


def end_sessions_of_partner(actor: Actor, organization_id: UUID) -> None:
    """A partner is suspended: its people's sessions end in the same act (RULINGS 35)."""
    theirs = db.session.scalars(select(Account.id).where(Account.organization_id == organization_id))
    end_sessions(list(theirs), by=actor)
