"""What accounts draw on a partner's entry: who signs in for it, how its invitations stand."""

from portal.access import Actor, Role
from portal.accounts import queries
from portal.accounts.labels import invitation_state
from portal.partners.models import Organization
from portal.web import panels
from portal.web.panels import Panel

PEOPLE = 60  # place on the page


@panels.on("standing", PEOPLE)
def people_panel(actor: Actor, organization: Organization) -> Panel | None:
    """The people of a partner and its invitations; for the centre."""
    if actor.role is not Role.COORDINATOR:
        return None
    context = {
        "entry": organization,
        "people": queries.people_of(organization.id),
        "earlier": queries.partner_invitations(actor, organization.id),
        "state_of": invitation_state,
    }
    return Panel("accounts/partner_panel.html", context)
