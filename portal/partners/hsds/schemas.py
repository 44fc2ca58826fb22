"""The shapes of the API's documents as JSON Schemas: the standard's properties that we fill, and no others."""

from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
WHOLE: Schema = {"type": "integer"}
BOOLEAN: Schema = {"type": "boolean"}
AN_ID: Schema = {"type": "string", "format": "uuid"}
URI: Schema = {"type": "string", "format": "uri"}
DAY: Schema = {"type": "string", "format": "date"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
KINDS_OF_PLACE: Schema = {"type": "string", "enum": ["physical", "postal", "virtual"]}
STATUS: Schema = {"type": "string", "enum": ["active", "inactive", "defunct", "temporarily closed"]}


def of(name: str) -> Schema:
    """A reference to a named schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def many(name: str) -> Schema:
    """A list of a named schema."""
    return {"type": "array", "items": of(name)}


def _object(required: str, **properties: Schema) -> Schema:
    return {"type": "object", "required": required.split(), "properties": properties, "additionalProperties": False}


SCHEMAS: dict[str, Schema] = {
    "About": _object("version profile openapi_url", version=TEXT, profile=URI, openapi_url=URI),
    "Error": _object("error error_description", error=TEXT, error_description=TEXT),
    "Taxonomy": _object("id name description version", id=AN_ID, name=TEXT, description=TEXT, version=TEXT),
    "TaxonomyTerm": _object(
        "id name description code taxonomy taxonomy_id",
        id=AN_ID,
        code=TEXT,
        name=TEXT,
        description=TEXT,
        taxonomy=TEXT,
        taxonomy_id=AN_ID,
        taxonomy_detail=of("Taxonomy"),
        language=TEXT,
    ),
    "Attribute": _object(
        "id link_id taxonomy_term_id link_type link_entity taxonomy_term",
        id=AN_ID,
        link_id=AN_ID,
        taxonomy_term_id=AN_ID,
        link_type=TEXT,
        link_entity=TEXT,
        value=TEXT,
        taxonomy_term=of("TaxonomyTerm"),
    ),
    "Phone": _object("id number", id=AN_ID, organization_id=AN_ID, number=TEXT, type=TEXT, description=TEXT),
    "Address": _object(
        "id location_id address_1 city state_province postal_code country address_type",
        id=AN_ID,
        location_id=AN_ID,
        address_1=TEXT,
        city=TEXT,
        state_province=TEXT,
        postal_code=TEXT,
        country=TEXT,
        address_type=KINDS_OF_PLACE,
    ),
    "Location": _object(
        "id location_type",
        id=AN_ID,
        location_type=KINDS_OF_PLACE,
        organization_id=AN_ID,
        name=TEXT,
        latitude=NUMBER,
        longitude=NUMBER,
        addresses=many("Address"),
    ),
    "Language": _object("id", id=AN_ID, service_id=AN_ID, name=TEXT, code=TEXT),
    "Schedule": _object(
        "id",
        id=AN_ID,
        service_id=AN_ID,
        freq=TEXT,
        interval=NUMBER,
        byday=TEXT,
        opens_at=TEXT,
        closes_at=TEXT,
        timezone={"type": "number", "description": "Hours ahead of UTC, today."},
        notes=TEXT,
    ),
    "ServiceArea": _object("id", id=AN_ID, service_id=AN_ID, name=TEXT, description=TEXT),
    "Metadata": _object(
        "id last_action_date last_action_type field_name previous_value replacement_value updated_by",
        id=AN_ID,
        resource_id=AN_ID,
        resource_type=TEXT,
        last_action_date=DAY,
        last_action_type=TEXT,
        field_name=TEXT,
        previous_value=TEXT,
        replacement_value=TEXT,
        updated_by=TEXT,
    ),
    "Organization": _object(
        "id name description",
        id=AN_ID,
        name=TEXT,
        alternate_name=TEXT,
        description=TEXT,
        email=TEXT,
        website=URI,
        legal_status=TEXT,
        year_incorporated=NUMBER,
        parent_organization_id=AN_ID,
        phones=many("Phone"),
        attributes=many("Attribute"),
        locations=many("Location"),
        services=many("Service"),
        metadata=many("Metadata"),
    ),
    "Service": _object(
        "id organization_id name status last_modified",
        id=AN_ID,
        organization_id=AN_ID,
        name=TEXT,
        description=TEXT,
        status=STATUS,
        eligibility_description=TEXT,
        minimum_age=NUMBER,
        maximum_age=NUMBER,
        assured_date=DAY,
        alert=TEXT,
        last_modified=MOMENT,
        organization=of("Organization"),
        languages=many("Language"),
        schedules=many("Schedule"),
        service_areas=many("ServiceArea"),
        service_at_locations=many("ServiceAtLocation"),
        attributes=many("Attribute"),
    ),
    "ServiceAtAGlance": _object("id modified_date", id=AN_ID, modified_date=MOMENT),
    "ServiceAtLocation": _object(
        "id service_id location_id location",
        id=AN_ID,
        service_id=AN_ID,
        location_id=AN_ID,
        location=of("Location"),
        service=of("Service"),
        schedules=many("Schedule"),
    ),
}


def page_of(items: Schema) -> Schema:
    """The standard's page object over some items."""
    return _object(
        "total_items total_pages page_number size first_page last_page empty contents",
        total_items=WHOLE,
        total_pages=WHOLE,
        page_number=WHOLE,
        size=WHOLE,
        first_page=BOOLEAN,
        last_page=BOOLEAN,
        empty=BOOLEAN,
        contents={"type": "array", "items": items},
    )
