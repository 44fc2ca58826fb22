"""What is asked about a country; each question about entries carries the reader's condition."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Integer, Subquery, and_, case, cast, func, literal, not_, select, union
from sqlalchemy.orm import joinedload

from portal.access import Actor
from portal.db import db, today
from portal.partners import policy
from portal.partners.country.models import Mandate, Mission
from portal.partners.country.policy import valid_on
from portal.partners.models import Organization, Phone, Service, ServiceArea, ServicePopulation
from portal.partners.upkeep.models import Flag
from portal.vocabulary.organizations import AUTHORITIES, PhoneKind
from portal.vocabulary.services import Population, ServiceStatus, ServiceType
from portal.vocabulary.upkeep import FlagState

#: Most entries of a kind on a country's page; the list has the rest.
PARTNERS, AUTHORITIES_SHOWN, HOTLINES, MANDATES = 40, 15, 10, 200
IN_ORDER = (Mandate.group, Mandate.valid_from, Mandate.responsible, Mandate.id)


@dataclass(frozen=True)
class Counts:
    """How many entries a country has for a reader, and what is known of them."""

    entries: int = 0
    partners: int = 0
    working: int = 0
    verified: int = 0
    never_checked: int = 0
    oldest_check: date | None = None


def _serving(codes: Sequence[str]) -> Subquery:
    """Pairs of an entry and a country it helps in."""
    at_home = select(Organization.id.label("id"), Organization.country.label("country"))
    beyond = select(ServiceArea.organization_id, ServiceArea.country).where(ServiceArea.country.in_(codes))
    return union(at_home.where(Organization.country.in_(codes)), beyond).subquery()


def _stands(actor: Actor) -> ColumnElement[bool]:
    """The entries a reader may see that stand in the directory: neither closed nor merged into another."""
    closed = Organization.status.in_([ServiceStatus.DEFUNCT, ServiceStatus.INACTIVE])
    return and_(policy.visible(actor), not_(closed), Organization.merged_into_id.is_(None))


def _helps_in(code: str) -> ColumnElement[bool]:
    return Organization.id.in_(select(_serving([code]).c.id))


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(cast(case((condition, 1), else_=0), Integer)), 0)


def counts(actor: Actor, codes: Sequence[str]) -> dict[str, Counts]:
    """The counts of countries, in one question however many they are; a country without an entry is left out."""
    serving = _serving(codes)
    partner = Organization.org_type.not_in(AUTHORITIES)
    counted = select(
        serving.c.country,
        func.count(),
        _how_many(partner),
        _how_many(policy.known_to_work(actor)),
        _how_many(policy.verified()),
        _how_many(Organization.checked_on.is_(None)),
        func.min(Organization.checked_on),
    ).join(Organization, Organization.id == serving.c.id)
    rows = db.session.execute(counted.where(_stands(actor)).group_by(serving.c.country))
    return {row[0]: Counts(row[1], row[2], row[3], row[4], row[5], row[6]) for row in rows}


def open_flags(actor: Actor, codes: Sequence[str]) -> dict[str, int]:
    """How many lines are reported as wrong in each of the countries and wait."""
    serving = _serving(codes)
    counted = select(serving.c.country, func.count()).join(Organization, Organization.id == serving.c.id)
    counted = counted.join(Flag, Flag.organization_id == Organization.id)
    counted = counted.where(Flag.state == FlagState.OPEN, _stands(actor)).group_by(serving.c.country)
    return {row[0]: row[1] for row in db.session.execute(counted)}


def partners_in(actor: Actor, code: str, most: int = PARTNERS) -> list[tuple[Organization, bool]]:
    """The partners of a country with whether each is known to work: those first, then by town and name.

    Without their lines (`together.load_lines`).
    """
    works = case((policy.known_to_work(actor), 1), else_=0)
    listed = select(Organization, works).where(
        _stands(actor), _helps_in(code), Organization.org_type.not_in(AUTHORITIES)
    )
    listed = listed.order_by(works.desc(), Organization.town, Organization.sort_name, Organization.id)
    return [(row[0], bool(row[1])) for row in db.session.execute(listed.limit(most))]


def authorities_in(actor: Actor, code: str, most: int = AUTHORITIES_SHOWN) -> list[Organization]:
    """The authorities of a country, those that help with papers first (RULINGS 24); without their lines."""
    papers = Organization.services.any(_offered(ServiceType.DOCUMENTS))
    listed = select(Organization).where(_stands(actor), _helps_in(code), Organization.org_type.in_(AUTHORITIES))
    listed = listed.order_by(case((papers, 0), else_=1), Organization.town, Organization.sort_name, Organization.id)
    return list(db.session.scalars(listed.limit(most)))


def _offered(kind: ServiceType) -> ColumnElement[bool]:
    return (Service.service_type == kind) & (Service.status == ServiceStatus.ACTIVE)


def hotlines_in(actor: Actor, code: str) -> list[tuple[Organization, Phone]]:
    """The hotlines of a country's entries."""
    found = select(Organization, Phone).join(Phone, Phone.organization_id == Organization.id)
    found = found.where(_stands(actor), _helps_in(code), Phone.kind == PhoneKind.HOTLINE)
    rows = db.session.execute(found.order_by(Organization.sort_name, Phone.number).limit(HOTLINES))
    return [(row[0], row[1]) for row in rows]


