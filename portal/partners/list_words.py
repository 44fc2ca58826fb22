"""The words that the directory's list needs, each looked up once for a language and not for every card."""

from collections.abc import Callable, Hashable
from datetime import date
from functools import cache
from typing import Any

from babel import Locale
from babel.dates import format_date
from flask_babel import get_locale
from flask_babel import gettext as _

from portal.i18n_mark import N_
from portal.partners.listing import Row
from portal.partners.search import BITS
from portal.places import countries, languages
from portal.vocabulary.codes import CodeList
from portal.web.formats import listed

MOST_KEPT = 20_000  # words of one language; then all are forgotten and looked up anew
# Translators: a place, such as "Benin City, Nigeria"
TOWN_IN_COUNTRY = N_("%(town)s, %(country)s")


class Words:
    """The words of one language that the list needs, each looked up once and not for every card.

    They depend on nothing but the language: facts of entries are put into them, and not kept.
    """

    def __init__(self, locale: Locale) -> None:
        self.locale, self.code = locale, str(locale)
        self._kept: dict[Hashable, Any] = {}

    def _once(self, key: Hashable, make: Callable[[], Any]) -> Any:
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            found = self._kept[key] = make()
        return found

    def sentence(self, marked: str) -> str:
        """A marked sentence or word."""
        return str(self._once(marked, lambda: _(marked)))

    def of(self, code: CodeList) -> str:
        """A code's label."""
        return self.sentence(code.label)

    def country(self, code: str) -> str:
        """A country's name."""
        return str(self._once(("country", code), lambda: countries.name(code, self.code)))

    def language(self, code: str) -> str:
        """A language's name."""
        return str(self._once(("language", code), lambda: languages.name(code, self.code)))

    def date(self, day: date) -> str:
        """A day as `24 November 2026`."""
        return str(self._once(day, lambda: format_date(day, "long", locale=self.locale)))

    def services(self, row: Row) -> list[str]:
        """The labels of an entry's services."""
        return [self.of(kind) for kind, bit in BITS.items() if row.service_mask & bit]

    def groups(self, row: Row) -> list[str]:
        """The labels of the groups it helps."""
        return [self.of(group) for group in row.groups]

    def spoken(self, row: Row) -> list[str]:
        """The names of the languages spoken there."""
        return [self.language(code) for code in row.language_codes.split()]

    def listed(self, row: Row, name: str, value: Hashable) -> str:
        """One of `services`, `groups` and `spoken` as one list of words; `value` is what it is made of."""
        return str(self._once((name, value), lambda: listed(getattr(self, name)(row))))

    def place(self, town: str, country: str) -> str:
        """A town with its country beside it."""
        if not town:
            return self.country(country)
        return self.sentence(TOWN_IN_COUNTRY) % {"town": town, "country": self.country(country)}


@cache
def _words(locale: Locale) -> Words:
    return Words(locale)


def words() -> Words:
    """The words of the reader's language."""
    return _words(get_locale())
