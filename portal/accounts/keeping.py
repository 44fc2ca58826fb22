"""A post whose session had ended keeps its text: sealed, for that account alone, for a day (RULINGS 38)."""

import json
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select

from portal.accounts.models import KeptPost, SignInSession
from portal.accounts.sessions import hashed
from portal.db import db, now, transaction

LIFE = timedelta(hours=24)
MOST = 100 * 1024  # bytes of JSON
NEVER_KEPT = frozenset({"csrf_token", "password", "code"})
Typed = dict[str, list[str]]


def keep(token: str, endpoint: str, address: dict[str, str], typed: Typed) -> UUID | None:
    """Keep what was typed for the account whose session the token was; None when there is nothing to keep.

    `address` holds the endpoint's arguments. Only a session that was once whole counts.
    """
    kept = {name: values for name, values in typed.items() if name not in NEVER_KEPT}
    text = json.dumps(kept)
    if not set(kept) - {"form_key"} or len(text.encode()) > MOST:
        return None
    with transaction():
        db.session.execute(delete(KeptPost).where(KeptPost.expires_at <= now()))
        late = db.session.scalar(
            select(SignInSession).where(SignInSession.token_hash == hashed(token), SignInSession.complete)
        )
        if late is None:
            return None
        post = KeptPost(account_id=late.account_id, endpoint=endpoint, address=address)
        post.typed, post.expires_at = text, now() + LIFE
        db.session.add(post)
        return post.id


def waiting(account_id: UUID, kept_id: object, limited_to: str = "") -> UUID | None:
    """The kept post that this browser left, if it is this account's own and its session may open it."""
    try:
        post = db.session.get(KeptPost, UUID(str(kept_id)))
    except ValueError:
        return None
    if post is None or post.account_id != account_id or post.expires_at <= now():
        return None
    return post.id if opens_to(post, limited_to) else None


def opens_to(post: KeptPost, limited_to: str) -> bool:
    """A mailed link's session opens only what was typed about the link's own object."""
    return not limited_to or limited_to in post.address.values()


def typed_in(post: KeptPost) -> Typed:
    """What was typed, by field."""
    fields: Typed = json.loads(post.typed or "{}")
    return fields


def forget(post: KeptPost) -> None:
    """Throw a kept post away."""
    with transaction():
        db.session.delete(post)
