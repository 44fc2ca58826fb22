"""The directory is found fast: what each entry is found by and where it lies is written, its trigrams are kept"""

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

from portal.migrations.finding import start_finding, stop_finding
from portal.partners.search import values_of
from portal.places import towns
from portal.vocabulary.organizations import LocationType
from portal.vocabulary.services import Population, ServiceStatus, ServiceType

revision = "0003"
down_revision = "0002"

ACTIVE = ServiceStatus.ACTIVE.value
NUMBERS = ("service_mask", *(f"for_{group.value}" for group in Population))
TEXTS = ("search_text", "sort_name", "language_codes")
organization = sa.table(
    "organization",
    *(sa.column(name) for name in ("id", "name", "alternate_name", "town", "country", *NUMBERS, *TEXTS)),
)
service = sa.table("service", *(sa.column(name) for name in ("id", "organization_id", "service_type", "status")))
population = sa.table("service_population", *(sa.column(name) for name in ("service_id", "population")))
language = sa.table("language", *(sa.column(name) for name in ("organization_id", "code")))


# Where a row names its town: entries, their places and where they help were saved before the gazetteer came.
PLACED = {
    sa.table(name, *(sa.column(one) for one in (town_in, "country", "latitude", "longitude", *more))): town_in
    for name, town_in, *more in (
        ("organization", "town"),
        ("location", "town", "location_type"),
        ("service_area", "region"),
    )
}


def upgrade() -> None:
    """One step up."""
    connection = op.get_bind()
    for table, town_in in PLACED.items():
        _place(connection, table, table.c[town_in])
    offers, spoken = _offers(connection), defaultdict(list)
    for entry, code in connection.execute(sa.select(language.c.organization_id, language.c.code)):
        spoken[entry].append(code)
    facts = [organization.c[name] for name in ("id", "name", "alternate_name", "town", "country")]
    for entry, name, english, town, country in connection.execute(sa.select(*facts)).all():
        values = values_of((name, english), town, country, offers[entry], spoken[entry])
        connection.execute(sa.update(organization).where(organization.c.id == entry).values(values))
    start_finding()


def _place(connection: sa.Connection, table: sa.TableClause, named: sa.ColumnElement[str]) -> None:
    """Write the position of their town onto rows that have none; a protected place keeps none."""
    unplaced = sa.and_(table.c.latitude.is_(None), named != "")
    if "location_type" in table.c:
        unplaced = sa.and_(unplaced, table.c.location_type != LocationType.REDACTED.value)
    for name, country in connection.execute(sa.select(named, table.c.country).where(unplaced).distinct()).all():
        if (found := towns.town(name, country)) is not None:
            here = sa.update(table).where(unplaced, named == name, table.c.country == country)
            connection.execute(here.values(latitude=found.latitude, longitude=found.longitude))


def _offers(connection: sa.Connection) -> dict[object, dict[ServiceType, set[Population]]]:
    """The active services of each entry with their groups."""
    offers: dict[object, dict[ServiceType, set[Population]]] = defaultdict(dict)
    kinds = sa.select(service.c.organization_id, service.c.service_type, population.c.population).select_from(
        service.outerjoin(population, population.c.service_id == service.c.id)
    )
    for entry, kind, group in connection.execute(kinds.where(service.c.status == ACTIVE)):
        groups = offers[entry].setdefault(ServiceType(kind), set())
        groups.update([Population(group)] if group else [])
    return offers


def downgrade() -> None:
    """The same step back."""
    stop_finding()
