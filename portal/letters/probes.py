"""Whether letters leave: the line that `/readyz` and `hjemvej check` show. Waiting mail never stops the portal."""

from flask import current_app
from sqlalchemy import Connection, func, select

from portal.config import Settings
from portal.db import db, now
from portal.letters.models import Letter, LetterState
from portal.letters.sender import waits
from portal.web.health import PROBES


def install() -> None:
    """Make the probe known, once."""
    if mail not in PROBES:
        PROBES.append(mail)


def mail() -> tuple[str, bool]:
    """`mail: waiting` when a fault holds a letter back, or one is a quarter of an hour late; the portal serves on."""
    settings: Settings = current_app.extensions["settings"]
    return outbox_line(db.session.connection(), settings), True


def outbox_line(connection: Connection, settings: Settings) -> str:
    """One line on the outbox."""
    if settings.demonstration and not settings.smtp_url:
        return "mail: nothing leaves the demonstration"
    waiting = select(func.count()).select_from(Letter).where(waits(now()))
    return "mail: waiting" if connection.scalar(waiting) else "mail: ok"


def given_up(connection: Connection) -> int:
    """How many letters could not be sent at all."""
    lost = select(func.count()).select_from(Letter).where(Letter.state == LetterState.GIVEN_UP)
    return connection.scalar(lost) or 0
