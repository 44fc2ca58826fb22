"""The outbox: a letter is put here in the act's own transaction, and leaves later in the recipient's language."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.db import db, now
from portal.letters import links
from portal.letters.models import Letter


@dataclass(frozen=True)
class LetterKind:
    """One kind of letter: its one sentence in English (marked N_), with `%(reference)s` allowed and nothing else."""

    sentence: str


#: What may stand in a letter's header and body: a code, so that nothing typed by anybody leaves by mail.
REFERENCE = re.compile(r"[0-9A-Za-z-]{0,20}")
#: Chapters register their kinds here (in their `mail.py`).
KINDS: dict[str, LetterKind] = {}


def put(
    kind: str,
    *,
    to: str,
    locale: str,
    reference: str = "",
    due_at: datetime | None = None,
    link: tuple[str, str] | None = None,
    account_id: UUID | None = None,
    not_before: datetime | None = None,
) -> Letter:
    """Put a letter into the outbox in the running act.

    `to` is the address, `locale` the recipient's language; `link` is (purpose, object id) of the page it opens;
    `due_at` is told as "an answer is needed by"; `not_before` holds it until that moment. No content, no name.
    """
    if kind not in KINDS:
        raise KeyError(f"no letter kind {kind}")
    if not REFERENCE.fullmatch(reference):
        raise ValueError("a reference is a code of ours, never text that somebody wrote")
    letter = Letter(kind=kind, recipient=to, locale=locale, reference=reference, due_at=due_at)
    letter.not_before = not_before or now()
    if link is not None:
        made = links.make(link[0], link[1], account_id)
        db.session.flush()
        letter.link_id = made.id
    db.session.add(letter)
    return letter
