"""A year's figures as tables: live from the chapter's indicators until they are frozen, then as they were frozen."""

from collections.abc import Mapping
from typing import Any

from flask_babel import force_locale

from portal.i18n import BY_CODE
from portal.monitoring.codes import Unit
from portal.monitoring.status import country_tables, flow_tables, promise_tables, queries
from portal.monitoring.status.codes import LANGUAGES
from portal.monitoring.status.numbers import Numbers, counted
from portal.monitoring.status.tables import Table, from_kept


def tables(numbers: Numbers) -> list[Table]:
    """All tables of the year, in the language of the moment."""
    return [*promise_tables.tables(numbers), *flow_tables.tables(numbers), *country_tables.tables(numbers)]


def in_languages(numbers: Numbers) -> dict[str, list[Table]]:
    """The tables in each language of the report."""
    made = {}
    for code in LANGUAGES:
        with force_locale(BY_CODE[code].formats):
            made[code] = tables(numbers)
    return made


def to_freeze(numbers: Numbers) -> dict[str, Any]:
    """The figures as they are frozen: every table with its definition, in every language of the report."""
    kept = {code: [table.kept() for table in made] for code, made in in_languages(numbers).items()}
    return {"year": numbers.year, "tables": kept}


def of_year(year: int) -> dict[str, list[Table]]:
    """The year's tables by language: frozen where somebody froze them, else live."""
    frozen = queries.latest_figures(year)
    if frozen is None:
        return in_languages(counted(year))
    kept = frozen.figures["tables"]
    return {code: [from_kept(one) for one in kept[code]] for code in LANGUAGES}


def anybody(made: Mapping[str, list[Table]]) -> bool:
    """Whether anybody was counted in the year, by its promises on people."""
    return any(table.bar is not None and table.bar.total for table in made["en"] if table.unit == Unit.PEOPLE)
