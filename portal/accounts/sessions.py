"""Signed-in browsers: opening, recognising and ending sessions. The cookie's token is kept as a hash alone."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from portal.access import Actor
from portal.accounts.models import Account, AccountState, SignInSession
from portal.db import db, now, transaction
from portal.partners.models import Organization

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=10)
TOUCH = timedelta(minutes=1)


def open_session(account: Account, *, complete: bool = True, limited_to: str = "") -> str:
    """Open a session for an account and return its token (256 bits) for the cookie."""
    token = secrets.token_urlsafe(32)
    with transaction():
        db.session.add(
            SignInSession(
                account_id=account.id,
                token_hash=hashed(token),
                complete=complete,
                limited_to=limited_to,
                last_seen_at=now(),
                expires_at=now() + ABSOLUTE,
            )
        )
    return token


def hashed(token: str) -> bytes:
    """What of a token is kept."""
    return hashlib.sha256(token.encode()).digest()


def who_is_asking(token: str) -> Actor | None:
    """The actor behind a token, or None for a stranger, an ended, idle or half session.

    Works in a short transaction of its own, so that the request's can begin for writing afterwards.
    """
    with Session(db.engine) as session:
        found = session.scalar(
            select(SignInSession)
            .where(SignInSession.token_hash == hashed(token), SignInSession.complete)
            .options(selectinload(SignInSession.account).selectinload(Account.countries))
        )
        moment = now()
        if found is None or found.ended_at or moment >= found.expires_at or moment - found.last_seen_at >= IDLE:
            return None
        if found.account.state is not AccountState.ACTIVE:
            return None
        if moment - found.last_seen_at >= TOUCH:
            session.execute(
                update(SignInSession).where(SignInSession.id == found.id).values(last_seen_at=moment)
            )
            session.commit()
        return _actor(session, found)


def _actor(session: Session, found: SignInSession) -> Actor:
    account = found.account
    organization = session.get(Organization, account.organization_id) if account.organization_id else None
    return Actor(
        id=account.id,
        role=account.role,
        name=account.name,
        email=account.email,
        unit_id=account.unit_id,
        unit_name=account.unit.name if account.unit else "",
        organization_id=account.organization_id,
        organization_name=organization.name if organization else "",
        countries=tuple(sorted(one.country for one in account.countries)),
        locale=account.locale,
        limited_to=found.limited_to,
        session_id=found.id,
    )
