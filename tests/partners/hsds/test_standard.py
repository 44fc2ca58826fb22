"""Every answer of the API against the official JSON Schemas of HSDS 3.0, where they lie beside the project."""

import json
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from portal.partners.hsds import ids, terms
from portal.partners.hsds.package_terms import taxonomy_id, term_id
from tests.conftest import Portal
from tests.partners.hsds import entries
from tests.partners.hsds.machine import STANDARD, Machine

SCHEMAS = STANDARD / "schema"
#: An address, the official schema of its document or of each of a page's contents. `*` is filled in.
DOCUMENTS = (
    ("/organizations/*", "compiled/organization.json"),
    ("/organizations/*?full_service=true", "compiled/organization.json"),
    ("/services/*", "compiled/service.json"),
    ("/service_at_locations/*", "compiled/service_at_location.json"),
    ("/taxonomies/*", "taxonomy.json"),
    ("/taxonomy_terms/*", "taxonomy_term.json"),
)
PAGES = (
    ("/organizations", "compiled/organization_list.json"),
    ("/organizations?full=true", "compiled/organization.json"),
    ("/organizations?full=false&full_service=false", "compiled/organization_list.json"),
    ("/organizations?full_service=true", "compiled/organization.json"),
    ("/organizations?search=whole", "compiled/organization_list.json"),
    ("/services", "compiled/service_list.json"),
    ("/services?full=true", "compiled/service.json"),
    ("/services?search=whole+house", "compiled/service_list.json"),
    ("/services?taxonomy_term_id=*term", "compiled/service_list.json"),
    ("/services?taxonomy_id=*taxonomy", "compiled/service_list.json"),
    ("/services?organization_id=*", "compiled/service_list.json"),
    ("/services?modified_after=2020-01-01T00:00:00Z", "compiled/service_list.json"),
    ("/service_at_locations", "compiled/service_at_location_list.json"),
    ("/service_at_locations?full=true", "compiled/service_at_location.json"),
    ("/service_at_locations?search=whole", "compiled/service_at_location_list.json"),
    ("/service_at_locations?taxonomy_term_id=*term", "compiled/service_at_location_list.json"),
    ("/service_at_locations?taxonomy_id=*taxonomy", "compiled/service_at_location_list.json"),
    ("/service_at_locations?organization_id=*", "compiled/service_at_location_list.json"),
    ("/service_at_locations?modified_after=2020-01-01", "compiled/service_at_location_list.json"),
    ("/service_at_locations?postcode=300001", "compiled/service_at_location_list.json"),
    ("/service_at_locations?postcode=300001&proximity=50000", "compiled/service_at_location_list.json"),
    ("/taxonomies", "taxonomy.json"),
    ("/taxonomies?search=groups", "taxonomy.json"),
    ("/taxonomy_terms", "taxonomy_term.json"),
    ("/taxonomy_terms?search=women", "taxonomy_term.json"),
    ("/taxonomy_terms?taxonomy_id=*taxonomy", "taxonomy_term.json"),
    ("/taxonomy_terms?top_only=true", "taxonomy_term.json"),
)


@cache
def registry() -> Registry:
    """The official schemas by their file names, as they refer to each other."""
    files = [(path.name, json.loads(path.read_text(encoding="utf-8"))) for path in SCHEMAS.glob("*.json")]
    return Registry().with_resources(
        (name, Resource.from_contents(content, default_specification=DRAFT202012)) for name, content in files
    )


@cache
def validator(schema: str) -> Draft202012Validator:
    """An official schema, ready; formats (uuid, uri, email, date-time) count."""
    content = json.loads((SCHEMAS / schema).read_text(encoding="utf-8"))
    return Draft202012Validator(content, registry=registry(), format_checker=FormatChecker())


def faults(document: Any, schema: str) -> list[str]:
    """Where a document differs from an official schema."""
    return [f"{error.json_path}: {error.message[:200]}" for error in validator(schema).iter_errors(document)]


