"""Our own OpenAPI 3.1 description, made of the table that the views read their parameters by."""

from typing import Any

from portal.partners.hsds.parameters import ENDPOINTS, MINIMAL, Endpoint, Parameter
from portal.partners.hsds.schemas import SCHEMAS, Schema, of, page_of

VERSION = "3.0"
PROFILE = "https://docs.openreferral.org/en/3.0/hsds/"
TITLE = "Hjemvej: the directory of partners, as HSDS 3.0"
ABOUT = (
    "Read only. Get a bearer token from the token endpoint with the client's id and secret (OAuth 2 client"
    " credentials); it lives for an hour. What the token may not read is not found."
)
DIALECT = "https://json-schema.org/draft/2020-12/schema"
REFUSALS = {"400": "A parameter cannot be read.", "401": "No living token.", "403": "The token is for something else."}
TOO_MANY = {"429": "Too many requests; see Retry-After."}


def about(description_address: str) -> dict[str, str]:
    """What `/` answers."""
    return {"version": VERSION, "profile": PROFILE, "openapi_url": description_address}


def openapi(address: str, token_address: str) -> dict[str, Any]:
    """The description, for the API at an address and its token endpoint at another."""
    flows = {"clientCredentials": {"tokenUrl": token_address, "scopes": {"hsds:read": "Read the directory."}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": TITLE, "version": VERSION, "description": ABOUT},
        "jsonSchemaDialect": DIALECT,
        "servers": [{"url": address}],
        "security": [{"machine": ["hsds:read"]}],
        "paths": {one.path: {"get": _operation(one)} for one in ENDPOINTS.values()},
        "components": {"schemas": SCHEMAS, "securitySchemes": {"machine": {"type": "oauth2", "flows": flows}}},
    }


def _operation(one: Endpoint) -> dict[str, Any]:
    parameters = [_parameter(parameter) for parameter in one.parameters]
    refusals = REFUSALS | ({"404": "Nothing that the token may read."} if "{id}" in one.path else {}) | TOO_MANY
    if "{id}" in one.path:
        parameters.insert(
            0, {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
        )
    return {
        "operationId": one.operation,
        "summary": one.summary,
        "parameters": parameters,
        "responses": {
            "200": {"description": one.summary, "headers": {"ETag": _header()}, "content": _content(one)},
            "304": {"description": "Unchanged since the ETag that was sent with If-None-Match."},
            **{status: _refusal(what) for status, what in refusals.items()},
        },
    }


def _parameter(one: Parameter) -> dict[str, Any]:
    return {"name": one.name, "in": "query", "required": False, "description": one.does, "schema": dict(one.schema)}


def _content(one: Endpoint) -> dict[str, Any]:
    item = of(one.answers)
    if not one.pages:
        return {"application/json": {"schema": item}}
    if MINIMAL in one.parameters:
        item = {"anyOf": [item, of("ServiceAtAGlance")]}
    return {"application/json": {"schema": page_of(item)}, "application/x-ndjson": {"schema": _line()}}


def _line() -> Schema:
    return {"type": "string", "description": "Each line is one of the page's contents as JSON."}


def _header() -> dict[str, Any]:
    return {"description": "Send it back with If-None-Match.", "schema": {"type": "string"}}


def _refusal(what: str) -> dict[str, Any]:
    return {"description": what, "content": {"application/json": {"schema": of("Error")}}}
