"""The API in one table: its addresses, their parameters, how each is read. The OpenAPI description is made of it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from portal.partners.hsds import ids
from portal.partners.hsds.filters import Filter

PER_PAGE, MOST_PER_PAGE, MOST_AT_A_GLANCE = 20, 100, 10_000
LAST_PAGE = 1_000_000_000
FARTHEST = 2_000_000  # metres


class BadParameter(Exception):
    """A parameter cannot be read; `sentence` says what it must be."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(f"{name} {sentence}")


@dataclass(frozen=True)
class Parameter:
    """A parameter of the standard: what it does, its schema, and how its text becomes a value (ValueError: not)."""

    name: str
    does: str
    schema: Mapping[str, Any]
    must_be: str
    read: Callable[[str], Any]


@dataclass(frozen=True)
class Endpoint:
    """An address of the API: what it answers with, whether in pages, and its parameters."""

    path: str
    operation: str
    summary: str
    answers: str  # a schema of the description
    pages: bool = False
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True)
class Asked:
    """The parameters of one request, read."""

    values: Mapping[str, Any]

    def has(self, name: str) -> bool:
        """Whether a yes-or-no parameter says yes."""
        return self.values.get(name) is True

    @property
    def in_lines(self) -> bool:
        """Whether everything is wanted as a stream of lines."""
        return self.values.get("format") == "ndjson"

    @property
    def page(self) -> int:
        """Which page, from 1."""
        return int(self.values.get("page", 1))

    @property
    def size(self) -> int:
        """How many a page; more than the most is taken as the most."""
        most = MOST_AT_A_GLANCE if self.has("minimal") else MOST_PER_PAGE
        return min(int(self.values.get("per_page", most if self.has("minimal") else PER_PAGE)), most)

    def filter(self) -> Filter:
        """What chooses the rows."""
        return Filter(
            search=self.values.get("search", ""),
            modified_after=self.values.get("modified_after"),
            term_id=self.values.get("taxonomy_term_id"),
            taxonomy_id=self.values.get("taxonomy_id"),
            organization_id=self.values.get("organization_id"),
            postcode=self.values.get("postcode", ""),
        )


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,12}", text) or not least <= int(text) <= most:
            raise ValueError
        return int(text)

    return read


def _yes_or_no(text: str) -> bool:
    return {"true": True, "1": True, "false": False, "0": False}[text.lower()]


def _id(text: str) -> UUID:
    found = ids.read(text)
    if found is None:
        raise ValueError
    return found


def _moment(text: str) -> datetime:
    """A day or a moment of ISO 8601; a day begins at midnight UTC. An unescaped plus sign arrives as a space."""
    read = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
    try:
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except OverflowError:  # at either end of the calendar
        return read.replace(tzinfo=UTC)


def _format(text: str) -> str:
    if text not in ("json", "ndjson"):
        raise ValueError
    return text


def _postcode(text: str) -> str:
    if not text.isprintable() or not 0 < len(text.strip()) <= 20:
        raise ValueError
    return text.strip()


