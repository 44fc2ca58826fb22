"""The way to what is published, on the first page of those who do not work with the figures."""

from portal.access import Actor, Role
from portal.web.panels import Panel, on

WHO = (Role.CASEWORKER, Role.EMBASSY, Role.AUDITOR)


@on("home", 90)
def published_panel(asking: Actor) -> Panel | None:
    """A link; nothing waits there."""
    return Panel("monitoring_publishing/home_panel.html", waits=False) if asking.is_(*WHO) else None
