"""From the standard's rows to our records: whose each row is, and what of it has a place with us."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from portal.db import Base
from portal.partners.bundles import GROUPS, HISTORY, PROFILE, Bundle, Line, empty_bundle, given, line
from portal.partners.faults import FaultKind
from portal.partners.hsds import package_terms as terms
from portal.partners.hsds.package_facts import OF_AN_ENTRY, Facts, Unfit
from portal.partners.hsds.package_reading import Content
from portal.partners.hsds.package_rows import BY_FILE, EXTENT, Row, Tables, address_id
from portal.partners.hsds.package_tables import TABLES
from portal.partners.models import (
    Contact,
    EntryChange,
    Language,
    Location,
    Organization,
    Phone,
    ReceptionProfile,
    Schedule,
    Service,
    ServiceArea,
)
from portal.partners.reaching import e164
from portal.partners.rows import languages
from portal.places import countries
from portal.vocabulary.organizations import ContactRole, LocationType, OrganizationType, PhoneKind
from portal.vocabulary.services import Population, ServiceStatus, ServiceType

DAYS = frozenset(("", "MO", "TU", "WE", "TH", "FR", "SA", "SU"))
#: Whose a row is: the first of these that it names.
OWNED_BY = ("organization", "service", "location", "service_at_location", "contact", "phone", "program")


@dataclass
class Incoming:
    """One organisation of a package: its rows by table, and our record of it."""

    key: str
    said: Tables
    bundle: Bundle
    aliases: dict[tuple[str, str], str] = field(default_factory=dict)


def told_apart(content: Content) -> tuple[dict[str, Tables], Tables]:
    """The rows of each organisation by table, and those that are nobody's."""
    owners: dict[str, dict[str, str]] = defaultdict(dict)
    whose: dict[str, Tables] = {key: defaultdict(dict) for key in content.rows("organization")}
    nobodys: Tables = defaultdict(dict)
    told = _told_by_attributes(content)
    at_places = {row["location_id"]: row["service_id"] for row in content.rows("service_at_location").values()}
    order = ("organization", "program", "service", "location", "service_at_location", "contact", "phone")
    last = ("attribute", "metadata")  # they may speak of any other
    for table in (*order, *(name for name in TABLES if name not in (*order, *last)), *last):
        for key, row in content.rows(table).items():
            owner = key if table == "organization" else _owner(row, owners) or told.get(key, "")
            if not owner and table == "location":
                owner = owners["service"].get(at_places.get(key, ""), "")
            if table == "attribute":
                owner = owners[row["link_entity"]].get(row["link_id"], "")
            if table == "metadata":
                owner = owners[row["resource_type"]].get(row["resource_id"], "")
            if owner in whose:
                owners[table][key] = owner
                whose[owner][table][key] = row
            else:
                nobodys[table][key] = row
    return whose, nobodys


def _told_by_attributes(content: Content) -> dict[str, str]:
    own = terms.term_id(terms.ENTRY, "organization")
    rows = content.rows("attribute").values()
    return {row["link_id"]: row.get("value", "") for row in rows if row["taxonomy_term_id"] == own}


def _owner(row: Row, owners: dict[str, dict[str, str]]) -> str:
    for table in OWNED_BY:
        named = row.get(f"{table}_id", "")
        if named in owners[table]:
            return owners[table][named]
    return ""


def incoming(key: str, said: Tables, own_id: UUID, country: str) -> Incoming:
    """Our record of one organisation of a package. `own_id` is the entry's id with us.

    `country` is for an organisation that does not say where it is. Raises Unfit for what cannot be taken.
    """
    facts = Facts(said)
    entry = _entry(said["organization"][key], own_id, facts.of(key, terms.ENTRY), key)
    taken = Incoming(key, said, empty_bundle(entry))
    if key != str(own_id):
        taken.aliases["organization", key] = str(own_id)
    bundle = taken.bundle
    if profile := facts.of(key, terms.RECEPTION):
        bundle[PROFILE] = [given(ReceptionProfile) | profile | {"organization_id": own_id}]
    bundle["location"] = list(_locations(taken, own_id, facts, entry))
    entry["country"] = entry["country"] or _country_of(said, bundle) or country
    if not entry["country"]:
        raise Unfit("organization", key, "id", FaultKind.NO_COUNTRY)
    entry["town"] = entry["town"] or next((place["town"] for place in bundle["location"] if place["town"]), "")
    for place in bundle["location"]:
        place["country"] = place["country"] or entry["country"]
    for name, made in _lines(said, own_id, facts, entry):
        bundle[name].append(made)
    return taken


