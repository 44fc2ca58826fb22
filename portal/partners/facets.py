"""The figures beside the values of each filter: what a reader would find by choosing them."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, String, cast, func, literal_column, select, union_all
from sqlalchemy import case as when

from portal.access import Actor
from portal.db import db
from portal.partners import prepared
from portal.partners.listing import Wanted, asked_bits, chosen, entry_columns, form, readable, values, whole
from portal.partners.models import Organization
from portal.vocabulary.organizations import OrganizationType
from portal.vocabulary.services import Population, ServiceType

MASKS = ("service_mask", *(f"for_{group.value}" for group in Population))
YES = "y"
#: The filters with a closed list of values, which are counted side by side in one reading of the entries.
CLOSED: dict[str, tuple[str, ...]] = {
    "service": tuple(kind.value for kind in ServiceType),
    "group": tuple(group.value for group in Population),
    "kind": tuple(kind.value for kind in OrganizationType),
    "verified": (YES,),
    "receiving": (YES,),
}
OPEN = ("country", "language")
#: What a reader who does not see whole entries finds by (RULINGS 21).
FOR_EVERYBODY = ("country", "service", "group")
#: Three figures share a sum, with room for a million entries each: a third of the sums is a third of the work.
TOGETHER, ROOM = 3, 20
THREE_BITS, APART = (1 << TOGETHER) - 1, 1 | 1 << (ROOM - 1) | 1 << 2 * (ROOM - 1)
FIRST_BITS = 1 | 1 << ROOM | 1 << 2 * ROOM
NOTHING: ColumnElement[int] = literal_column("0")


@dataclass(frozen=True)
class Facets:
    """How many entries are found in all, and for each filter (by its name in the address) how many by each value."""

    total: int = 0
    figures: dict[str, Counter[str]] = field(default_factory=dict)

    def of(self, name: str) -> Counter[str]:
        """The figures of one filter."""
        return self.figures.get(name, Counter())


@dataclass(frozen=True)
class Reading:
    """One reading of the entries: without which filter's choice, by which open filter, which closed ones beside."""

    without: str
    by: str = ""
    beside: tuple[str, ...] = ()


def facets(actor: Actor, wanted: Wanted, among: Collection[UUID] | None = None) -> Facets:
    """Count, in one statement and under this reader's condition (RULINGS 22).

    Each filter is counted with the other filters' choices applied but not its own, so that a figure says what
    choosing the value as well would add. The services of an entry are counted for the chosen groups alone.
    """
    readings = _readings(actor, wanted)
    if among is None:
        asked = ("facets", form(actor, wanted))
        rows: Iterable[Any] = prepared.ask(asked, lambda: _statement(actor, wanted, None, readings), values(wanted))
    else:
        rows = db.session.execute(_statement(actor, wanted, among, readings))
    return _counted(readings, rows)


def _readings(actor: Actor, wanted: Wanted) -> list[Reading]:
    """What is read: the first reading has every choice applied, and so the total."""
    names = [name for name in (*OPEN, *CLOSED) if whole(actor) or name in FOR_EVERYBODY]
    narrowed = {
        "country": wanted.countries,
        "service": wanted.services,
        "group": wanted.groups,
        "language": wanted.languages,
        "kind": wanted.kinds,
        "verified": wanted.verified,
        "receiving": wanted.receiving,
    }
    own = [name for name in names if narrowed[name]]
    beside = tuple(name for name in names if name in CLOSED and name not in own)
    first = Reading("", "" if "country" in own else "country", beside)
    apart = [name for name in names if name in own or name == "language"]
    return [first, *(Reading(one, one) if one in OPEN else Reading(one, "", (one,)) for one in apart)]


def _statement(actor: Actor, wanted: Wanted, among: Collection[UUID] | None, readings: Sequence[Reading]) -> Any:
    base = _base(actor, wanted, among)
    sums = {name: list(_sums(name, wanted, base)) for name in CLOSED}
    parts = []
    for number, one in enumerate(readings):
        by = {"country": base.country, "language": base.language_codes}.get(one.by)
        columns: list[Any] = [
            cast(func.sum(figure), BigInteger) if name in one.beside else NOTHING
            for name, listed in sums.items()
            for figure in listed
        ]
        value = literal_column("''") if by is None else cast(by, String)
        part: Any = select(literal_column(str(number)), value, func.count(), *columns).select_from(base.country.table)
        part = part.where(chosen(actor, wanted, base, without=one.without))
        parts.append(part if by is None else part.group_by(by))
    return union_all(*parts)


def _base(actor: Actor, wanted: Wanted, among: Collection[UUID] | None) -> Any:
    """The readable entries with what is counted of them; found once where words or places narrow them."""
    of = entry_columns()
    columns = [Organization.country, Organization.org_type, Organization.language_codes]
    columns += [getattr(Organization, name) for name in MASKS]
    listed = select(*columns, of.verified.label("verified"), of.receiving.label("receiving"))
    listed = listed.where(readable(actor, wanted, among))
    return (listed.cte("readable") if wanted.q or among is not None else listed.subquery("readable")).c


def _sums(name: str, wanted: Wanted, of: Any) -> Iterator[ColumnElement[int]]:
    """What is summed for a closed filter: each has three of its values, a million apart."""
    if name == "service":
        # The services of the chosen groups, else all: three bits of the mask at a time, moved apart.
        masks = [getattr(of, f"for_{group.value}") for group in wanted.groups] or [of.service_mask]
        mask = reduce(lambda one, other: one.bitwise_or(other), masks)
        for place in range(0, len(ServiceType), TOGETHER):
            three = mask.bitwise_rshift(literal_column(str(place))).bitwise_and(literal_column(str(THREE_BITS)))
            yield (three * literal_column(str(APART))).bitwise_and(literal_column(str(FIRST_BITS)))
        return
    conditions = _conditions(name, wanted, of)
    for place in range(0, len(conditions), TOGETHER):
        three = conditions[place : place + TOGETHER]
        figures = [when((one, literal_column(str(1 << ROOM * at))), else_=NOTHING) for at, one in enumerate(three)]
        yield reduce(lambda one, other: one + other, figures)


def _conditions(name: str, wanted: Wanted, of: Any) -> list[ColumnElement[bool]]:
    """When an entry counts for each value of a closed filter; a group if one of the chosen services is for it."""
    if name == "group":
        masks = [getattr(of, f"for_{group.value}") for group in Population]
        return [(mask.bitwise_and(asked_bits(wanted.services)) if wanted.services else mask) != 0 for mask in masks]
    if name == "kind":
        return [of.org_type == kind for kind in OrganizationType]
    return [getattr(of, name)]


def _counted(readings: Sequence[Reading], rows: Iterable[Any]) -> Facets:
    figures: dict[str, Counter[str]] = {name: Counter() for one in readings for name in (one.by, *one.beside) if name}
    total = 0
    for number, value, count, *sums in rows:
        one = readings[number]
        total += count if number == 0 else 0
        for each in value.split():
            figures[one.by][each] += count
        _unpack(figures, one.beside, sums)
    return Facets(total, {name: Counter({v: n for v, n in counted.items() if n}) for name, counted in figures.items()})


def _unpack(figures: dict[str, Counter[str]], beside: Collection[str], sums: Sequence[int | None]) -> None:
    """Take the figures of a row's sums apart."""
    place = 0
    for name, listed in CLOSED.items():
        if name in beside:
            for at, value in enumerate(listed):
                figures[name][value] += (sums[place + at // TOGETHER] or 0) >> ROOM * (at % TOGETHER) & (1 << ROOM) - 1
        place += -(-len(listed) // TOGETHER)
