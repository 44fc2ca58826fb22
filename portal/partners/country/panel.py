"""On the first page an embassy's countries and who is responsible; on a country's what is reported as wrong."""

from portal.access import Actor, Role
from portal.partners import queries as entries
from portal.partners.country import labels, queries
from portal.partners.country.queries import Counts
from portal.partners.upkeep import queue
from portal.web import panels
from portal.web.panels import Panel

COUNTRIES, RESPONSIBLE, REPORTED = 10, 95, 10  # places on the page


@panels.on("home", COUNTRIES)
def countries_panel(actor: Actor) -> Panel | None:
    """An embassy's countries: working partners, oldest check, open flags; nobody's case."""
    if actor.role is not Role.EMBASSY:
        return None
    counted = queries.counts(actor, actor.countries) if actor.countries else {}
    flags = queries.open_flags(actor, actor.countries) if actor.countries else {}
    rows = [(code, counted.get(code, Counts()), flags.get(code, 0)) for code in actor.countries]
    return Panel(
        "partners_country/countries_panel.html", {"rows": rows, "suggest_href": labels.suggest_href}, waits=False
    )


@panels.on("home", RESPONSIBLE)
def responsible_panel(actor: Actor) -> Panel | None:
    """Who is responsible for what in Denmark, and in a partner's own country."""
    if actor.limited_to:
        return None
    own = entries.organization_for(actor, actor.organization_id) if actor.role is Role.PARTNER else None
    codes = ("DK", own.country) if own is not None else ("DK", *actor.countries)
    return Panel("partners_country/responsible_panel.html", {"codes": codes}, waits=False)


@panels.on("country", REPORTED)
def reported_panel(actor: Actor, code: str) -> Panel | None:
    """What is reported as wrong in a country and waits."""
    reported = queue.open_in(actor, [code])
    return Panel("partners_country/reported_panel.html", {"reported": reported}) if reported else None
