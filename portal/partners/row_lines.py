"""Several lines in one cell of our own CSV: each line `name=value; name=value`, a backslash before what is meant so."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from typing import Any, TypeVar

from portal.db import today
from portal.partners.codes import PROFILE_ANSWERS, PROFILE_NUMBERS
from portal.partners.faults import FaultKind, Wrong
from portal.places import countries
from portal.vocabulary.codes import CodeList
from portal.vocabulary.organizations import ContactRole, LocationType, PhoneKind
from portal.vocabulary.services import Population, ServiceStatus, ServiceType

Read = Callable[[str], Any]
C = TypeVar("C", bound=CodeList)
BETWEEN = "|"  # between several codes in one cell
#: The values of one line, in the order of its fields.
LineValues = tuple[Any, ...]


@dataclass(frozen=True)
class Field:
    """One value of a line: its name in the file, the column it fills, how it is read, and what an absent one means."""

    name: str
    column: str
    read: Read = str
    absent: Any = ""


def code_of(code_list: type[C]) -> Callable[[str], C]:
    """Reads one code of a list. Raises Wrong."""
    known = {code.value: code for code in code_list}

    def read(text: str) -> C:
        if text not in known:
            raise Wrong(FaultKind.UNKNOWN_CODE)
        return known[text]

    return read


def codes_of(code_list: type[C]) -> Callable[[str], tuple[C, ...]]:
    """Reads several codes of a list, in the list's order. Raises Wrong."""
    known = list(code_list)
    names = {code.value for code in known}

    @cache
    def read(text: str) -> tuple[C, ...]:
        given = {part.strip() for part in text.split(BETWEEN)}
        if given - names:
            raise Wrong(FaultKind.UNKNOWN_CODE)
        return tuple(code for code in known if code.value in given)

    return read


def day(text: str) -> date:
    """A day, `2026-11-24`. Raises Wrong."""
    try:
        if len(text) == len("2026-11-24"):
            return date.fromisoformat(text)
    except ValueError as error:
        raise Wrong(FaultKind.BAD_DATE) from error
    raise Wrong(FaultKind.BAD_DATE)


def past_day(text: str) -> date:
    """A day that is not ahead of us. Raises Wrong."""
    found = day(text)
    if found > today():
        raise Wrong(FaultKind.IN_FUTURE)
    return found


