"""What is said about entries on other pages: under an entry, and on the first page of the centre and an embassy."""

from datetime import timedelta

from portal.access import Actor, Role
from portal.db import now
from portal.partners.models import Organization
from portal.partners.upkeep import concerns, labels, queue
from portal.vocabulary.upkeep import ConcernState
from portal.web import panels
from portal.web.panels import Panel

QUEUE, LATELY, STORY = 30, 31, 70  # places on the page
A_WHILE = timedelta(days=30)  # how long an answer stands on the first page


@panels.on("home", QUEUE)
def queue_panel(actor: Actor) -> Panel | None:
    """How much waits at the centre, each number a link."""
    if actor.role is not Role.COORDINATOR or actor.limited_to:
        return None
    return _queue()


def _queue() -> Panel | None:
    numbers = queue.counts()
    return Panel("partners_upkeep/queue_panel.html", {"numbers": numbers}) if any(numbers.values()) else None


@panels.on("queue", QUEUE)
def queue_of_directory(actor: Actor, kind: str) -> Panel | None:
    """The same on the centre's queue."""
    return _queue() if kind in ("", "directory") else None


@panels.on("home", LATELY)
def embassy_panel(actor: Actor) -> Panel | None:
    """An embassy's suggestions that were answered, and what is reported wrong in its countries."""
    if actor.role is not Role.EMBASSY:
        return None
    answered, reported = queue.answered_lately(actor, now() - A_WHILE), queue.open_in(actor, actor.countries)
    context = {"answered": answered, "reported": reported}
    return Panel("partners_upkeep/embassy_panel.html", context, waits=bool(answered or reported))


@panels.on("partner", STORY)
def story_panel(actor: Actor, organization: Organization) -> Panel | None:
    """The reports on an entry with what became of them (the page's own `stories`), and the worries of the centre."""
    open_concerns = [one for one in concerns.about(actor, organization.id) if one.state is ConcernState.OPEN]
    context = {"organization": organization, "concerns": open_concerns}
    return Panel("partners_upkeep/entry_panel.html", {**context, "named": labels.named(actor, organization)})