def _entry(row: Row, own_id: UUID, facts: dict[str, Any], key: str) -> Line:
    entry = given(Organization) | {"id": own_id, "country": "", "org_type": OrganizationType.NGO}
    entry |= {name: row.get(name, "") for name in ("name", "alternate_name", "email", "website", "legal_status")}
    description = row.get("description", "")
    entry["description"] = "" if description == row["name"] else description
    entry["year_incorporated"] = _whole(row.get("year_incorporated", ""))
    parent = row.get("parent_organization_id")
    entry["parent_organization_id"] = UUID(parent) if parent else None
    entry |= {name: value for name, value in facts.items() if name in OF_AN_ENTRY}
    entry["checked_on"], entry["checked_by"] = facts.get("checked", (None, ""))
    if name := too_long(Organization, entry):
        raise Unfit("organization", key, name, FaultKind.TOO_LONG)
    return entry


def too_long(model: type[Base], row: Line) -> str:
    """The first column of a line that is longer than we can keep, if any."""
    columns: Any = model.__table__.columns
    for name, value in row.items():
        most = getattr(columns[name].type, "length", None) if type(value) is str else None
        if most and len(value) > most:
            return name
    return ""


def _country_of(said: Tables, bundle: Bundle) -> str:
    named = [place["country"] for place in bundle["location"]]
    named += [row.get("extent", "") for row in said["service_area"].values() if row.get("extent_type") == EXTENT]
    return next((code for code in named if code in countries.codes()), "")


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= 4 else None


def _locations(taken: Incoming, own_id: UUID, facts: Facts, entry: Line) -> Iterator[Line]:
    addresses: dict[str, Row] = {}
    for row in taken.said["address"].values():
        addresses.setdefault(row.get("location_id", ""), row)
    for key, row in taken.said["location"].items():
        place = given(Location) | line(own_id, key=UUID(key), location_type=LocationType(row["location_type"]))
        place |= {"name": row.get("name", ""), **facts.checked(key, entry)}
        place["latitude"], place["longitude"] = _degrees(row, "latitude", 90), _degrees(row, "longitude", 180)
        if None in (place["latitude"], place["longitude"]):
            place["latitude"] = place["longitude"] = None
        address = addresses.get(key)
        if address is not None:
            taken.aliases["address", address["id"]] = address_id(key)
            parts = (address["address_1"], address.get("address_2", ""))
            place |= {"address": "\n".join(part for part in parts if part), "town": address["city"]}
            place |= {name: address[name] for name in ("state_province", "postal_code")}
            place["country"] = country_code(address["country"])
        else:
            told = facts.of(key, terms.ENTRY)
            place |= {name: told.get(name, "") for name in ("address", "town", "state_province", "postal_code")}
            place["country"] = country_code(told.get("country", ""))
        if not too_long(Location, place):
            yield place


def country_code(text: str) -> str:
    """The ISO code that somebody means by a code or an English name; empty for none."""
    if text.upper() in countries.codes():
        return text.upper()
    return next((code for code in countries.codes() if countries.name(code, "en").casefold() == text.casefold()), "")


def _degrees(row: Row, name: str, most: int) -> float | None:
    text = row.get(name, "")
    return float(text) if text and abs(float(text)) <= most else None


