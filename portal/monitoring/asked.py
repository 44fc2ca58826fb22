"""Which year and which people a page is asked for, from its address; and what the filter offers."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import request, url_for
from sqlalchemy import Text, cast, func, literal, select, union_all

from portal.accounts.models import Unit
from portal.cases.models import Case
from portal.db import db, today
from portal.monitoring.models import EarlierFigure
from portal.monitoring.slices import GROUPS, Slice
from portal.web.formats import country_name, word


@dataclass(frozen=True)
class Asked:
    """A year and a narrowing; an address that was never ours means this year and everybody."""

    year: int
    only: Slice

    @property
    def arguments(self) -> dict[str, Any]:
        """The same as parts of an address."""
        unit = str(self.only.unit) if self.only.unit else None
        group = self.only.group.value if self.only.group else None
        return {"year": self.year, "unit": unit, "country": self.only.country or None, "group": group}

    def to(self, endpoint: str, **more: Any) -> str:
        """The address of another page for the same year and people."""
        return url_for(endpoint, **{**self.arguments, **more})

    def behind(self, figure: str, part: str, **more: Any) -> str:
        """The address of the list behind a number."""
        return self.to("monitoring.behind_page", figure=str(figure), part=str(part), **more)

    @property
    def codes(self) -> dict[str, Any]:
        """The narrowing as it stands in the log."""
        return {name: value for name, value in self.arguments.items() if value is not None and name != "year"}


def from_address() -> Asked:
    """What the address asks for."""
    typed = request.args
    year = typed.get("year", "")
    country = typed.get("country", "").upper()
    known = {one.value: one for one in GROUPS}
    return Asked(
        int(year) if year.isascii() and year.isdecimal() and 1900 < int(year[:5]) < 2200 else today().year,
        Slice(_unit(typed.get("unit", "")), country if len(country) == 2 else "", known.get(typed.get("group", ""))),
    )


def _unit(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@dataclass(frozen=True)
class Offered:
    """What there is to narrow figures to: years newest first, units by name, countries of return."""

    years: list[int]
    units: dict[UUID, str]
    countries: list[str]

    @property
    def choices(self) -> dict[str, list[tuple[Any, str]]]:
        """The same for the filter, each with its word."""
        return {
            "year": [(year, str(year)) for year in self.years],
            "unit": [(str(unit_id), name) for unit_id, name in self.units.items()],
            "country": sorted(((code, country_name(code)) for code in self.countries), key=lambda pair: pair[1]),
            "group": [(group.value, group) for group in GROUPS],
        }

    def names_of(self, only: Slice) -> list[str]:
        """The names of what figures are narrowed to."""
        unit = [self.units.get(only.unit, "–")] if only.unit else []
        country = [country_name(only.country)] if only.country else []
        return [*unit, *country, *([word(only.group)] if only.group else [])]


def offered() -> Offered:
    """What there is to narrow figures to, in one statement."""
    of_units = select(literal("unit"), cast(Unit.id, Text), Unit.name)
    of_countries = select(literal("country"), Case.return_country, literal("")).distinct()
    first, last = func.min(Case.registered_on), func.max(Case.registered_on)
    of_years = select(literal("year"), cast(first, Text), cast(last, Text))
    found: dict[str, list[tuple[Any, Any]]] = {"unit": [], "country": [], "year": []}
    entered = select(literal("year"), cast(func.min(EarlierFigure.year), Text), literal(""))
    for what, one, other in db.session.execute(union_all(of_units, of_countries, of_years, entered)):
        found[what].append((one, other))
    years = [today().year, *(int(day[:4]) for ends in found["year"] for day in ends if day)]
    return Offered(
        list(range(max(years), min(years) - 1, -1)),
        {UUID(key): name for key, name in sorted(found["unit"], key=lambda pair: pair[1])},
        [code for code, _none in found["country"]],
    )