def unknown(document: Any, schema: str) -> set[str]:
    """The properties that the standard does not have, at any depth: its schemas forbid none, we do."""
    return set(_unknown(document, validator(schema).schema, ""))


def _unknown(document: Any, schema: dict[str, Any], place: str) -> Any:
    if "$ref" in schema:
        schema = registry().contents(schema["$ref"])
    if isinstance(document, list):
        for one in document:
            yield from _unknown(one, schema.get("items", {}), place)
    elif isinstance(document, dict):
        known = schema.get("properties", {})
        for name, value in document.items():
            if name not in known:
                yield f"{place}.{name}"
            else:
                yield from _unknown(value, known[name], f"{place}.{name}")


@pytest.fixture
def machine(portal: Portal) -> Machine:
    """A machine in a directory with entries that have everything, and barely anything."""
    one = entries.whole()
    entries.hidden()
    machine = Machine.arrive(portal)
    place = next(place for place in one.locations if place.name == "Office")
    machine.known = {
        "organizations": one.id,
        "services": one.services[0].id,
        "service_at_locations": ids.of_pair(one.services[0].id, place.id),
        "taxonomies": terms.POPULATION.id,
        "taxonomy_terms": terms.term(terms.POPULATION, "women").id,
        "term": terms.term(terms.POPULATION, "women").id,
        "taxonomy": terms.POPULATION.id,
    }
    return machine


def filled(machine: Machine, address: str) -> str:
    """An address with its ids."""
    known = machine.known
    for name in ("taxonomy", "term"):
        address = address.replace(f"*{name}", str(known[name]))
    kind = address.split("/")[1].split("?")[0]
    return address.replace(f"{kind}/*", f"{kind}/{known.get(kind)}").replace("*", str(known["organizations"]))


def test_a_document_is_what_the_standard_says(machine: Machine) -> None:
    for address, schema in DOCUMENTS:
        document = machine.read(filled(machine, address))
        if STANDARD.exists():
            assert (faults(document, schema), unknown(document, schema)) == ([], set()), address


def test_a_page_and_each_of_its_contents_is_what_the_standard_says(machine: Machine) -> None:
    for address, schema in PAGES:
        page = machine.read(filled(machine, address))
        lines = machine.get(filled(machine, address) + ("&" if "?" in address else "?") + "format=ndjson").text
        assert page["contents"] and page["empty"] is False, address
        everything = [json.loads(line) for line in lines.splitlines()]
        assert everything[: page["size"]] == page["contents"] and len(everything) == page["total_items"], address
        if not STANDARD.exists():
            continue
        for one in page["contents"]:
            assert (faults(one, schema), unknown(one, schema)) == ([], set()), address
        official = json.loads((SCHEMAS / "openapi.json").read_text(encoding="utf-8"))["components"]["schemas"]["Page"]
        assert list(Draft202012Validator(official).iter_errors(page)) == []
        assert set(page) == {*official["properties"], "contents"}


def test_every_endpoint_and_parameter_of_the_standard_is_ours_with_its_name(portal: Portal) -> None:
    ours = Machine.arrive(portal).read("/openapi.json")["paths"]
    if not STANDARD.exists():
        return
    official = json.loads((SCHEMAS / "openapi.json").read_text(encoding="utf-8"))
    for path, item in official["paths"].items():
        named = [one.get("$ref", one.get("name", "")).split("/")[-1] for one in item["get"].get("parameters", [])]
        mine = {one["name"] for one in ours[path]["get"]["parameters"]}
        assert set(named) <= mine, path
    assert set(ours) == set(official["paths"])


def test_the_data_package_and_the_api_call_their_terms_alike() -> None:
    for taxonomy in (terms.SERVICE_TYPE, terms.POPULATION, terms.RECEPTION):
        assert taxonomy_id(taxonomy.key) == str(taxonomy.id)
    for term in terms.terms().values():
        if term.taxonomy in (terms.SERVICE_TYPE, terms.POPULATION, terms.RECEPTION):
            assert term_id(term.taxonomy.key, term.code) == str(term.id)
