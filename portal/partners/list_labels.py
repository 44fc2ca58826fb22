"""The words of the directory's list: its cards, the values of its filters, distances."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.numbers import format_decimal
from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from portal.db import today
from portal.i18n_mark import N_
from portal.partners.facets import YES, Facets
from portal.partners.freshness import Freshness, freshness
from portal.partners.list_words import Words, words
from portal.partners.listing import Row, Wanted
from portal.partners.near import Spot
from portal.places.gazetteer import Place
from portal.vocabulary.codes import CodeList
from portal.vocabulary.organizations import VERIFIED_TIERS, OrganizationType
from portal.vocabulary.services import Population, ServiceStatus, ServiceType

FRESHNESS_KINDS = {Freshness.FRESH: "", Freshness.ASK: "warn", Freshness.NEVER: "plain"}
NEAR, MIDDLING = 20, 100  # kilometres; told to 1, to 5, beyond that to 10
#: Values of a filter on a page, the commonest; the rest are found by typing (a page weighs 6 KB at most).
MOST_VALUES = {"country": 20, "language": 12}
ALL = 99


PLACE, OFFERS, FOR, LANGUAGES = N_("Place"), N_("Offers"), N_("For"), N_("Languages")
ANSWERS, CHECKED = N_("Answers"), N_("Last checked")
INVENTED, STARTER, RECEIVES = N_("Invented"), N_("Unverified starter entry"), N_("Can receive now")


@dataclass(frozen=True, slots=True)
class Card:
    """An entry in words: `tags` are words with their kind, `facts` are labels with values."""

    id: str
    name: str
    name_language: str
    english: str
    tags: list[tuple[str, str]]
    facts: list[tuple[str, str]]


def cards(rows: Iterable[Row], spots: dict[Any, Spot], everything: bool) -> list[Card]:
    """The cards of a page; a partner reads of others only the place and what they offer (RULINGS 21)."""
    said, day = words(), today()
    return [_card(row, spots.get(row.id), everything, said, day) for row in rows]


def _card(row: Row, spot: Spot | None, everything: bool, said: Words, day: date) -> Card:
    where = [said.place(row.town, row.country), distance(spot, said) if spot else ""]
    facts = [(PLACE, _beside(where)), (OFFERS, said.listed(row, "services", row.service_mask))]
    if everything:
        facts += [
            (FOR, said.listed(row, "groups", tuple(row.groups))),
            (LANGUAGES, said.listed(row, "spoken", row.language_codes)),
            (ANSWERS, _beside([said.of(row.promise) if row.promise else "", _kept(row)])),
            (CHECKED, _checked(row, said)),
        ]
    english = row.alternate_name if row.alternate_name != row.name else ""
    tags = _tags(row, everything, said, day)
    shown = [(said.sentence(name), value) for name, value in facts if value]
    return Card(str(row.id), row.name, row.name_language, english, tags, shown)


def _beside(facts: list[str]) -> str:
    return " · ".join(fact for fact in facts if fact)


def _kept(row: Row) -> str:
    return _("Answered %(n)s of %(all)s in time", n=row.answered_in_time, all=row.asked) if row.asked else ""


def _checked(row: Row, said: Words) -> str:
    return said.date(row.checked_on) if row.checked_on else ""


def _tags(row: Row, everything: bool, said: Words, day: date) -> list[tuple[str, str]]:
    tags = [(said.sentence(INVENTED), "note")] if row.is_invented else []
    if not everything:
        return tags
    if row.is_starter and row.tier not in VERIFIED_TIERS:
        tags.append((said.sentence(STARTER), "warn"))
    else:
        tags.append((said.of(row.tier), "good" if row.tier in VERIFIED_TIERS else "warn"))
    if row.status is not ServiceStatus.ACTIVE:
        tags.append((said.of(row.status), "bad"))
    if row.not_until is not None and row.not_until > day:
        tags.append((_("Cannot receive before %(day)s", day=said.date(row.not_until)), "warn"))
    elif row.receives:
        tags.append((said.sentence(RECEIVES), "good"))
    age = freshness(row.checked_on or row.looked_up_on, day)
    if kind := FRESHNESS_KINDS.get(age, "bad"):
        tags.append((said.of(age), kind))
    return tags


def distance(spot: Spot, said: Words) -> str:
    """How far an entry is, in whole kilometres that nobody takes for exact."""
    if spot.kilometres is None:
        return ""
    if spot.kilometres < 1:
        return str(_("in the town"))
    step = 1 if spot.kilometres < NEAR else 5 if spot.kilometres < MIDDLING else 10
    # Translators: how far a partner is from a town, such as "40 km away"
    return str(_("%(km)s km away", km=format_decimal(round(spot.kilometres / step) * step, locale=said.locale)))


def place_name(place: Place) -> str:
    """A place of the gazetteer with its country."""
    return words().place(place.name, place.country)


def place_choice(place: Place) -> str:
    """A place to choose, told from others of its name by its country and size."""
    people = format_decimal(place.population, locale=get_locale())
    # Translators: a town to choose among several of one name, such as "Paris, France (2,138,551 people)"
    return str(_("%(place)s (%(people)s people)", place=place_name(place), people=people))


def address_of(wanted: Wanted) -> dict[str, str | list[str]]:
    """A question as the values of the list's address."""
    values: dict[str, str | list[str]] = {
        "q": wanted.q,
        "place": wanted.place,
        "at": str(wanted.at or ""),
        "country": list(wanted.countries),
        "service": [one.value for one in wanted.services],
        "group": [one.value for one in wanted.groups],
        "language": list(wanted.languages),
        "kind": [one.value for one in wanted.kinds],
        "verified": YES if wanted.verified else "",
        "receiving": YES if wanted.receiving else "",
        "old": YES if wanted.old else "",
    }
    return {name: value for name, value in values.items() if value}


