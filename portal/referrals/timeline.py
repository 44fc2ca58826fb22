"""Everything that happened in a request as one line: steps, messages with their files, and when it was first opened."""

from dataclasses import dataclass, field
from datetime import datetime

from portal.access import Actor
from portal.accounts.models import Account
from portal.db import db
from portal.referrals import attachments
from portal.referrals.models import Attachment, Message, ReceptionRequest, RequestEvent

MOST = 30  # entries drawn of a line


@dataclass(frozen=True)
class Entry:
    """One thing on the line: a step, a message with its files, or that somebody of the partner opened the request."""

    at: datetime
    event: RequestEvent | None = None
    message: Message | None = None
    files: list[Attachment] = field(default_factory=list)
    opened_by: str = ""


@dataclass(frozen=True)
class Shown:
    """A part of the line, and where the parts before and after it end: entries counted from the first; 0 for none."""

    entries: list[Entry]
    before: int = 0
    after: int = 0


def part(line: list[Entry], typed: str) -> Shown:
    """The part of a line that ends before entry number `typed`; the newest for an empty or broken number.

    Entries only come to the end of the line, so that a number names the same part tomorrow.
    """
    number = int(typed) if typed.isdecimal() and len(typed) < 6 else len(line)
    end = number if 0 < number <= len(line) else len(line)
    start = max(0, end - MOST)
    return Shown(line[start:end], start, min(end + MOST, len(line)) if end < len(line) else 0)


def of_request(
    actor: Actor, request: ReceptionRequest, events: list[RequestEvent], messages: list[Message], *, opened: bool = True
) -> list[Entry]:
    """The line of a request, oldest first, of the steps and messages that this reader sees (and the first look)."""
    files = attachments.of_request(actor, request) if messages else {}
    entries = [Entry(event.at, event=event) for event in events]
    entries += [Entry(one.at, message=one, files=files.get(one.id, [])) for one in messages]
    if opened and request.opened_at is not None:
        reader = db.session.get(Account, request.opened_by) if request.opened_by else None
        entries.append(Entry(request.opened_at, opened_by=reader.name if reader else ""))
    # A question is a step and a message of one moment: the step stands first.
    return sorted(entries, key=lambda one: (one.at, one.event is None))
