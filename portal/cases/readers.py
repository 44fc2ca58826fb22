"""Who looked at a case and what belongs to it, and when: read from the log, for the caseworker."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Account
from portal.audit.models import AuditEvent
from portal.audit.paging import key_of, older_than
from portal.cases.facts import subject
from portal.cases.models import Case, IdentityLook
from portal.db import db
from portal.i18n_mark import N_

PAGE = 50  # looks on a page of all of them
#: The events of the log that are looks, in words after a name. Later chapters add theirs.
LOOKS: dict[str, str] = {
    "case:page:read": N_("read the case"),
    "identity:shown": N_("looked at who she is"),
    "identity:refused": N_("wanted to see who she is, and was refused"),
    "case:printed": N_("took the case as a PDF"),
    "case:sheet:printed": N_("printed her sheet"),
    "case:police_notes:read": N_("read what the police were told"),
}
DOOR = ("identity:shown", "identity:refused")
#: What else of a case is looked at, as the log calls it. Later chapters add a function that names theirs.
SUBJECTS: list[Callable[[Case], list[str]]] = []


@dataclass(frozen=True)
class Look:
    """One look (UTC), or several of one person at one thing in a row; `times` says how many, `at` is the last."""

    at: datetime
    event: str
    account: Account | None  # None: the portal, or somebody who is no more
    of: str  # what was looked at, as the log calls it: `case:CODE`
    reason: str
    times: int = 1


@dataclass(frozen=True)
class Looks:
    """Looks, the latest first, and the key of those before them; empty when there are no more."""

    rows: list[Look]
    next_key: str


def of_case(case: Case) -> ColumnElement[bool]:
    """The looks at a case, at her name, and at its requests and reports."""
    subjects = [subject(case), *(one for more in SUBJECTS for one in more(case))]
    return AuditEvent.subject.in_(subjects)


def of_part(case: Case, part: str, organization_id: UUID) -> ColumnElement[bool]:
    """The looks at one thing of a case (as the log calls it), and of one organisation's people at her name."""
    people = select(Account.id).where(Account.organization_id == organization_id)
    at_the_door = and_(AuditEvent.subject == subject(case), AuditEvent.event.in_(DOOR), AuditEvent.actor_id.in_(people))
    return or_(AuditEvent.subject == part, at_the_door)


def page(wanted: ColumnElement[bool], after: str = "", *, with_reasons: bool = False, most: int = PAGE) -> Looks:
    """The looks after a key, one a row, in one question (and one for the reasons that the centre wrote)."""
    conditions = [wanted, AuditEvent.event.in_(LOOKS)]
    if (further := older_than(AuditEvent.at, AuditEvent.id, after)) is not None:
        conditions.append(further)
    listed = (
        select(AuditEvent, Account)
        .outerjoin(Account, Account.id == AuditEvent.actor_id)
        .where(*conditions)
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
        .options(joinedload(Account.unit), joinedload(Account.organization))
        .limit(most + 1)
    )
    found = [(event, account) for event, account in db.session.execute(listed)]
    why = _reasons(event for event, _account in found[:most]) if with_reasons else {}
    rows = [
        Look(event.at, event.event, account, event.subject, why.get(event.details.get("look", ""), ""))
        for event, account in found[:most]
    ]
    last = found[most - 1][0] if len(found) > most else None
    return Looks(rows, key_of(last.at, last.id) if last is not None else "")


def _reasons(events: Iterable[AuditEvent]) -> dict[str, str]:
    ids = [UUID(event.details["look"]) for event in events if event.details.get("look")]
    if not ids:
        return {}
    written = db.session.scalars(select(IdentityLook).where(IdentityLook.id.in_(ids)))
    return {str(one.id): one.reason or "" for one in written}


def latest(wanted: ColumnElement[bool], most: int, *, with_reasons: bool = False) -> Looks:
    """The latest looks, those of one person at one thing in a row taken together."""
    found = page(wanted, with_reasons=with_reasons, most=most * 5)
    together: list[Look] = []
    for one in found.rows:
        before = together[-1] if together else None
        if before is not None and _same(before, one):
            together[-1] = Look(before.at, before.event, before.account, before.of, before.reason, before.times + 1)
        else:
            together.append(one)
    return Looks(together[:most], found.next_key)


def _same(one: Look, other: Look) -> bool:
    return not (one.reason or other.reason) and (one.event, one.account, one.of) == (
        other.event,
        other.account,
        other.of,
    )
