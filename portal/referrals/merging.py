"""What requests do when the directory merges two entries, and what still depends on one about to be closed."""

from uuid import UUID

from sqlalchemy import select

from portal.db import db
from portal.i18n_mark import N_
from portal.partners.vetting.merging import following
from portal.referrals.models import DeletionAsk, ReceptionRequest
from portal.referrals.states import FINAL

BOTH_ASKED = N_("Both have an open request for the same person. End one of the two first.")


def both_asked_for_one(one: UUID, other: UUID) -> str | None:
    """Why two partners cannot be merged: each has an open request for the same case."""
    under_way = select(ReceptionRequest.case_id).where(ReceptionRequest.state.not_in(FINAL))
    theirs = under_way.where(ReceptionRequest.organization_id == other)
    shared = under_way.where(ReceptionRequest.organization_id == one, ReceptionRequest.case_id.in_(theirs))
    return BOTH_ASKED if db.session.scalar(shared.limit(1)) is not None else None


#: The requests to the closed entry, and what it was asked to delete, belong to the one that stays.
move_requests = following(ReceptionRequest, DeletionAsk)
