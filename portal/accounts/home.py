"""The chapter's part of the first page: invitations that wait for a second person, and the way to the accounts."""

from portal.access import Actor, Role
from portal.accounts import queries
from portal.web import panels
from portal.web.panels import Panel
from portal.web.shell import ROLE_LABELS

WAITING = 70  # place on the page


@panels.on("home", WAITING)
def waiting_panel(actor: Actor) -> Panel | None:
    """Whom this coordinator can confirm; administrators and coordinators find the accounts here."""
    if not actor.is_(Role.COORDINATOR, Role.ADMINISTRATOR):
        return None
    waiting = queries.waiting_for(actor)
    return Panel("accounts/home_panel.html", {"invitations": waiting, "roles": ROLE_LABELS}, waits=bool(waiting))
