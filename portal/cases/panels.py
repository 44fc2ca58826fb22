"""What this chapter draws on the first page: open alarms before all else, and the cases that need the reader."""

from portal.access import Actor, Role
from portal.cases import clock, labels, queries, readiness
from portal.cases.codes import NextStep
from portal.cases.models import Case
from portal.db import today
from portal.web import panels
from portal.web.panels import Panel

ALARMS, NEEDS_YOU = 0, 20  # places on the page
MOST = 20
WAITS_FOR_OFFER = (NextStep.OFFER, NextStep.ANSWER, NextStep.ASK_AGAIN)


@panels.on("home", ALARMS)
def alarms(actor: Actor) -> Panel | None:
    """The alarms nobody has taken care of: the centre's all, a caseworker's own."""
    if not actor.is_(Role.CASEWORKER, Role.COORDINATOR) or actor.limited_to:
        return None
    rung = queries.open_alarms(actor)
    return Panel("cases/alarms_panel.html", {"rung": rung}) if rung else None


@panels.on("queue", ALARMS)
def alarms_of_queue(actor: Actor, kind: str) -> Panel | None:
    """The same, first on the centre's queue however it is narrowed."""
    rung = alarms(actor)
    return Panel(rung.template, rung.context, always=True) if rung else None


@panels.on("home", NEEDS_YOU)
def needs_you(actor: Actor) -> Panel | None:
    """A caseworker's own cases that wait for an offer or an answer, or whose deadline ends within 28 days."""
    if not actor.is_(Role.CASEWORKER) or actor.limited_to:
        return None
    soon = sorted((case for case in queries.with_deadline_soon(actor) if _ends_soon(case)), key=_last_day)
    needing = queries.needing(actor)
    steps = readiness.next_steps([*soon, *needing], today())
    waiting = [case for case in needing if steps[case.id] in WAITS_FOR_OFFER]
    rows = {case.id: case for case in [*waiting, *soon]}  # the offer before all else (RULINGS 5), then by deadline
    drawn = [(case, steps[case.id], clock.ends_on(case)) for case in list(rows.values())[:MOST]]
    context = {"rows": drawn, "more": len(rows) > MOST, "labels": labels, "today": today()}
    return Panel("cases/home_panel.html", context, waits=bool(drawn))


def _ends_soon(case: Case) -> bool:
    end = clock.ends_on(case)
    return end is not None and end - today() <= queries.SOON


def _last_day(case: Case) -> int:
    return clock.days_left(case) or 0
