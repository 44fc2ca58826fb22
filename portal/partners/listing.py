"""The directory's list: what may be asked of it, whom it finds, and the rows a page shows."""

import uuid
from collections.abc import Collection, Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Select,
    String,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    true,
)

from portal.access import Actor
from portal.db import db, today
from portal.partners import policy, prepared
from portal.partners.capacity import can_receive_now
from portal.partners.freshness import in_default_list
from portal.partners.models import Organization
from portal.partners.search import bits, found_by, words
from portal.vocabulary.organizations import OrganizationType, ResponsePromise, VerificationTier
from portal.vocabulary.services import Population, ServiceStatus, ServiceType

PAGE = 20  # entries on a page of the list
AT_ONCE = 500  # rows of a file read at once


@dataclass(frozen=True)
class Wanted:
    """What is asked: within one list any of the values, all of the lists together; `place` is as it was typed.

    `at` is the GeoNames number of the place that was meant, where several bear the name.
    """

    q: str = ""
    place: str = ""
    at: int = 0
    countries: tuple[str, ...] = ()
    services: tuple[ServiceType, ...] = ()
    groups: tuple[Population, ...] = ()
    languages: tuple[str, ...] = ()
    kinds: tuple[OrganizationType, ...] = ()
    verified: bool = False
    receiving: bool = False
    old: bool = False


GROUP_COLUMNS = [(group, f"for_{group.value}") for group in Population]


@dataclass(frozen=True, slots=True)
class Row:
    """What a card of the list shows of an entry."""

    id: uuid.UUID
    name: str
    name_language: str
    alternate_name: str
    country: str
    town: str
    org_type: OrganizationType
    status: ServiceStatus
    tier: VerificationTier
    is_starter: bool
    is_invented: bool
    website: str
    service_mask: int
    for_women: int
    for_men: int
    for_girls: int
    for_boys: int
    for_families_with_children: int
    for_lgbt: int
    for_persons_with_disability: int
    language_codes: str
    not_until: date | None
    promise: ResponsePromise | None
    asked: int
    answered_in_time: int
    checked_on: date | None
    looked_up_on: date | None
    receives: bool

    @property
    def groups(self) -> list[Population]:
        """The groups that any of its active services is for."""
        return [group for group, column in GROUP_COLUMNS if getattr(self, column)]


COLUMNS = tuple(getattr(Organization, name) for name in Row.__slots__ if name != "receives")


@dataclass(frozen=True)
class Page:
    """A page of the list and the key of the next one, empty on the last."""

    rows: list[Row]
    next_key: str


def whole(actor: Actor) -> bool:
    """Whether a reader sees whole entries, and so may find them by all of their facts (RULINGS 21)."""
    return actor.role in policy.WHOLE_READERS


def readable(actor: Actor, wanted: Wanted, among: Collection[uuid.UUID] | None = None) -> ColumnElement[bool]:
    """The entries this reader may see that have the words asked for, those merged into others apart.

    Without being asked for, entries that nobody has checked for 18 months stay out. A partner does not see how old
    another's entry is, so that makes no difference to it.
    """
    parts = [policy.visible(actor), Organization.merged_into_id.is_(None), found_by(wanted.q)]
    if whole(actor) and not wanted.old:
        parts.append(in_default_list())
    if among is not None:
        parts.append(one_of(among))
    return and_(*parts)


def one_of(ids: Collection[uuid.UUID]) -> ColumnElement[bool]:
    """The entries with one of these ids, however many: a single value of the statement."""
    if db.session.get_bind().dialect.name == "sqlite":
        listed = "[" + ",".join(f'"{one.hex}"' for one in ids) + "]"
        return Organization.id.in_(select(func.json_each(listed).table_valued("value").c.value))
    return Organization.id == any_(bindparam(None, list(ids), type_=ARRAY(Uuid)))


def values(wanted: Wanted) -> dict[str, Any]:
    """The parameters of a question's statements, by name."""
    chosen = {"countries": wanted.countries, "services": bits(wanted.services), "kinds": wanted.kinds}
    return chosen | dict(_spoken(wanted)) | dict(words(wanted.q))


def _spoken(wanted: Wanted) -> list[tuple[str, str]]:
    return [(f"language_{at}", f"% {code} %") for at, code in enumerate(wanted.languages)]


def form(actor: Actor, wanted: Wanted) -> Hashable:
    """All that a question's statements depend on but their parameters: who reads, the day, what of it is asked."""
    asked = (bool(wanted.countries), bool(wanted.services), wanted.groups, len(wanted.languages), bool(wanted.kinds))
    said = (wanted.verified, wanted.receiving, wanted.old)
    return policy.reads_as(actor), today(), tuple(name for name, _value in words(wanted.q)), asked, said


def entry_columns() -> Any:
    """The columns that filters look at, of the table itself."""
    return SimpleNamespace(
        country=Organization.country,
        org_type=Organization.org_type,
        service_mask=Organization.service_mask,
        language_codes=Organization.language_codes,
        verified=policy.verified(),
        receiving=can_receive_now(),
        **{f"for_{group.value}": getattr(Organization, f"for_{group.value}") for group in Population},
    )


