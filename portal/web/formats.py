"""Dates, moments and codes in the reader's language: the month always by its name."""

import hashlib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.lists import format_list
from flask import Flask, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from portal.places import countries, languages
from portal.vocabulary.codes import CodeList

COPENHAGEN = "Europe/Copenhagen"


def date_words(day: date | None) -> str:
    """A day as `24 November 2026`; empty for none."""
    return "" if day is None else str(format_date(day, "long", locale=get_locale()))


def datetime_words(moment: datetime | None, zone: str = COPENHAGEN) -> str:
    """A moment as day and hour in a time zone (IANA name; Danish time unless said), by CLDR's own pattern."""
    if moment is None:
        return ""
    locale = get_locale()
    local = moment.astimezone(ZoneInfo(zone))
    pattern = locale.datetime_formats["medium"]
    hour, day = format_time(local, "short", locale=locale), format_date(local, "long", locale=locale)
    return str(pattern).replace("{0}", hour).replace("{1}", day)


def danish_time(moment: datetime | None) -> str:
    """A moment in Danish time, and saying so."""
    if moment is None:
        return ""
    return str(_("%(moment)s (Danish time)", moment=datetime_words(moment)))


def local_time(moment: datetime | None, zone: str) -> str:
    """A moment in a place's own time, and saying so; in Danish time where the zone is unknown."""
    if moment is None or not zone:
        return danish_time(moment)
    # Translators: zone is a place such as "Africa/Lagos"
    return str(_("%(moment)s (local time, %(zone)s)", moment=datetime_words(moment, zone), zone=zone))


def word(code: CodeList | None) -> str:
    """A code's label in the reader's language; empty for none."""
    return "" if code is None else str(_(code.label))


def words(codes: list[str], code_list: type[CodeList]) -> list[str]:
    """Labels of stored codes, in the list's own order."""
    return [_(code.label) for code in code_list if code.value in codes]


def country_name(code: str) -> str:
    """A country's name in the reader's language."""
    return countries.name(code, str(get_locale())) if code else ""


def language_name(code: str) -> str:
    """A spoken language's name in the reader's language."""
    return languages.name(code, str(get_locale())) if code else ""


def listed(items: list[str]) -> str:
    """Several words as one list, by CLDR's pattern (`a, b and c`)."""
    return format_list(items, locale=get_locale()) if items else ""


def beside(facts: list[str]) -> str:
    """Several facts of different kinds on one line, the empty ones left out: not a list, so without an "and"."""
    return " · ".join(fact for fact in facts if fact)


def place(town: str, country: str) -> str:
    """A town with its country beside it; the country alone where no town is stated."""
    # Translators: a place, such as "Benin City, Nigeria"
    return str(_("%(town)s, %(country)s", town=town, country=country_name(country))) if town else country_name(country)


@cache
def _fingerprint(name: str) -> str:
    return hashlib.sha256((Path(__file__).parent / "static" / name).read_bytes()).hexdigest()[:10]


def static_file(name: str) -> str:
    """The address of a static file with a fingerprint of its content, so that it may be cached for a year."""
    return url_for("static", filename=name, v=_fingerprint(name))


def install(app: Flask) -> None:
    """Make the formats known to the templates as filters."""
    for function in (date_words, datetime_words, danish_time, local_time, word, words, listed, place, beside):
        app.add_template_filter(function)
    app.add_template_filter(country_name)
    app.add_template_filter(language_name)
    app.add_template_global(static_file)
    # As in the extraction (pyproject.toml): line breaks inside {% trans %} are one space.
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
