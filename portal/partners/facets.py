"""The figures beside the values of each filter: what a reader would find by choosing them."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, cast, func, literal, select, union_all
from sqlalchemy import case as when

from portal.access import Actor
from portal.db import db
from portal.partners.listing import Wanted, chosen, entry_columns, readable, whole
from portal.partners.models import Organization
from portal.partners.search import bits, kinds_in
from portal.vocabulary.services import Population

GROUP_BITS = {group: 1 << place for place, group in enumerate(Population)}
MASKS = ("service_mask", *(f"for_{group.value}" for group in Population))
TOTAL, YES = "total", "y"


@dataclass(frozen=True)
class Facets:
    """How many entries are found in all, and for each filter (by its name in the address) how many by each value."""

    total: int = 0
    figures: dict[str, Counter[str]] = field(default_factory=dict)

    def of(self, name: str) -> Counter[str]:
        """The figures of one filter."""
        return self.figures.get(name, Counter())


def facets(actor: Actor, wanted: Wanted, among: Collection[UUID] | None = None) -> Facets:
    """Count, in one statement and under this reader's condition (RULINGS 22).

    Each filter is counted with the other filters' choices applied but not its own, so that a figure says what
    choosing the value as well would add. The services of an entry are counted for the chosen groups alone.
    """
    base = _base(actor, wanted, among)
    parts = [_counted(actor, wanted, base, TOTAL, literal(""))]
    for name, value in _values(wanted, base).items():
        if whole(actor) or name in ("country", "service", "group"):
            parts.append(_counted(actor, wanted, base, name, value))
    figures: dict[str, Counter[str]] = {}
    for name, value, number in db.session.execute(union_all(*parts)):
        counter = figures.setdefault(name, Counter())
        for one in SPLIT.get(name, _as_it_is)(value):
            counter[one] += number
    return Facets(figures.pop(TOTAL, Counter())[""], figures)


def _base(actor: Actor, wanted: Wanted, among: Collection[UUID] | None) -> Any:
    """The readable entries with what is counted of them; found once where words or places narrow them."""
    of = entry_columns()
    columns = [Organization.country, Organization.org_type, Organization.language_codes]
    columns += [getattr(Organization, name) for name in MASKS]
    listed = select(*columns, of.verified.label("verified"), of.receiving.label("receiving"))
    listed = listed.where(readable(actor, wanted, among))
    return (listed.cte("readable") if wanted.q or among is not None else listed.subquery("readable")).c


def _values(wanted: Wanted, of: Any) -> dict[str, ColumnElement[Any]]:
    """What each filter counts by."""
    return {
        "country": of.country,
        "service": _services(wanted, of),
        "group": _groups(wanted, of),
        "language": of.language_codes,
        "kind": of.org_type,
        "verified": when((of.verified, YES), else_=""),
        "receiving": when((of.receiving, YES), else_=""),
    }


def _counted(actor: Actor, wanted: Wanted, of: Any, name: str, value: ColumnElement[Any]) -> Any:
    text = cast(value, String)
    counted: Any = select(literal(name), text, func.count()).select_from(of.country.table)
    counted = counted.where(chosen(actor, wanted, of, without=name))
    return counted if name == TOTAL else counted.group_by(text)


def _services(wanted: Wanted, of: Any) -> ColumnElement[int]:
    """The services of an entry as bits: of the chosen groups, else all."""
    masks = [getattr(of, f"for_{group.value}") for group in wanted.groups] or [of.service_mask]
    joined: ColumnElement[int] = masks[0]
    for mask in masks[1:]:
        joined = joined.bitwise_or(mask)
    return joined


def _groups(wanted: Wanted, of: Any) -> ColumnElement[int]:
    """The groups of an entry as bits: those that one of the chosen services is for, else all."""
    served: ColumnElement[int] = literal(0)
    for group, bit in GROUP_BITS.items():
        mask = getattr(of, f"for_{group.value}")
        offered = mask.bitwise_and(bits(wanted.services)) if wanted.services else mask
        served = served + when((offered != 0, bit), else_=0)
    return served


def _as_it_is(value: str) -> list[str]:
    return [value]


SPLIT: dict[str, Callable[[str], list[str]]] = {
    "service": lambda value: [kind.value for kind in kinds_in(int(value))],
    "group": lambda value: [group.value for group, bit in GROUP_BITS.items() if int(value) & bit],
    "language": str.split,
}
