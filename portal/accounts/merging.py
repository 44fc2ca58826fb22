"""What accounts do when the directory merges two entries, or an organisation does not wish to be listed."""

from uuid import UUID

from portal.access import Actor
from portal.accounts import queries
from portal.accounts.models import Account, Invitation
from portal.letters import outbox
from portal.partners.vetting.merging import following

#: The people and the invitations of the closed entry belong to the one that stays.
move_people = following(Account, Invitation)


def tell_the_centre(_actor: Actor, _organization_id: UUID) -> None:
    """An organisation does not wish to be listed: each coordinator gets a letter; joins the running act."""
    for one in queries.coordinators():
        outbox.put("listing_declined", to=one.email, locale=one.locale, link=("home", ""), account_id=one.id)
