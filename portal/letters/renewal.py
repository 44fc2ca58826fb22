"""A new letter for a link that no longer opens: to the old letter's recipient, never to an address that is typed."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from portal.db import db, now
from portal.letters import outbox
from portal.letters.models import Letter, MailedLink

#: Each says whether a link's holder may still get letters (its account is active, its invitation stands). Registered
#: by later chapters; one "no" is enough.
MAY_RENEW: list[Callable[[MailedLink], bool]] = []
#: Between two letters for the same thing to the same account, so that nobody's box can be filled.
REST = timedelta(minutes=10)


def renewed(old: MailedLink) -> bool:
    """Put a letter like the old link's into the outbox, in the running act. False where none may leave (again) now."""
    db.session.refresh(old, with_for_update=True)  # of two posts at once the second sees the first one's letter
    letter = db.session.scalar(select(Letter).where(Letter.link_id == old.id))
    if letter is None or not _rested(old) or not all(may(old) for may in MAY_RENEW):
        return False
    outbox.put(
        letter.kind,
        to=letter.recipient,
        locale=letter.locale,
        reference=letter.reference,
        due_at=letter.due_at,
        link=(old.purpose, old.object_id),
        account_id=old.account_id,
    )
    return True


def _rested(old: MailedLink) -> bool:
    """Whether the last letter for the same thing to the same account left the outbox's hand long enough ago."""
    same = (
        MailedLink.purpose == old.purpose,
        MailedLink.object_id == old.object_id,
        MailedLink.account_id.is_(None) if old.account_id is None else MailedLink.account_id == old.account_id,
    )
    lately = select(MailedLink.id).where(*same, MailedLink.created_at > now() - REST)
    return db.session.scalar(lately.limit(1)) is None