def hour(text: str) -> time:
    """A time of the day, `09:30`. Raises Wrong."""
    if not re.fullmatch(r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?", text):
        raise Wrong(FaultKind.BAD_TIME)
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise Wrong(FaultKind.BAD_TIME) from error


def number(text: str) -> int:
    """A whole number. Raises Wrong."""
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise Wrong(FaultKind.BAD_NUMBER)
    return int(text)


def yes_or_no(text: str) -> bool:
    """`yes` or `no`. Raises Wrong."""
    if text not in ("yes", "no"):
        raise Wrong(FaultKind.UNKNOWN_CODE)
    return text == "yes"


def country(text: str) -> str:
    """A country's ISO code. Raises Wrong."""
    if text not in countries.codes():
        raise Wrong(FaultKind.UNKNOWN_CODE)
    return text


def degrees(text: str) -> float:
    """Degrees of latitude or longitude. Raises Wrong."""
    try:
        found = float(text)
    except ValueError as error:
        raise Wrong(FaultKind.BAD_NUMBER) from error
    if not -180 <= found <= 180:
        raise Wrong(FaultKind.BAD_NUMBER)
    return found


def telephone(text: str) -> str:
    """A number with its country's code, `+2348012345678`, or a short one of the country. Raises Wrong."""
    if not re.fullmatch(r"\+?[0-9]{3,15}", text):
        raise Wrong(FaultKind.BAD_NUMBER)
    return text


def days_of_week(text: str) -> str:
    """Days as the calendar standard writes them, `MO,TU`. Raises Wrong."""
    if not re.fullmatch(r"(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU)){0,6}", text):
        raise Wrong(FaultKind.UNKNOWN_CODE)
    return text


CHECKED = (Field("checked_on", "checked_on", past_day, None), Field("checked_by", "checked_by"))
#: Column of the file -> the fields of one of its lines. `contact` is the place (from 1) of a contact in its cell.
FIELDS: dict[str, tuple[Field, ...]] = {
    "reception": (
        *(Field(name, name, yes_or_no, None) for name in PROFILE_ANSWERS),
        *(Field(name, name, number, None) for name in PROFILE_NUMBERS),
    ),
    "service_details": (
        Field("type", "service_type", code_of(ServiceType), None),
        Field("groups", "groups", codes_of(Population), ()),
        Field("name", "name"),
        Field("description", "description"),
        Field("status", "status", code_of(ServiceStatus), ServiceStatus.ACTIVE),
        Field("from_age", "minimum_age", number, None),
        Field("to_age", "maximum_age", number, None),
    ),
    "locations": (
        Field("type", "location_type", code_of(LocationType), LocationType.PHYSICAL),
        Field("name", "name"),
        Field("address", "address"),
        Field("town", "town"),
        Field("state", "state_province"),
        Field("post_code", "postal_code"),
        Field("country", "country", country),
        Field("latitude", "latitude", degrees, None),
        Field("longitude", "longitude", degrees, None),
        *CHECKED,
    ),
    "contacts": (
        Field("role", "role", code_of(ContactRole), ContactRole.KEY),
        Field("name", "name"),
        Field("title", "title"),
        Field("email", "email"),
        *CHECKED,
    ),
    "phones": (
        Field("number", "number", telephone),
        Field("kind", "kind", code_of(PhoneKind), PhoneKind.VOICE),
        Field("note", "note"),
        Field("as_typed", "as_typed"),
        Field("contact", "contact", number, 0),
        *CHECKED,
    ),
    "hours": (
        Field("days", "byday", days_of_week),
        Field("opens", "opens_at", hour, None),
        Field("closes", "closes_at", hour, None),
        Field("notes", "notes"),
        *CHECKED,
    ),
    "areas": (Field("country", "country", country), Field("region", "region")),
}
#: How each value of a line begins in a cell, and when it is left out.
_SAID = {name: tuple((f"{field.name}=", field.absent) for field in fields) for name, fields in FIELDS.items()}
#: Of these a line must say something.
NEEDED = {"service_details": "type", "phones": "number", "areas": "country"}


def written(value: Any) -> str:
    """A value of a line, or of a plain cell, as text."""
    if isinstance(value, str):  # a code too
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return BETWEEN.join(written(one) for one in value)
    if isinstance(value, time):
        return value.isoformat("minutes" if not value.second else "seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def write_lines(name: str, lines: tuple[LineValues, ...]) -> str:
    """The lines of a cell as text; what a line does not say is left out."""
    return "\n".join("; ".join(_pairs(name, line)) for line in lines)


def _pairs(name: str, line: LineValues) -> list[str]:
    said = zip(_SAID[name], line, strict=True)
    return [begins + _escaped(written(value)) for (begins, absent), value in said if value != absent] or ["-"]


def _escaped(text: str) -> str:
    if text.isalnum():
        return text
    return text.replace("\\", "\\\\").replace(";", "\\;").replace("\n", "\\n")


def read_lines(name: str) -> Callable[[str], tuple[LineValues, ...]]:
    """Reads a cell of such lines, in their fixed order. Raises Wrong."""
    fields = {field.name: (place, field.read) for place, field in enumerate(FIELDS[name])}
    nothing = [field.absent for field in FIELDS[name]]

    def read(text: str) -> tuple[LineValues, ...]:
        lines = []
        for one in text.split("\n"):
            values = nothing.copy()
            for key, value in _split(one):
                if key not in fields:
                    raise Wrong(FaultKind.BAD_LINES)
                place, take = fields[key]
                values[place] = take(value)
            if name in NEEDED and values[fields[NEEDED[name]][0]] == nothing[fields[NEEDED[name]][0]]:
                raise Wrong(FaultKind.BAD_LINES)
            lines.append(tuple(values))
        return tuple(lines)

    return read


def _split(text: str) -> list[tuple[str, str]]:
    if text.strip() in ("", "-"):
        return []
    parts = text.split(";") if "\\" not in text else re.findall(r"(?:\\.|[^\\;])+", text)
    pairs = []
    for part in parts:
        key, sign, value = part.partition("=")
        if not sign:
            raise Wrong(FaultKind.BAD_LINES)
        pairs.append((key.strip(), _meant(value.strip()) if "\\" in value else value.strip()))
    return pairs


def _meant(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text)


def in_order(lines: tuple[LineValues, ...]) -> list[int]:
    """The places of lines in their one fixed order, so that the same lines always make the same cell."""
    if len(lines) < 2:
        return list(range(len(lines)))
    return sorted(range(len(lines)), key=lambda place: [written(value) for value in lines[place]])
