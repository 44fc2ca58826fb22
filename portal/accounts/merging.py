"""What accounts do when the directory merges two entries, or an organisation does not wish to be listed."""

from uuid import UUID

from sqlalchemy import update

from portal.access import Actor
from portal.accounts import queries
from portal.accounts.models import Account, Invitation
from portal.db import db
from portal.letters import outbox


def move_people(_actor: Actor, other_id: UUID, kept_id: UUID) -> None:
    """The people and the invitations of the closed entry belong to the one that stays; joins the running act."""
    for model in (Account, Invitation):
        theirs = update(model).where(model.organization_id == other_id).values(organization_id=kept_id)
        db.session.execute(theirs.execution_options(synchronize_session=False))


def tell_the_centre(_actor: Actor, _organization_id: UUID) -> None:
    """An organisation does not wish to be listed: each coordinator gets a letter; joins the running act."""
    for one in queries.coordinators():
        outbox.put("listing_declined", to=one.email, locale=one.locale, link=("home", ""), account_id=one.id)
