"""What reports do when the directory merges two entries."""

from uuid import UUID

from sqlalchemy import update

from portal.access import Actor
from portal.db import db
from portal.followup.models import DueReport, Report


def move_reports(_actor: Actor, other_id: UUID, kept_id: UUID) -> None:
    """The reports of the closed entry, sent and due, belong to the one that stays; joins the running act."""
    for model in (DueReport, Report):
        theirs = update(model).where(model.organization_id == other_id).values(organization_id=kept_id)
        db.session.execute(theirs.execution_options(synchronize_session=False))
