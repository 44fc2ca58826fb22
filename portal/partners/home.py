"""The directory on the first page: a partner's own entry, the search."""

from portal.access import Actor, Role
from portal.db import today
from portal.partners import entry_labels, policy, queries
from portal.web import panels
from portal.web.panels import Panel

SEARCH_FIRST, SEARCH, ENTRY = 5, 80, 90  # places on the page; nothing but an alarm is before a caseworker's search


@panels.on("home", SEARCH_FIRST)
def first_search_panel(actor: Actor) -> Panel | None:
    """The directory's search, on a caseworker's page before all that waits."""
    return _search() if actor.role is Role.CASEWORKER else None


@panels.on("home", SEARCH)
def search_panel(actor: Actor) -> Panel | None:
    """The directory's search, for all others who look for a partner."""
    return _search() if actor.role in policy.WHOLE_READERS and actor.role is not Role.CASEWORKER else None


def _search() -> Panel:
    return Panel("partners/search_panel.html", waits=False)


@panels.on("home", ENTRY)
def entry_panel(actor: Actor) -> Panel | None:
    """A partner's own entry: is it still correct, can it receive now; each is one tap."""
    if actor.role is not Role.PARTNER or actor.limited_to:
        return None
    entry = queries.organization_for(actor, actor.organization_id)
    if entry is None:
        return None
    checked_today = entry.checked_on == today()
    return Panel(
        "partners/entry_panel.html", {"entry": entry, "checked_today": checked_today, "said": entry_labels}, waits=False
    )
