"""The centre's page of the promises: exact numbers, inside; each look is logged."""

from portal.access import Actor, Role
from portal.db import today
from portal.monitoring import asked as asking
from portal.monitoring import behind_views, coverage_views, earlier_views, flow_views, indicators, labels
from portal.monitoring.blueprint import blueprint
from portal.monitoring.codes import OF_PEOPLE
from portal.monitoring.policy import READERS
from portal.web.gate import open_to
from portal.web.panels import Panel, on

__all__ = ["behind_views", "blueprint", "coverage_views", "earlier_views", "flow_views"]


@blueprint.get("/monitoring")
@open_to(*READERS, audited=True)
def index() -> str:
    """The promises of a year, as n of N with the target line and the definition under each."""
    asked = asking.from_address()
    return flow_views.shown("index", asked, "promises", figures=indicators.promises(asked.year, asked.only))


@on("home", 50)
def promises_panel(of: Actor) -> Panel | None:
    """The promises in short, on the centre's first page."""
    if not of.is_(Role.COORDINATOR):
        return None
    figures = indicators.promises(today().year, those=OF_PEOPLE)
    return Panel("monitoring/home_panel.html", {"figures": figures, "labels": labels, "year": today().year})
