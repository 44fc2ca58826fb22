"""The words of the directory's list: its cards, the values of its filters, distances."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from portal.db import today
from portal.i18n_mark import N_
from portal.partners.facets import YES, Facets
from portal.partners.freshness import Freshness, freshness
from portal.partners.listing import Row, Wanted
from portal.partners.near import Spot
from portal.partners.search import BITS
from portal.places import countries, languages
from portal.places.gazetteer import Place
from portal.vocabulary.codes import CodeList
from portal.vocabulary.organizations import VERIFIED_TIERS, OrganizationType
from portal.vocabulary.services import Population, ServiceStatus, ServiceType
from portal.web.formats import listed, word

FRESHNESS_KINDS = {Freshness.FRESH: "", Freshness.ASK: "warn", Freshness.NEVER: "plain"}
NEAR, MIDDLING = 20, 100  # kilometres; told to 1, to 5, beyond that to 10
#: Values of a filter on a page, the commonest; the rest are found by typing (a page weighs 6 KB at most).
MOST_VALUES = {"country": 20, "language": 12}
ALL = 99


@lru_cache(maxsize=2048)
def _country(code: str, locale: str) -> str:
    return countries.name(code, locale)


@lru_cache(maxsize=2048)
def _language(code: str, locale: str) -> str:
    return languages.name(code, locale)


class Words:
    """The words a page needs, each looked up once for the request and not once for each card."""

    def __init__(self) -> None:
        self.locale, self.day = get_locale(), today()
        self._codes: dict[CodeList, str] = {}
        self._days: dict[date, str] = {}

    def of(self, code: CodeList) -> str:
        """A code's label."""
        if code not in self._codes:
            self._codes[code] = word(code)
        return self._codes[code]

    def country(self, code: str) -> str:
        """A country's name."""
        return _country(code, str(self.locale))

    def language(self, code: str) -> str:
        """A language's name."""
        return _language(code, str(self.locale))

    def date(self, day: date) -> str:
        """A day as `24 November 2026`."""
        if day not in self._days:
            self._days[day] = str(format_date(day, "long", locale=self.locale))
        return self._days[day]

    def services(self, row: Row) -> list[str]:
        """The labels of an entry's services."""
        return [self.of(kind) for kind, bit in BITS.items() if row.service_mask & bit]

    def groups(self, row: Row) -> list[str]:
        """The labels of the groups it helps."""
        return [self.of(group) for group in row.groups]

    def spoken(self, row: Row) -> list[str]:
        """The names of the languages spoken there."""
        return [self.language(code) for code in row.language_codes.split()]

    def place(self, town: str, country: str) -> str:
        """A town with its country beside it."""
        # Translators: a place, such as "Benin City, Nigeria"
        return _("%(town)s, %(country)s", town=town, country=self.country(country)) if town else self.country(country)


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
    said = Words()
    titles = {name: _(name) for name in (PLACE, OFFERS, FOR, LANGUAGES, ANSWERS, CHECKED)}
    return [_card(row, spots.get(row.id), everything, said, titles) for row in rows]


PLACE, OFFERS, FOR, LANGUAGES = N_("Place"), N_("Offers"), N_("For"), N_("Languages")
ANSWERS, CHECKED = N_("Answers"), N_("Last checked")


def _card(row: Row, spot: Spot | None, everything: bool, said: Words, titles: dict[str, str]) -> Card:
    where = [said.place(row.town, row.country), distance(spot, said) if spot else ""]
    facts = [(PLACE, _beside(where)), (OFFERS, listed(said.services(row)))]
    if everything:
        facts += [
            (FOR, listed(said.groups(row))),
            (LANGUAGES, listed(said.spoken(row))),
            (ANSWERS, _beside([said.of(row.promise) if row.promise else "", _kept(row)])),
            (CHECKED, _checked(row, said)),
        ]
    english = row.alternate_name if row.alternate_name != row.name else ""
    tags = _tags(row, everything, said)
    shown = [(titles[name], value) for name, value in facts if value]
    return Card(str(row.id), row.name, row.name_language, english, tags, shown)


def _beside(facts: list[str]) -> str:
    return " · ".join(fact for fact in facts if fact)


def _kept(row: Row) -> str:
    return _("Answered %(n)s of %(all)s in time", n=row.answered_in_time, all=row.asked) if row.asked else ""


def _checked(row: Row, said: Words) -> str:
    return said.date(row.checked_on) if row.checked_on else ""


def _tags(row: Row, everything: bool, said: Words) -> list[tuple[str, str]]:
    tags = [(_("Invented"), "note")] if row.is_invented else []
    if not everything:
        return tags
    if row.is_starter and row.tier not in VERIFIED_TIERS:
        tags.append((_("Unverified starter entry"), "warn"))
    else:
        tags.append((said.of(row.tier), "good" if row.tier in VERIFIED_TIERS else "warn"))
    if row.status is not ServiceStatus.ACTIVE:
        tags.append((said.of(row.status), "bad"))
    if row.not_until is not None and row.not_until > said.day:
        tags.append((_("Cannot receive before %(day)s", day=said.date(row.not_until)), "warn"))
    elif row.receives:
        tags.append((_("Can receive now"), "good"))
    age = freshness(row.checked_on or row.looked_up_on, said.day)
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
    return Words().place(place.name, place.country)


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
    values, named = address_of(wanted), _named(Words(), place)
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
IN_ORDER: dict[str, type[CodeList]] = {"service": ServiceType, "group": Population, "kind": OrganizationType}


def filters(wanted: Wanted, counted: Facets) -> list[Filter]:
    """The filters a reader has, each value with how many entries it would find; values of nobody are left out."""
    asked, named = address_of(wanted), _named(Words(), "")
    made = []
    for name, title in TITLES.items():
        if name not in counted.figures:
            continue
        figures, chosen = counted.of(name), asked.get(name, [])
        values = {value for value, _number in figures.most_common(MOST_VALUES.get(name, ALL))} | set(chosen)
        order = [one.value for one in IN_ORDER[name]] if name in IN_ORDER else sorted(values, key=_by_name(named[name]))
        shown = [(one, named[name](one), figures[one], one in chosen) for one in order if one in values]
        made.append(Filter(name, _(title), shown))
    return made


def _by_name(named: Callable[[str], str]) -> Callable[[str], str]:
    return lambda value: named(value).casefold()
