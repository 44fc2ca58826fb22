"""The card's codes as words in the reader's language, the same for the check page and the partner."""

from datetime import date
from typing import Any

from portal.referrals.disclosure import TO_FAMILY, Field
from portal.vocabulary.casework import Payer, SupportKind
from portal.vocabulary.codes import CodeList
from portal.vocabulary.persons import AgeBand, Gender
from portal.vocabulary.requests import Escort, Priority
from portal.vocabulary.services import ServiceType
from portal.web.formats import country_name, date_words, language_name, listed, word, words

ONE: dict[str, type[CodeList]] = {
    "age_band": AgeBand,
    "gender": Gender,
    "payer": Payer,
    "escort": Escort,
    "priority": Priority,
}
MANY: dict[str, type[CodeList]] = {"services_requested": ServiceType, "services_given": SupportKind}


def in_words(card: dict[str, Any]) -> dict[str, Any]:
    """The card of `card.card_of` with a word for each code; what is not a code stays as it is."""
    shown = dict(card)
    shown |= {name: word(codes(card[name])) for name, codes in ONE.items()}
    shown |= {name: listed(words(card[name], codes)) for name, codes in MANY.items()}
    shown |= {name: _day(card[name]) for name in ("earliest_on", "latest_on")}
    shown["languages"] = listed([language_name(code) for code in card["languages"]])
    shown["country"] = country_name(card["country"])
    return shown


def shown(card: dict[str, Any], arrangements: str | None, seen: frozenset[Field]) -> dict[str, Any]:
    """The card in words, of the fields that a reader sees; empty when it sees none of them."""
    asked = {False: Field.SERVICES_REQUESTED, True: Field.FAMILY_SERVICES}
    services = [one for one in card["services_requested"] if asked[one in TO_FAMILY] in seen]
    whole = in_words({**card, "services_requested": services}) | {"arrangements": arrangements or ""}
    lists = {"services_requested"} if seen & set(asked.values()) else set()
    return {name: value for name, value in whole.items() if name in (lists if name == "services_requested" else seen)}


def _day(written: str) -> str:
    return date_words(date.fromisoformat(written)) if written else ""
