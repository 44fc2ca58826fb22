"""The read API of HSDS 3.0. Each view reads its parameters, asks, and states what it was given as documents."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Response, abort, current_app, request, url_for

from portal.config import Settings
from portal.partners.hsds import answers, documents, filters, ids, lines, queries, terms
from portal.partners.hsds import description as described
from portal.partners.hsds.blueprint import blueprint as blueprint
from portal.partners.hsds.documents import Entry
from portal.partners.hsds.filters import Filter
from portal.partners.hsds.lines import Document
from portal.partners.hsds.parameters import Asked, BadParameter, read_parameters
from portal.partners.models import Organization, Service
from portal.partners.search import LONGEST_QUESTION
from portal.places.folding import fold
from portal.web.gate import EVERYONE, actor, open_to, open_to_machines
from portal.web.machines import refusal

SCOPE = "hsds:read"


@blueprint.errorhandler(BadParameter)
def _bad_parameter(error: BadParameter) -> Response:
    return refusal(400, "invalid_request", str(error))


def _asked(operation: str) -> Asked:
    return read_parameters(operation, request.args)


def _address(endpoint: str) -> str:
    settings: Settings = current_app.extensions["settings"]
    return settings.base_url.rstrip("/") + url_for(endpoint)


@blueprint.get("/")
@open_to_machines(SCOPE)
def about() -> Response:
    """The version of the standard, and where this API is described."""
    return answers.document(described.about(_address(".openapi")))


@blueprint.get("/openapi.json")
@open_to(EVERYONE, machine=True)
def openapi() -> Response:
    """The description for a developer, who has no token yet: it holds nothing of the directory."""
    address = _address(".about").removesuffix("/")
    return answers.document(described.openapi(address, _address("accounts.machine_token")))


@blueprint.get("/organizations")
@open_to_machines(SCOPE)
def organizations() -> Response:
    """Organisations in pages."""
    asked = _asked("organizations")
    services = asked.has("full_service")
    whole = asked.has("full") or services
    question = queries.organizations(actor(), asked.filter(), full=whole, full_service=services)

    def stated(rows: Sequence[Any]) -> list[Document]:
        entries = _entries(((row[0], row[1]) for row in rows), history=whole)
        if whole:
            return [documents.whole_organization(one, full_service=services) for one in entries]
        return [documents.organization(one) for one in entries]

    return answers.listing(asked, question, stated, lambda row: (row[0].id,))


@blueprint.get("/organizations/<record_id>")
@open_to_machines(SCOPE)
def organization(record_id: str) -> Response:
    """One organisation with all that belongs to it."""
    services = _asked("organization").has("full_service")
    question = queries.organizations(actor(), Filter(), full=True, full_service=services)
    row = question.first(Organization.id == _id(record_id))
    entry = _entries([(row[0], row[1])], history=True)[0] if row else abort(404)
    return answers.document(documents.whole_organization(entry, full_service=services))


@blueprint.get("/services")
@open_to_machines(SCOPE)
def services() -> Response:
    """Services in pages."""
    asked = _asked("services")
    if asked.has("minimal"):
        glance = queries.services_at_a_glance(actor(), asked.filter())
        return answers.listing(asked, glance, _at_a_glance, lambda row: (row[0],))
    full = asked.has("full")
    question = queries.services(actor(), asked.filter(), full=full)
    state = documents.single_service if full else documents.listed_service

    def stated(rows: Sequence[Any]) -> list[Document]:
        entries = _entries((row[1], row[2]) for row in rows)
        return [state(row[0], entry) for row, entry in zip(rows, entries, strict=True)]

    return answers.listing(asked, question, stated, lambda row: (row[0].id,))


def _at_a_glance(rows: Sequence[Any]) -> list[Document]:
    return [{"id": str(row[0]), "modified_date": lines.moment(row[1])} for row in rows]


@blueprint.get("/services/<record_id>")
@open_to_machines(SCOPE)
def service(record_id: str) -> Response:
    """One service with all that belongs to it."""
    row = queries.services(actor(), Filter(), full=True).first(Service.id == _id(record_id))
    entry = _entries([(row[1], row[2])])[0] if row else abort(404)
    return answers.document(documents.single_service(row[0], entry))


@blueprint.get("/service_at_locations")
@open_to_machines(SCOPE)
def service_at_locations() -> Response:
    """Services at their locations in pages."""
    asked = _asked("service_at_locations")
    wanted, metres = asked.filter(), asked.values.get("proximity")
    if metres:
        wanted = replace(wanted, near=filters.near_postcode(actor(), wanted.postcode, metres))
    full = asked.has("full")
    question = queries.services_at_locations(actor(), wanted, full=full)
    state = documents.single_pair if full else documents.brief_pair

    def stated(rows: Sequence[Any]) -> list[Document]:
        entries = _entries((row[2], row[3]) for row in rows)
        return [state(row[0], row[1], entry) for row, entry in zip(rows, entries, strict=True)]

    return answers.listing(asked, question, stated, lambda row: (row[0].id, row[1].id))


@blueprint.get("/service_at_locations/<record_id>")
@open_to_machines(SCOPE)
def service_at_location(record_id: str) -> Response:
    """One service at one location."""
    pair_id = _id(record_id)
    rows = queries.services_at_locations(actor(), Filter(pair_id=pair_id), full=True).all()
    row = next((one for one in rows if ids.of_pair(one[0].id, one[1].id) == pair_id), None) or abort(404)
    return answers.document(documents.single_pair(row[0], row[1], _entries([(row[2], row[3])])[0]))


@blueprint.get("/taxonomies")
@open_to_machines(SCOPE)
def taxonomies() -> Response:
    """The code lists in pages."""
    asked = _asked("taxonomies")
    found = [one for one in terms.TAXONOMIES if _speaks_of(asked, one.name, one.description)]
    return answers.listing_of(asked, [terms.taxonomy_document(one) for one in found])


@blueprint.get("/taxonomies/<record_id>")
@open_to_machines(SCOPE)
def taxonomy(record_id: str) -> Response:
    """One code list."""
    found = next((one for one in terms.TAXONOMIES if one.id == _id(record_id)), None) or abort(404)
    return answers.document(terms.taxonomy_document(found))


@blueprint.get("/taxonomy_terms")
@open_to_machines(SCOPE)
def taxonomy_terms() -> Response:
    """The codes in pages."""
    asked = _asked("taxonomy_terms")
    taxonomy_id, below = asked.values.get("taxonomy_id"), "parent_id" in asked.values
    found = [
        terms.term_document(one)
        for one in terms.terms().values()
        if not below and taxonomy_id in (None, one.taxonomy.id) and _speaks_of(asked, one.name, one.code)
    ]
    return answers.listing_of(asked, found)


@blueprint.get("/taxonomy_terms/<record_id>")
@open_to_machines(SCOPE)
def taxonomy_term(record_id: str) -> Response:
    """One code."""
    found = terms.terms().get(_id(record_id)) or abort(404)
    return answers.document(terms.term_document(found))


def _speaks_of(asked: Asked, *texts: str) -> bool:
    words = fold(asked.filter().search[:LONGEST_QUESTION]).split()
    return not words or all(word in fold(" ".join(texts)) for word in words)


def _id(text: str) -> UUID:
    return ids.read(text) or abort(404)


def _entries(rows: Iterable[tuple[Organization, Any]], *, history: bool = False) -> list[Entry]:
    """Organisations with what their documents need, in the same order; two statements, however many they are."""
    given = list(rows)
    parents = queries.visible_parents(actor(), [one for one, _modified in given])
    changes = queries.changes_of({one.id for one, _modified in given}) if history else {}
    return [
        Entry(
            one,
            modified,
            one.parent_organization_id if one.parent_organization_id in parents else None,
            changes.get(one.id, []),
        )
        for one, modified in given
    ]
