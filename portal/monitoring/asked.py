"""Which year and which people a page is asked for, from its address; and what the filter offers."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import request, url_for
from sqlalchemy import select

from portal.accounts.models import Unit
from portal.cases.models import Case
from portal.db import db, today
from portal.monitoring import indicators
from portal.monitoring.slices import GROUPS, Slice
from portal.web.formats import country_name


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


def units() -> dict[UUID, str]:
    """The Danish units by name."""
    return {row.id: row.name for row in db.session.execute(select(Unit.id, Unit.name).order_by(Unit.name))}


def choices() -> dict[str, list[tuple[Any, str]]]:
    """What the filter offers: years, units, countries of return, groups; each with its word."""
    countries = db.session.scalars(select(Case.return_country).distinct())
    named = sorted(((code, country_name(code)) for code in countries), key=lambda pair: pair[1])
    return {
        "year": [(year, str(year)) for year in indicators.years()],
        "unit": [(str(unit_id), name) for unit_id, name in units().items()],
        "country": list(named),
        "group": [(group.value, group) for group in GROUPS],
    }
