"""What a partner says of receiving people: how it meets them, whether it can now, how soon it answers."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from portal.access import Actor
from portal.db import today
from portal.partners.actions import changing
from portal.partners.codes import PROFILE_ANSWERS, PROFILE_NUMBERS
from portal.partners.models import Organization, ReceptionProfile
from portal.vocabulary.organizations import Capacity, ResponsePromise


def say_capacity(
    actor: Actor, organization_id: UUID, seen: int, capacity: Capacity, not_until: date | None = None
) -> Organization:
    """Record whether the partner can receive somebody, in its own words, as said today. Raises NotYours, Stale.

    "Not until" needs its day; a day counts for nothing beside another answer.
    """
    with changing(actor, organization_id, seen, "capacity_said") as organization:
        _write_capacity(organization, capacity, not_until)
    return organization


def set_reception(
    actor: Actor,
    organization_id: UUID,
    seen: int,
    profile: Mapping[str, Any],
    promise: ResponsePromise | None,
    capacity: tuple[Capacity, date | None],
) -> Organization:
    """Save how a partner receives; of `profile` the codes' fields alone are taken, None for what it has not said.

    Raises NotYours, Stale.
    """
    with changing(actor, organization_id, seen, "reception_changed") as organization:
        write_profile(organization, profile)
        organization.promise = promise
        _write_capacity(organization, *capacity)
    return organization


def write_profile(organization: Organization, said: Mapping[str, Any]) -> None:
    """Write a reception profile into the running act; a profile that says nothing is none."""
    values = {name: said.get(name) for name in (*PROFILE_ANSWERS, *PROFILE_NUMBERS)}
    if all(value is None for value in values.values()):
        organization.profile = None
        return
    profile = organization.profile or ReceptionProfile()
    for name, value in values.items():
        setattr(profile, name, value)
    organization.profile = profile


def _write_capacity(organization: Organization, capacity: Capacity, not_until: date | None) -> None:
    if capacity is Capacity.NOT_UNTIL and not_until is None:
        raise ValueError("not until which day?")
    organization.capacity, organization.capacity_said_on = capacity, today()
    organization.not_until = not_until if capacity is Capacity.NOT_UNTIL else None
