"""Whether each task has somebody responsible: gaps shown as gaps, and two named for the same time."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from portal.partners.country.models import Mandate
from portal.vocabulary.mandates import MandateGroup, MandateTask

#: Tasks that children alone need (action plan, lines 1052-1085 and 1112-1120).
CHILDREN_ALONE = (MandateTask.REPRESENTATIVE, MandateTask.COMMITTEE, MandateTask.TRACING)


@dataclass(frozen=True)
class Named:
    """Who is named for one task, and for whom nobody is: `EVERYBODY` where nobody is named at all."""

    task: MandateTask
    mandates: list[Mandate]
    missing: tuple[MandateGroup, ...]


def by_task(mandates: Sequence[Mandate], on: date) -> list[Named]:
    """Every task in its order with its mandates; what is missing is judged by those in force on a day."""
    return [_named(task, [one for one in mandates if one.task is task], on) for task in MandateTask]


def _named(task: MandateTask, mandates: list[Mandate], on: date) -> Named:
    groups = {one.group for one in mandates if in_force(one, on)}
    wanted = (MandateGroup.CHILDREN,) if task in CHILDREN_ALONE else (MandateGroup.ADULTS, MandateGroup.CHILDREN)
    missing = () if MandateGroup.EVERYBODY in groups else tuple(group for group in wanted if group not in groups)
    return Named(task, mandates, (MandateGroup.EVERYBODY,) if missing == wanted else missing)


def in_force(mandate: Mandate, on: date) -> bool:
    """Whether a mandate holds on a day; both ends count, an open end has none."""
    return (mandate.valid_from or date.min) <= on <= (mandate.valid_to or date.max)


def overlap(one: Mandate, other: Mandate) -> bool:
    """Whether two mandates of a country name somebody for the same task and group at the same time."""
    if (one.task, one.group) != (other.task, other.group):
        return False
    begins = max(one.valid_from or date.min, other.valid_from or date.min)
    return begins <= min(one.valid_to or date.max, other.valid_to or date.max)


def doubled(mandates: Sequence[Mandate]) -> set[uuid.UUID]:
    """The ids of mandates that overlap with another of the same country."""
    pairs = [(one, other) for one, other in combinations(mandates, 2) if overlap(one, other)]
    return {mandate.id for pair in pairs for mandate in pair}
