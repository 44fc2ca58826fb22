"""One entry as one row of our own CSV: the columns, and what a cell of each may hold.

Not in it on purpose, because the centre alone decides it: verification, visibility, agreements, transfer basis,
holds, concerns, flags; nor how requests were answered, nor the history.
"""

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from babel import Locale

from portal.i18n import LANGUAGES
from portal.partners.faults import Fault as Fault
from portal.partners.faults import FaultKind as FaultKind
from portal.partners.faults import Wrong as Wrong
from portal.partners.row_lines import (
    BETWEEN,
    FIELDS,
    code_of,
    codes_of,
    day,
    number,
    past_day,
    read_lines,
    write_lines,
    written,
    yes_or_no,
)
from portal.places import countries
from portal.places.languages import NOT_IN_CLDR
from portal.vocabulary.organizations import Capacity, OrganizationType, ResponsePromise
from portal.vocabulary.services import Population, ServiceStatus, ServiceType
from portal.web.cells import is_formula, plain

#: The cells of a row as values; only the columns that the file has.
Row = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """A column: its longest text, whether it must be filled, how a cell is read, what an empty one means."""

    most: int
    needed: bool = False
    read: Callable[[str], Any] = str
    empty: Any = ""
    write: Callable[[Any], str] = written


def one_of(known: Callable[[], Collection[str]]) -> Callable[[str], str]:
    """Reads a word of a list. Raises Wrong."""

    def read(text: str) -> str:
        if text not in known():
            raise Wrong(FaultKind.UNKNOWN_CODE)
        return text

    return read


@cache
def languages() -> frozenset[str]:
    """The codes of the languages that have a name."""
    return frozenset((*Locale.parse("en").languages, *NOT_IN_CLDR))


def _languages_spoken(text: str) -> tuple[str, ...]:
    given = {part.strip() for part in text.split(BETWEEN)}
    if given - languages():
        raise Wrong(FaultKind.UNKNOWN_CODE)
    return tuple(sorted(given))


def is_web_address(text: str) -> bool:
    """Whether a text is an http(s) address with a host and without spaces."""
    return re.fullmatch(r"https?://[^\s/<>\"']+\.[^\s<>\"']+", text, re.IGNORECASE) is not None


def web_address(text: str) -> str:
    """An http(s) address. Raises Wrong."""
    if not is_web_address(text):
        raise Wrong(FaultKind.BAD_ADDRESS)
    return text


def email(text: str) -> str:
    """An e-mail address. Raises Wrong."""
    if not re.fullmatch(r"[^\s@<>\"]+@[^\s@<>\"]+", text):
        raise Wrong(FaultKind.BAD_EMAIL)
    return text


def partial_day(text: str) -> str:
    """A source's own date may be a year or a month alone. Raises Wrong."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
        raise Wrong(FaultKind.BAD_DATE)
    past_day(text + "-01-01"[len(text) - 4 :])
    return text


def _own_id(text: str) -> UUID:
    if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text):
        raise Wrong(FaultKind.NOT_UUID)
    return UUID(text)


def _lines_of(name: str, most: int = 20_000) -> Column:
    return Column(most, read=read_lines(name), empty=(), write=lambda lines: write_lines(name, lines))


COLUMNS: dict[str, Column] = {
    "name": Column(200, needed=True),
    "name_language": Column(8, read=one_of(languages)),
    "name_en": Column(200),
    "org_type": Column(60, needed=True, read=code_of(OrganizationType)),
    "country": Column(2, needed=True, read=one_of(countries.codes)),
    "town": Column(120),
    "website": Column(300, read=web_address),
    "services": Column(500, read=codes_of(ServiceType), empty=()),
    "groups": Column(300, read=codes_of(Population), empty=()),
    "description": Column(5000),
    "source_title": Column(300),
    "source_url": Column(500, read=web_address),
    "source_date": Column(10, read=partial_day),
    "looked_up_on": Column(10, read=past_day, empty=None),
    "id": Column(36, read=_own_id, empty=None),
    "parent_id": Column(36, read=_own_id, empty=None),
    "email": Column(254, read=email),
    "legal_status": Column(120),
    "year_incorporated": Column(4, read=number, empty=None),
    "time_zone": Column(60, read=one_of(cache(available_timezones))),
    "locale": Column(8, read=one_of(cache(lambda: {one.code for one in LANGUAGES})), empty="en"),
    "status": Column(30, read=code_of(ServiceStatus), empty=ServiceStatus.ACTIVE),
    "capacity": Column(20, read=code_of(Capacity), empty=Capacity.ASK_FIRST),
    "capacity_said_on": Column(10, read=past_day, empty=None),
    "not_until": Column(10, read=day, empty=None),
    "promise": Column(20, read=code_of(ResponsePromise), empty=None),
    "checked_on": Column(10, read=past_day, empty=None),
    "checked_by": Column(120),
    "invented": Column(3, read=yes_or_no, empty=False),
    "languages": Column(500, read=_languages_spoken, empty=()),
    **{name: _lines_of(name) for name in FIELDS},
}
NEEDED = tuple(name for name, column in COLUMNS.items() if column.needed)
#: Columns that fill the column of the same name of an entry, and those that fill another.
FACTS = {name: name for name in COLUMNS if name not in (*FIELDS, "id", "services", "groups", "languages")}
FACTS |= {"name_en": "alternate_name", "parent_id": "parent_organization_id", "invented": "is_invented"}


def cell(name: str, text: str) -> Any:
    """A cell as a value (text in NFC, without outer spaces). Raises Wrong."""
    column = COLUMNS[name]
    value = clean(text, column.most) if text else ""
    if not value:
        if column.needed:
            raise Wrong(FaultKind.EMPTY)
        return column.empty
    return column.read(value)


def clean(text: str, most: int) -> str:
    """A cell's text without the mark that keeps a spreadsheet from reckoning it. Raises Wrong."""
    if text.isascii() and text[0].isalnum() and text.isprintable():
        value = text
    else:
        value = unicodedata.normalize("NFC", plain(text)).replace("\r\n", "\n")
        if not value.replace("\n", "").isprintable() and any(
            unicodedata.category(sign) in ("Cc", "Cs") and sign != "\n" for sign in value
        ):
            raise Wrong(FaultKind.TOO_LONG if len(value) > most else FaultKind.HIDDEN)
        if value == text and is_formula(value):
            raise Wrong(FaultKind.FORMULA)
    if len(value) > most:
        raise Wrong(FaultKind.TOO_LONG)
    return value.strip()


def cells_of(row: Row) -> list[str]:
    """A whole row as the cells of a file, formulas not yet marked."""
    return [column.write(row[name]) for name, column in COLUMNS.items()]
