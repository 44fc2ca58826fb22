"""Where the warnings counted back from the last day stand: the case's page and the first pages."""

from portal.access import Actor, Role
from portal.cases import policy as cases
from portal.cases.models import Case
from portal.db import today
from portal.referrals import work_back
from portal.referrals.work_back import Lacking, Warned
from portal.web import panels
from portal.web.panels import Panel

MOST = 20  # warnings drawn


@panels.on("case", 15)
def of_case(_actor: Actor, case: Case) -> Panel | None:
    """The warning of one case."""
    return _drawn("referrals/work_back_case.html", work_back.of_cases([case], today()))


@panels.on("home", 12)
def near_the_last_day(actor: Actor) -> Panel | None:
    """A caseworker's own cases that lack something near the last day; for the centre all that nobody said yes to."""
    if not actor.is_(Role.CASEWORKER, Role.COORDINATOR) or actor.limited_to:
        return None
    among = cases.own(actor) if actor.is_(Role.CASEWORKER) else cases.visible(actor)
    found = work_back.of_cases(work_back.near_their_end(among, today()), today())
    if actor.is_(Role.COORDINATOR):
        found = [one for one in found if one.lacking is Lacking.YES]
    return _drawn("referrals/work_back_panel.html", found)


@panels.on("queue", 12)
def queue(actor: Actor, kind: str) -> Panel | None:
    """The same on the centre's queue."""
    return near_the_last_day(actor) if kind in ("", "deadline") else None


def _drawn(template: str, found: list[Warned]) -> Panel | None:
    return Panel(template, {"rows": found[:MOST], "more": len(found) > MOST}) if found else None
