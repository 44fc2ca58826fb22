"""Finding an entry by words: the folded text each entry is found by, and how a question is asked of it."""

import unicodedata
from typing import Any

from sqlalchemy import ColumnElement, and_, event, true
from sqlalchemy.orm import Session

from portal.partners.models import Organization, Service
from portal.places import countries
from portal.places.folding import fold as fold

LONGEST_QUESTION = 200  # characters
LANGUAGES_OF_COUNTRY_NAMES = ("en", "da")
ESCAPE = "\\"


def found_by(question: str) -> ColumnElement[bool]:
    """The entries in whose folded text every word of a question stands; `%` and `_` are plain signs."""
    words = fold(question[:LONGEST_QUESTION]).split()
    return and_(true(), *(Organization.search_text.like(f"%{_plain(word)}%", escape=ESCAPE) for word in words))


def _plain(word: str) -> str:
    for sign in (ESCAPE, "%", "_"):
        word = word.replace(sign, ESCAPE + sign)
    return word


def search_text(organization: Organization) -> str:
    """The text an entry is found by: only what every reader of the entry sees (RULINGS 22)."""
    parts = [organization.name, organization.alternate_name or "", organization.town or ""]
    parts += [countries.name(organization.country, language) for language in LANGUAGES_OF_COUNTRY_NAMES]
    parts += [service.service_type.label for service in organization.services]
    return fold(" ".join(parts))


def sort_name(organization: Organization) -> str:
    """What a list is sorted by: the folded name, the English one where the own is in another script."""
    own, english = _letters(organization.name), _letters(organization.alternate_name or "")
    latin = bool(own) and unicodedata.name(own[0], "").startswith(("LATIN", "DIGIT"))
    return (own if latin or not english else english)[:200]


def _letters(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum() or c == " ").strip()


def import_key(country: str, name: str) -> str:
    """What tells two entries apart when a file is read: country and folded name."""
    return f"{country} {fold(name)}"[:260]


@event.listens_for(Session, "before_flush")
def _keep_findable(session: Session, _context: Any, _instances: Any) -> None:
    """Write the folded texts of every entry that a flush is about to save."""
    for record in [*session.new, *session.dirty]:
        entry = session.get(Organization, record.organization_id) if _is_old(record) else record
        if isinstance(entry, Organization):
            entry.search_text, entry.sort_name = search_text(entry), sort_name(entry)
            entry.import_key = entry.import_key or import_key(entry.country, entry.name)


def _is_old(record: Any) -> bool:
    """A service changed in place: its entry is found by it too."""
    return isinstance(record, Service) and record.organization_id is not None
