"""Two people saved at once: what stands now beside what the second one typed (R-19)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, Form

from portal.vocabulary.codes import CodeList
from portal.web.formats import date_words, listed, word

#: Fields that carry the form itself, not an answer.
NOT_SHOWN = ("form_key", "row_version", "row_id", "remove", "seen")


@dataclass(frozen=True)
class Clash:
    """One question whose saved answer differs from the typed one."""

    label: str
    now: str
    typed: str


@dataclass(frozen=True)
class Clashes:
    """Who saved in between, when (UTC), and where the two differ."""

    by: str
    at: datetime | None
    differ: list[Clash]


def differing(stands: Form, typed: Form) -> list[Clash]:
    """The questions answered differently in the form as it stands and the form that came too late."""
    return [
        Clash(str(field.label.text), _words(stands[name]), _words(field))
        for name, field in typed._fields.items()
        if name not in NOT_SHOWN and _words(stands[name]) != _words(field)
    ]


def _words(field: Field) -> str:
    choices = {str(one.value): str(one.label) for one in field.choices} if hasattr(field, "choices") else {}
    return _text(field.data, choices)


def _text(value: Any, choices: Mapping[str, str]) -> str:
    if isinstance(value, CodeList):
        return word(value)
    if isinstance(value, bool):
        return str(_("Yes")) if value else str(_("No"))
    if isinstance(value, Mapping):
        shown = [_text(part, {}) for name, part in value.items() if name not in NOT_SHOWN and part]
        return ", ".join(part for part in shown if part)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return listed([text for one in value if (text := _text(one, choices))])
    return _plain(value, choices)


def _plain(value: Any, choices: Mapping[str, str]) -> str:
    if isinstance(value, date):
        return date_words(value)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    text = "" if value is None else str(value.value if isinstance(value, Enum) else value)
    return choices.get(text, text)
