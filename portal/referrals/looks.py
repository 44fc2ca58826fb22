"""A look at a request: noted in the log, and as "opened" when it is the partner's first (RULINGS 7)."""

from sqlalchemy import update

from portal.access import Actor, Role
from portal.audit.trail import note
from portal.db import db, now, rows_changed, transaction
from portal.referrals.models import ReceptionRequest


def look(actor: Actor, request: ReceptionRequest, what: str = "request:looked") -> None:
    """Note that somebody read the page; the first of the partner's people to read it has opened it.

    Opened is no state and no answer. Of two people who look at once exactly one is the first.
    """
    with transaction():
        note(actor, what, f"request:{request.reference}")
        if actor.role is not Role.PARTNER or request.opened_at is not None:
            return
        first = update(ReceptionRequest).where(ReceptionRequest.id == request.id, ReceptionRequest.opened_at.is_(None))
        opened = db.session.execute(first.values(opened_at=now(), opened_by=actor.id))
        if rows_changed(opened) == 1:
            note(actor, "request:opened", f"request:{request.reference}")
