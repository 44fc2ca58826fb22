"""Codes and signs of an edition in words."""

from flask_babel import gettext as _

from portal.monitoring.codes import FlowStep, Promise
from portal.monitoring.publishing.codes import TOTAL, Column, Group, TableCode
from portal.monitoring.publishing.content import PublishedTable
from portal.monitoring.publishing.regions import Region
from portal.monitoring.publishing.suppression import FEW, HELD_BACK, OMITTED, UNSAID
from portal.vocabulary.codes import CodeList
from portal.web.formats import word

LINES: dict[TableCode, type[CodeList]] = {
    TableCode.PROMISES: Promise,
    TableCode.GROUPS: Group,
    TableCode.FLOW: FlowStep,
    TableCode.REGIONS: Region,
}


def line_in_words(table: PublishedTable, code: str) -> str:
    """What a line counts."""
    # Translators: the last line of a table of numbers
    return str(_("Total")) if code == TOTAL else word(LINES[table.code](code))


def years_of(table: PublishedTable) -> str:
    """The year or years of a table, such as 2025 or 2023–2025."""
    return str(table.last_year) if table.first_year == table.last_year else f"{table.first_year}–{table.last_year}"


def sign_in_words(sign: str) -> str:
    """A published sign as a reader sees it: numbers as they are, the rest as words."""
    if sign in (HELD_BACK, OMITTED):
        # Translators: stands instead of a number that is not shown, since a smaller one could be worked out from it
        return str(_("held back"))
    if sign == UNSAID:
        return str(_("too few to publish"))
    # Translators: stands instead of a number of people, such as "fewer than 5"
    return str(_("fewer than %(number)s", number=sign[len(FEW) :])) if sign.startswith(FEW) else sign


def promise_in_words(cells: tuple[str, ...]) -> str:
    """A promise as one sentence: about what share, and whether the target is met; or why that is not said."""
    n, whole, percent, target, kept = cells
    numbers = {"n": sign_in_words(n), "whole": sign_in_words(whole), "percent": percent, "target": target}
    if whole == "0":
        return str(_("Nobody was counted here."))
    if n == UNSAID:
        return str(_("Counted: %(whole)s. Too few to publish more.", **numbers))
    said = str(_("Promise kept: %(n)s. All: %(whole)s.", **numbers))
    if percent and kept and kept == "yes":
        more = str(_("About %(percent)s %%. The promise of %(target)s %% is kept.", **numbers))
    elif percent and kept:
        more = str(_("About %(percent)s %%. The promise of %(target)s %% is not kept.", **numbers))
    elif percent:
        more = str(_("About %(percent)s %%.", **numbers))
    elif kept:
        kept_words = _("The promise of %(target)s %% is kept."), _("The promise of %(target)s %% is not kept.")
        more = str(kept_words[kept == "no"]) % numbers
    else:
        more = str(_("The share is held back, so that nobody can be counted out."))
    return f"{said} {more}"


def column_in_words(column: Column) -> str:
    """The head of a column."""
    return word(column)
