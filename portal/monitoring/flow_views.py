"""The centre's pages of the flow, the times, the promises compared, and five years of them."""

from typing import Any

from flask import render_template, request

from portal.audit.trail import note
from portal.cases import two_persons
from portal.db import transaction
from portal.monitoring import asked as asking
from portal.monitoring import due, flow, indicators, labels, pictures, tables, waiting
from portal.monitoring.asked import Asked, Offered
from portal.monitoring.blueprint import blueprint
from portal.monitoring.codes import STEPS, Figure, FlowStep, Promise
from portal.monitoring.policy import READERS
from portal.monitoring.slices import By, Slice
from portal.vocabulary.services import Population
from portal.web.gate import actor, is_a_look, open_to


def shown(name: str, asked: Asked, noted: str, offered: Offered | None = None, **more: Any) -> str:
    """A page of figures; that somebody looked at it is logged, with what she asked for."""
    offered = offered or asking.offered()
    page = render_template(
        f"monitoring/{name}.html",
        asked=asked,
        choices=offered.choices,
        narrowed=offered.names_of(asked.only),
        labels=labels,
        pictures=pictures,
        **({"figures": Figure} | more),
    )
    if is_a_look():
        with transaction():
            note(actor(), f"monitoring:{noted}:read", f"year:{asked.year}", **asked.codes)
    return page


@blueprint.get("/monitoring/flow")
@open_to(*READERS, audited=True)
def flow_page() -> str:
    """How far the people of a year came, and why the others went no further."""
    asked = asking.from_address()
    counted = flow.flow(asked.year, asked.only)
    return shown(
        "flow",
        asked,
        "flow",
        flow=counted,
        bars=pictures.bars(list(counted.steps.values()), counted.steps[FlowStep.REGISTERED]),
        steps=STEPS,
        times_asked=indicators.times_asked(asked.year, asked.only),
        reasons=indicators.reasons_for_no(asked.year, asked.only),
        set_aside=two_persons.set_aside_in(asked.year),
    )


@blueprint.get("/monitoring/times")
@open_to(*READERS, audited=True)
def times_page() -> str:
    """How long it took, what became of requests and reports, what is due, how fresh the directory is."""
    asked = asking.from_address()
    return shown(
        "times",
        asked,
        "times",
        waiting=waiting,
        times=waiting.waiting_times(asked.year, asked.only),
        states=tables.requests_by_state(asked.year, asked.only),
        reports=tables.reports_by_number(asked.year, asked.only),
        due=due.reports_due(asked.only),
        fresh=due.freshness(),
    )


@blueprint.get("/monitoring/compared")
@open_to(*READERS, audited=True)
def breakdown_page() -> str:
    """Every promise by unit, country or group."""
    asked = asking.from_address()
    offered = asking.offered()
    by = next((one for one in By if one.value == request.args.get("by")), By.UNIT)
    counted = [one for one in Promise if indicators.is_counted(one, asked.year)]
    lines: dict[Any, dict[Promise, indicators.Line]] = {}
    for promise in counted:
        for line in indicators.breakdown(promise, asked.year, by, asked.only):
            lines.setdefault(line.key, {})[promise] = line
    rows = [(labels.key_name(key, offered.units), narrowed(asked, by, key), found) for key, found in lines.items()]
    return shown("breakdown", asked, "compared", offered, by=by, axes=list(By), promises=counted, rows=rows)


def narrowed(asked: Asked, by: By, key: Any) -> Asked:
    """The same question of one line of a breakdown."""
    only = asked.only
    if by is By.UNIT:
        return Asked(asked.year, Slice(key, only.country, only.group))
    if by is By.COUNTRY:
        return Asked(asked.year, Slice(only.unit, key, only.group))
    return Asked(asked.year, Slice(only.unit, only.country, Population(key)))


@blueprint.get("/monitoring/years")
@open_to(*READERS, audited=True)
def years_page() -> str:
    """Each promise over five years, those entered for years before the portal among them."""
    asked = asking.from_address()
    years = list(range(asked.year - indicators.FIVE_YEARS + 1, asked.year + 1))
    return shown("years", asked, "years", lines=indicators.five_years(asked.year, asked.only), years=years)
