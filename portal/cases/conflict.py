"""Two people changed the working copy at once: what stands now beside what the second one typed (R-19)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wtforms import Field

from portal.accounts import queries as accounts
from portal.audit import trail
from portal.cases.facts import subject
from portal.cases.forms import EditForm
from portal.cases.models import Case
from portal.vocabulary.codes import CodeList
from portal.web.formats import listed, word

NOT_COMPARED = ("form_key", "seen")


@dataclass(frozen=True)
class Clash:
    """One question whose saved answer differs from the typed one."""

    label: str
    now: str
    typed: str


@dataclass(frozen=True)
class Clashes:
    """Who saved in between, when (UTC), and where the two differ."""

    by: str
    at: datetime | None
    differ: list[Clash]


def between(case: Case, stands: EditForm, typed: EditForm) -> Clashes:
    """Compare the form over the case as it stands with the form that came too late."""
    changes = [event for event in trail.looks(subject(case)) if event.event == "case:person:changed"]
    last = changes[0] if changes else None
    who = accounts.account(last.actor_id) if last is not None and last.actor_id is not None else None
    differ = [
        Clash(str(field.label.text), _words(stands[name]), _words(field))
        for name, field in typed._fields.items()
        if name not in NOT_COMPARED and _words(stands[name]) != _words(field)
    ]
    return Clashes(who.name if who else "", last.at if last is not None else None, differ)


def _words(field: Field) -> str:
    chosen: Any = field.data
    if isinstance(chosen, CodeList):
        return word(chosen)
    choices = {str(one.value): str(one.label) for one in field.choices} if hasattr(field, "choices") else {}
    if isinstance(chosen, list):
        return listed([choices.get(str(one), str(one)) for one in chosen])
    return choices.get(str(chosen), str(chosen)) if chosen is not None else ""
