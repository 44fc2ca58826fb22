"""An entry as rows of the standard's tables, and what was kept of an imported package laid over them."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from portal.partners.bundles import GROUPS, HISTORY, PROFILE, Bundle, Line, given
from portal.partners.hsds.package_tables import NOWHERE_IN_THE_EXAMPLE, TABLES
from portal.partners.hsds.package_terms import (
    CONTACT_ROLE,
    ENTRY,
    ENTRY_FACTS,
    NEVER,
    POPULATION,
    PROFILE_FACTS,
    RECEPTION,
    SERVICE_TYPE,
    attribute_id,
    named_in,
    term_id,
)
from portal.partners.models import Organization
from portal.places import countries
from portal.vocabulary.organizations import ContactRole, LocationType

Row = dict[str, str]
#: Table of the standard -> id -> row, empty cells left out.
Tables = dict[str, dict[str, Row]]
#: (table, id) -> a whole row that has no place in our records, or the cells in which the package said it otherwise:
#: column -> [what the package said, what our record said then].
Kept = dict[tuple[str, str], dict[str, Any]]
HALF = len("01234567-89ab-cdef")  # of an id as text: a service at a location is a half of each, as ids.of_pair says
EXTENT = "ISO 3166-1 alpha-2"
BY_FILE = "import"  # who changed it, in an entry's history; a package's own history stands behind it
ADDRESSED = ("address", "town", "state_province", "postal_code")


def told(value: Any) -> str:
    """A value of our records as a cell."""
    if isinstance(value, str):  # a code too
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def rows_of(bundle: Bundle) -> Tables:
    """An entry as the standard's rows. Protected places, verification and what the centre alone knows stay here."""
    tables: Tables = defaultdict(dict)
    (entry,) = bundle["organization"]
    own = str(entry["id"])
    _add(tables, "organization", own, **_organization(entry))
    usual = given(Organization)
    differs = {name: told(entry[name]) for name in ENTRY_FACTS if entry[name] != usual[name]}
    _attributes(tables, "organization", own, ENTRY, differs)
    if entry["checked_on"] is not None:
        _attribute(tables, "organization", own, ENTRY, "checked", _checking(entry))
    for profile in bundle[PROFILE]:
        _attributes(tables, "organization", own, RECEPTION, {name: told(profile[name]) for name in PROFILE_FACTS})
    services = [str(one["id"]) for one in bundle["service"]]
    _services(tables, bundle, own, told(entry["checked_on"]))
    for place in bundle["location"]:
        if place["location_type"] is not LocationType.REDACTED:
            _location(tables, place, entry, services)
    _reaching(tables, bundle, entry)
    places = list(tables["location"])
    hangs_on = {"service_id": services[0]} if services else {"location_id": places[0]} if places else {}
    for name, key, row in _of_a_service(bundle):
        _add(tables, name, key, **hangs_on, **row)
        if not hangs_on:
            _attributes(tables, name, key, ENTRY, {"organization": own})
    for one in bundle["schedule"]:
        _checked(tables, "schedule", str(one["id"]), one, entry)
    _history(tables, bundle, own)
    return tables


def _add(tables: Tables, table: str, key: str, **cells: str) -> None:
    row = {"id": key}
    for name, cell in cells.items():
        if cell:
            row[name] = cell
    tables[table][key] = row


def _attributes(tables: Tables, entity: str, link: str, taxonomy: str, facts: dict[str, str]) -> None:
    for code, value in facts.items():
        if value:
            _attribute(tables, entity, link, taxonomy, code, value)


def _attribute(tables: Tables, entity: str, link: str, taxonomy: str, code: str, value: str = "") -> None:
    term = term_id(taxonomy, code)
    key = attribute_id(link, term)
    row = {"id": key, "link_id": link, "taxonomy_term_id": term, "link_type": taxonomy, "link_entity": entity}
    if value:
        row["value"] = value
    tables["attribute"][key] = row


def _checked(tables: Tables, entity: str, key: str, one: Line, entry: Line) -> None:
    """When a line was checked, and by whom; a line that says nothing was checked with its entry."""
    if (one["checked_on"], one["checked_by"]) != (entry["checked_on"], entry["checked_by"]):
        _attribute(tables, entity, key, ENTRY, "checked", _checking(one))


def _checking(one: Line) -> str:
    return f"{one['checked_on'].isoformat()} {one['checked_by']}" if one["checked_on"] else NEVER


def _organization(entry: Line) -> Row:
    names = ("name", "alternate_name", "email", "website", "year_incorporated", "legal_status")
    row = {name: told(entry[name]) for name in (*names, "parent_organization_id")}
    # The standard wants a description; one that only repeats the name is read back as none.
    return row | {"description": entry["description"] or entry["name"]}


def _services(tables: Tables, bundle: Bundle, own: str, assured: str) -> None:
    for one in bundle["service"]:
        key, kind = str(one["id"]), one["service_type"]
        names = ("description", "status", "minimum_age", "maximum_age")
        cells = {name: told(one[name]) for name in names} | {"name": one["name"] or kind.label}
        _add(tables, "service", key, organization_id=own, assured_date=assured, **cells)
        _attribute(tables, "service", key, SERVICE_TYPE, kind.value)
    for group in bundle[GROUPS]:
        _attribute(tables, "service", str(group["service_id"]), POPULATION, group["population"].value)


def address_id(location: str) -> str:
    """The id of the address of a location: our records keep the two as one."""
    return named_in(location, "address")


