"""Noting an event into the running act, and proving the chain unbroken afterwards."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import event, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, SessionTransaction

from portal.access import Actor
from portal.audit.models import AuditEvent, AuditHead
from portal.db import db, now

_key: list[bytes] = []
PENDING = "audit_pending"
#: How many events were waiting when a savepoint began; what was noted inside goes when it is rolled back.
_before_savepoint: WeakKeyDictionary[SessionTransaction, int] = WeakKeyDictionary()


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
        actor_role=actor.role.value if actor.role else "machine" if actor.machine else "portal",
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
    head.seal = _seal(head)
    session.flush()


@event.listens_for(Session, "after_transaction_create")
def _mark_savepoint(session: Session, began: SessionTransaction) -> None:
    if began.nested:
        _before_savepoint[began] = len(session.info.get(PENDING, []))


@event.listens_for(Session, "after_soft_rollback")
def _forget_pending(session: Session, ended: SessionTransaction) -> None:
    if ended.nested:
        del session.info.get(PENDING, [])[_before_savepoint.pop(ended, 0) :]
    elif ended.parent is None:
        session.info.pop(PENDING, None)


def _locked_head(session: Session, month: str) -> AuditHead:
    wanted = select(AuditHead).where(AuditHead.month == month).with_for_update()
    fresh = {"populate_existing": True}
    head = session.execute(wanted, execution_options=fresh).scalar_one_or_none()
    if head is None:
        _begin_month(session, month)
        head = session.execute(wanted, execution_options=fresh).scalar_one()
    return head


def _begin_month(session: Session, month: str) -> None:
    """Give a month its head; of two acts that begin it at once, one does."""
    after = session.scalar(select(func.max(AuditHead.month)).where(AuditHead.month < month)) or ""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    head = AuditHead(month=month, after=after, number=0, digest=_first_digest(month))
    values = {"month": month, "after": after, "number": 0, "digest": head.digest, "seal": _seal(head)}
    session.execute(dialect.insert(AuditHead).values(values).on_conflict_do_nothing())


def _first_digest(month: str) -> bytes:
    return _mac(b"head of " + month.encode())


def _seal(head: AuditHead) -> bytes:
    return _mac(f"end of {head.month} after {head.after} at {head.number} ".encode() + head.digest)


def _mac(text: bytes) -> bytes:
    return hmac.new(_key[0], text, hashlib.sha256).digest()


def _digest(previous: bytes, one: AuditEvent) -> bytes:
    row = [str(one.id), one.month, one.number, one.at.isoformat(), str(one.actor_id), one.actor_role]
    row += [one.event, one.subject, one.refused, one.details]
    return _mac(previous + json.dumps(row, sort_keys=True).encode())


def faults() -> Iterator[str]:
    """Walk every month's chain and yield a line for each fault found; nothing when the log is whole."""
    fresh = {"populate_existing": True}
    heads = db.session.scalars(select(AuditHead).order_by(AuditHead.month), execution_options=fresh).all()
    earlier = ""
    for head in heads:
        if not hmac.compare_digest(head.seal, _seal(head)):
            yield f"{head.month}: the head was changed"
        if head.after != earlier:
            yield f"{head.month}: the month before it, {head.after or 'none'}, is not the one in the log"
        earlier = head.month
        yield from _faults_of_month(head)
    months = [head.month for head in heads]
    wanted = select(AuditEvent.month).where(AuditEvent.month.not_in(months)).distinct()
    yield from (f"{month}: rows without a head" for month in db.session.scalars(wanted))


def _faults_of_month(head: AuditHead) -> Iterator[str]:
    wanted = select(AuditEvent).where(AuditEvent.month == head.month).order_by(AuditEvent.number)
    digest, number = _first_digest(head.month), 0
    with closing(db.session.scalars(wanted.execution_options(yield_per=1000, populate_existing=True))) as rows:
        for one in rows:
            number += 1
            if one.number != number or not hmac.compare_digest(_digest(digest, one), one.digest):
                yield f"{head.month}: row {number} is missing or was changed"
                return
            digest = one.digest
    if (number, digest) != (head.number, head.digest):
        yield f"{head.month}: the chain ends at row {number}, its head says {head.number}"


def looks(subject: str, since: datetime | None = None) -> list[AuditEvent]:
    """The events on one subject, newest first: who looked, when."""
    wanted = select(AuditEvent).where(AuditEvent.subject == subject).order_by(AuditEvent.at.desc())
    if since is not None:
        wanted = wanted.where(AuditEvent.at >= since)
    return list(db.session.scalars(wanted.limit(200)))
