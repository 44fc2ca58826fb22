"""The partners that the directory proposes for a case, and what is known of each, in a constant number of questions."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from portal.access import Actor
from portal.cases.models import Case
from portal.db import db
from portal.partners import queries as partners
from portal.partners.capacity import capacity_on
from portal.partners.models import Organization, ServiceArea
from portal.partners.near import REACH_KM
from portal.places.distance import Position, roughly
from portal.places.folding import fold
from portal.places.gazetteer import town
from portal.referrals import queries, readiness
from portal.referrals.matching import Facts, in_order
from portal.referrals.models import ReceptionRequest
from portal.referrals.states import OPEN_TO_ANSWER
from portal.vocabulary.persons import Gender
from portal.vocabulary.services import Population, ServiceStatus

WOMEN = (Gender.FEMININE, Gender.TRANS_FEMININE)
MEN = (Gender.MASCULINE, Gender.TRANS_MASCULINE)
OF_TRANS = (Gender.TRANS_FEMININE, Gender.TRANS_MASCULINE, Gender.NON_CONFORMING)


@dataclass(frozen=True)
class Proposal:
    """A partner and the facts that put it in its place."""

    partner: Organization
    facts: Facts

    @property
    def can_be_asked(self) -> bool:
        """Whether nothing stands in the way at this partner (the case apart)."""
        return not self.facts.missing


@dataclass(frozen=True)
class Around:
    """What is the same for every partner: the place of return, who was asked, in which towns somebody is asked now."""

    origin: Position | None
    region: str
    asked_before: frozenset[object]
    towns: frozenset[tuple[str, str]]
    works: frozenset[object]


def proposals(actor: Actor, case: Case, on: date) -> list[Proposal]:
    """The partners that may be asked for a case, the best first; those that cannot be asked yet come last.

    Without those that the centre holds back (RULINGS 17).
    """
    found = partners.asked_candidates(actor, case.return_country)
    missing = readiness.of_partners(case, found, on)
    around = _around(case)
    by_id = {one.id: one for one in found}
    facts = (_facts(case, one, on, around, tuple(missing[one.id])) for one in found)
    return [Proposal(by_id[one.id], one) for one in in_order(facts)]


def _around(case: Case) -> Around:
    place = town(case.return_region, case.return_country) if case.return_region else None
    asked = (
        select(Organization.country, func.lower(Organization.town))
        .join(ReceptionRequest, ReceptionRequest.organization_id == Organization.id)
        .where(ReceptionRequest.case_id == case.id, ReceptionRequest.state.in_(OPEN_TO_ANSWER), Organization.town != "")
    )
    return Around(
        origin=(place.latitude, place.longitude) if place else None,
        region=fold(case.return_region),
        asked_before=frozenset(queries.asked_partners(case)),
        towns=frozenset((country, name) for country, name in db.session.execute(asked)),
        works=frozenset(partners.seem_to_work(case.return_country)),
    )


def _facts(
    case: Case, partner: Organization, on: date, around: Around, missing: tuple[readiness.Missing, ...]
) -> Facts:
    profile, way = partner.profile, _kilometres(partner, around.origin)
    everywhere = any(area.country == case.return_country and not area.region for area in partner.service_areas)
    return Facts(
        id=partner.id,
        sort_name=partner.sort_name,
        missing=missing,
        asked_before=partner.id in around.asked_before,
        same_town=(partner.country, partner.town.lower()) in around.towns,
        works=partner.id in around.works,
        serves_group=_serves_group(case, partner),
        serves_place=_serves_place(partner, around, way, everywhere=everywhere),
        whole_country=everywhere,
        kilometres=way,
        capacity=capacity_on(partner, on),
        asked=partner.asked,
        in_time=partner.answered_in_time,
        at_night=bool(profile and profile.night_arrivals),
        at_airport=bool(profile and profile.meets_at_airport),
        takes_children=bool(profile and profile.takes_unaccompanied_children) if case.is_child else None,
        languages=tuple(one.code for one in partner.languages if one.code in case.languages),
        tier=partner.tier,
        promise=partner.promise,
    )


def _kilometres(partner: Organization, origin: Position | None) -> float | None:
    """From the place of return to the nearest town where a partner is or says it helps; on the sphere."""
    if origin is None:
        return None
    towns: list[Organization | ServiceArea] = [partner, *partner.service_areas]
    places = [(one.latitude, one.longitude) for one in towns]
    ways = [roughly(origin, (north, east)) for north, east in places if north is not None and east is not None]
    return min(ways, default=None)


def _serves_place(partner: Organization, around: Around, way: float | None, *, everywhere: bool) -> bool | None:
    """Whether it helps where she goes; None where nobody can say, as the region is no town that is known."""
    names = (partner.town, *(area.region for area in partner.service_areas))
    if everywhere or (around.region and around.region in map(fold, names)):
        return True
    return None if way is None else way <= REACH_KM


def _serves_group(case: Case, partner: Organization) -> bool:
    wanted = groups_of(case)
    helped = {
        one.population
        for service in partner.services
        if service.status is ServiceStatus.ACTIVE
        for one in service.populations
    }
    return not helped.isdisjoint(wanted)


def groups_of(case: Case) -> set[Population]:
    """The groups that a person belongs to, by age and gender; both of an age where the gender is not stated."""
    girls, boys = (Population.GIRLS, Population.BOYS) if case.is_child else (Population.WOMEN, Population.MEN)
    of_gender = {girls} if case.gender in WOMEN else {boys} if case.gender in MEN else {girls, boys}
    return of_gender | ({Population.LGBT} if case.gender in OF_TRANS else set())
