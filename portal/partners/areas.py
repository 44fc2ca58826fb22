"""Where an organisation helps, as lines of text: regions of its own country, and towns or regions of others."""

from flask_babel import get_locale
from flask_babel import gettext as _
from wtforms import Field, Form, ValidationError

from portal.partners.models import Organization
from portal.places import countries
from portal.places.folding import fold
from portal.places.gazetteer import named_country

LONGEST = 120  # characters of a region
Area = tuple[str, str]  # country, region; no region: the whole country


def own_lines(organization: Organization) -> str:
    """The regions of its own country, one in each line."""
    here = [area.region for area in organization.service_areas if area.country == organization.country]
    return "\n".join(region for region in here if region)


def other_lines(organization: Organization) -> str:
    """The areas in other countries, one in each line, as `read_other` reads them."""
    there = [area for area in organization.service_areas if area.country != organization.country]
    return "\n".join(", ".join(part for part in (area.region, _name(area.country)) if part) for area in there)


def read_own(text: str, country: str) -> list[Area]:
    """The regions that were written, in the organisation's own country."""
    return [(country, line[:LONGEST]) for line in _lines(text)]


def read_other(text: str) -> list[Area]:
    """The areas that were written for other countries. Raises ValueError with the line that names no country."""
    return [_area(line) for line in _lines(text)]


def real_areas(form: Form, field: Field) -> None:
    """Refuse a line whose country is not known."""
    try:
        read_other(field.data or "")
    except ValueError as unknown:
        text = _("Write the country behind a comma, such as Lomé, Togo. This line names no country: %(line)s")
        raise ValidationError(text % {"line": str(unknown)[:LONGEST]}) from unknown


def _area(line: str) -> Area:
    region, _comma, written = line.replace("،", ",").rpartition(",")
    code = _code(written.strip())
    if code is None:
        raise ValueError(line)
    return code, region.strip()[:LONGEST]


def _code(written: str) -> str | None:
    named = (code for code in countries.codes() if fold(_name(code)) == fold(written))
    return next(named, None) or named_country(written)


def _name(code: str) -> str:
    return countries.name(code, str(get_locale()))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
