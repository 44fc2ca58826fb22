"""The one door to a person's identity: shown only to whom the policy lets, each look audited (RULINGS 14)."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from portal.access import Actor, Role
from portal.audit.trail import note
from portal.cases import duty, giveaways, policy, safeguards
from portal.cases.codes import IdentityPart
from portal.cases.consent import valid_basis
from portal.cases.facts import changeable, subject
from portal.cases.faults import DoorClosed, NotHere
from portal.cases.grants import living_grant
from portal.cases.identity_record import IdentityRecord
from portal.cases.models import Case, IdentityLook
from portal.db import db, today, transaction
from portal.vocabulary.casework import SharingPurpose

#: Whoever meets her needs no number of her passport.
NOT_FOR_PARTNERS = {"document_number"}
#: A way to reach her may lead to her family: hidden from a partner while the family shows a sign of a part in it.
THROUGH_FAMILY = {"safe_contact"}


@dataclass(frozen=True)
class Identity:
    """Who the person is (HTCDS prs_), in clear; never kept, never in a title or an address."""

    full_name: str = ""
    called: str = ""
    birthdate: str = ""
    phone: str = ""
    document_number: str = ""
    safe_contact: str = ""


def write(actor: Actor, case: Case, identity: Identity, *, erase: Collection[IdentityPart] = ()) -> None:
    """Write who she is, sealed under the case's key; an empty text leaves what is recorded, so that one who must not
    look can still add. Parts to `erase` are gone, unless a new text is given for them.

    Owner, deputies and coordinator. Raises NotHere, Refused.
    """
    with transaction():
        changeable(actor, case)
        record = _record(case.id)
        if record is None:
            record = IdentityRecord(case_id=case.id)
            db.session.add(record)
        for name, value in vars(identity).items():
            if value or name in erase:
                setattr(record, name, value)
        note(actor, "identity:written", subject(case), erased=sorted(erase))


def show(actor: Actor, case_id: UUID, reason: str = "", parts: Collection[str] | None = None) -> Identity:
    """Open the door: checked at this moment, noted in the same transaction.

    `parts` narrows it to what the stage of the asker lets through (None: no narrowing; an empty one: it stays shut).

    Danish staff by RULINGS 15 (the coordinator writes a reason, and the owner is told); a partner with a living
    grant and a valid basis for telling the name. Raises DoorClosed with a code, NotHere for a case that is not.
    """
    case = db.session.get(Case, case_id)
    if case is None:
        raise NotHere
    closed = _why_closed(actor, case, reason) or ("not_at_this_stage" if parts is not None and not parts else "")
    with transaction():
        told = _tell_why(actor, case, reason) if not closed and actor.is_(Role.COORDINATOR) else {}
        what = "identity:refused" if closed else "identity:shown"
        note(actor, what, subject(case), refused=bool(closed), why=closed, **told)
    if closed:
        raise DoorClosed(closed)
    record = _record(case_id)
    if record is None:
        return Identity()
    names = set(Identity.__dataclass_fields__) - (_hidden_from_partner(case) if actor.is_(Role.PARTNER) else set())
    names &= names if parts is None else set(parts)
    return Identity(**{name: getattr(record, name) or "" for name in names})


def _tell_why(actor: Actor, case: Case, reason: str) -> dict[str, str]:
    """Keep why the centre looks, and tell the case's owner; gives what the log notes of it: the id of the reason."""
    look = IdentityLook(case_id=case.id, account_id=actor.id)
    look.reason = reason.strip()
    db.session.add(look)
    duty.tell_owner("identity_looked_at", case)
    return {"look": str(look.id)}


def _hidden_from_partner(case: Case) -> set[str]:
    return NOT_FOR_PARTNERS | THROUGH_FAMILY if safeguards.hides_family(case) else NOT_FOR_PARTNERS


def _why_closed(actor: Actor, case: Case, reason: str) -> str:
    """The code of what keeps the door closed; empty when it opens."""
    if actor.is_(Role.PARTNER) and actor.organization_id is not None and not actor.limited_to:
        if living_grant(case.id, actor.organization_id) is None:
            return "no_grant"
        return "" if valid_basis(case, SharingPurpose.IDENTITY, today()) is not None else "no_basis"
    if not policy.may_see_identity(actor, case):
        return "not_yours"
    return "reason_missing" if policy.needs_reason(actor, case) and not reason.strip() else ""


def _record(case_id: UUID) -> IdentityRecord | None:
    return db.session.scalar(select(IdentityRecord).where(IdentityRecord.case_id == case_id))


def recorded(case_id: UUID) -> list[IdentityPart]:
    """Which parts are recorded behind the door, without opening it: sealed columns that hold something, none read."""
    columns = IdentityRecord.__table__.columns
    there = [columns[part.value].is_not(None).label(part.value) for part in IdentityPart]
    row = db.session.execute(select(*there).where(IdentityRecord.case_id == case_id)).mappings().one_or_none()
    return [part for part in IdentityPart if row is not None and row[part.value]]


def is_named_in(actor: Actor, case_id: UUID, text: str) -> bool:
    """Whether a text holds a part of her name, for a writer to whom the door would open without a reason now.

    All others get False, whatever the text: nobody learns a name by trying. Nothing is shown, so nothing is noted.
    """
    case = db.session.get(Case, case_id)
    record = _record(case_id)
    if case is None or record is None or _why_closed(actor, case, ""):
        return False
    return _holds_name(record, text)


def _holds_name(record: IdentityRecord, text: str) -> bool:
    return any(giveaways.holds_name(text, name or "") for name in (record.full_name, record.called))


def stands_in(case_id: UUID, text: str) -> bool:
    """Whether any part of who she is stands in a text, whoever wrote it: asked before a note leaves without a name.

    The answer names no part. The caller notes a yes, so that nobody learns a name by trying unseen.
    """
    record = _record(case_id)
    if record is None:
        return False
    numbers = (record.phone, record.document_number, record.safe_contact)
    return (
        _holds_name(record, text)
        or any(giveaways.holds_number(text, said or "") for said in numbers)
        or giveaways.holds_day(text, record.birthdate or "")
    )