def offered_in(actor: Actor, code: str) -> tuple[set[ServiceType], set[Population]]:
    """Every service that some entry of a country offers, and every group that one is for."""
    found = select(Service.service_type, ServicePopulation.population).distinct()
    found = found.join(Organization, Organization.id == Service.organization_id).outerjoin(ServicePopulation)
    found = found.where(_stands(actor), _helps_in(code), Service.status == ServiceStatus.ACTIVE)
    pairs: list[tuple[ServiceType, Population | None]] = [(row[0], row[1]) for row in db.session.execute(found)]
    return {kind for kind, _group in pairs}, {group for _kind, group in pairs if group is not None}


def to_call(actor: Actor, code: str, most: int) -> list[Organization]:
    """The working partners of a country by town and name, without their lines."""
    listed = select(Organization).where(
        _stands(actor), _helps_in(code), Organization.org_type.not_in(AUTHORITIES), policy.known_to_work(actor)
    )
    listed = listed.order_by(Organization.town, Organization.sort_name, Organization.id)
    return list(db.session.scalars(listed.limit(most)))


def mission_of(code: str) -> Mission | None:
    """The Danish mission that covers a country, where somebody wrote it down."""
    return db.session.scalar(select(Mission).where(Mission.country == code))


def responsible_in(code: str) -> tuple[Mission | None, list[Mandate]]:
    """The mission that covers a country and the mandates in force there today, in one question."""
    here = select(literal(code).label("country")).subquery("here")
    in_force = and_(Mandate.country == here.c.country, valid_on(today()))
    found = select(Mission, Mandate).select_from(here).outerjoin(Mission, Mission.country == here.c.country)
    found = found.outerjoin(Mandate, in_force).order_by(*IN_ORDER).limit(MANDATES)
    rows = db.session.execute(found).all()
    named: list[Mandate | None] = [row[1] for row in rows]
    return rows[0][0], [one for one in named if one is not None]


def mandates(codes: Sequence[str], *, earlier_and_later: bool = False) -> list[Mandate]:
    """The mandates of countries by task, group and day; only those in force today unless the others are asked."""
    listed = select(Mandate).where(Mandate.country.in_(codes)).options(joinedload(Mandate.organization))
    if not earlier_and_later:
        listed = listed.where(valid_on(today()))
    return list(db.session.scalars(listed.order_by(*IN_ORDER).limit(MANDATES)))


def mandate(code: str, mandate_id: uuid.UUID) -> Mandate | None:
    """One mandate of a country."""
    return db.session.scalar(select(Mandate).where(Mandate.id == mandate_id, Mandate.country == code))


def visible_among(actor: Actor, found: Sequence[Mandate]) -> set[uuid.UUID]:
    """The entries of mandates that a reader may open."""
    ids = [one.organization_id for one in found if one.organization_id]
    if not ids or actor.role not in policy.READERS:
        return set()
    return set(db.session.scalars(select(Organization.id).where(Organization.id.in_(ids), policy.visible(actor))))


def entry_named(actor: Actor, code: str, name: str) -> Organization | None:
    """The entry of this name (its own or the English one) in a country; None for none or several."""
    named = (Organization.name == name) | (Organization.alternate_name == name)
    found = db.session.scalars(select(Organization).where(_stands(actor), Organization.country == code, named))
    entries = list(found)
    return entries[0] if len(entries) == 1 else None
