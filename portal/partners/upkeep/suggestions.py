"""Suggestions to the centre: a change to an entry, a new partner, a partner to be found; and the centre's answer."""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import update

from portal.access import Actor, Role
from portal.audit.trail import note
from portal.db import add_once, db, now, rows_changed, today, transaction
from portal.partners.actions import NotYours
from portal.partners.upkeep.models import Suggestion
from portal.vocabulary.services import Population, ServiceType
from portal.vocabulary.upkeep import SuggestionKind, SuggestionState


class AnsweredBefore(Exception):
    """Somebody else answered first; nothing was overwritten."""


def suggest(actor: Actor, key: uuid.UUID, kind: SuggestionKind, values: Mapping[str, Any]) -> Suggestion:
    """Hand a suggestion to the centre. The form's `key` becomes its id, so that a double post makes one."""
    with transaction():
        made, new = add_once(Suggestion, key, lambda: _suggestion(actor, kind, values))
        if made.by_id != actor.id:
            raise NotYours
        if new:
            note(actor, f"suggestion:{kind.value}:made", f"suggestion:{made.id}")
    return made


def want(
    actor: Actor, country: str, town: str, service_type: ServiceType | None, population: Population | None
) -> Suggestion:
    """Ask the centre to find a partner. The same wish of the same person on the same day is one."""
    wish = f"{actor.id} {today()} {country} {town.casefold()} {service_type or ''} {population or ''}"
    values = {"country": country, "town": town, "service_type": service_type, "population": population}
    return suggest(actor, uuid.uuid5(uuid.NAMESPACE_OID, wish), SuggestionKind.WANTED, values)


def _suggestion(actor: Actor, kind: SuggestionKind, values: Mapping[str, Any]) -> Suggestion:
    return Suggestion(kind=kind, by_id=actor.id, by_name=actor.name, at=now(), **values)


def answer(actor: Actor, suggestion_id: uuid.UUID, state: SuggestionState, words: str) -> None:
    """The centre says whether it takes a suggestion, and why. Raises NotYours, and AnsweredBefore for the second."""
    if actor.role is not Role.COORDINATOR or state is SuggestionState.OPEN:
        raise NotYours
    with transaction():
        waiting = update(Suggestion).where(Suggestion.id == suggestion_id, Suggestion.state == SuggestionState.OPEN)
        values = {"state": state, "answer": words, "answered_by": actor.name, "answered_at": now()}
        if rows_changed(db.session.execute(waiting.values(**values))) != 1:
            raise AnsweredBefore
        note(actor, "suggestion:answer:given", f"suggestion:{suggestion_id}", state=state.value)
