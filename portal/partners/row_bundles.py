"""Between a row of our own CSV and an entry: what the row fills, and the row of an entry that stands."""

from collections.abc import Callable
from operator import itemgetter
from typing import Any
from uuid import UUID, uuid4

from portal.partners.bundles import GROUPS, LINES, PROFILE, Bundle, Line, empty_bundle, given
from portal.partners.models import Organization, ReceptionProfile
from portal.partners.positions import position
from portal.partners.row_lines import FIELDS, LineValues, in_order
from portal.partners.rows import FACTS, Row
from portal.vocabulary.organizations import LocationType
from portal.vocabulary.services import Population, ServiceStatus, ServiceType

#: Column of the file -> the table its lines stand in.
TABLES = {
    "service_details": "service",
    "locations": "location",
    "contacts": "contact",
    "phones": "phone",
    "hours": "schedule",
    "areas": "service_area",
}
_COLUMNS = {name: tuple(field.column for field in fields) for name, fields in FIELDS.items()}
#: Takes the values of a line, in the order of its fields.
_VALUES: dict[str, Callable[[Line], LineValues]] = {name: itemgetter(*columns) for name, columns in _COLUMNS.items()}
_PLACE_OF_GROUP = {code: place for place, code in enumerate(Population)}
_PLACE_OF_KIND = {code: place for place, code in enumerate(ServiceType)}


def bundle_of(row: Row, own_id: UUID, standing: Bundle | None) -> Bundle:
    """The entry that a row tells of; what the file has no column for stays as it stands."""
    if standing is None:
        bundle = empty_bundle(given(Organization) | {"id": own_id, "parent_organization_id": None})
    else:
        bundle = {name: [dict(one) for one in lines] for name, lines in standing.items()}
    (entry,) = bundle["organization"]
    entry.update({column: row[name] for name, column in FACTS.items() if name in row})
    if "reception" in row:
        bundle[PROFILE] = [_line("reception", values, own_id) for values in row["reception"][:1]]
    for name, table in TABLES.items():
        if name in row and table not in ("service", "phone"):
            bundle[table] = _made(name, row[name], bundle[table], own_id)
    if "phones" in row:
        bundle["phone"] = _phones(row, bundle, own_id)
    if "languages" in row:
        spoken = {one["code"]: one for one in bundle["language"]}
        fresh = {"organization_id": own_id}
        bundle["language"] = [spoken.get(code) or fresh | {"id": uuid4(), "code": code} for code in row["languages"]]
    if "services" in row or row.get("service_details"):
        _services(row, bundle, own_id)
    return bundle


def _line(name: str, values: LineValues, own_id: UUID) -> Line:
    made = dict(zip(_COLUMNS[name], values, strict=True)) | {"organization_id": own_id}
    return given(ReceptionProfile) | made if name == "reception" else made


def _made(name: str, lines: tuple[LineValues, ...], stood: list[Line], own_id: UUID) -> list[Line]:
    """The lines of a cell; one that says what a standing line says keeps its id."""
    columns = _COLUMNS[name]
    kept = {tuple(one[column] for column in columns): one for one in stood if "contact" not in columns}
    fresh = given(LINES[TABLES[name]])
    return [kept.get(values) or fresh | _line(name, values, own_id) | {"id": uuid4()} for values in lines]


def _phones(row: Row, bundle: Bundle, own_id: UUID) -> list[Line]:
    """Numbers name their contact by its place in the row's own cell."""
    contacts: list[Line | None] = [None, *bundle["contact"]] if "contacts" in row else [None, *_contacts(bundle)]
    kept = {tuple(one[column] for column in (*PHONE, "contact_id")): one for one in bundle["phone"]}
    fresh, made = given(LINES["phone"]), []
    for values in row["phones"]:
        told = _line("phones", values, own_id)
        place = told.pop("contact")
        contact = contacts[place] if place < len(contacts) else None
        told["contact_id"] = contact["id"] if contact else None
        same = kept.get(tuple(told[column] for column in (*PHONE, "contact_id")))
        made.append(same or fresh | told | {"id": uuid4()})
    return made


NO_POSITION: Line = {"latitude": None, "longitude": None}
PHONE = tuple(column for column in _COLUMNS["phones"] if column != "contact")


