"""Mailed links: the token is derived from the link's id with a key; only its hash is kept (RULINGS 37)."""

import base64
import hashlib
import hmac
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from portal.db import db, now, rows_changed
from portal.letters.models import MailedLink
from portal.sealed import derived, keys

LIFE = timedelta(days=7)  # a task's link


@dataclass(frozen=True)
class Purpose:
    """Where a link of one purpose leads: an endpoint and the argument that takes the link's object.

    `replaces_pass_phrase`: the link is the first factor of its account (RULINGS 12), never the second.
    `needs_account`: False for an invitation, which makes the account.
    """

    endpoint: str
    argument: str
    replaces_pass_phrase: bool = False
    needs_account: bool = True


PURPOSES: dict[str, Purpose] = {}


def token_of(link_id: uuid.UUID) -> str:
    """The token of a link (256 bits, for an address)."""
    key = derived(keys().index_keys[min(keys().index_keys)], b"portal/mailed-link/v1")
    return base64.urlsafe_b64encode(hmac.new(key, link_id.bytes, hashlib.sha256).digest()).decode().rstrip("=")


def make(purpose: str, object_id: str, account_id: uuid.UUID | None = None, *, life: timedelta = LIFE) -> MailedLink:
    """Add a link in the running act; its token goes out in a letter or is printed by the command line."""
    link = MailedLink(purpose=purpose, object_id=object_id, account_id=account_id, expires_at=now() + life)
    link.token_hash = _hash(token_of(link.id))
    db.session.add(link)
    return link


def found(token: str) -> MailedLink | None:
    """The link of a token, also when it was used or is too old; None for a stranger's."""
    return db.session.scalar(select(MailedLink).where(MailedLink.token_hash == _hash(token)))


def still_opens(link: MailedLink, at: datetime) -> bool:
    """Whether a link may be used at a moment."""
    return link.used_at is None and at < link.expires_at


def claim(link_id: uuid.UUID) -> bool:
    """Use a link up, by one conditional update: of many at once exactly one gets True (R-05)."""
    used = update(MailedLink).where(
        MailedLink.id == link_id, MailedLink.used_at.is_(None), MailedLink.expires_at > now()
    )
    return rows_changed(db.session.execute(used.values(used_at=now()))) == 1


def end(purpose: str, object_id: str) -> None:
    """Let the open links of one object open nothing any more; joins the running act."""
    still = update(MailedLink).where(
        MailedLink.purpose == purpose, MailedLink.object_id == object_id, MailedLink.used_at.is_(None)
    )
    db.session.execute(still.values(used_at=now()).execution_options(synchronize_session=False))


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
