"""The code lists of the directory as HSDS taxonomies and terms, and how a record bears one of them."""

from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from portal.partners.hsds import ids
from portal.places import countries
from portal.vocabulary.codes import CodeList
from portal.vocabulary.organizations import Capacity, OrganizationType, ResponsePromise, VerificationTier
from portal.vocabulary.services import Population, ServiceType

VERSION = "1"
LANGUAGE = "en"


@dataclass(frozen=True)
class Taxonomy:
    """A list of codes; `link_type` is what its attributes say of the record they hang on."""

    key: str
    name: str
    description: str
    link_type: str

    @property
    def id(self) -> UUID:
        """Its id."""
        return ids.of_taxonomy(self.key)


@dataclass(frozen=True)
class Term:
    """A code of a list."""

    taxonomy: Taxonomy
    code: str
    name: str
    description: str

    @property
    def id(self) -> UUID:
        """Its id."""
        return ids.of_term(self.taxonomy.key, self.code)


SERVICE_TYPE = Taxonomy("service_type", "Service types", "What a service offers.", "service_type")
POPULATION = Taxonomy("population", "Groups", "For whom a service is.", "intended_audience")
COUNTRY = Taxonomy("country", "Countries", "ISO 3166-1 alpha-2; the attribute's value is the town.", "country")
ORGANIZATION_TYPE = Taxonomy("organization_type", "Kinds of organisation", "HTCDS org_Type, extended.", "type")
VERIFICATION = Taxonomy(
    "verification", "Verification", "How far an entry was checked; the attribute's value is the day.", "verification"
)
CAPACITY = Taxonomy(
    "capacity", "Capacity", "Whether somebody can be received now; the attribute's value is a day.", "capacity"
)
PROMISE = Taxonomy("response_promise", "Promise of an answer", "How soon an organisation says it answers.", "promise")
RECEPTION = Taxonomy(
    "reception_profile",
    "Reception",
    "How a person is received; the attribute's value is yes, no or a number.",
    "reception",
)
TAXONOMIES = (SERVICE_TYPE, POPULATION, COUNTRY, ORGANIZATION_TYPE, VERIFICATION, CAPACITY, PROMISE, RECEPTION)
#: The columns of a reception profile.
PROFILE = {
    "meets_at_airport": "Meets people at the airport",
    "meets_at_border": "Meets people at the border",
    "meets_at_station": "Meets people at the station",
    "hours_notice": "Hours of notice it needs",
    "night_arrivals": "Receives people who arrive at night",
    "escorts_children": "Escorts children",
    "takes_unaccompanied_children": "Takes unaccompanied children",
    "onward_transport": "Helps with onward transport",
    "longest_stay": "Longest stay, in days",
    "no_police_report": "Receives people without a report to the police",
}
_LISTS: tuple[tuple[Taxonomy, type[CodeList]], ...] = (
    (SERVICE_TYPE, ServiceType),
    (POPULATION, Population),
    (ORGANIZATION_TYPE, OrganizationType),
    (VERIFICATION, VerificationTier),
    (CAPACITY, Capacity),
    (PROMISE, ResponsePromise),
)


@cache
def terms() -> dict[UUID, Term]:
    """Every term by its id, in the order of the lists."""
    found = [Term(taxonomy, one.value, one.label, one.label) for taxonomy, codes in _LISTS for one in codes]
    named = [(code, countries.name(code, LANGUAGE)) for code in countries.codes()]
    found += [Term(COUNTRY, code, name, name) for code, name in named]
    found += [Term(RECEPTION, code, name, name) for code, name in PROFILE.items()]
    order = {taxonomy: number for number, taxonomy in enumerate(TAXONOMIES)}
    return {one.id: one for one in sorted(found, key=lambda term: order[term.taxonomy])}


@cache
def term(taxonomy: Taxonomy, code: str) -> Term | None:
    """A term by its list and code."""
    return terms().get(ids.of_term(taxonomy.key, code))


def country_name(code: str) -> str:
    """A country's English name."""
    return countries.name(code, LANGUAGE)


def taxonomy_document(taxonomy: Taxonomy) -> dict[str, Any]:
    """A list as HSDS states it."""
    described = {"name": taxonomy.name, "description": taxonomy.description, "version": VERSION}
    return {"id": str(taxonomy.id), **described}


def term_document(one: Term) -> dict[str, Any]:
    """A term as HSDS states it; none of our lists has terms below terms."""
    return {
        "id": str(one.id),
        "code": one.code,
        "name": one.name,
        "description": one.description,
        "taxonomy": one.taxonomy.name,
        "taxonomy_id": str(one.taxonomy.id),
        "taxonomy_detail": taxonomy_document(one.taxonomy),
        "language": LANGUAGE,
    }


def attribute(record: UUID, entity: str, taxonomy: Taxonomy, code: str, value: str = "") -> dict[str, Any] | None:
    """That a record bears a term, as HSDS states it; None for a code that is in no list."""
    found = term(taxonomy, code)
    if found is None:
        return None
    stated = {
        "id": str(ids.of_copy(found.id, record)),
        "link_id": str(record),
        "taxonomy_term_id": str(found.id),
        "link_type": taxonomy.link_type,
        "link_entity": entity,
        "taxonomy_term": term_document(found),
    }
    return {**stated, "value": value} if value else stated
