"""A confidential concern about a partner: told to the centre alone, which may hold new requests and closes it.

A hold leaves no trace on the entry but the mark itself: no version counted up, no row in the entry's trail, so that
neither a stale form nor a history tells anybody of it (RULINGS 17).
"""

from uuid import UUID

from sqlalchemy import select, update

from portal.access import Actor, Role
from portal.audit.trail import note
from portal.db import add_once, db, now, rows_changed, transaction
from portal.partners.actions import NotYours
from portal.partners.models import Organization
from portal.partners.upkeep.models import Concern
from portal.vocabulary.upkeep import ConcernState


class ClosedBefore(Exception):
    """Somebody else closed the concern first; nothing was overwritten."""


def tell(actor: Actor, key: UUID, organization_id: UUID, text: str, *, from_returned_person: bool) -> None:
    """Keep a concern, sealed, for the centre. The form's `key` becomes its id, so that a double post makes one.

    The audit row names the concern, never the partner.
    """
    with transaction():
        concern, new = add_once(Concern, key, lambda: _concern(actor, key, organization_id, text))
        if concern.organization_id != organization_id or concern.by_id != actor.id:
            raise NotYours
        if new:
            concern.from_returned_person = from_returned_person
            note(actor, "concern:text:told", f"concern:{concern.id}", from_returned_person=from_returned_person)


def _concern(actor: Actor, key: UUID, organization_id: UUID, text: str) -> Concern:
    concern = Concern(id=key, organization_id=organization_id, by_id=actor.id, at=now())
    concern.text, concern.by_name = text, actor.name
    return concern


def concern_for(actor: Actor, concern_id: UUID) -> Concern | None:
    """One concern, for the centre; None for anybody else."""
    return db.session.get(Concern, concern_id) if actor.role is Role.COORDINATOR else None


def about(actor: Actor, organization_id: UUID) -> list[Concern]:
    """The concerns about one partner, newest first, for the centre; empty for anybody else."""
    if actor.role is not Role.COORDINATOR:
        return []
    wanted = select(Concern).where(Concern.organization_id == organization_id)
    return list(db.session.scalars(wanted.order_by(Concern.at.desc()).limit(20)))


def decide(actor: Actor, concern_id: UUID, *, hold: bool, close: bool, outcome: str) -> None:
    """Hold new requests to the partner or let them go again, and close the concern with its outcome, in one act.

    Raises NotYours, and ClosedBefore where another one closed it: then the hold stays as it was.
    """
    concern = concern_for(actor, concern_id)
    if concern is None:
        raise NotYours
    with transaction():
        if close:
            still_open = update(Concern).where(Concern.id == concern_id, Concern.state == ConcernState.OPEN)
            values = {"state": ConcernState.CLOSED, "closed_by": actor.name, "closed_at": now()}
            if rows_changed(db.session.execute(still_open.values(**values))) != 1:
                raise ClosedBefore
            db.session.refresh(concern)
            concern.outcome = outcome
            note(actor, "concern:case:closed", f"concern:{concern_id}")
        if _held(concern.organization_id, hold):
            note(actor, "concern:hold:set" if hold else "concern:hold:ended", f"concern:{concern_id}")


def _held(organization_id: UUID, hold: bool) -> bool:
    changed = update(Organization).where(Organization.id == organization_id, Organization.silent_hold.is_(not hold))
    return rows_changed(db.session.execute(changed.values(silent_hold=hold))) == 1
