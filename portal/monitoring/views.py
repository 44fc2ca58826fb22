"""The centre's page of the promises: exact numbers, inside; each look is logged."""

from flask import render_template, request

from portal.access import Actor, Role
from portal.audit.trail import note
from portal.cases import two_persons
from portal.db import today, transaction
from portal.monitoring import coverage_views, indicators, labels
from portal.monitoring.blueprint import blueprint
from portal.monitoring.codes import OF_PEOPLE
from portal.monitoring.policy import READERS
from portal.web.gate import actor, is_a_look, open_to
from portal.web.panels import Panel, on

__all__ = ["blueprint", "coverage_views"]


@blueprint.get("/monitoring")
@open_to(*READERS, audited=True)
def index() -> str:
    """The four promises of a year, as n of N with the target line and the definition under each."""
    asked = request.args.get("year", "")
    years = indicators.years()
    year = int(asked) if asked.isdecimal() and 1900 < int(asked[:5]) < 2200 else today().year
    page = render_template(
        "monitoring/index.html",
        year=year,
        years=years,
        figures=indicators.promises(year),
        labels=labels,
        times_asked=indicators.times_asked(year),
        reasons=indicators.reasons_for_no(year),
        set_aside=two_persons.set_aside_in(year),
    )
    if is_a_look():
        with transaction():
            note(actor(), "monitoring:promises:read", f"year:{year}")
    return page


@on("home", 50)
def promises_panel(asking: Actor) -> Panel | None:
    """The promises in short, on the centre's first page."""
    if not asking.is_(Role.COORDINATOR):
        return None
    figures = indicators.promises(today().year, those=OF_PEOPLE)
    return Panel("monitoring/home_panel.html", {"figures": figures, "labels": labels, "year": today().year})
