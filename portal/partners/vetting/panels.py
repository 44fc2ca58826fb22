"""What vetting draws on other pages: how sure an entry is, the wish to be listed, what waits for the centre."""

from portal.access import Actor, Role
from portal.db import today
from portal.partners import policy
from portal.partners.models import Organization
from portal.partners.queries import organization_for
from portal.partners.vetting import labels, queries
from portal.vocabulary.organizations import ListingWish
from portal.web import panels
from portal.web.panels import Panel

WISH, VETTING, WAITING, ASKED = 1, 40, 55, 85  # places on the pages


def _unanswered(organization: Organization) -> bool:
    return organization.listing_wish in (ListingWish.NOT_ASKED, ListingWish.ASKED)


@panels.on("partner", WISH)
def wish_panel(actor: Actor, organization: Organization) -> Panel | None:
    """The question whether an organisation wishes to be listed, to its own people until they have answered."""
    if not own(actor, organization) or not _unanswered(organization):
        return None
    return Panel("partners_vetting/wish_panel.html", {"entry": organization, "labels": labels, "asks": True})


@panels.on("home", ASKED)
def wish_at_home(actor: Actor) -> Panel | None:
    """The same question on the first page of an organisation's people."""
    if actor.role is not Role.PARTNER or actor.limited_to:
        return None
    entry = organization_for(actor, actor.organization_id)
    return wish_panel(actor, entry) if entry is not None else None


@panels.on("standing", VETTING + 1)
def wish_answered_panel(actor: Actor, organization: Organization) -> Panel | None:
    """What the organisation answered, and the way to change it; for its own people and the centre."""
    may_write = policy.may_change(actor, organization.id)
    if not may_write or (own(actor, organization) and _unanswered(organization)):
        return None
    context = {"entry": organization, "labels": labels, "asks": False, "own": own(actor, organization)}
    return Panel("partners_vetting/wish_panel.html", context)


def own(actor: Actor, organization: Organization) -> bool:
    """Whether an actor is one of the organisation's people."""
    return actor.role is Role.PARTNER and not actor.limited_to and actor.organization_id == organization.id


@panels.on("standing", VETTING)
def standing_panel(actor: Actor, organization: Organization) -> Panel | None:
    """What was checked of an organisation, by whom and when; for those who rely on it."""
    if actor.role not in policy.WHOLE_READERS:
        return None
    context = {
        "entry": organization,
        "standing": queries.standing(organization, today()),
        "centre": actor.role is Role.COORDINATOR,
        "labels": labels,
    }
    return Panel("partners_vetting/standing_panel.html", context)


@panels.on("home", WAITING)
def waiting_panel(actor: Actor) -> Panel | None:
    """Entries whose next check is overdue, and organisations that do not wish to be listed; for the centre."""
    if actor.role is not Role.COORDINATOR:
        return None
    number, overdue = queries.to_check()
    declined = queries.not_to_be_listed()
    if not overdue and not declined:
        return None
    return Panel("partners_vetting/home_panel.html", {"number": number, "overdue": overdue, "declined": declined})
