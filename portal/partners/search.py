"""Finding an entry by words: the folded text and the bits each entry is found by, and how a question is asked."""

import gettext
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, String, and_, bindparam, event, inspect, literal_column, select, table, true
from sqlalchemy.orm import Session

from portal.db import db
from portal.i18n import LANGUAGES, SOURCE, catalogue
from portal.partners.models import Language, Organization, Service, ServicePopulation
from portal.places import countries
from portal.places.folding import fold as fold
from portal.vocabulary.services import Population, ServiceStatus, ServiceType

LONGEST_QUESTION = 200  # characters
SHORTEST_INDEXED = 3  # signs of a word that a trigram index knows
ESCAPE = "\\"
LONG = "long_words"
#: Each service type's bit in the masks of an entry, by its place in the list: new types stand at the end of the list.
BITS = {kind: 1 << place for place, kind in enumerate(ServiceType)}
#: What an entry is found by comes from these; another change of it needs no new text.
FOUND_BY = ("name", "alternate_name", "town", "country", "services", "languages")
_FOR = [(f"for_{one.value}", one) for one in Population]
Offers = Mapping[ServiceType, Collection[Population]]


def found_by(question: str) -> ColumnElement[bool]:
    """The entries in whose folded text every word of a question stands; `%` and `_` are plain signs.

    Both databases answer alike: PostgreSQL by its trigram index on the column, SQLite by the trigram table that
    triggers keep beside the entries (migration 0003). Words of one or two signs are read in the text itself.
    """
    return and_(true(), *(_indexed(value) if name == LONG else _stands(name, value) for name, value in words(question)))


def words(question: str) -> list[tuple[str, str]]:
    """The parameters of `found_by` for a question, name and value: the same names, the same statement."""
    asked = fold("".join(c for c in question[:LONGEST_QUESTION] if c.isprintable())).split()
    on_sqlite = db.session.get_bind().dialect.name == "sqlite"
    long = [word for word in asked if on_sqlite and len(word) >= SHORTEST_INDEXED]
    read = [word for word in asked if word not in long]
    # Each word is a quoted phrase, so that no sign of it counts.
    phrases = " AND ".join('"' + word.replace('"', '""') + '"' for word in long)
    return [
        *([(LONG, phrases)] if long else []),
        *((f"word_{at}", f"%{_plain(word)}%") for at, word in enumerate(read)),
    ]


def _stands(name: str, pattern: str) -> ColumnElement[bool]:
    return Organization.search_text.like(bindparam(name, pattern, String), escape=ESCAPE)


def _indexed(phrases: str) -> ColumnElement[bool]:
    """The entries that SQLite's trigram table finds."""
    match = literal_column("findable_index").op("MATCH")(bindparam(LONG, phrases, String))
    numbers: Any = select(literal_column("rowid")).select_from(table("findable_index")).where(match)
    id_of = literal_column("findable.organization_id", Organization.id.type)
    found = select(id_of).select_from(table("findable")).where(literal_column("findable.number").in_(numbers))
    return Organization.id.in_(found)


def _plain(word: str) -> str:
    for sign in (ESCAPE, "%", "_"):
        word = word.replace(sign, ESCAPE + sign)
    return word


def index_values(organization: Organization) -> dict[str, Any]:
    """The derived columns of an entry, for whoever writes entries past the session: column name -> value."""
    active = [one for one in organization.services if one.status in (None, ServiceStatus.ACTIVE)]
    offers: dict[ServiceType, set[Population]] = {}
    for service in active:
        offers.setdefault(service.service_type, set()).update(one.population for one in service.populations)
    names = (organization.name, organization.alternate_name or "")
    spoken = [one.code for one in organization.languages]
    return values_of(names, organization.town or "", organization.country, offers, spoken)


def values_of(names: tuple[str, str], town: str, country: str, offers: Offers, spoken: Iterable[str]) -> dict[str, Any]:
    """The derived columns from plain facts: own and English name, town, country, active services, languages.

    The text holds only what every reader of the entry sees (RULINGS 22), with the labels of each shipped language.
    """
    groups = {group for served in offers.values() for group in served}
    labels = sorted([kind.label for kind in offers] + [group.label for group in groups])
    # Folded part by part: what stands between two spaces folds alike wherever it stands.
    parts = [*map(fold, names), fold(town), _country_names(country), *map(_words, labels)]
    return {
        "search_text": " ".join(filter(None, parts)),
        "sort_name": _sort_name(*names),
        "service_mask": bits(offers),
        **{name: bits(kind for kind, served in offers.items() if one in served) for name, one in _FOR},
        "language_codes": "".join(f" {code}" for code in sorted(set(spoken))) + " " if spoken else "",
    }


def bits(kinds: Iterable[ServiceType]) -> int:
    """Service types as a mask."""
    return sum(BITS[kind] for kind in set(kinds))


@cache
def _country_names(code: str) -> str:
    """A country's name in each shipped language, folded."""
    return fold(" ".join(dict.fromkeys(countries.name(code, language.code) for language in LANGUAGES)))


@cache
def _words(label: str) -> str:
    """A label in each shipped language, folded."""
    return fold(" ".join(dict.fromkeys(_catalogue(language.code).gettext(label) for language in LANGUAGES)))


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    if code == SOURCE:
        return gettext.NullTranslations()
    with catalogue(code).open("rb") as compiled:
        return gettext.GNUTranslations(compiled)


def _sort_name(name: str, english: str) -> str:
    """What a list is sorted by: the folded name, the English one where the own is in another script."""
    own, other = _letters(name), _letters(english)
    latin = bool(own) and unicodedata.name(own[0], "").startswith(("LATIN", "DIGIT"))
    return (own if latin or not other else other)[:200]


def _letters(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum() or c == " ").strip()


def import_key(country: str, name: str) -> str:
    """What tells two entries apart when a file is read: country and folded name."""
    return f"{country} {fold(name)}"[:260]


@event.listens_for(Session, "before_flush")
def _keep_findable(session: Session, _context: Any, _instances: Any) -> None:
    """Write what an entry is found by, for every entry that a flush is about to save."""
    with session.no_autoflush:
        for entry in {one for record in [*session.new, *session.dirty] for one in _entries_of(session, record)}:
            for name, value in index_values(entry).items():
                setattr(entry, name, value)
            entry.import_key = entry.import_key or import_key(entry.country, entry.name)


def _entries_of(session: Session, record: Any) -> list[Organization]:
    """The entry that a record changes the findable facts of, if any."""
    if isinstance(record, Organization):
        state = inspect(record)
        touched = state.transient or state.pending or any(state.attrs[name].history.has_changes() for name in FOUND_BY)
        return [record] if touched else []
    if isinstance(record, ServicePopulation) and record.service_id is not None:
        record = session.get(Service, record.service_id)
    if isinstance(record, Service | Language) and record.organization_id is not None:
        entry = session.get(Organization, record.organization_id)
        return [entry] if entry is not None else []
    return []
