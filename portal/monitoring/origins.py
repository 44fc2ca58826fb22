"""T4 as conditions: of the countries people came from in five years, where a working partner can receive somebody."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Uuid, exists, null, select, union_all

from portal.cases.models import Case
from portal.db import today
from portal.monitoring.codes import Part
from portal.monitoring.counting import Counting
from portal.monitoring.models import EarlierOrigin
from portal.monitoring.registered import A_VICTIM
from portal.partners import policy, worldwide
from portal.partners.models import Organization, Service, ServicePopulation
from portal.places.calendar import months_later
from portal.vocabulary.services import Population, ServiceStatus, ServiceType

ORIGIN_MONTHS = 60
#: Who offers one of these can receive a person.
RECEIVING = (
    ServiceType.ARRIVAL_RECEPTION,
    ServiceType.AIRPORT_PICKUP,
    ServiceType.TEMPORARY_ACCOMMODATION,
    ServiceType.SAFEHOUSE,
)


def period(year: int) -> tuple[date, date]:
    """The five years whose countries of origin count: up to today, or up to the end of a past year."""
    if year >= today().year:
        return months_later(today(), -ORIGIN_MONTHS), today()
    return date(year - 4, 1, 1), date(year, 12, 31)


def receiving(*columns: Any) -> Select[Any]:
    """Of the partners that work today and can receive a person: country served and more, a row a service."""
    served = worldwide.served()
    return (
        select(served.c.country, *columns)
        .join(Organization, Organization.id == served.c.id)
        .join(Service, Service.organization_id == Organization.id)
        .where(policy.working(), Service.status == ServiceStatus.ACTIVE, Service.service_type.in_(RECEIVING))
    )


def receives(country: ColumnElement[str], group: Population | None = None) -> ColumnElement[bool]:
    """Whether somebody who works today can receive a person in a country; of a group: by a service for it."""
    if group is None:
        return country.in_(receiving())
    for_group = ServicePopulation.service_id == Service.id, ServicePopulation.population == group
    return country.in_(receiving().where(exists().where(*for_group)))


def covered(year: int) -> Counting:
    """T4 (plan lines 876-878): countries of origin, each once, those entered for earlier years among them."""
    begin, end = period(year)
    ours = select(Case.id.label("case_id"), Case.return_country.label("country"))
    ours = ours.where(Case.registered_on >= begin, Case.registered_on <= end, A_VICTIM)
    earlier = select(null().cast(Uuid).label("case_id"), EarlierOrigin.country.label("country"))
    earlier = earlier.where(EarlierOrigin.year >= begin.year, EarlierOrigin.year <= end.year, EarlierOrigin.people > 0)
    rows = union_all(ours, earlier).subquery("origins")
    country = rows.c.country
    return Counting(rows, (), {Part.N: receives(country)}, case_id=rows.c.case_id, each=country)
