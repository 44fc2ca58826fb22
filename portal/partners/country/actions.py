"""What the centre writes about a country: who is responsible, and which mission covers it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from portal.access import Actor
from portal.audit.trail import note
from portal.db import Stale, add_once, check_version, db, today, transaction
from portal.partners.actions import NotYours
from portal.partners.country import queries
from portal.partners.country.models import Mandate, Mission
from portal.partners.country.policy import may_write
from portal.partners.country.starter import plan_mandates, starter_missions

MANDATE_FIELDS = (
    "task",
    "group",
    "responsible",
    "organization_id",
    "contact",
    "legal_basis",
    "valid_from",
    "valid_to",
    "source",
    "source_url",
    "looked_up_on",
)
MISSION_FIELDS = ("name", "seat_country", "seat_town", "phone", "email", "website", "source_url", "looked_up_on")


@dataclass(frozen=True)
class Started:
    """What of the public sources was added, and how many of them stood there before in some form."""

    mandates: int
    missions: int
    there: int


def add_starter(actor: Actor, *, dry_run: bool = False) -> Started:
    """Add the mandates and missions of public sources, unverified, where none of them stands yet.

    What stands there stays as it is, whoever wrote it. A dry run only counts. By the command line alone.
    """
    with transaction():
        mandates = [one for one in plan_mandates() if db.session.get(Mandate, one.id) is None]
        missions = [one for one in starter_missions() if queries.mission_of(one.country) is None]
        there = len(plan_mandates()) + len(starter_missions()) - len(mandates) - len(missions)
        if (mandates or missions) and not dry_run:
            db.session.add_all([*mandates, *missions])
            note(actor, "mandate:starter:added", "directory:all", mandates=len(mandates), missions=len(missions))
    return Started(len(mandates), len(missions), there)


def add_mandate(actor: Actor, key: UUID, country: str, values: Mapping[str, Any]) -> Mandate:
    """Write down who is responsible for a task in a country; the form's `key` becomes the id.

    It counts as unverified until somebody of the centre confirms it. Raises NotYours.
    """
    _centre_alone(actor)
    with transaction():
        made, new = add_once(Mandate, key, lambda: Mandate(country=country, **_of(values, MANDATE_FIELDS)))
        if made.country != country:
            raise NotYours
        if new:
            _noted(actor, "made", made)
    return made


def change_mandate(actor: Actor, country: str, mandate_id: UUID, seen: int, values: Mapping[str, Any]) -> Mandate:
    """Change a mandate; what was confirmed is to be confirmed anew. Raises NotYours, Stale."""
    with transaction():
        mandate = _written(actor, country, mandate_id, seen)
        for name, value in _of(values, MANDATE_FIELDS).items():
            setattr(mandate, name, value)
        mandate.confirmed_on, mandate.confirmed_by = None, ""
        _noted(actor, "changed", mandate)
    return mandate


def end_mandate(actor: Actor, country: str, mandate_id: UUID, seen: int, last_day: date) -> Mandate:
    """Say on which day a mandate held for the last time. Raises NotYours, Stale, ValueError before its beginning."""
    with transaction():
        mandate = _written(actor, country, mandate_id, seen)
        if mandate.valid_from is not None and last_day < mandate.valid_from:
            raise ValueError(last_day)
        mandate.valid_to = last_day
        _noted(actor, "ended", mandate)
    return mandate


def confirm_mandate(actor: Actor, country: str, mandate_id: UUID, seen: int) -> Mandate:
    """Somebody of the centre has looked into it: it is so. Raises NotYours, Stale."""
    with transaction():
        mandate = _written(actor, country, mandate_id, seen)
        mandate.confirmed_on, mandate.confirmed_by = today(), actor.name
        _noted(actor, "confirmed", mandate)
    return mandate


def write_mission(
    actor: Actor, country: str, key: UUID, seen: int, values: Mapping[str, Any], *, checked: bool
) -> Mission:
    """Write down which Danish mission covers a country; `seen` is 0 where none was written down.

    `checked`: whoever writes it has asked the mission today. Raises NotYours, Stale.
    """
    _centre_alone(actor)
    with transaction():
        there = queries.mission_of(country)
        if there is None:
            if seen:
                raise Stale
            there, _new = add_once(Mission, key, lambda: Mission(country=country, **_of(values, MISSION_FIELDS)))
        elif there.id != key or seen:
            check_version(there, seen)
        for name, value in _of(values, MISSION_FIELDS).items():
            setattr(there, name, value)
        there.checked_on, there.checked_by = (today(), actor.name) if checked else (None, "")
        note(actor, "mission:written", f"country:{country}", mission=str(there.id))
    return there


def _of(values: Mapping[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    return {name: values[name] for name in fields if name in values}


def _written(actor: Actor, country: str, mandate_id: UUID, seen: int) -> Mandate:
    """The mandate that is about to be written, at the version seen."""
    _centre_alone(actor)
    mandate = queries.mandate(country, mandate_id)
    if mandate is None:
        raise NotYours
    check_version(mandate, seen)
    return mandate


def _centre_alone(actor: Actor) -> None:
    if not may_write(actor):
        raise NotYours


def _noted(actor: Actor, what: str, mandate: Mandate) -> None:
    db.session.flush()
    note(actor, f"mandate:{what}", f"mandate:{mandate.id}", country=mandate.country, task=mandate.task.value)
