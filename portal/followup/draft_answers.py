"""What a draft says as a report: its codes read back, what is still missing, and on which page that stands."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.followup.answers import Answers
from portal.followup.draft_models import Value
from portal.vocabulary.codes import CodeList
from portal.vocabulary.reports import (
    ContactMade,
    Family,
    Health,
    HelpReceived,
    Housing,
    Income,
    NextStep,
    NoContactReason,
    Retrafficking,
    Safety,
    SafeWay,
)
from portal.vocabulary.requests import Channel

CODES: dict[str, type[CodeList]] = {
    "contact": ContactMade,
    "no_contact_reason": NoContactReason,
    "safety": Safety,
    "retrafficking": Retrafficking,
    "housing": Housing,
    "health": Health,
    "income": Income,
    "help_received": HelpReceived,
    "next_step": NextStep,
    "family": Family,
}
#: Which page asks what: two pages of four questions, and one of what is optional.
ON_PAGE = {
    1: ("said_by", "channel", "contact", "no_contact_reason", "safety", "retrafficking", "housing"),
    2: ("health", "income", "help_received", "next_step"),
    3: ("family", "safe_ways", "own_words", "own_words_language"),
}


def code_of(name: str, value: Value | None) -> CodeList | None:
    """An answer's code; None for none and for one that is no longer in the list."""
    try:
        return CODES[name](str(value)) if value else None
    except ValueError:
        return None


def answers_of(values: Mapping[str, Value], contact_on: date | None = None) -> Answers | None:
    """The report that a draft's answers make; None while the first question has no answer."""
    contact = code_of("contact", values.get("contact"))
    if not isinstance(contact, ContactMade):
        return None
    codes: dict[str, Any] = {name: code_of(name, values.get(name)) for name in CODES if name != "contact"}
    words = str(values.get("own_words") or "")
    codes["own_words"] = words
    codes["own_words_language"] = str(values.get("own_words_language") or "") if words else ""
    chosen = values.get("safe_ways") or []
    codes["safe_ways"] = tuple(way for way in SafeWay if way.value in chosen)
    return Answers(contact=contact, contact_on=contact_on, **codes)


def missing(values: Mapping[str, Value], *, told: bool) -> list[str]:
    """The names of the questions that must still be answered; of a told report also who told it, and how."""
    unnamed = [name for name in ("said_by", "channel") if told and not values.get(name)]
    answers = answers_of(values)
    return unnamed + (["contact"] if answers is None else answers.missing())


def page_to_write(values: Mapping[str, Value], *, told: bool) -> int:
    """The first page with a question that must still be answered; 0 when the report can be sent."""
    needed = missing(values, told=told)
    return next((page for page, names in ON_PAGE.items() if any(name in names for name in needed)), 0)


def told_how(values: Mapping[str, Value]) -> tuple[Channel, str]:
    """By which channel and from whom the Danish side heard it."""
    how = str(values.get("channel") or "")
    return Channel(how) if how in list(Channel) else Channel.PORTAL, str(values.get("said_by") or "")
