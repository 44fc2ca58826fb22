"""One entry as one row of a CSV file: the columns, what each may hold, and the row of an entry that stands."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel import Locale

from portal.db import today
from portal.i18n_mark import N_
from portal.partners.models import Organization
from portal.places import countries
from portal.places.languages import NOT_IN_CLDR
from portal.vocabulary.codes import CodeList
from portal.vocabulary.organizations import OrganizationType
from portal.vocabulary.services import Population, ServiceType
from portal.web.cells import is_formula, plain

BETWEEN = "|"  # between several codes in one cell
Row = dict[str, str]


class FaultKind(CodeList):
    """Why a row cannot be read."""

    NOT_UTF8 = "not_utf8", N_("is not UTF-8")
    TOO_LONG = "too_long", N_("is too long")
    TOO_MANY = "too_many", N_("the file has too many rows")
    NOT_CSV = "not_csv", N_("is not CSV")
    MISSING_COLUMN = "missing_column", N_("the column is missing")
    UNKNOWN_COLUMN = "unknown_column", N_("the column is not known")
    WRONG_NUMBER = "wrong_number", N_("has more or fewer cells than the first line")
    DUPLICATE = "duplicate", N_("names an organisation of this country a second time")
    EMPTY = "empty", N_("is empty")
    UNKNOWN_CODE = "unknown_code", N_("holds a code of no list")
    FORMULA = "formula", N_("begins like a formula")
    HIDDEN = "hidden", N_("holds hidden control characters")
    BAD_ADDRESS = "bad_address", N_("is no web address with http:// or https://")
    BAD_DATE = "bad_date", N_("is no date such as 2026-11-24")
    IN_FUTURE = "in_future", N_("lies in the future")


class Wrong(Exception):
    """A cell that cannot be taken."""

    def __init__(self, kind: FaultKind) -> None:
        super().__init__(kind.value)
        self.kind = kind


@dataclass(frozen=True)
class Column:
    """A column: its longest text in characters, whether it must be filled, and what else it must be."""

    most: int
    needed: bool = False
    check: Callable[[str], str] = str


def _code_of(known: Callable[[], set[str]]) -> Callable[[str], str]:
    def check(text: str) -> str:
        if text not in known():
            raise Wrong(FaultKind.UNKNOWN_CODE)
        return text

    return check


def _codes_of(code_list: type[CodeList]) -> Callable[[str], str]:
    known = [code.value for code in code_list]

    def check(text: str) -> str:
        given = [part.strip() for part in text.split(BETWEEN)]
        if set(given) - set(known):
            raise Wrong(FaultKind.UNKNOWN_CODE)
        return BETWEEN.join(code for code in known if code in given)

    return check


def _languages() -> set[str]:
    return {*Locale.parse("en").languages, *NOT_IN_CLDR}


def is_web_address(text: str) -> bool:
    """Whether a text is an http(s) address with a host and without spaces."""
    return re.fullmatch(r"https?://[^\s/<>\"']+\.[^\s<>\"']+", text, re.IGNORECASE) is not None


def _address(text: str) -> str:
    if not is_web_address(text):
        raise Wrong(FaultKind.BAD_ADDRESS)
    return text


def _day(text: str) -> str:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise Wrong(FaultKind.BAD_DATE)
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Wrong(FaultKind.BAD_DATE) from error
    if day > today():
        raise Wrong(FaultKind.IN_FUTURE)
    return text


def _partial_day(text: str) -> str:
    """A source's own date may be a year or a month alone."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
        raise Wrong(FaultKind.BAD_DATE)
    _day(text + "-01-01"[len(text) - 4 :])
    return text


COLUMNS: dict[str, Column] = {
    "name": Column(200, needed=True),
    "name_language": Column(8, check=_code_of(_languages)),
    "name_en": Column(200),
    "org_type": Column(60, needed=True, check=_code_of(lambda: {code.value for code in OrganizationType})),
    "country": Column(2, needed=True, check=_code_of(lambda: set(countries.codes()))),
    "town": Column(120),
    "website": Column(300, check=_address),
    "services": Column(500, check=_codes_of(ServiceType)),
    "groups": Column(300, check=_codes_of(Population)),
    "description": Column(5000),
    "source_title": Column(300),
    "source_url": Column(500, check=_address),
    "source_date": Column(10, check=_partial_day),
    "looked_up_on": Column(10, check=_day),
}


def cell(name: str, text: str) -> str:
    """A cell as it is stored (NFC, without outer spaces). Raises Wrong."""
    column, raw = COLUMNS[name], unicodedata.normalize("NFC", plain(text))
    if len(raw) > column.most:
        raise Wrong(FaultKind.TOO_LONG)
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign != "\n" for sign in raw.replace("\r\n", "\n")):
        raise Wrong(FaultKind.HIDDEN)
    if raw == text and is_formula(raw):
        raise Wrong(FaultKind.FORMULA)
    value = raw.replace("\r\n", "\n").strip()
    if not value and column.needed:
        raise Wrong(FaultKind.EMPTY)
    return column.check(value) if value else ""


def row_of(organization: Organization) -> Row:
    """The row of an entry; the groups of all its services stand in one cell."""
    kinds = {one.service_type for one in organization.services}
    groups = {one.population for service in organization.services for one in service.populations}
    looked_up = organization.looked_up_on
    return {
        "name": organization.name,
        "name_language": organization.name_language,
        "name_en": organization.alternate_name,
        "org_type": organization.org_type.value,
        "country": organization.country,
        "town": organization.town,
        "website": organization.website,
        "services": BETWEEN.join(kind.value for kind in ServiceType if kind in kinds),
        "groups": BETWEEN.join(group.value for group in Population if group in groups),
        "description": organization.description,
        "source_title": organization.source_title,
        "source_url": organization.source_url,
        "source_date": organization.source_date,
        "looked_up_on": looked_up.isoformat() if looked_up else "",
    }


def facts_of(row: Row) -> dict[str, Any]:
    """The columns of an entry that a row fills, services apart."""
    same = ("name", "name_language", "country", "town", "website", "description")
    return {name: row[name] for name in (*same, "source_title", "source_url", "source_date")} | {
        "alternate_name": row["name_en"],
        "org_type": OrganizationType(row["org_type"]),
        "looked_up_on": date.fromisoformat(row["looked_up_on"]) if row["looked_up_on"] else None,
    }
