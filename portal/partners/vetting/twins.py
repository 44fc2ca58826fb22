"""Entries that look like one and the same organisation: the same number, the same web domain, a near name.

The work stays bounded over 50,000 entries: numbers are grouped in SQL; domains and names are read once and
compared only with those that share a key, and a key that many share is no sign of anything.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from portal.db import db
from portal.i18n_mark import N_
from portal.partners.models import Organization, Phone
from portal.partners.vetting.models import NotTwins
from portal.places.folding import fold
from portal.vocabulary.codes import CodeList
from portal.vocabulary.organizations import OrganizationType
from portal.vocabulary.services import ServiceStatus


class Sign(CodeList):
    """Why two entries look alike."""

    PHONE = "phone", N_("The same telephone number")
    DOMAIN = "domain", N_("The same website")
    NAME = "name", N_("Nearly the same name")


#: Hosts where many organisations have a page: the same host says nothing.
SHARED_HOSTS = frozenset(
    "facebook.com m.facebook.com web.facebook.com fb.com instagram.com twitter.com x.com linkedin.com youtube.com "
    "t.me wa.me linktr.ee sites.google.com docs.google.com medium.com wikipedia.org en.wikipedia.org bit.ly".split()
)
#: These have one website and a house in many countries.
IN_MANY_COUNTRIES = (OrganizationType.INTERNATIONAL, OrganizationType.RED_CROSS, OrganizationType.EMBASSY)
NEAR = 0.75  # share of the words, or of the groups of three signs, that two names have in common
CROWD = 12  # a key that more entries share is a common word
KEY = 4  # signs of a word that make a key
KEYS = 3  # the rarest keys of a name that are looked up


@dataclass(frozen=True)
class Known:
    """What two entries are compared by."""

    id: UUID
    country: str
    names: tuple[str, ...]  # own and English, each as its folded words in order of the alphabet
    domain: str
    everywhere: bool


@dataclass
class Pair:
    """Two entries that look alike, the smaller id first, and the signs of it."""

    one: UUID
    other: UUID
    signs: list[Sign] = field(default_factory=list)


def domain_of(website: str) -> str:
    """The domain that tells a website's owner; empty for none and for a host that many share."""
    try:
        host = (urlsplit(website if "//" in website else f"//{website}").hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    return "" if host in SHARED_HOSTS or "." not in host else host


_PLAIN = re.compile("[a-z0-9]+")


def words_of(name: str) -> str:
    """A name as its folded words, in order of the alphabet, so that their order makes no difference."""
    if name.isascii():  # most are, and 50,000 names are read at once
        return " ".join(sorted(set(_PLAIN.findall(name.lower()))))
    signs = (c if unicodedata.category(c)[0] in "LMN" else " " for c in fold(name))
    return " ".join(sorted(set("".join(signs).split())))


def nearness(one: str, other: str) -> float:
    """How much two names (of `words_of`) have in common, 0 to 1: by whole words, or by groups of three signs."""
    if one == other:
        return 1.0
    if not 0.5 < len(one) / len(other) < 2:  # not even all signs of the shorter one are enough
        return 0.0
    return max(_share(set(one.split()), set(other.split())), _share(_threes(one), _threes(other)))


def _share(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _threes(text: str) -> set[str]:
    text = text.replace(" ", "")  # some scripts write no spaces
    return {text[at : at + 3] for at in range(len(text) - 2)}


def _known(number: UUID, country: str, name: str, english: str, website: str, kind: OrganizationType) -> Known:
    names = tuple(dict.fromkeys(words for words in (words_of(name), words_of(english)) if words))
    return Known(number, country, names, domain_of(website), kind in IN_MANY_COUNTRIES)


def _open() -> ColumnElement[bool]:
    return Organization.status.not_in([ServiceStatus.DEFUNCT])


def _entries(*conditions: ColumnElement[bool]) -> Iterator[Known]:
    columns = (Organization.id, Organization.country, Organization.name, Organization.alternate_name)
    wanted = select(*columns, Organization.website, Organization.org_type).where(_open(), *conditions)
    for row in db.session.execute(wanted.order_by(Organization.id)):
        yield _known(*row)


def alike(
    country: str, names: Iterable[str], *, website: str = "", numbers: Iterable[str] = (), but: UUID | None = None
) -> list[UUID]:
    """The entries that a new one (or one by its facts) looks like: in its country by name and website, by number."""
    new = Known(UUID(int=0), country, tuple(filter(None, map(words_of, names))), domain_of(website), False)
    found = {one.id for one in _entries(Organization.country == country) if _signs(new, one)}
    calls = list(numbers)
    if calls:
        same = select(Phone.organization_id).join(Organization, Organization.id == Phone.organization_id)
        found |= set(db.session.scalars(same.where(Phone.number.in_(calls), _open())))
    return sorted(found - {but}, key=str)


def _signs(one: Known, other: Known) -> list[Sign]:
    same_country = one.country == other.country
    signs = []
    if one.domain and one.domain == other.domain and (same_country or not (one.everywhere or other.everywhere)):
        signs.append(Sign.DOMAIN)
    if same_country and any(nearness(a, b) >= NEAR for a in one.names for b in other.names):
        signs.append(Sign.NAME)
    return signs


def pairs() -> list[Pair]:
    """All likely twins that nobody has said are two, those with most signs first."""
    found: dict[tuple[UUID, UUID], Pair] = {}
    for one, other in _by_number():
        _pair(found, one, other).signs.append(Sign.PHONE)
    for near, another in _candidates(list(_entries())):
        for sign in _signs(near, another):
            pair = _pair(found, near.id, another.id)
            if sign not in pair.signs:
                pair.signs.append(sign)
    told = {(row.one_id, row.other_id) for row in db.session.execute(select(NotTwins.one_id, NotTwins.other_id))}
    left = [pair for key, pair in found.items() if key not in told]
    return sorted(left, key=lambda pair: (-len(pair.signs), str(pair.one), str(pair.other)))


def in_order(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    """Two ids, the smaller first."""
    return (one, other) if one.int < other.int else (other, one)


def _pair(found: dict[tuple[UUID, UUID], Pair], one: UUID, other: UUID) -> Pair:
    key = in_order(one, other)
    return found.setdefault(key, Pair(*key))


def _by_number() -> set[tuple[UUID, UUID]]:
    """The pairs that share a number; a number that a crowd shares (a hotline of the state) says nothing."""
    holders = func.count(Phone.organization_id.distinct())
    shared = select(Phone.number).where(Phone.number != "").group_by(Phone.number)
    shared = shared.having(holders.between(2, CROWD))
    held = select(Phone.number, Phone.organization_id).join(Organization, Organization.id == Phone.organization_id)
    by_number: dict[str, set[UUID]] = defaultdict(set)
    for number, organization_id in db.session.execute(held.where(Phone.number.in_(shared), _open())):
        by_number[number].add(organization_id)
    return {in_order(*pair) for held_by in by_number.values() for pair in combinations(held_by, 2)}


def _candidates(entries: list[Known]) -> Iterator[tuple[Known, Known]]:
    """The pairs worth comparing: they share a domain, or one of the rarest beginnings of a word in a country."""
    crowds: dict[tuple[str, str], list[Known]] = defaultdict(list)
    domains: dict[str, list[Known]] = defaultdict(list)
    for entry in entries:
        for key in _keys(entry):
            crowds[entry.country, key].append(entry)
        if entry.domain:
            domains[entry.domain].append(entry)
    rare: dict[tuple[str, str], list[Known]] = defaultdict(list)
    for entry in entries:
        by_crowd = sorted((len(crowds[entry.country, key]), key) for key in _keys(entry))
        for size, key in by_crowd[:KEYS]:
            if size > 1:
                rare[entry.country, key].append(entry)
    for crowd in (*domains.values(), *rare.values()):
        if len(crowd) <= CROWD:
            yield from combinations(crowd, 2)


def _keys(entry: Known) -> set[str]:
    return {word[:KEY] for name in entry.names for word in name.split()}


def said(one: UUID, other: UUID) -> bool:
    """Whether somebody said of two entries that they are not the same."""
    first, second = in_order(one, other)
    return db.session.get(NotTwins, (first, second)) is not None


def entries_of(ids: Iterable[UUID]) -> list[Organization]:
    """The entries themselves, by name."""
    wanted = select(Organization).where(Organization.id.in_(list(ids)))
    return list(db.session.scalars(wanted.order_by(Organization.sort_name, Organization.id)))
