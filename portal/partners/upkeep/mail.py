"""The part's letters, and to whom they go: nothing of what was said, only that somebody should look."""

from collections.abc import Callable, Sequence
from typing import Protocol
from uuid import UUID

from portal.i18n_mark import N_
from portal.letters import outbox
from portal.letters.links import PURPOSES, Purpose
from portal.letters.outbox import KINDS, LetterKind

PURPOSE = "entry"
ASKED, REMINDED, REPORTED = "entry_asked", "entry_reminded", "entry_reported"
SENTENCES = {
    ASKED: N_("Please look whether something of yours is still correct. It takes a minute."),
    REMINDED: N_("We asked you to look whether something of yours is still correct. It takes a minute."),
    REPORTED: N_("Somebody says that something of yours may be wrong. Please look."),
}


class Member(Protocol):
    """Somebody who signs in for an organisation."""

    id: UUID  # read alone, whatever the record
    email: str
    locale: str


#: Who signs in for an organisation, and which organisations have somebody: handed over by `accounts`, a later chapter.
PEOPLE_OF: list[Callable[[UUID], Sequence[Member]]] = []
WITH_PEOPLE: list[Callable[[], set[UUID]]] = []


def register() -> None:
    """Make the part's letters and the purpose of their link known."""
    for kind, sentence in SENTENCES.items():
        KINDS[kind] = LetterKind(sentence)
    PURPOSES[PURPOSE] = Purpose("upkeep.asked", "organization_id", replaces_pass_phrase=True)


def tell_people(kind: str, organization_id: UUID) -> int:
    """A letter to each person of an organisation, with her own link, in the running act; returns how many."""
    people = [person for ask in PEOPLE_OF for person in ask(organization_id)]
    for person in people:
        link = (PURPOSE, str(organization_id))
        outbox.put(kind, to=person.email, locale=person.locale, link=link, account_id=person.id)
    return len(people)


def organizations_with_people() -> set[UUID]:
    """The organisations that somebody signs in for."""
    return {one for ask in WITH_PEOPLE for one in ask()}