TEXT, BOOLEAN = {"type": "string"}, {"type": "boolean"}
AN_ID = {"type": "string", "format": "uuid"}
YES_OR_NO = "must be true or false."
A_UUID = "must be a UUID."
SEARCH = Parameter("search", "Every word must stand in the entry's names, town, country or services.", TEXT, "", str)
PAGE = Parameter(
    "page",
    "Number of the page, from 1.",
    {"type": "integer", "minimum": 1, "maximum": LAST_PAGE, "default": 1},
    f"must be a whole number from 1 to {LAST_PAGE}.",
    _whole(1, LAST_PAGE),
)
SIZE = Parameter(
    "per_page",
    f"How many a page; at most {MOST_PER_PAGE} are given ({MOST_AT_A_GLANCE} with minimal).",
    {"type": "integer", "minimum": 1, "maximum": LAST_PAGE, "default": PER_PAGE},
    f"must be a whole number from 1 to {LAST_PAGE}.",
    _whole(1, LAST_PAGE),
)
FORMAT = Parameter(
    "format",
    "json: a page. ndjson: everything at once, one document a line.",
    {"type": "string", "enum": ["json", "ndjson"], "default": "json"},
    "must be json or ndjson.",
    _format,
)
TERM = Parameter("taxonomy_term_id", "Only services that bear this term.", AN_ID, A_UUID, _id)
TAXONOMY = Parameter("taxonomy_id", "Only services that bear a term of this taxonomy.", AN_ID, A_UUID, _id)
ORGANIZATION = Parameter("organization_id", "Only services of this organization.", AN_ID, A_UUID, _id)
MODIFIED_AFTER = Parameter(
    "modified_after",
    "Only what was changed at this day or moment (ISO 8601) or later.",
    {"type": "string", "format": "date-time"},
    "must be a day or a moment of ISO 8601.",
    _moment,
)
MINIMAL = Parameter("minimal", "Only id and modified_date of each service.", BOOLEAN, YES_OR_NO, _yes_or_no)
FULL = Parameter("full", "Each with all that belongs to it.", BOOLEAN, YES_OR_NO, _yes_or_no)
FULL_SERVICE = Parameter("full_service", "The services with all that belongs to them.", BOOLEAN, YES_OR_NO, _yes_or_no)
POSTCODE = Parameter(
    "postcode",
    "Only locations with this postal code; with proximity, those around it.",
    {"type": "string", "minLength": 1, "maxLength": 20},
    "must be a postal code of 1 to 20 signs.",
    _postcode,
)
PROXIMITY = Parameter(
    "proximity",
    "Metres around the middle of the postcode's known locations; needs postcode.",
    {"type": "integer", "minimum": 1, "maximum": FARTHEST},
    f"must be a whole number of metres from 1 to {FARTHEST}.",
    _whole(1, FARTHEST),
)
OF_TAXONOMY = Parameter("taxonomy_id", "Only terms of this taxonomy.", AN_ID, A_UUID, _id)
TOP_ONLY = Parameter("top_only", "Only terms without a parent; here all are.", BOOLEAN, YES_OR_NO, _yes_or_no)
PARENT = Parameter("parent_id", "Only terms below this one; here there are none.", AN_ID, A_UUID, _id)

PAGES = (SEARCH, PAGE, SIZE, FORMAT)
OF_SERVICES = (TERM, TAXONOMY, ORGANIZATION, MODIFIED_AFTER)
ENDPOINTS = {
    one.operation: one
    for one in (
        Endpoint("/", "about", "What this API is.", "About"),
        Endpoint(
            "/organizations", "organizations", "Organizations.", "Organization", True, (*PAGES, FULL, FULL_SERVICE)
        ),
        Endpoint(
            "/organizations/{id}", "organization", "One organization.", "Organization", parameters=(FULL_SERVICE,)
        ),
        Endpoint("/services", "services", "Services.", "Service", True, (*PAGES, *OF_SERVICES, MINIMAL, FULL)),
        Endpoint("/services/{id}", "service", "One service.", "Service"),
        Endpoint(
            "/service_at_locations",
            "service_at_locations",
            "Services at their locations.",
            "ServiceAtLocation",
            True,
            (*PAGES, *OF_SERVICES, FULL, POSTCODE, PROXIMITY),
        ),
        Endpoint("/service_at_locations/{id}", "service_at_location", "A service at a location.", "ServiceAtLocation"),
        Endpoint("/taxonomies", "taxonomies", "The code lists.", "Taxonomy", True, PAGES),
        Endpoint("/taxonomies/{id}", "taxonomy", "One code list.", "Taxonomy"),
        Endpoint(
            "/taxonomy_terms",
            "taxonomy_terms",
            "The codes.",
            "TaxonomyTerm",
            True,
            (*PAGES, OF_TAXONOMY, TOP_ONLY, PARENT),
        ),
        Endpoint("/taxonomy_terms/{id}", "taxonomy_term", "One code.", "TaxonomyTerm"),
    )
}


def read_parameters(operation: str, given: Mapping[str, str]) -> Asked:
    """The parameters of a request to an endpoint; what it does not know is passed over. Raises BadParameter."""
    values: dict[str, Any] = {}
    for one in ENDPOINTS[operation].parameters:
        if one.name not in given:
            continue
        try:
            values[one.name] = one.read(given[one.name])
        except (ValueError, KeyError, OverflowError) as error:
            raise BadParameter(one.name, one.must_be) from error
    if "proximity" in values and "postcode" not in values:
        raise BadParameter("proximity", "needs a postcode beside it.")
    return Asked(values)