@dataclass(frozen=True)
class Chip:
    """One value of a filter in words, and the list without it."""

    label: str
    href: str


def _named(said: Words, place: str) -> dict[str, Callable[[str], str]]:
    return {
        "q": lambda value: _("“%(words)s”", words=value),
        "place": lambda value: place or value,
        "country": said.country,
        "language": said.language,
        "service": lambda value: said.of(ServiceType(value)),
        "group": lambda value: said.of(Population(value)),
        "kind": lambda value: said.of(OrganizationType(value)),
        "verified": lambda _value: _("Verified partners only"),
        "receiving": lambda _value: _("Can receive now"),
        "old": lambda _value: _("Also entries that nobody has checked for long"),
    }


def chips(wanted: Wanted, place: str) -> list[Chip]:
    """Each value of a question with the address of the list without it."""
    values, named = address_of(wanted), _named(words(), place)
    made = []
    for name, given in values.items():
        for value in given if isinstance(given, list) else [given]:
            if name not in named:
                continue
            rest = {**values, name: [one for one in given if one != value] if isinstance(given, list) else []}
            if name == "place":
                rest["at"] = []
            made.append(Chip(named[name](value), url_for("partners.index", **rest)))  # type: ignore[arg-type]
    return made


@dataclass(frozen=True)
class Filter:
    """A filter of the list: its name in the address, its heading, and value, word, figure, chosen of each value."""

    name: str
    title: str
    values: list[tuple[str, str, int, bool]]

    @property
    def chosen(self) -> bool:
        """Whether any of its values is chosen."""
        return any(value[3] for value in self.values)


TITLES = {
    "country": N_("Country"),
    "service": N_("Offers"),
    "group": N_("For"),
    "language": N_("Language spoken there"),
    "kind": N_("Kind"),
}
CODES: dict[str, type[CodeList]] = {"service": ServiceType, "group": Population, "kind": OrganizationType}
IN_ORDER = {name: {one.value: at for at, one in enumerate(codes)} for name, codes in CODES.items()}


def filters(wanted: Wanted, counted: Facets) -> list[Filter]:
    """The filters a reader has, each value with how many entries it would find; values of nobody are left out."""
    asked, named = address_of(wanted), _named(words(), "")
    made = []
    for name, title in TITLES.items():
        if name not in counted.figures:
            continue
        figures, chosen = counted.of(name), asked.get(name, [])
        found = {value for value, _number in figures.most_common(MOST_VALUES.get(name, ALL))} | set(chosen)
        worded = [(value, named[name](value)) for value in found]
        worded.sort(key=_order_of(name))
        shown = [(value, label, figures[value], value in chosen) for value, label in worded]
        made.append(Filter(name, _(title), shown))
    return made


def _order_of(name: str) -> Callable[[tuple[str, str]], Any]:
    """Codes stand in their list's order, others by their word."""
    if name in IN_ORDER:
        return lambda worded: IN_ORDER[name][worded[0]]
    return lambda worded: worded[1].casefold()
