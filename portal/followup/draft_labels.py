"""Words for a draft: its answers, what was said last time, and where two people's versions differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.followup import labels
from portal.followup.draft_answers import CODES, ON_PAGE, answers_of, code_of
from portal.followup.draft_models import ReportDraft, Value
from portal.vocabulary.codes import CodeList
from portal.vocabulary.reports import SafeWay
from portal.vocabulary.requests import Channel
from portal.web.formats import date_words, language_name, listed, word, words

HEADINGS = {
    "said_by": _l("Told by"),
    # Translators: how the Danish side heard the report: by telephone, by post
    "channel": _l("Heard by"),
    **labels.QUESTIONS,
    "safe_ways": _l("How she wants to be contacted"),
    "own_words": _l("Her own words, or added by the partner"),
    "own_words_language": _l("Language of these words"),
}
BOTH_CAN_STAY = ("own_words", "safe_ways")


@dataclass(frozen=True)
class Two:
    """A question that two people answered differently: what is saved, what was typed, and whether both can stay."""

    name: str
    heading: str
    theirs: str
    mine: str
    both: bool


def said(name: str, value: Value | None) -> str:
    """An answer in words; empty for none."""
    if name in CODES:
        return word(code_of(name, value))
    if name == "safe_ways":
        return listed(words(list(value or []), SafeWay))
    if name == "channel":
        return word(Channel(str(value))) if value in list(Channel) else ""
    if name == "own_words_language":
        return language_name(str(value or ""))
    return str(value or "")


def rows(values: Mapping[str, Value], page: int, *, told: bool) -> list[tuple[str, str, str]]:
    """The answers of one page for the last look: name, heading, words; what does not belong to the report left out."""
    hidden = {"own_words_language"} | (set() if told else {"said_by", "channel"})
    if values.get("contact") != "no_contact":
        hidden.add("no_contact_reason")
    return [(name, str(HEADINGS[name]), said(name, values.get(name))) for name in ON_PAGE[page] if name not in hidden]


def typed(values: Mapping[str, Value]) -> list[tuple[str, str]]:
    """All that was answered, each with its question: so that a refused report can be copied."""
    return [(str(HEADINGS[name]), text) for name in HEADINGS if (text := said(name, values.get(name)))]


def alarm(values: Mapping[str, Value]) -> str:
    """What in the answers rings the duty phone when they are sent, in words; empty when nothing does."""
    answers = answers_of(values)
    return word(answers.alarm) if answers is not None else ""


def last_time(found: Mapping[str, tuple[CodeList, date]]) -> dict[str, str]:
    """What was answered last time, as a sentence beside each question."""
    return {
        # Translators: what was answered in the report before, such as "Last time (3 May 2027): Safe"
        name: str(_("Last time (%(day)s): %(answer)s", day=date_words(day), answer=word(code)))
        for name, (code, day) in found.items()
    }


def two(draft: ReportDraft, names: list[str], given: Mapping[str, Value]) -> list[Two]:
    """Where the saved draft and what came too late differ."""
    values = draft.values
    return [
        Two(name, str(HEADINGS[name]), said(name, values.get(name)), said(name, given[name]), name in BOTH_CAN_STAY)
        for name in names
    ]


def settled(draft: ReportDraft, given: Mapping[str, Value], chosen: Mapping[str, str]) -> dict[str, Value]:
    """What is to be saved after somebody chose, question by question, between `theirs`, `mine` and `both`."""
    values, result = draft.values, dict(given)
    for name, choice in chosen.items():
        theirs, mine = values.get(name, ""), given.get(name, "")
        if choice == "theirs":
            result[name] = theirs
        elif choice == "both" and isinstance(mine, list):
            result[name] = [*theirs, *(one for one in mine if one not in theirs)]
        elif choice == "both":
            result[name] = f"{theirs}\n\n{mine}"
    return result
