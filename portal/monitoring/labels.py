"""Figures in words: what is counted, what there is to see in one sentence, and the rows of a picture."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.followup.codes import Shown
from portal.followup.labels import NAMES
from portal.monitoring.asked import Asked
from portal.monitoring.codes import DEFINITIONS, Figure, FlowStep, Part
from portal.monitoring.due import DueNow
from portal.monitoring.flow import Flow
from portal.monitoring.indicators import Indicator
from portal.monitoring.slices import Slice
from portal.monitoring.tables import ReportLine
from portal.monitoring.waiting import Spread
from portal.partners.freshness import Freshness
from portal.referrals.states import RequestState
from portal.vocabulary.codes import CodeList
from portal.web.formats import country_name, word

#: A picture's row: its label, how many, whether its bar is striped, the address of the list behind it.
PictureRow = tuple[str, int, bool, str]
TWO_DAYS = 48  # hours; longer is said in days


def definition_of(figure: Indicator | CodeList) -> str:
    """What is counted, in plain words."""
    return str(_(DEFINITIONS[figure.promise if isinstance(figure, Indicator) else figure]))


def sentence_of(figure: Indicator) -> str:
    """What there is to see, in one sentence."""
    numbers = {"n": figure.n, "total": figure.total, "percent": figure.percent, "target": figure.target}
    if not figure.total:
        return str(_("Nobody is counted here in %(year)s.", year=figure.year))
    if figure.percent is None:
        return str(_("%(n)s of %(total)s. Too few people to say in per cent.", **numbers))
    if figure.target is None:
        return str(_("%(n)s of %(total)s, %(percent)s %%.", **numbers))
    if figure.kept:
        return str(_("%(n)s of %(total)s, %(percent)s %%. The promise of %(target)s %% is kept.", **numbers))
    return str(_("%(n)s of %(total)s, %(percent)s %%. The promise is %(target)s %%.", **numbers))


def numbers_of(figure: Indicator) -> dict[CodeList, int]:
    """All numbers of a promise by code, for its table."""
    numbers: dict[CodeList, int] = {Part.N: figure.n, Part.TOTAL: figure.total}
    numbers.update(figure.aside.items())
    return numbers


def years_sentence(figures: Sequence[Indicator]) -> str:
    """The last year with a share, against the first; else the last year that has people."""
    with_share = [figure for figure in figures if figure.percent is not None]
    if not with_share:
        last = [figure for figure in figures if figure.total][-1]
        numbers = {"year": last.year, "n": last.n, "total": last.total}
        return str(_("%(year)s: %(n)s of %(total)s. Too few people in each year to say in per cent.", **numbers))
    first, last = with_share[0], with_share[-1]
    parts: dict[str, int | None] = {"first": first.year, "then": first.percent, "last": last.year, "now": last.percent}
    if first is last:
        return str(_("%(now)s %% in %(last)s.", **parts))
    return str(_("From %(then)s %% in %(first)s to %(now)s %% in %(last)s.", **parts))


def flow_sentence(flow: Flow) -> str:
    """How many of those registered were met, and reported on."""
    parts = {
        "registered": flow.steps[FlowStep.REGISTERED],
        "met": flow.steps[FlowStep.MET],
        "reported": flow.steps[FlowStep.REPORTED_3],
    }
    return str(_("Of %(registered)s registered, %(met)s were met at home and %(reported)s reported on later.", **parts))


def _took(figure: Figure, value: int | None) -> str:
    if value is None:
        return ""
    if figure is Figure.ANSWER_TIME and value == 0:
        return str(_("less than an hour"))
    if figure is Figure.ANSWER_TIME and value < TWO_DAYS:
        return str(ngettext("%(num)s hour", "%(num)s hours", value))
    days = value // 24 if figure is Figure.ANSWER_TIME else value
    return str(ngettext("%(num)s day", "%(num)s days", days))


def spread_sentence(figure: Figure, spread: Spread) -> str:
    """Median and quartiles."""
    low, high = spread.quartiles
    parts = {"median": _took(figure, spread.median), "low": _took(figure, low), "high": _took(figure, high)}
    return str(_("Half took %(median)s or less; the middle half took %(low)s to %(high)s.", **parts))


def answer_bars() -> list[str]:
    """What each bar of the time to answer holds."""
    until = [str(_("Within 24 hours")), *(str(_("Within %(days)s days", days=days)) for days in (3, 7, 14))]
    return [*until, str(_("Later"))]


def return_bars() -> list[str]:
    """What each bar of the time to the journey holds."""
    until = [str(_("Up to %(days)s days", days=days)) for days in (30, 60, 100, 180)]
    return [*until, str(_("Longer"))]


def requests_sentence(states: Mapping[RequestState, int], year: int) -> str:
    """How many were sent."""
    sent = sum(states.values())
    return str(
        ngettext("%(num)s request was sent in %(year)s.", "%(num)s requests were sent in %(year)s.", sent, year=year)
    )


def state_rows(states: Mapping[RequestState, int], asked: Asked) -> list[PictureRow]:
    """The requests by state."""
    return [(word(one), n, False, asked.behind(Figure.REQUESTS, one)) for one, n in states.items()]


def reports_sentence(lines: Sequence[ReportLine]) -> str:
    """How many of the due ones came."""
    due, sent = sum(line.due for line in lines), sum(line.sent for line in lines)
    return str(_("%(due)s reports are due by now, and %(sent)s have been sent.", due=due, sent=sent))


def report_name(number: int) -> str:
    """Which report of the schedule; 0 is what happened between."""
    return str(NAMES.get(number) or _("Reports of something that happened"))


def due_sentence(due: DueNow) -> str:
    """How many are late, and how many come."""
    soon = sum(due.weeks)
    return str(_("%(late)s reports are late; %(soon)s are due in the next 12 weeks.", late=due.late, soon=soon))


def due_rows(due: DueNow, only: Slice) -> list[PictureRow]:
    """The late reports first, then each week."""
    late = "" if only else url_for("followup.index", state=Shown.LATE.value)
    rows: list[PictureRow] = [(str(_("Late")), due.late, True, late)]
    for number, n in enumerate(due.weeks):
        label = _("This week") if number == 0 else ngettext("In %(num)s week", "In %(num)s weeks", number)
        rows.append((str(label), n, False, ""))
    return rows


def fresh_sentence(fresh: Mapping[Freshness, int]) -> str:
    """How many were checked lately."""
    numbers = {"n": fresh[Freshness.FRESH], "total": sum(fresh.values())}
    return str(_("%(n)s of %(total)s were checked in the last 6 months.", **numbers))


def fresh_rows(fresh: Mapping[Freshness, int]) -> list[PictureRow]:
    """The entries by age; what is not fresh leads to the centre's queue."""
    queue = url_for("upkeep.queue", tab="unchecked")
    rows = [(word(age), n, age is not Freshness.FRESH) for age, n in fresh.items()]
    return [(label, n, old, queue if old else "") for label, n, old in rows]


def key_name(key: Any, units: Mapping[Any, str]) -> str:
    """The name of a line of a breakdown."""
    if isinstance(key, CodeList):
        return word(key)
    return units[key] if key in units else country_name(key)
