"""Where can a person be received? For each country of origin and group: who works there, and who came from there.

A country of origin is the country a registered person returns to. T4 is the plan's aim that everybody can be
received by an organisation (plan lines 876-878), over the countries of origin of five years (RULINGS 26).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Select, distinct, func, select

from portal.cases.models import Case
from portal.db import db, today
from portal.monitoring.models import EarlierOrigin
from portal.monitoring.origins import period, receiving
from portal.monitoring.slices import FEMALE, GROUPS, MALE
from portal.partners.models import Organization, Service, ServicePopulation
from portal.places import distance, towns
from portal.places.calendar import months_later
from portal.referrals.models import ReceptionRequest
from portal.referrals.states import RequestState
from portal.vocabulary.persons import Gender, TraffickingStatus
from portal.vocabulary.services import Population

RETURNS_MONTHS = 24
#: A country and a group; group None is the country as a whole.
Key = tuple[str, Population | None]
_FAMILIES = func.count().filter(Case.dependants > 0)


@dataclass(frozen=True)
class Cell:
    """One group of one country: working partners that receive it, and people of it who came in five years."""

    working: int
    people: int

    @property
    def is_gap(self) -> bool:
        """True where somebody came from a country in which nobody can receive her."""
        return self.people > 0 and self.working == 0


@dataclass(frozen=True)
class Row:
    """One country: its groups, working partners of any group, people of five years, returns of 24 months."""

    country: str
    working: int
    people: int
    returns: int
    groups: dict[Population, Cell] = field(default_factory=dict)

    @property
    def gaps(self) -> list[Population]:
        """The groups of which somebody came and whom nobody can receive; empty where no group is known."""
        return [group for group, cell in self.groups.items() if cell.is_gap]

    @property
    def is_red(self) -> bool:
        """True where a person came from here and nobody can receive her."""
        return bool(self.gaps) or (self.people > 0 and self.working == 0)


@dataclass(frozen=True)
class Covered:
    """T4: countries of origin of the last five years, and how many of them have a working partner."""

    n: int
    total: int

    @property
    def kept(self) -> bool:
        """Whether every country of origin has a working partner."""
        return self.n == self.total


def group_of(*, is_child: bool, gender: Gender) -> Population | None:
    """The group one person belongs to; None for another or an unknown gender."""
    if gender in FEMALE:
        return Population.GIRLS if is_child else Population.WOMEN
    if gender in MALE:
        return Population.BOYS if is_child else Population.MEN
    return None


def _receiving(*columns: Any) -> Select[Any]:
    """Of the working partners that can receive a person: some columns, one row a country served."""
    wanted = receiving(*columns)
    return wanted.group_by(wanted.selected_columns[0])


def _working() -> Counter[Key]:
    number = func.count(distinct(Organization.id))
    by_group = _receiving(ServicePopulation.population, number).join(
        ServicePopulation, ServicePopulation.service_id == Service.id
    )
    counted: Counter[Key] = Counter()
    for country, group, many in db.session.execute(by_group.group_by(ServicePopulation.population)):
        counted[country, group] = many
    for country, many in db.session.execute(_receiving(number)):
        counted[country, None] = many
    return counted


def _people() -> Counter[Key]:
    since, until = period(today().year)
    rows = db.session.execute(
        select(Case.return_country, Case.is_child, Case.gender, func.count(), _FAMILIES)
        .where(Case.registered_on >= since, Case.trafficking_status != TraffickingStatus.NOT)
        .group_by(Case.return_country, Case.is_child, Case.gender)
    )
    counted: Counter[Key] = Counter()
    for country, is_child, gender, number, families in rows:
        counted[country, None] += number
        counted[country, Population.FAMILIES] += families
        if (group := group_of(is_child=is_child, gender=gender)) is not None:
            counted[country, group] += number
    earlier = select(EarlierOrigin.country, func.sum(EarlierOrigin.people)).group_by(EarlierOrigin.country)
    in_period = earlier.where(EarlierOrigin.year >= since.year, EarlierOrigin.year <= until.year)
    for country, number in db.session.execute(in_period):
        counted[country, None] += number
    return counted


def _returns() -> dict[str, int]:
    since = months_later(today(), -RETURNS_MONTHS)
    rows = db.session.execute(
        select(Case.return_country, func.count(distinct(Case.id)))
        .join(ReceptionRequest, ReceptionRequest.case_id == Case.id)
        .where(ReceptionRequest.departed_on >= since, ReceptionRequest.state != RequestState.ENTERED_IN_ERROR)
        .group_by(Case.return_country)
    )
    return {row[0]: row[1] for row in rows}


def rows() -> list[Row]:
    """Every country of origin of five years, and every one with a working partner: gaps first, then most returns."""
    working, people, returns = _working(), _people(), _returns()
    countries = {country for country, _group in (*working, *people)} | set(returns)
    made = [
        Row(
            country,
            working[country, None],
            people[country, None],
            returns.get(country, 0),
            {group: Cell(working[country, group], people[country, group]) for group in GROUPS},
        )
        for country in countries
    ]
    return sorted(made, key=lambda row: (not row.is_red, -row.returns, -row.people, row.country))


def covered(of: Iterable[Row]) -> Covered:
    """T4 of rows: the share of countries of origin where a working partner can receive somebody."""
    origins = [row for row in of if row.people]
    return Covered(sum(1 for row in origins if row.working), len(origins))


@dataclass(frozen=True)
class Nearest:
    """The nearest working partner that receives, for a country without one: where it stands, whole kilometres."""

    organization_id: UUID
    name: str
    country: str
    kilometres: int


def nearest_to(countries: Sequence[str]) -> dict[str, Nearest]:
    """For each country the nearest working partner elsewhere, from the country's capital; none where unknown."""
    asked = {country: capital for country in countries if (capital := towns.capital(country)) is not None}
    if not asked:
        return {}
    stands_in = Organization.country.label("stands_in")
    columns = (Organization.id, Organization.name, stands_in, Organization.latitude, Organization.longitude)
    placed = _receiving(*columns).group_by(*columns).where(Organization.latitude.is_not(None))
    partners = db.session.execute(placed).all()
    found = {}
    for country, capital in asked.items():
        here = capital.latitude, capital.longitude
        near = min(partners, key=lambda row: distance.roughly(here, (row.latitude, row.longitude)), default=None)
        if near is not None:
            far = distance.kilometres(here, (near.latitude, near.longitude))
            found[country] = Nearest(near.id, near.name, near.stands_in, round(far))
    return found
