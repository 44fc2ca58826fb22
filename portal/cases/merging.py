"""What cases do when the directory merges two entries: grants and alarms follow the partner."""

from uuid import UUID

from sqlalchemy import select

from portal.cases.models import Alarm, IdentityGrant
from portal.db import db
from portal.i18n_mark import N_
from portal.partners.vetting.merging import following

BOTH_KNOW = N_("Both may see who one and the same person is. End one of the two first.")


def both_know_one(one: UUID, other: UUID) -> str | None:
    """Why two partners cannot be merged: each has a living grant to one person's identity (RULINGS 14)."""
    living = select(IdentityGrant.case_id).where(IdentityGrant.ended_at.is_(None))
    theirs = living.where(IdentityGrant.organization_id == other)
    shared = living.where(IdentityGrant.organization_id == one, IdentityGrant.case_id.in_(theirs))
    return BOTH_KNOW if db.session.scalar(shared.limit(1)) is not None else None


#: Grants and alarms of the closed entry belong to the one that stays.
move_grants = following(IdentityGrant, Alarm)