def _lines(said: Tables, own_id: UUID, facts: Facts, entry: Line) -> Iterator[tuple[str, Line]]:
    """Every other line that has a place with us; what has none is kept as it is."""
    for key, row in said["service"].items():
        yield from _service(own_id, key, row, facts)
    for key, row in said["contact"].items():
        cells = {name: row.get(name, "") for name in ("name", "title", "email")}
        role = ContactRole(next(iter(facts.of(key, terms.CONTACT_ROLE)), ContactRole.KEY))
        yield from _fitting(
            "contact", Contact, line(own_id, key=UUID(key), role=role, **cells, **facts.checked(key, entry))
        )
    for key, row in said["phone"].items():
        yield from _phone(own_id, key, row, facts, entry, said)
    for key, row in said["schedule"].items():
        if {*row.get("byday", "").split(",")} <= DAYS and row.get("freq", "WEEKLY") == "WEEKLY":
            yield from _fitting("schedule", Schedule, _schedule(own_id, key, row, facts, entry))
    own = next(iter(said["organization"]))
    for key, row in said["metadata"].items():
        if row["resource_id"] == own and row["resource_type"] == "organization":
            yield from _fitting(HISTORY, EntryChange, _change(own_id, key, row))
    yield from _spoken_and_served(said, own_id)


def _spoken_and_served(said: Tables, own_id: UUID) -> Iterator[tuple[str, Line]]:
    spoken: set[str] = set()
    for key, row in said["language"].items():
        code = row.get("code", "")
        if code in languages() and code not in spoken:
            spoken.add(code)
            yield from _fitting("language", Language, line(own_id, key=UUID(key), code=code))
    for key, row in said["service_area"].items():
        code = row.get("extent", "")
        if row.get("extent_type") == EXTENT and code in countries.codes():
            region = row.get("name", "")
            region = "" if region == countries.name(code, "en") else region
            yield from _fitting("service_area", ServiceArea, line(own_id, key=UUID(key), country=code, region=region))


def _fitting(name: str, model: type[Base], made: Line) -> Iterator[tuple[str, Line]]:
    whole = given(model) | made
    if not too_long(model, whole):
        yield name, whole


def _service(own_id: UUID, key: str, row: Row, facts: Facts) -> Iterator[tuple[str, Line]]:
    kind = ServiceType(next(iter(facts.of(key, terms.SERVICE_TYPE)), ServiceType.OTHER))
    name = "" if row["name"] == kind.label else row["name"]
    made = line(own_id, key=UUID(key), service_type=kind, name=name, description=row.get("description", ""))
    made["status"] = ServiceStatus(row["status"])
    made |= {name: _whole(row.get(name, "")) for name in ("minimum_age", "maximum_age")}
    for fitting in _fitting("service", Service, made):
        yield fitting
        for code in facts.of(key, terms.POPULATION):
            yield GROUPS, {"service_id": made["id"], "population": Population(code)}


def _phone(own_id: UUID, key: str, row: Row, facts: Facts, entry: Line, said: Tables) -> Iterator[tuple[str, Line]]:
    typed, kind, contact = row["number"], row.get("type", ""), row.get("contact_id", "")
    plain = typed[:1] == "+" and typed[1:].isdecimal()
    digits = "".join(sign for sign in typed if sign.isascii() and sign.isdecimal())
    number = typed if plain else e164(typed.strip('"'), entry["country"]) or digits
    made = line(own_id, key=UUID(key), number=number, as_typed="" if plain else typed, note=row.get("description", ""))
    made["kind"] = PhoneKind(kind) if kind in {one.value for one in PhoneKind} else PhoneKind.VOICE
    made["contact_id"] = UUID(contact) if contact in said["contact"] else None
    if number:
        yield from _fitting("phone", Phone, made | facts.checked(key, entry))


def _schedule(own_id: UUID, key: str, row: Row, facts: Facts, entry: Line) -> Line:
    made = line(
        own_id, key=UUID(key), byday=row.get("byday", ""), notes=row.get("notes", ""), **facts.checked(key, entry)
    )
    for name in ("opens_at", "closes_at"):
        text = row.get(name, "")
        made[name] = time.fromisoformat(text).replace(tzinfo=None) if text else None
    return made


def _change(own_id: UUID, key: str, row: Row) -> Line:
    made = line(own_id, key=UUID(key), updated_by=f"{BY_FILE}: {row['updated_by']}", field_name=row["field_name"])
    made |= {name: row.get(name, "") for name in ("previous_value", "replacement_value")}
    return made | {"at": datetime.combine(date.fromisoformat(row["last_action_date"]), time(), UTC)}
