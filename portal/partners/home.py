"""The directory on the first page: an embassy's countries, a partner's own entry, the search."""

from portal.access import Actor, Role
from portal.db import today
from portal.partners import policy, queries
from portal.web import panels
from portal.web.panels import Panel

SEARCH, ENTRY, COUNTRIES = 80, 90, 10  # places on the page


@panels.on("home", SEARCH)
def search_panel(actor: Actor) -> Panel | None:
    """The directory's search, for those who look for a partner."""
    return Panel("partners/search_panel.html") if actor.role in policy.WHOLE_READERS else None


@panels.on("home", ENTRY)
def entry_panel(actor: Actor) -> Panel | None:
    """A partner's own entry: when it was last checked, and whether it is time again."""
    if actor.role is not Role.PARTNER or actor.limited_to:
        return None
    entry = queries.organization_for(actor, actor.organization_id)
    if entry is None:
        return None
    old = entry.checked_on is None or entry.checked_on < policy.a_year_before(today())
    return Panel("partners/entry_panel.html", {"entry": entry, "old": old})


@panels.on("home", COUNTRIES)
def countries_panel(actor: Actor) -> Panel | None:
    """An embassy's countries with how many entries and working partners each has."""
    if actor.role is not Role.EMBASSY:
        return None
    counted = queries.country_counts(actor)
    rows = [(code, counted.get(code, 0), queries.number_working(actor, code)) for code in actor.countries]
    return Panel("partners/countries_panel.html", {"rows": rows})
