"""An invented world of returns for the bench, made inside the database: cases, requests, arrivals, reports.

Every value follows from the row's number, so that two databases of one size hold the same; ids rise with the number.
Ten years of registrations; seven in ten travel, six in ten are met, half of the reports that are due were sent.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from portal.access import Role
from portal.migrations.records import METADATA
from portal.vocabulary.organizations import OrganizationType

YEARS = range(2016, 2026)
ORGANISATIONS = 400
KINDS = (OrganizationType.NGO, OrganizationType.NGO, OrganizationType.LOCAL_GOVERNMENT)
COUNTRIES = ("NG", "RO", "TH", "MD", "UG", "GH", "VN", "BG")
STATES = (
    *("completed",) * 4,
    *("in_reintegration",) * 2,
    "departed",
    "declined",
    "no_answer",
    "cancelled",
)  # by the last digit of the number: the first seven travelled, the first six arrived
CASES, OFFERS, SUPPORTS, REQUESTS, ARRIVALS, REPORTS, UNITS, ACCOUNTS, PARTNERS = range(1, 10)
DUE_AFTER = {2: 81, 3: 92, 4: 153, 5: 245, 6: 426}  # report -> days after registration
STATUSES = ("PossibleVictimOfTrafficking", "ActualVictimOfTrafficking", "ActualVictimOfTrafficking")
DUES = 100  # and the number of the report


@dataclass(frozen=True)
class Dialect:
    """How one kind of database writes what the other writes otherwise."""

    postgresql: bool

    def numbers(self, first: int, last: int) -> str:
        """A table n(i) of the numbers from first to last."""
        if self.postgresql:
            return f"(SELECT i FROM generate_series({first}, {last}) AS i) AS n"
        counted = f"WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {last})"
        return f"({counted} SELECT i FROM n) AS n"

    def uid(self, kind: int, number: str = "i") -> str:
        """The id of a row of a kind: its number in hexadecimal digits."""
        if self.postgresql:
            return f"(lpad(to_hex({kind}), 8, '0') || lpad(to_hex(({number})::bigint), 24, '0'))::uuid"
        return f"printf('%08x%024x', {kind}, {number})"

    def day(self, after: str) -> str:
        """The day so many days after the world began."""
        began = f"{YEARS[0]}-01-01"
        return f"(DATE '{began}' + ({after})::int)" if self.postgresql else f"date('{began}', ({after}) || ' days')"

    def moment(self, after: str) -> str:
        """Noon of that day, in UTC."""
        if self.postgresql:
            return f"(({self.day(after)})::timestamp + interval '12 hours') AT TIME ZONE 'UTC'"
        return f"{self.day(after)} || ' 12:00:00.000000'"

    def text(self, width: int, number: str = "i") -> str:
        """A number as text of a width."""
        return f"lpad(({number})::text, {width}, '0')" if self.postgresql else f"printf('%0{width}d', {number})"

    def json(self, value: str) -> str:
        """A JSON value."""
        return f"'{value}'::json" if self.postgresql else f"'{value}'"


def pick(values: Sequence[str], by: str = "i") -> str:
    """One of the values, by a number."""
    cases = " ".join(f"WHEN {at} THEN '{value}'" for at, value in enumerate(values))
    return f"CASE (({by}) % {len(values)}) {cases} END"


def registered(number: str = "i") -> str:
    """How many days after the beginning a case was registered: spread over the years."""
    days = 365 * len(YEARS)
    return f"((({number}) % {days}) * 7919) % {days}"


def fill(engine: sa.Engine, size: int, there: int = 0) -> None:
    """Make the rows from `there` + 1 to `size`, and, in an empty database, what they refer to."""
    dialect = Dialect(engine.dialect.name == "postgresql")
    with engine.begin() as connection:
        if not dialect.postgresql:
            connection.exec_driver_sql("PRAGMA cache_size = -400000")  # kilobytes
        if not there:
            _ground(connection)
        for table, values, where in tables(dialect):
            columns, chosen = ", ".join(f'"{name}"' for name in values), ", ".join(values.values())
            rows = f"SELECT {chosen} FROM {dialect.numbers(there + 1, size)} WHERE {where}"
            connection.execute(sa.text(f'INSERT INTO "{table}" ({columns}) {rows}'.replace(":", "\\:")))


def key(kind: int, number: int) -> uuid.UUID:
    """The id of a row of a kind, as the portal reads it."""
    return uuid.UUID(int=(kind << 96) | number)


def _ground(connection: sa.Connection) -> None:
    """A unit, its caseworker, and the partners."""
    unit = {"id": key(UNITS, 1), "name": "Invented unit"}
    account = {"id": key(ACCOUNTS, 1), "email": "bench@demo.example", "name": "Invented caseworker", "locale": "en"}
    partners = [
        {
            "id": key(PARTNERS, number),
            "name": f"Invented partner {number}",
            "sort_name": f"invented {number}",
            "import_key": f"bench {number}",
        }
        | {"country": COUNTRIES[number % 8], "org_type": KINDS[number % 3]}
        for number in range(ORGANISATIONS)
    ]
    connection.execute(sa.insert(METADATA.tables["unit"]), unit)
    connection.execute(sa.insert(METADATA.tables["account"]), account | {"role": Role.CASEWORKER})
    connection.execute(sa.insert(METADATA.tables["organization"]), partners)


def tables(dialect: Dialect) -> Iterator[tuple[str, dict[str, str], str]]:
    """Each table to fill: its name, its columns with their values in SQL, and which numbers have a row in it."""
    day, moment, uid, json = dialect.day, dialect.moment, dialect.uid, dialect.json
    on, last = registered(), "i % 10"
    partner, case, request = uid(PARTNERS, f"i % {ORGANISATIONS}"), uid(CASES), uid(REQUESTS)
    travels, arrives = f"({last} < 7)", f"({last} < 6)"
    common = {"created_at": moment(on)}
    yield (
        "case",
        {"id": case, **common, "row_version": "1", "code": dialect.text(10), "unit_id": uid(UNITS, "1")}
        | {"owner_id": uid(ACCOUNTS, "1"), "registered_on": day(on), "trafficking_status": pick(STATUSES)}
        | {"age_band": pick(("18-24", "25-34", "35+", "15-17")), "age_basis": "'documented'", "is_child": "(i % 4 = 3)"}
        | {"gender": pick(("Feminine", "Feminine", "Feminine", "Masculine", "Feminine")), "languages": json("[]")}
        | {"dependants": "i % 3", "citizenship": pick(COUNTRIES), "return_country": pick(COUNTRIES)}
        | {"return_region": "''", "exploitation": json('["SexualExploitation"]'), "sex_exploitation": "'Prostitution'"}
        | {"status": "'Active'"},
        "1 = 1",
    )
    yield (
        "offer",
        {"id": uid(OFFERS), **common, "case_id": case, "made_on": day(f"{on} + 3")}
        | {"outcome": pick(("accepted",) * 4 + ("declined",)), "answered_on": day(f"{on} + 10")},
        "i % 20 > 0",
    )
    yield (
        "support",
        {"id": uid(SUPPORTS), **common, "case_id": case, "kind": "'health'", "received_on": day(f"{on} + 5")},
        "i % 3 > 0",
    )
    yield (
        "reception_request",
        {"id": request, **common, "row_version": "1", "reference": dialect.text(10), "case_id": case}
        | {
            "organization_id": partner,
            "state": pick(STATES),
            "priority": "'normal_14d'",
            "services_requested": json("[]"),
        }
        | {"services_given": json("[]"), "payer": "'not_agreed'", "escort": "'none'", "next_by_itself": "(1 = 0)"}
        | {"card": json("{}"), "drafted_by": uid(ACCOUNTS, "1"), "sent_at": moment(f"{on} + 20")}
        | {"due_at": moment(f"{on} + 34"), "answered_at": f"CASE WHEN {last} < 8 THEN {moment(f'{on} + 25')} END"}
        | {"accepted_at": f"CASE WHEN {travels} THEN {moment(f'{on} + 25')} END"}
        | {"departed_on": f"CASE WHEN {travels} THEN {day(f'{on} + 60')} END"}
        | {"arrived_on": f"CASE WHEN {arrives} THEN {day(f'{on} + 61')} END"},
        "1 = 1",
    )
    yield (
        "arrival",
        {"id": uid(ARRIVALS), **common, "request_id": request, "case_id": case, "outcome": "'met'"}
        | {"happened_on": day(f"{on} + 61"), "confirmed_at": moment(f"{on} + 61"), "confirmed_by": uid(ACCOUNTS, "1")}
        | {"channel": "'portal'", "said_by": "''"},
        arrives,
    )
    for number, after in DUE_AFTER.items():
        due, sent = uid(DUES + number), f"({arrives} AND (i / 10 + {number}) % 2 = 0)"
        of = {"request_id": request, "case_id": case, "organization_id": partner}
        yield (
            "due_report",
            {"id": due, **common, **of, "number": str(number), "kind": "'scheduled'", "due_on": day(f"{on} + {after}")}
            | {"state": f"CASE WHEN {sent} THEN 'reported' ELSE 'waiting' END"},
            arrives,
        )
        yield (
            "report",
            {"id": uid(REPORTS * 1000 + number), **common, **of, "due_report_id": due, "said_by": "''"}
            | {"submitted_at": moment(f"{on} + {after}"), "submitted_by": uid(ACCOUNTS, "1"), "channel": "'portal'"}
            | {"contact": pick(("visit", "phone", "phone", "no_contact")), "safety": pick(("safe", "concerns"))}
            | {"own_words_language": "''", "safe_ways": json("[]")},
            sent,
        )
