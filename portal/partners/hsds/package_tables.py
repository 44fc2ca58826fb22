"""The tables of a HSDS 3.0 data package: files, columns, what a cell must be, where a reference leads.

Source: the standard's own description of its tabular data package (datapackage.json, version 3.0.0).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

VERSION = "3.0.0"
DESCRIPTOR = "datapackage.json"
#: Table: file name, columns. A column is `name`, `!` where it must be filled, then what it must be: `:kind`,
#: `=one/of/these` (an underscore stands for a space), or `>table` whose id it names.
_WRITTEN = {
    "organization": (
        "organizations.csv",
        """
        id!:uuid name! alternate_name description! email:email website:uri tax_status tax_id
        year_incorporated:number legal_status logo uri:uri parent_organization_id:uuid
    """,
    ),
    "program": (
        "programs.csv",
        """
        id!:uuid organization_id!>organization name! alternate_name description!
    """,
    ),
    "service": (
        "services.csv",
        """
        id!:uuid organization_id!>organization program_id>program name! alternate_name description url:uri
        email:email status!=active/inactive/defunct/temporarily_closed interpretation_services
        application_process fees_description wait_time fees accreditations eligibility_description
        minimum_age:number maximum_age:number assured_date:date assurer_email:email licenses alert
        last_modified:datetime
    """,
    ),
    "attribute": (
        "attributes.csv",
        """
        id!:uuid link_id!:uuid taxonomy_term_id!>taxonomy_term link_type link_entity! value
    """,
    ),
    "service_at_location": (
        "service_at_location.csv",
        """
        id!:uuid service_id!>service location_id!>location description
    """,
    ),
    "location": (
        "locations.csv",
        """
        id!:uuid location_type!=physical/postal/virtual url:uri organization_id>organization name
        alternate_name description transportation latitude:number longitude:number external_identifier
        external_identifier_type
    """,
    ),
    "phone": (
        "phones.csv",
        """
        id!:uuid location_id>location service_id>service organization_id>organization contact_id>contact
        service_at_location_id>service_at_location number! extension:number type description
    """,
    ),
    "contact": (
        "contacts.csv",
        """
        id!:uuid organization_id>organization service_id>service service_at_location_id>service_at_location
        location_id>location name title department email:email
    """,
    ),
    "address": (
        "addresses.csv",
        """
        id!:uuid location_id>location attention address_1! address_2 city! region state_province!
        postal_code! country! address_type!=physical/postal/virtual
    """,
    ),
    "schedule": (
        "schedules.csv",
        """
        id!:uuid service_id>service location_id>location service_at_location_id>service_at_location
        valid_from:date valid_to:date dtstart:date timezone:number until:date count:number
        wkst=MO/TU/WE/TH/FR/SA/SU freq=WEEKLY/MONTHLY interval:number byday byweekno bymonthday byyearday
        description opens_at:time closes_at:time schedule_link:uri attending_type notes
    """,
    ),
    "funding": (
        "funding.csv",
        """
        id!:uuid organization_id>organization service_id>service source
    """,
    ),
    "service_area": (
        "service_areas.csv",
        """
        id!:uuid service_id>service name description extent extent_type uri
    """,
    ),
    "required_document": (
        "required_documents.csv",
        """
        id!:uuid service_id>service document uri:uri
    """,
    ),
    "language": (
        "languages.csv",
        """
        id!:uuid service_id>service location_id>location phone_id>phone name code note
    """,
    ),
    "accessibility": (
        "accessibility.csv",
        """
        id!:uuid location_id>location description details url:uri
    """,
    ),
    "taxonomy_term": (
        "taxonomy_terms.csv",
        """
        id!:uuid code name! description! parent_id:uuid taxonomy language taxonomy_id>taxonomy term_uri:uri
    """,
    ),
    "metadata": (
        "metadata.csv",
        """
        id!:uuid resource_id!:uuid resource_type! last_action_date!:date last_action_type! field_name!
        previous_value! replacement_value! updated_by!
    """,
    ),
    "meta_table_description": (
        "meta_table_descriptions.csv",
        """
        id!:uuid name language character_set
    """,
    ),
    "cost_option": (
        "cost_options.csv",
        """
        id!:uuid service_id!>service valid_from:date valid_to:date option currency amount:number
        amount_description
    """,
    ),
    "organization_identifier": (
        "organization_identifiers.csv",
        """
        id!:uuid organization_id!>organization identifier_scheme identifier_type! identifier!
    """,
    ),
    "taxonomy": (
        "taxonomies.csv",
        """
        id!:uuid name! description! uri:uri version
    """,
    ),
}
#: References that the standard does not declare in its description but means.
_MEANT = {("organization", "parent_organization_id"): "organization", ("taxonomy_term", "parent_id"): "taxonomy_term"}
#: What the standard's own published example names without containing it; taken as it is, so that the example is read.
NOWHERE_IN_THE_EXAMPLE = frozenset(
    {
        "cd09a387-91f4-4555-94ec-e799c35344cd",
        "985e4a42-bd9f-4edc-911d-0243a4640aca",
        "ae67a707-5893-4225-b0b1-320ab9cb596b",
        "93eaf18d-1cd2-4ec7-bffb-3c9172ee5070",
        "07ff6aee-a219-438c-b694-d2fcb6c5373b",
        "0bc248fa-dc27-4650-9ba4-8f1a24ef16a2",
    }
)


@dataclass(frozen=True)
class Column:
    """A column: whether it must be filled, its kind ("" for text), the words it may hold, the table it points to."""

    name: str
    needed: bool = False
    kind: str = ""
    words: tuple[str, ...] = ()
    table: str = ""


@dataclass(frozen=True)
class Table:
    """A table of the standard: its name, its usual file, its columns in order."""

    name: str
    file: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


def _column(table: str, written: str) -> Column:
    rest, _sign, target = written.partition(">")
    rest, _sign, words = rest.partition("=")
    rest, _sign, kind = rest.partition(":")
    name = rest.removesuffix("!")
    target = target or _MEANT.get((table, name), "")
    allowed = tuple(word.replace("_", " ") for word in words.split("/") if word)
    return Column(name, rest.endswith("!"), "uuid" if target else kind, allowed, target)


TABLES = {
    name: Table(name, file, tuple(_column(name, written) for written in columns.split()))
    for name, (file, columns) in _WRITTEN.items()
}


def description(tables: Iterable[Table]) -> dict[str, Any]:
    """The datapackage.json of a package that holds these tables."""
    return {
        "name": "human_services_data",
        "title": "Human Services Data Specification",
        "profile": "tabular-data-package",
        "version": VERSION,
        "homepage": "http://docs.openreferral.org",
        "resources": [
            {
                "name": table.name,
                "path": table.file,
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "fields": [_field(column) for column in table.columns],
                    "primaryKey": "id",
                    "foreignKeys": [
                        {"fields": column.name, "reference": {"resource": column.table, "fields": "id"}}
                        for column in table.columns
                        if column.table and (table.name, column.name) not in _MEANT
                    ],
                },
            }
            for table in tables
        ],
    }


def _field(column: Column) -> dict[str, Any]:
    text = column.kind in ("", "uuid", "email", "uri")
    told: dict[str, Any] = {"name": column.name, "type": "string" if text else column.kind}
    if text and column.kind:
        told["format"] = column.kind
    told["constraints"] = {"required": column.needed, "unique": column.name == "id"}
    if column.words:
        told["constraints"]["enum"] = list(column.words)
    return told
