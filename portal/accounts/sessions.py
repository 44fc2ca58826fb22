"""Signed-in browsers: opening, recognising and ending sessions. The cookie's token is kept as a hash alone."""

import hashlib
import secrets
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, select, true, update
from sqlalchemy.orm import joinedload

from portal.access import Actor, Role
from portal.accounts.models import Account, AccountCountry, AccountState, SignInSession, Unit
from portal.db import db, now, transaction
from portal.partners.models import Organization
from portal.vocabulary.services import ServiceStatus

IDLE = timedelta(minutes=30)
ADMINISTRATORS_IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=10)
HALF = timedelta(minutes=15)  # between the first step and the second
TOUCH = timedelta(minutes=1)
# The partner itself works no more: its people do not come in.
CLOSED = (ServiceStatus.INACTIVE, ServiceStatus.DEFUNCT)


def open_session(
    account: Account, *, complete: bool = True, limited_to: str = "", link_id: uuid.UUID | None = None
) -> str:
    """Open a session for an account and return its token (256 bits) for the cookie.

    A half one (`complete=False`) opens nothing but the page of the second step. `limited_to` is the one
    object that a mailed link opens, `link_id` that link.
    """
    token = secrets.token_urlsafe(32)
    with transaction():
        opened = SignInSession(account_id=account.id, token_hash=hashed(token), complete=complete)
        opened.limited_to, opened.link_id = limited_to, link_id
        opened.last_seen_at = now()
        opened.expires_at = now() + (ABSOLUTE if complete else HALF)
        db.session.add(opened)
    return token


def hashed(token: str) -> bytes:
    """What of a token is kept."""
    return hashlib.sha256(token.encode()).digest()


def idle(role: Role) -> timedelta:
    """How long a role may do nothing before its session has ended."""
    return ADMINISTRATORS_IDLE if role is Role.ADMINISTRATOR else IDLE


def who_is_asking(token: str) -> Actor | None:
    """The actor behind a token, or None for a stranger, an ended, idle or half session.

    Works in a short transaction of its own, so that the request's can begin for writing afterwards.
    """
    with db.engine.connect() as connection:
        found = connection.execute(_WHO, {"hash_of_token": hashed(token)}).one_or_none()
        moment = now()
        if found is None or not _is_let_in(found.state, found.partner_status) or not _lives(found, found.role, moment):
            return None
        looks_after = connection.scalars(_COUNTRIES, {"account": found.id}) if found.role is Role.EMBASSY else ()
        asking, quiet_for = _actor(found, tuple(looks_after)), moment - found.last_seen_at
    if quiet_for >= TOUCH:
        # Begun afresh: a transaction that has read cannot always be turned into a writing one on SQLite.
        with db.engine.begin() as connection:
            connection.execute(
                update(SignInSession).where(SignInSession.id == asking.session_id).values(last_seen_at=moment)
            )
    return asking


def half_session(token: str) -> SignInSession | None:
    """The session of a token whose second step is still missing, in the request's own transaction; else None."""
    found = db.session.scalar(_with_account(token).where(SignInSession.complete.is_(False))) if token else None
    if found is None or not may_come_in(found.account) or not _lives(found, found.account.role, now()):
        return None
    return found


def may_come_in(account: Account) -> bool:
    """Whether an account may sign in: neither it nor its partner is suspended."""
    return _is_let_in(account.state, account.organization.status if account.organization else None)


def _is_let_in(state: AccountState, partner_status: ServiceStatus | None) -> bool:
    return state is AccountState.ACTIVE and partner_status not in CLOSED


def end(token: str) -> None:
    """End the session of a token in the running act; nothing happens for an unknown one."""
    _end(SignInSession.token_hash == hashed(token))


def end_of(account_ids: Iterable[uuid.UUID], *, but: uuid.UUID | None = None) -> None:
    """End every session of the accounts in the running act, one (`but`) apart: refused from the next request on."""
    _end(SignInSession.account_id.in_(list(account_ids)), SignInSession.id != but if but else true())


def _end(*which: ColumnElement[bool]) -> None:
    ended = update(SignInSession).where(*which, SignInSession.ended_at.is_(None))
    db.session.execute(ended.values(ended_at=now()).execution_options(synchronize_session=False))


def _with_account(token: str) -> Select[SignInSession]:
    account = joinedload(SignInSession.account)
    return (
        select(SignInSession)
        .where(SignInSession.token_hash == hashed(token))
        .options(
            account.selectinload(Account.countries),
            account.joinedload(Account.unit),
            account.joinedload(Account.organization),
        )
    )


def _lives(found: SignInSession | Row[Any], role: Role, moment: datetime) -> bool:
    if found.ended_at or moment >= found.expires_at:
        return False
    return bool(moment - found.last_seen_at < idle(role))


def actor_of(account: Account) -> Actor:
    """An account as the actor that the rules ask about."""
    return Actor(
        id=account.id,
        role=account.role,
        name=account.name,
        email=account.email,
        unit_id=account.unit_id,
        unit_name=account.unit.name if account.unit else "",
        organization_id=account.organization_id,
        organization_name=account.organization.name if account.organization else "",
        countries=tuple(sorted(one.country for one in account.countries)),
        locale=account.locale,
    )


def _actor(found: Row[Any], countries: tuple[str, ...]) -> Actor:
    """What `_WHO` found as the actor."""
    return Actor(
        id=found.id,
        role=found.role,
        name=found.name,
        email=found.email,
        unit_id=found.unit_id,
        unit_name=found.unit_name or "",
        organization_id=found.organization_id,
        organization_name=found.organization_name or "",
        countries=countries,
        locale=found.locale,
        limited_to=found.limited_to,
        session_id=found.session_id,
    )


# Asked on every page, so put together once and without records: this halves what the gate costs.
_WHO: Any = (
    select(
        SignInSession.id.label("session_id"),
        *(SignInSession.limited_to, SignInSession.ended_at, SignInSession.expires_at, SignInSession.last_seen_at),
        *(Account.id, Account.role, Account.name, Account.email, Account.state, Account.locale),
        *(Account.unit_id, Account.organization_id),
        Unit.name.label("unit_name"),
        Organization.name.label("organization_name"),
        Organization.status.label("partner_status"),
    )
    .join_from(SignInSession, Account, SignInSession.account_id == Account.id)
    .outerjoin(Unit, Account.unit_id == Unit.id)
    .outerjoin(Organization, Account.organization_id == Organization.id)
    .where(SignInSession.token_hash == bindparam("hash_of_token"), SignInSession.complete)
)
_COUNTRIES = (
    select(AccountCountry.country)
    .where(AccountCountry.account_id == bindparam("account"))
    .order_by(AccountCountry.country)
)