def offers(of: Any, services: Collection[ServiceType], groups: Collection[Population]) -> ColumnElement[bool]:
    """Whether an entry has one of the services for one of the groups: not the one for women, the other for men."""
    masks = [getattr(of, f"for_{group.value}") for group in groups] or [of.service_mask]
    return or_(*((mask.bitwise_and(asked_bits(services)) if services else mask) != 0 for mask in masks))


def asked_bits(services: Collection[ServiceType]) -> ColumnElement[int]:
    """The services asked for, as the parameter of a statement."""
    return bindparam("services", bits(services), BigInteger)


def chosen(actor: Actor, wanted: Wanted, of: Any, without: str = "") -> ColumnElement[bool]:
    """The filters of a question over some columns, one of them left out by its name in the address.

    A partner does not see another's languages, kind, tier and capacity, so it cannot find it by them (RULINGS 21).
    """
    parts: list[ColumnElement[bool]] = []
    if wanted.countries and without != "country":
        parts.append(of.country.in_(bindparam("countries", wanted.countries, expanding=True)))
    services = wanted.services if without != "service" else ()
    groups = wanted.groups if without != "group" else ()
    if services or groups:
        parts.append(offers(of, services, groups))
    if whole(actor):
        if wanted.languages and without != "language":
            parts.append(or_(*(of.language_codes.like(bindparam(*one, String)) for one in _spoken(wanted))))
        if wanted.kinds and without != "kind":
            parts.append(of.org_type.in_(bindparam("kinds", wanted.kinds, expanding=True)))
        if wanted.verified and without != "verified":
            parts.append(of.verified)
        if wanted.receiving and without != "receiving":
            parts.append(of.receiving)
    return and_(true(), *parts)


def conditions(actor: Actor, wanted: Wanted, among: Collection[uuid.UUID] | None = None) -> ColumnElement[bool]:
    """Everything that is asked, as one condition."""
    return and_(readable(actor, wanted, among), chosen(actor, wanted, entry_columns()))


def _rows() -> Select[Any]:
    return select(*COLUMNS, can_receive_now())


def page(actor: Actor, wanted: Wanted, after: str = "") -> Page:
    """The page by name after an entry (its id as text); the first page for an empty or unknown key."""
    last = _last_shown(actor, after)
    behind = {"last_name": last.sort_name, "last_id": last.id} if last is not None else {}
    asked = ("page", bool(behind), form(actor, wanted))
    found = prepared.ask(asked, lambda: _page(actor, wanted, behind), values(wanted) | behind)
    rows = [Row(*one) for one in found]
    return Page(rows[:PAGE], str(rows[PAGE - 1].id) if len(rows) > PAGE else "")


def _page(actor: Actor, wanted: Wanted, behind: dict[str, Any]) -> Select[Any]:
    listed = _rows().where(conditions(actor, wanted)).order_by(Organization.sort_name, Organization.id)
    if behind:
        name = bindparam("last_name", behind["last_name"], String)
        same = and_(Organization.sort_name == name, Organization.id > bindparam("last_id", behind["last_id"], Uuid))
        listed = listed.where(Organization.sort_name >= name).where(or_(Organization.sort_name > name, same))
    return listed.limit(PAGE + 1)


def key_of(after: str) -> uuid.UUID | None:
    """The entry that a page's key names; None for what is no key."""
    try:
        return uuid.UUID(after)
    except ValueError:
        return None


def _last_shown(actor: Actor, after: str) -> Any:
    if (key := key_of(after)) is None:
        return None
    shown = select(Organization.id, Organization.sort_name).where(Organization.id == key, policy.visible(actor))
    return db.session.execute(shown).one_or_none()


def rows_of(actor: Actor, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Row]:
    """The rows of some entries, by id."""
    found = db.session.execute(_rows().where(policy.visible(actor), one_of(ids)))
    return {row.id: row for row in (Row(*one) for one in found)}


Key = tuple[int, str, uuid.UUID]


def town_order(actor: Actor) -> tuple[ColumnElement[int], Any, Any]:
    """How entries of one town stand: those that work first, then by name; a partner is not shown who works."""
    works = case((policy.seems_to_work(), 0), else_=1) if whole(actor) else literal(0)
    return works, Organization.sort_name, Organization.id


def keys_of(actor: Actor, wanted: Wanted, among: Collection[uuid.UUID]) -> list[Key]:
    """Which of some entries have everything that is asked, as keys of the order within a town."""
    found = db.session.execute(select(*town_order(actor)).where(conditions(actor, wanted, among)))
    return [(works, name, entry) for works, name, entry in found]


def every(actor: Actor, wanted: Wanted, among: Collection[uuid.UUID] | None = None) -> Iterator[Row]:
    """All rows by name, read from the database as they are taken."""
    listed = _rows().where(conditions(actor, wanted, among)).order_by(Organization.sort_name, Organization.id)
    with db.session.execute(listed.execution_options(yield_per=AT_ONCE)) as rows:
        for found in rows:
            yield Row(*found)


def count(actor: Actor, wanted: Wanted, among: Collection[uuid.UUID] | None = None) -> int:
    """How many entries the question finds for this reader."""
    counted = select(func.count()).select_from(Organization).where(conditions(actor, wanted, among))
    return db.session.scalar(counted) or 0
