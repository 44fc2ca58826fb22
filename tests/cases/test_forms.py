"""Only the fields a form lists are written: every column of every record posted along changes nothing else (R-07)."""

import uuid
from typing import Any

import pytest

from portal.cases import identity
from portal.cases.models import Case, Deputy
from portal.db import Base, db
from tests import build
from tests.cases.story import facts, registration, rows
from tests.conftest import Portal
from tests.people import People

POISON = "99999999-9999-4999-8999-999999999999"
OF_THE_CASE = {"clock": "departure_clock", "link": "case_link", "papers": "travel_papers", "risk": "risk_assessment"}
#: What each page may write in the record of the case itself.
MAY_CHANGE: dict[str, set[str]] = {
    "edit": set(
        "trafficking_status status_decided_by gender citizenship return_country return_region languages dependants "
        "exploitation sex_exploitation needs journal_number journal_index row_version age_band age_basis".split()
    ),
    "close": {"status", "closed_on", "closure_reason"},
}


def every_column() -> dict[str, Any]:
    """A value for every column of every record, as an attacker would post it."""
    names = {column.name for table in Base.metadata.sorted_tables for column in table.columns}
    boxes = {f"{name}-{part}": "1" for name in names for part in ("day", "month", "year")}
    return {**dict.fromkeys(names, POISON), **boxes, "row_version": "99"}


def row_of(record: Base) -> dict[str, Any]:
    return {column.key: getattr(record, column.key) for column in record.__mapper__.columns}


@pytest.mark.parametrize(
    "page",
    list(
        MAY_CHANGE
        | dict.fromkeys("offer support milestone papers sharing withdraw clock risk link deputy identity/write".split())
    ),
)
def test_a_fact_writes_its_own_fields_alone(portal: Portal, people: People, page: str) -> None:
    case, other = build.case(people.caseworker), build.case(people.caseworker)
    own_fields = facts(case, people.colleague, other)[page]
    before, strange = row_of(case), row_of(other)
    optional = dict.fromkeys(("reason", "ask_again_on-day", "ask_again_on-month", "ask_again_on-year"), "")
    dated = {f"{name}-{part}": "" for name in ("expires_on", "ask_again_on") for part in ("day", "month", "year")}
    chosen = {
        "given_by": "",
        "language": "",
        "form": "",
        "interpreter": "",
        "child_view": "",
        "explained": [],
        "status_decided_by": "",
    }
    posted = every_column() | optional | dated | chosen | {"sex_exploitation": ""} | own_fields
    portal.browser(people.caseworker).post(f"/cases/{case.code}/{page}", posted)
    stands = row_of(next(one for one in rows(Case) if one.id == case.id))
    changed = {name for name in before if before[name] != stands[name]}
    assert changed <= MAY_CHANGE.get(page, set())
    assert (stands["owner_id"], stands["unit_id"], stands["code"]) == (
        people.caseworker.id,
        people.caseworker.actor.unit_id,
        before["code"],
    )
    assert row_of(next(one for one in rows(Case) if one.id == other.id)) == strange
    assert poisoned() == set()


def poisoned() -> set[str]:
    """Every column in which the poison stands, where no text may be typed."""
    found = set()
    db.session.rollback()
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(table.select()):
            found |= {f"{table.name}.{c}" for c, v in row._mapping.items() if str(v) == str(uuid.UUID(POISON))}
    return found - {"sharing.controller"}


def test_registering_takes_owner_unit_code_and_child_from_nobody(portal: Portal, people: People) -> None:
    posted = every_column() | {"is_child": "y", "sex_exploitation": "", "status_decided_by": ""}
    portal.browser(people.caseworker).post("/cases/new", posted | registration())
    (case,) = rows(Case)
    owner = (people.caseworker.id, people.caseworker.actor.unit_id)
    assert ((case.owner_id, case.unit_id), case.is_child, case.row_version) == (owner, False, 1)
    assert (case.status.value, case.closed_on, case.closure_reason) == ("Active", None, None)
    assert case.id == uuid.UUID(registration()["form_key"]) and len(case.code) == 10
    assert rows(Deputy) == [] and poisoned() == set()


def test_an_edit_cannot_make_a_child_an_adult(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker, is_child=True, age_band="15-17")
    posted = facts(case, people.colleague, case)["edit"] | {"is_child": "", "age_band": "35+", "age_basis": "stated"}
    portal.browser(people.caseworker).post(f"/cases/{case.code}/edit", posted)
    (stands,) = rows(Case)
    assert (stands.is_child, stands.age_band.value, stands.return_region) == (True, "35+", "Edo")


def test_writing_an_identity_takes_six_fields(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    names = list(identity.Identity.__dataclass_fields__)
    posted = every_column() | {name: f"Invented {name}" for name in names}
    portal.browser(people.caseworker).post(f"/cases/{case.code}/identity/write", posted)
    shown = vars(identity.show(people.caseworker.actor, case.id))
    assert shown == {name: f"Invented {name}" for name in names}