def _location(tables: Tables, place: Line, entry: Line, services: list[str]) -> None:
    key, kind = str(place["id"]), told(place["location_type"])
    cells = {name: told(place[name]) for name in ("name", "latitude", "longitude")}
    _add(tables, "location", key, location_type=kind, organization_id=str(entry["id"]), **cells)
    _checked(tables, "location", key, place, entry)
    if all(place[name] for name in ADDRESSED):
        first, _line_end, second = place["address"].partition("\n")
        named = {"state_province": place["state_province"], "postal_code": place["postal_code"]}
        named |= {"address_1": first, "address_2": second, "city": place["town"], "country": place["country"]}
        _add(tables, "address", address_id(key), location_id=key, address_type=kind, **named)
    else:
        # The standard knows no address without state and post code: its parts are told one by one.
        _attributes(tables, "location", key, ENTRY, {name: place[name] for name in (*ADDRESSED, "country")})
    for service in services:
        _add(
            tables,
            "service_at_location",
            service[:HALF] + key[HALF:],
            service_id=service,
            location_id=key,
        )


def _reaching(tables: Tables, bundle: Bundle, entry: Line) -> None:
    own = str(entry["id"])
    for one in bundle["contact"]:
        key = str(one["id"])
        cells = {name: one[name] for name in ("name", "title", "email")}
        _add(tables, "contact", key, organization_id=own, **cells)
        if one["role"] is not ContactRole.KEY:
            _attribute(tables, "contact", key, CONTACT_ROLE, one["role"].value)
        _checked(tables, "contact", key, one, entry)
    for one in bundle["phone"]:
        key = str(one["id"])
        cells = {"number": one["as_typed"] or one["number"], "type": one["kind"].value, "description": one["note"]}
        _add(tables, "phone", key, organization_id=own, contact_id=told(one["contact_id"]), **cells)
        _checked(tables, "phone", key, one, entry)


def _of_a_service(bundle: Bundle) -> Iterator[tuple[str, str, Row]]:
    """Languages, areas and hours: with us an organisation's, in the standard a service's or a place's."""
    for one in bundle["language"]:
        yield "language", str(one["id"]), {"code": one["code"]}
    for one in bundle["service_area"]:
        name = one["region"] or countries.name(one["country"], "en")
        yield "service_area", str(one["id"]), {"name": name, "extent": one["country"], "extent_type": EXTENT}
    for one in bundle["schedule"]:
        row = {name: told(one[name]) for name in ("byday", "opens_at", "closes_at", "notes")}
        yield "schedule", str(one["id"]), row | {"freq": "WEEKLY"}


def _history(tables: Tables, bundle: Bundle, own: str) -> None:
    for one in bundle[HISTORY]:
        if one["field_name"] == "silent_hold":  # the centre's secret (RULINGS 17)
            continue
        cells = {name: one[name] for name in ("field_name", "previous_value", "replacement_value")}
        by = one["updated_by"].removeprefix(f"{BY_FILE}: ")
        when = one["at"].date().isoformat()
        _add(
            tables,
            "metadata",
            str(one["id"]),
            **cells,
            resource_id=own,
            resource_type="organization",
            last_action_date=when,
            last_action_type="update",
            updated_by=by,
        )


def kept_of(said: Tables, ours: Tables, aliases: dict[tuple[str, str], str]) -> Kept:
    """What a package says that our records do not give back by themselves.

    `aliases`: (table, the package's id) -> the id our records give the row.
    """
    kept: Kept = {}
    for table, rows in said.items():
        for key, row in rows.items():
            own_key = aliases.get((table, key), key)
            mine = ours.get(table, {}).get(own_key)
            if mine is None:
                kept[table, key] = row
            elif mine != row:
                names = mine.keys() | row.keys()
                differs = {name: [row.get(name, ""), mine.get(name, "")] for name in sorted(names)}
                kept[table, own_key] = {name: pair for name, pair in differs.items() if pair[0] != pair[1]}
    return kept


def with_kept(ours: Tables, kept: Kept) -> Tables:
    """Our rows with what was kept laid over them; where our record has changed since, it is right."""
    whole = {place: row for place, row in kept.items() if is_whole(row)}
    for (table, key), cells in kept.items():
        mine = ours.get(table, {}).get(key)
        if (table, key) not in whole and mine is not None:
            _lay_over(mine, cells)
    for (table, key), row in whole.items():
        ours.setdefault(table, {})[key] = dict(row)
    while gone := [place for place in whole if place[1] in ours[place[0]] and not _still_hangs(ours, *place)]:
        for table, key in gone:
            del ours[table][key]
    return ours


def is_whole(kept: dict[str, Any]) -> bool:
    """Whether a row was kept whole, not only the cells that differ."""
    return isinstance(kept.get("id"), str)


def _lay_over(mine: Row, cells: dict[str, Any]) -> None:
    for name, (said, was) in cells.items():
        if mine.get(name, "") == was:
            mine.pop(name, None)
            if said:
                mine[name] = said


def _still_hangs(ours: Tables, table: str, key: str) -> bool:
    """Whether all that a kept row needs is still there; what it only may name is taken out when it is gone."""
    row = ours[table][key]
    for column in TABLES[table].columns:
        named = row.get(column.name, "")
        gone = column.table in OF_AN_ENTRY and named and named not in ours.get(column.table, {})
        if gone and named not in NOWHERE_IN_THE_EXAMPLE:
            if column.needed:
                return False
            del row[column.name]
    entity = row.get("link_entity", "")
    return table != "attribute" or entity not in OF_AN_ENTRY or row["link_id"] in ours.get(entity, {})


#: Tables whose rows belong to one entry.
OF_AN_ENTRY = frozenset(TABLES) - {"taxonomy", "taxonomy_term", "meta_table_description", "organization"}
