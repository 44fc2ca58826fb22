"""A look at a request: noted in the log, and as "opened" when it is the partner's first (RULINGS 7); who looked."""

from sqlalchemy import select, update

from portal.access import Actor, Role
from portal.audit.trail import note
from portal.cases.models import Case
from portal.db import db, now, rows_changed, transaction
from portal.i18n_mark import N_
from portal.referrals.models import ReceptionRequest

#: The events of a request that are looks, in words after a name.
LOOKS = {
    "request:looked": N_("read the request"),
    "request:printed": N_("took the request as a PDF"),
    "request:file:given": N_("took a file of the request"),
    "request:arrival:exported": N_("took the arrival for a calendar"),
}


def subject(reference: str) -> str:
    """What the audit log calls a request."""
    return f"request:{reference}"


def subjects(case: Case) -> list[str]:
    """What the audit log calls the requests of a case."""
    return [subject(one) for one in db.session.scalars(select(ReceptionRequest.reference).filter_by(case_id=case.id))]


def look(actor: Actor, request: ReceptionRequest, what: str = "request:looked") -> None:
    """Note that somebody read the page; the first of the partner's people to read it has opened it.

    Opened is no state and no answer. Of two people who look at once exactly one is the first.
    """
    with transaction():
        note(actor, what, subject(request.reference))
        if actor.role is not Role.PARTNER or request.opened_at is not None:
            return
        first = update(ReceptionRequest).where(ReceptionRequest.id == request.id, ReceptionRequest.opened_at.is_(None))
        opened = db.session.execute(first.values(opened_at=now(), opened_by=actor.id))
        if rows_changed(opened) == 1:
            note(actor, "request:opened", subject(request.reference))
