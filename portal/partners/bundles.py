"""An entry as plain rows, one list a table: how files read and write many entries without one object a row."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, insert, select

from portal.db import Base, db, now
from portal.partners import search
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
    ServicePopulation,
)
from portal.partners.positions import position
from portal.partners.table_rows import read_rows
from portal.vocabulary.organizations import LocationType
from portal.vocabulary.services import Population, ServiceStatus, ServiceType

T = TypeVar("T")
Line = dict[str, Any]
#: Table name -> the rows of one entry in it; "organization" has exactly one. Values as the models hold them.
Bundle = dict[str, list[Line]]

LINES: dict[str, type[Base]] = {
    "service": Service,
    "location": Location,
    "contact": Contact,
    "phone": Phone,
    "language": Language,
    "schedule": Schedule,
    "service_area": ServiceArea,
}
_ENTRIES: Any = Organization.__table__
PROFILE, GROUPS, HISTORY = "reception_profile", "service_population", "entry_change"
PARENT = "parent_organization_id"
#: Entries in one reading or one bulk insert: enough to be quick, few enough to be held in little memory.
AT_ONCE = 500
#: What an entry is found by: it is made again from the rest.
_NEVER_TOLD = frozenset(("created_at", "import_key", "search_text", "sort_name", "language_codes", "service_mask")) | {
    f"for_{one.value}" for one in Population
}


def empty_bundle(entry: Line) -> Bundle:
    """An entry without any lines."""
    return {"organization": [entry], PROFILE: [], GROUPS: [], HISTORY: [], **{name: [] for name in LINES}}


def line(organization_id: UUID, *, key: UUID | None = None, **values: Any) -> Line:
    """A row of one of the LINES."""
    return {"id": key or uuid4(), "organization_id": organization_id, **values}


def in_parts(things: Iterable[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """The things in lists of at most `size`."""
    coming = iter(things)
    while part := list(islice(coming, size)):
        yield part


def load(ids: Sequence[UUID], *, history: bool = False, told: bool = False) -> dict[Any, Bundle]:
    """The entries with these ids (at most AT_ONCE), each with all its lines in a fixed order.

    With `told` they are to be written out and no more: ids are text, and what no file tells is left out.
    """
    left_out = _NEVER_TOLD if told else frozenset[str]()

    def rows(table: Any, condition: ColumnElement[bool], *order: str) -> Iterator[Line]:
        return read_rows(table, condition, *order, without=left_out, told=told)

    found = {row["id"]: empty_bundle(row) for row in rows(_ENTRIES, _ENTRIES.c.id.in_(ids))}
    of_service: dict[Any, list[Line]] = {}
    for name, model in LINES.items():
        for row in rows(model.__table__, model.__table__.c.organization_id.in_(ids), "id"):
            bundle = found[row["organization_id"]]
            bundle[name].append(row)
            if name == "service":
                of_service[row["id"]] = bundle[GROUPS]
    profiles: Any = ReceptionProfile.__table__
    for row in rows(profiles, profiles.c.organization_id.in_(ids)):
        found[row["organization_id"]][PROFILE].append(row)
    services, groups = Service.__table__, ServicePopulation.__table__
    mine = select(services.c.id).where(services.c.organization_id.in_(ids))
    for row in rows(groups, groups.c.service_id.in_(mine)):
        of_service[row["service_id"]].append(row)
    if history:
        for row in rows(EntryChange.__table__, EntryChange.__table__.c.organization_id.in_(ids), "id"):
            found[row["organization_id"]][HISTORY].append(row)
    keys = [str(key) for key in ids] if told else ids
    return {key: found[key] for key in keys if key in found}


def index(bundle: Bundle) -> None:
    """Write into an entry what it is found by."""
    (entry,) = bundle["organization"]
    served: dict[UUID, set[Population]] = {}
    for group in bundle[GROUPS]:
        served.setdefault(group["service_id"], set()).add(group["population"])
    offers: dict[ServiceType, set[Population]] = {}
    for one in bundle["service"]:
        if one["status"] is ServiceStatus.ACTIVE:
            offers.setdefault(one["service_type"], set()).update(served.get(one["id"], ()))
    names, spoken = (entry["name"], entry["alternate_name"]), [one["code"] for one in bundle["language"]]
    entry.update(search.values_of(names, entry["town"], entry["country"], offers, spoken))


def locate(bundle: Bundle) -> None:
    """Write the positions of an entry's towns, and take out what a protected place never states."""
    (entry,) = bundle["organization"]
    entry["latitude"], entry["longitude"] = position(entry["town"], entry["country"])
    for place in bundle["location"]:
        if place["location_type"] is LocationType.REDACTED:
            hidden = dict.fromkeys(("address", "name", "state_province", "postal_code"), "")
            place.update(hidden, latitude=None, longitude=None)
        elif place.get("latitude") is None:
            place["latitude"], place["longitude"] = position(place["town"], place["country"])
    for area in bundle["service_area"]:
        area["latitude"], area["longitude"] = position(area["region"], area["country"])


def add(bundles: Sequence[Bundle]) -> None:
    """Insert whole new entries in bulk; the running act keeps or drops them. `taking.join` comes after the last."""
    _insert(Organization, ({**row, PARENT: None} for bundle in bundles for row in bundle["organization"]))
    _add_lines(bundles)


def replace(bundle: Bundle, tables: Iterable[str]) -> None:
    """Write an entry that stands: its own facts, and the lines of these tables anew (rows keep the ids they carry)."""
    (entry,) = bundle["organization"]
    written = {name: value for name, value in entry.items() if name != "id"}
    table: Any = Organization.__table__
    db.session.execute(table.update().where(table.c.id == entry["id"]).values(**written))
    wanted = [name for name in tables if name in bundle]
    if "service" in wanted:
        mine = select(Service.id).where(Service.organization_id == entry["id"])
        db.session.execute(delete(ServicePopulation).where(ServicePopulation.service_id.in_(mine)))
    for name in ("phone", *(name for name in wanted if name != "phone")) if "contact" in wanted else wanted:
        model = ReceptionProfile if name == PROFILE else LINES.get(name)
        if model is not None:
            db.session.execute(delete(model).where(model.__table__.c.organization_id == entry["id"]))
    again = {*wanted, *(["phone"] if "contact" in wanted else []), *([GROUPS] if "service" in wanted else [])}
    _add_lines([{name: rows if name in again else [] for name, rows in bundle.items()}])


def _add_lines(bundles: Sequence[Bundle]) -> None:
    _insert(ReceptionProfile, (row for bundle in bundles for row in bundle[PROFILE]))
    for name, model in LINES.items():
        _insert(model, (row for bundle in bundles for row in bundle[name]))
    _insert(ServicePopulation, (row for bundle in bundles for row in bundle[GROUPS]))
    _insert(EntryChange, (row for bundle in bundles for row in bundle[HISTORY]))


def _insert(model: type[Base], rows: Iterable[Line]) -> None:
    """Insert rows past the session; rows with different columns filled get what the model gives for the rest."""
    table: Any = model.__table__
    fixed = given(model)
    whole = [fixed | row for row in rows]
    if "created_at" in table.c:
        at = now()
        for row in whole:
            row.setdefault("created_at", at)
    for part in in_parts(whole, 2_000):
        db.session.execute(insert(table), part)


@cache
def given(model: type[Base]) -> Line:
    """Every column of a table with its plain default, or None; id and created_at apart. Not to be changed."""
    table: Any = model.__table__
    return {
        column.name: column.default.arg if column.default is not None and column.default.is_scalar else None
        for column in table.columns
        if column.name not in ("id", "created_at")
    }
