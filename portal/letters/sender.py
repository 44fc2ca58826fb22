"""Sends the letters that are due: queued -> sending -> sent. Safe to run twice at once.

At least once, and twice only where the server took a letter and its answer was lost.
"""

import smtplib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from portal.config import Settings
from portal.db import db, now, rows_changed, transaction
from portal.letters.line import LineDown, connected, hang_up
from portal.letters.models import Letter, LetterState
from portal.letters.render import CannotRender, message

#: Whoever sends a letter has this long; a letter still "being sent" afterwards was dropped, and is tried again.
LEASE = timedelta(minutes=15)
#: The pause after each failed try; after the last of them the letter is given up.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60))
#: A letter that has waited longer than this says that mail is not leaving (RULINGS 40).
LONG_WAIT = timedelta(minutes=15)
BATCH = 100
ON_ITS_WAY = (LetterState.QUEUED, LetterState.SENDING)


@dataclass
class Counts:
    """What one run did; `down` is the code of what is wrong with the server, empty when it answered."""

    sent: int = 0
    postponed: int = 0
    given_up: int = 0
    down: str = ""


def send_due(settings: Settings, at: datetime, progress: Callable[[int], object] = bool) -> Counts:
    """Send every letter that is due at a moment; `progress` is called with 1 after each try.

    A server that is down changes no letter but for `last_fault`, and uses up none of its tries.
    """
    counts, line = Counts(), None
    try:
        for letter_id, attempts in _due(at):
            line = line or connected(settings)
            mail = _claimed(letter_id, attempts, settings, at)
            if mail is None:
                continue
            fault = mail if isinstance(mail, str) else _fault_of(line, mail)
            _settle(letter_id, attempts + 1, fault, at, counts)
            if fault:
                # A line that refused something may be in any state; the next letter gets a fresh one.
                hang_up(line)
                line = None
            progress(1)
    except LineDown as down:
        counts.down = down.code
        _note_down(down.code, at)
    finally:
        hang_up(line)
    return counts


def due(at: datetime) -> ColumnElement[bool]:
    """The condition for a letter that may leave at a moment: queued, or dropped while it was being sent."""
    return and_(Letter.state.in_(ON_ITS_WAY), Letter.not_before <= at)


def due_count(at: datetime) -> int:
    """How many letters are due at a moment."""
    return db.session.scalar(select(func.count()).select_from(Letter).where(due(at))) or 0


def waits(at: datetime) -> ColumnElement[bool]:
    """The condition for a letter that a fault held back, or that should have left LONG_WAIT ago."""
    tried = and_(Letter.attempts > 0, Letter.created_at <= at - LONG_WAIT)
    late = or_(Letter.not_before <= at - LONG_WAIT, tried)
    return and_(Letter.state.in_(ON_ITS_WAY), or_(Letter.last_fault != "", late))


def _due(at: datetime) -> Iterator[tuple[UUID, int]]:
    wanted = select(Letter.id, Letter.attempts).where(due(at)).order_by(Letter.not_before, Letter.id)
    while True:
        with transaction():
            batch = [(row.id, row.attempts) for row in db.session.execute(wanted.limit(BATCH))]
        if not batch:
            return
        yield from batch


def _claimed(letter_id: UUID, attempts: int, settings: Settings, at: datetime) -> EmailMessage | str | None:
    """Take the letter by one conditional update: its mail, or the code of why there is none; None: another has it."""
    take = update(Letter).where(Letter.id == letter_id, Letter.attempts == attempts, Letter.state.in_(ON_ITS_WAY))
    until = max(at, now()) + LEASE
    with transaction():
        claim = take.values(state=LetterState.SENDING, attempts=attempts + 1, not_before=until)
        if rows_changed(db.session.execute(claim)) != 1:
            return None
        letter = db.session.get_one(Letter, letter_id, populate_existing=True)
        try:
            return message(letter, settings, at)
        except CannotRender as reason:
            return reason.code


def _fault_of(line: smtplib.SMTP, mail: EmailMessage) -> str:
    """Hand the mail over; the code of what went wrong, empty when the server took it."""
    try:
        line.send_message(mail)
    except smtplib.SMTPRecipientsRefused as refused:
        code, _words = next(iter(refused.recipients.values()))
        return f"recipient_refused_{code}"
    except smtplib.SMTPResponseException as refused:
        return f"refused_{refused.smtp_code}"
    except (OSError, smtplib.SMTPException):
        return "connection_lost"
    return ""


def _settle(letter_id: UUID, attempts: int, fault: str, at: datetime, counts: Counts) -> None:
    if not fault:
        values = {"state": LetterState.SENT, "sent_at": max(at, now()), "last_fault": ""}
        counts.sent += 1
    elif attempts > len(PAUSES):
        values = {"state": LetterState.GIVEN_UP, "last_fault": fault}
        counts.given_up += 1
    else:
        later = max(at, now()) + PAUSES[attempts - 1]
        values = {"state": LetterState.QUEUED, "not_before": later, "last_fault": fault}
        counts.postponed += 1
    mine = and_(Letter.id == letter_id, Letter.attempts == attempts, Letter.state == LetterState.SENDING)
    with transaction():
        db.session.execute(update(Letter).where(mine).values(values))


def _note_down(code: str, at: datetime) -> None:
    with transaction():
        db.session.execute(update(Letter).where(due(at)).values(last_fault=code))
