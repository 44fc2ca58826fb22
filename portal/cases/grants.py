"""Grants: an organisation's key to the identity's door, from the caseworker's release until it ends (RULINGS 14)."""

from uuid import UUID

from sqlalchemy import select, update

from portal.access import Actor
from portal.audit.trail import note
from portal.cases import policy
from portal.cases.consent import valid_basis
from portal.cases.facts import subject
from portal.cases.faults import NotHere, Refused
from portal.cases.models import Case, IdentityGrant
from portal.db import db, now, today, transaction
from portal.vocabulary.casework import SharingPurpose


def grant_identity(actor: Actor, case_id: UUID, organization_id: UUID) -> IdentityGrant:
    """Release the identity to an organisation; a second release while one lives gives back the first.

    The caller has checked that the organisation accepted. Raises NotHere, Refused("closed" or "no_basis").
    """
    with transaction():
        case = db.session.get(Case, case_id)
        if case is None or not policy.may_change(actor, case):
            raise NotHere
        if case.closed_on is not None:
            raise Refused("closed")
        if valid_basis(case, SharingPurpose.IDENTITY, today()) is None:
            raise Refused("no_basis")
        grant = living_grant(case_id, organization_id)
        if grant is None:
            grant = IdentityGrant(case_id=case_id, organization_id=organization_id, granted_at=now())
            grant.granted_by = actor.id  # type: ignore[assignment]
            db.session.add(grant)
            note(actor, "identity:grant:made", subject(case), organization=str(organization_id))
    return grant


def end_grants(actor: Actor, case_id: UUID, why: str, organization_id: UUID | None = None) -> int:
    """End a case's living grants (or one organisation's) in the running act; `why` is a code. Returns how many."""
    with transaction():
        living = update(IdentityGrant).where(IdentityGrant.case_id == case_id, IdentityGrant.ended_at.is_(None))
        if organization_id is not None:
            living = living.where(IdentityGrant.organization_id == organization_id)
        ended: int = db.session.execute(living.values(ended_at=now(), ended_why=why)).rowcount  # type: ignore[attr-defined]
        if ended:
            case = db.session.get_one(Case, case_id)
            note(actor, "identity:grant:ended", subject(case), why=why, number=ended)
    return ended


def living_grant(case_id: UUID, organization_id: UUID) -> IdentityGrant | None:
    """The organisation's grant that has not ended, or None."""
    wanted = select(IdentityGrant).where(
        IdentityGrant.case_id == case_id,
        IdentityGrant.organization_id == organization_id,
        IdentityGrant.ended_at.is_(None),
    )
    return db.session.scalar(wanted.limit(1))