def _services(row: Row, bundle: Bundle, own_id: UUID) -> None:
    """The services of a row: told one by one, or as kinds that are all for the same groups."""
    told = row.get("service_details") or tuple(_plain_service(kind, row.get("groups", ())) for kind in row["services"])
    columns, of_service = _COLUMNS["service_details"], _groups(bundle)
    kept: dict[LineValues, Line] = {}
    for one in bundle["service"]:
        stood = one | {"groups": of_service[one["id"]]}
        kept[tuple(stood[column] for column in columns)] = one
    by_kind = {one["service_type"]: one for one in kept.values()}
    fresh = given(LINES["service"])
    bundle["service"], bundle[GROUPS] = [], []
    taken: set[UUID] = set()
    for values in told:
        made = _line("service_details", values, own_id)
        groups = made.pop("groups")
        stood = kept.get(values) or by_kind.get(made["service_type"]) or {}
        key = stood["id"] if stood and stood["id"] not in taken else uuid4()
        taken.add(key)
        stamp = {"created_at": stood["created_at"]} if stood and key == stood["id"] and "created_at" in stood else {}
        bundle["service"].append(fresh | made | {"id": key} | stamp)
        bundle[GROUPS].extend({"service_id": key, "population": group} for group in groups)


def _plain_service(kind: ServiceType, groups: tuple[Population, ...]) -> LineValues:
    return (kind, groups, "", "", ServiceStatus.ACTIVE, None, None)


def _groups(bundle: Bundle) -> dict[UUID, tuple[Population, ...]]:
    found: dict[UUID, list[Population]] = {one["id"]: [] for one in bundle["service"]}
    for group in bundle[GROUPS]:
        found[group["service_id"]].append(group["population"])
    return {key: tuple(sorted(groups, key=_PLACE_OF_GROUP.__getitem__)) for key, groups in found.items()}


def row_of(bundle: Bundle) -> Row:
    """The whole row of an entry, its lines in their fixed order."""
    (entry,) = bundle["organization"]
    row: Row = {name: entry[column] for name, column in FACTS.items()} | {"id": entry["id"]}
    of_service = _groups(bundle)
    kinds = {one["service_type"] for one in bundle["service"]}
    everybody = {group for groups in of_service.values() for group in groups}
    row["services"] = tuple(sorted(kinds, key=_PLACE_OF_KIND.__getitem__))
    row["groups"] = tuple(sorted(everybody, key=_PLACE_OF_GROUP.__getitem__))
    row["languages"] = tuple(sorted({one["code"] for one in bundle["language"]}))
    row["reception"] = _told("reception", [one for one in bundle[PROFILE] if _says_something(one)])
    for name in ("locations", "contacts", "hours", "areas"):
        row[name] = _told(name, bundle[TABLES[name]])
    places = {one["id"]: place for place, one in enumerate(_contacts(bundle), 1)}
    row["phones"] = _told("phones", [one | {"contact": places.get(one["contact_id"], 0)} for one in bundle["phone"]])
    details = _told("service_details", [one | {"groups": of_service[one["id"]]} for one in bundle["service"]])
    plain = {_plain_service(kind, row["groups"]) for kind in row["services"]}
    row["service_details"] = () if set(details) == plain and len(details) == len(plain) else details
    row["locations"] = tuple(_public(values) for values in row["locations"])
    return row


def _says_something(profile: Line) -> bool:
    return any(profile[column] is not None for column in _COLUMNS["reception"])


def _contacts(bundle: Bundle) -> list[Line]:
    lines = bundle["contact"]
    return [lines[place] for place in in_order(tuple(map(_VALUES["contacts"], lines)))] if len(lines) > 1 else lines


def _told(name: str, lines: list[Line]) -> tuple[LineValues, ...]:
    told = tuple(map(_VALUES[name], lines))
    return tuple(told[place] for place in in_order(told)) if len(told) > 1 else told


def _public(values: LineValues) -> LineValues:
    """A place as it leaves the portal: of a protected one its town and country, and when that was checked."""
    said: dict[str, Any] = dict(zip(_COLUMNS["locations"], values, strict=True))
    if said["location_type"] is LocationType.REDACTED:
        said |= dict.fromkeys(("name", "address", "state_province", "postal_code"), "")
        said |= NO_POSITION
    elif (said["latitude"], said["longitude"]) == position(said["town"], said["country"]):
        said |= NO_POSITION  # the gazetteer's: whoever reads the file has it too
    return tuple(said.values())
