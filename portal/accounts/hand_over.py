"""Posts rotate: an embassy's countries go to a successor in one act (RULINGS 24)."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, delete, false, select, true

from portal.access import Actor, Role
from portal.accounts import queries
from portal.accounts.actions import NotAllowed
from portal.accounts.models import Account, AccountCountry, AccountState
from portal.audit.trail import note
from portal.db import Stale, db, rows_changed, transaction
from portal.letters import outbox


class NoSuccessor(Exception):
    """There is no other active embassy account with this e-mail address."""


def may_hand_over(actor: Actor) -> ColumnElement[bool]:
    """Whose countries an actor hands over: an embassy person its own, the centre any embassy's."""
    if actor.role is Role.COORDINATOR:
        return true()
    return Account.id == actor.id if actor.role is Role.EMBASSY and actor.id else false()


def holder(actor: Actor, account_id: UUID | None) -> Account | None:
    """The embassy account whose countries this actor may hand over; None alike for missing and forbidden."""
    own = (Account.id == account_id, Account.role == Role.EMBASSY, may_hand_over(actor))
    return db.session.scalar(select(Account).where(*own))


def hand_over(actor: Actor, account_id: UUID, successor_email: str, codes: Collection[str]) -> Account:
    """Move countries from one embassy account to another: all of them, or nothing.

    Both see the new state from their next request on; the successor gets a letter. Returns the successor.
    Raises NotAllowed, NoSuccessor, and Stale where somebody moved one of the countries in the meantime.
    """
    with transaction():
        giver, successor = holder(actor, account_id), queries.account_of(successor_email)
        if giver is None:
            raise NotAllowed
        if successor is None or successor.id == giver.id or not _may_receive(successor):
            raise NoSuccessor
        moving = sorted(set(codes))
        theirs = AccountCountry.account_id == giver.id
        taken = db.session.execute(
            delete(AccountCountry)
            .where(theirs, AccountCountry.country.in_(moving))
            .execution_options(synchronize_session=False)
        )
        if not moving or rows_changed(taken) != len(moving):
            raise Stale
        has = set(db.session.scalars(select(AccountCountry.country).where(AccountCountry.account_id == successor.id)))
        db.session.add_all(AccountCountry(account_id=successor.id, country=code) for code in moving if code not in has)
        note(actor, "account:countries:handed-over", f"account:{giver.id}", to=str(successor.id), countries=moving)
        note(actor, "account:countries:received", f"account:{successor.id}", giver=str(giver.id), countries=moving)
        outbox.put(
            "countries_received",
            to=successor.email,
            locale=successor.locale,
            link=("first_page", ""),
            account_id=successor.id,
        )
        db.session.flush()
        db.session.expire(giver, ["countries"])
        db.session.expire(successor, ["countries"])
    return successor


def _may_receive(account: Account) -> bool:
    return account.role is Role.EMBASSY and account.state is AccountState.ACTIVE
