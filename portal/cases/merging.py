"""What cases do when the directory merges two entries: grants and alarms follow the partner."""

from uuid import UUID

from sqlalchemy import select, update

from portal.access import Actor
from portal.cases.models import Alarm, IdentityGrant
from portal.db import db
from portal.i18n_mark import N_

BOTH_KNOW = N_("Both may see who one and the same person is. End one of the two first.")


def both_know_one(one: UUID, other: UUID) -> str | None:
    """Why two partners cannot be merged: each has a living grant to one person's identity (RULINGS 14)."""
    living = select(IdentityGrant.case_id).where(IdentityGrant.ended_at.is_(None))
    theirs = living.where(IdentityGrant.organization_id == other)
    shared = living.where(IdentityGrant.organization_id == one, IdentityGrant.case_id.in_(theirs))
    return BOTH_KNOW if db.session.scalar(shared.limit(1)) is not None else None


def move_grants(_actor: Actor, other_id: UUID, kept_id: UUID) -> None:
    """Grants and alarms of the closed entry belong to the one that stays; joins the running act."""
    for model in (IdentityGrant, Alarm):
        theirs = update(model).where(model.organization_id == other_id).values(organization_id=kept_id)
        db.session.execute(theirs.execution_options(synchronize_session=False))
