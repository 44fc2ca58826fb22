"""Noting an event into the running act, and proving the chain unbroken afterwards."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.audit.models import AuditEvent, AuditHead
from portal.db import db, now

_key: list[bytes] = []
PENDING = "audit_pending"


def use_key(key: bytes) -> None:
    """Set the key of the chain (the app does it once at its start)."""
    _key[:] = [key]


def note(actor: Actor, what: str, subject: str, *, refused: bool = False, **details: Any) -> None:
    """Note an event (`case:offer:made`) on a subject (`case:CODE`) into the running act.

    The row is written with the act's commit and goes with its rollback. Details are codes, ids and
    numbers: never a name, never text that somebody wrote.
    """
    noted = AuditEvent(
        at=now(),
        actor_id=actor.id,
        actor_role=actor.role.value if actor.role else "portal",
        event=what,
        subject=subject,
        refused=refused,
        details=details,
    )
    db.session().info.setdefault(PENDING, []).append(noted)


@event.listens_for(Session, "before_commit")
def _link_pending(session: Session) -> None:
    if session.in_nested_transaction():  # a savepoint inside the act: the chain waits for the act's own end
        return
    pending: list[AuditEvent] = session.info.pop(PENDING, [])
    if not pending:
        return
    session.flush()
    month = f"{pending[0].at:%Y-%m}"
    head = _locked_head(session, month)
    for one in pending:
        one.month, one.number = month, head.number + 1
        one.digest = _digest(head.digest, one)
        head.number, head.digest = one.number, one.digest
        session.add(one)
    session.flush()


@event.listens_for(Session, "after_rollback")
def _forget_pending(session: Session) -> None:
    session.info.pop(PENDING, None)


def _locked_head(session: Session, month: str) -> AuditHead:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    first = dialect.insert(AuditHead).values(month=month, number=0, digest=_first_digest(month))
    session.execute(first.on_conflict_do_nothing())
    wanted = select(AuditHead).where(AuditHead.month == month).with_for_update()
    return session.execute(wanted, execution_options={"populate_existing": True}).scalar_one()


def _first_digest(month: str) -> bytes:
    return hmac.new(_key[0], b"head of " + month.encode(), hashlib.sha256).digest()


def _digest(previous: bytes, one: AuditEvent) -> bytes:
    row = [str(one.id), one.month, one.number, one.at.isoformat(), str(one.actor_id), one.actor_role]
    row += [one.event, one.subject, one.refused, one.details]
    return hmac.new(_key[0], previous + json.dumps(row, sort_keys=True).encode(), hashlib.sha256).digest()


def faults() -> Iterator[str]:
    """Walk every month's chain and yield a line for each fault found; nothing when the log is whole."""
    for head in db.session.scalars(select(AuditHead).order_by(AuditHead.month)):
        digest, number = _first_digest(head.month), 0
        rows = select(AuditEvent).where(AuditEvent.month == head.month).order_by(AuditEvent.number)
        for one in db.session.scalars(rows.execution_options(yield_per=1000)):
            number += 1
            if one.number != number or _digest(digest, one) != one.digest:
                yield f"{head.month}: row {number} is missing or was changed"
                break
            digest = one.digest
        else:
            if (number, digest) != (head.number, head.digest):
                yield f"{head.month}: the chain ends at row {number}, its head says {head.number}"
    months = select(AuditHead.month)
    for month in db.session.scalars(select(AuditEvent.month).where(AuditEvent.month.not_in(months)).distinct()):
        yield f"{month}: rows without a head"


def looks(subject: str, since: datetime | None = None) -> list[AuditEvent]:
    """The events on one subject, newest first: who looked, when."""
    wanted = select(AuditEvent).where(AuditEvent.subject == subject).order_by(AuditEvent.at.desc())
    if since is not None:
        wanted = wanted.where(AuditEvent.at >= since)
    return list(db.session.scalars(wanted.limit(200)))

