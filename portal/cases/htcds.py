"""Cases out of the portal in the terms of HTCDS 2.0 (IOM, CC BY 4.0): codes alone, no identity, no free text.

The published schema beside this file is the one list of columns; a row is whatever it names.
"""

import json
import uuid
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, false, func, or_, select, true
from sqlalchemy.orm import selectinload

from portal.access import Actor, Role
from portal.audit.trail import note
from portal.cases.models import Case, Sharing
from portal.db import db
from portal.vocabulary.casework import LegalBasis, SharingPurpose, SupportKind
from portal.web.cells import csv_chunks

SCHEMA = Path(__file__).with_name("htcds_schema.json")
SUBJECT = "cases:htcds"  # what the log calls the export
STANDARD = "HTCDS 2.0"
ATTRIBUTION = (
    "In the terms of the Human Trafficking Case Data Standard (HTCDS) 2.0 by the International Organization for "
    "Migration (IOM), CC BY 4.0. Not checked or endorsed by the IOM."
)
BETWEEN = ";"  # several codes in one cell
PART = 200  # cases read at a time

#: HTCDS has no kind for psychological help; its Health is the nearest.
SUPPORT = {
    SupportKind.HEALTH: "Health",
    SupportKind.PSYCHOLOGICAL: "Health",
    SupportKind.LEGAL: "Legal",
    SupportKind.SOCIO_PEDAGOGICAL: "SocialCare",
}
#: How each column is read of a case; the record's own id and the basis apart.
READ: dict[str, Callable[[Case], Any]] = {
    "prs_Gender": lambda case: case.gender,
    "prs_Citizenship": lambda case: [case.citizenship],
    "vic_TraffickingStatus": lambda case: case.trafficking_status,
    "vic_TraffickingStatusDecisionMakingOrg": lambda case: case.status_decided_by,
    "vic_TypeOfExploitation": lambda case: sorted(set(case.exploitation)),
    "vic_TypeOfSexExploitation": lambda case: case.sex_exploitation,
    "cas_Status": lambda case: case.status,
    "cas_ReasonForCaseClosure": lambda case: case.closure_reason,
    "spl_Type": lambda case: sorted({SUPPORT[one.kind] for one in case.supports}),
    "hjemvej_age_band": lambda case: case.age_band,
    "hjemvej_child": lambda case: case.is_child,
    "hjemvej_registered_year": lambda case: case.registered_on.year,
    "hjemvej_return_country": lambda case: case.return_country,
    "hjemvej_offer": lambda case: case.offers[-1].outcome if case.offers else "not_offered",
}


@cache
def schema() -> dict[str, Any]:
    """The published JSON Schema of the file."""
    read: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return read


def columns() -> dict[str, dict[str, Any]]:
    """The columns of a row in their order, each with what the schema says of it."""
    named: dict[str, dict[str, Any]] = schema()["$defs"]["case"]["properties"]
    return named


def _may_take_out(actor: Actor) -> ColumnElement[bool]:
    """Every case, for the centre's coordinator and the command line; no case for anybody else."""
    if actor.limited_to:
        return false()
    return true() if actor.is_(Role.COORDINATOR) or actor.is_the_portal else false()


def _basis(on: date) -> ColumnElement[bool]:
    """A basis for statistics stands on a day: without one, or once it is withdrawn, a person is in no file."""
    return exists(select(Sharing.id).where(Sharing.case_id == Case.id, *_standing(on)))


def _standing(on: date) -> tuple[ColumnElement[bool], ...]:
    return (
        Sharing.purpose == SharingPurpose.STATISTICS,
        Sharing.given_on <= on,
        or_(Sharing.expires_on.is_(None), Sharing.expires_on >= on),
        or_(Sharing.withdrawn_on.is_(None), Sharing.withdrawn_on > on),
    )


def ids_for(actor: Actor, on: date) -> list[UUID]:
    """The cases that go into a file on a day (Copenhagen), in no order that tells anything."""
    return list(db.session.scalars(select(Case.id).where(_may_take_out(actor), _basis(on)).order_by(Case.id)))


def left_out(actor: Actor, on: date) -> int:
    """How many cases have no basis for statistics on a day, and so stay here."""
    wanted = select(func.count()).select_from(Case).where(_may_take_out(actor), ~_basis(on))
    return db.session.scalar(wanted) or 0


def note_taken_out(actor: Actor, number: int, kind: str) -> None:
    """Write into the running act that so many cases were taken out as a file of a kind (csv, json)."""
    note(actor, "case:list:exported", SUBJECT, cases=number, kind=kind)


def records(ids: list[UUID], on: date) -> Iterator[dict[str, Any]]:
    """The rows of some cases, read part by part. `record_id` is new each time and kept nowhere."""
    for start in range(0, len(ids), PART):
        part = ids[start : start + PART]
        by_consent = _consented(part, on)
        wanted = select(Case).where(Case.id.in_(part)).order_by(Case.id)
        for case in db.session.scalars(wanted.options(selectinload(Case.offers), selectinload(Case.supports))):
            known = {"record_id": str(uuid.uuid4()), "con_Consent": case.id in by_consent}
            yield {name: known[name] if name in known else READ[name](case) for name in columns()}


def _consented(part: list[UUID], on: date) -> set[UUID]:
    wanted = select(Sharing.case_id).where(Sharing.case_id.in_(part), *_standing(on))
    return set(db.session.scalars(wanted.where(Sharing.basis == LegalBasis.CONSENT)))


def as_json(ids: list[UUID], on: date) -> Iterator[bytes]:
    """The file as JSON after the schema, row by row as they are read."""
    head = {"standard": STANDARD, "attribution": ATTRIBUTION, "exported_on": on.isoformat()}
    yield json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "cases": ['
    before = b"\n"
    for record in records(ids, on):
        yield before + json.dumps(record, ensure_ascii=False).encode()
        before = b",\n"
    yield b"\n]}\n"


def as_csv(ids: list[UUID], on: date) -> Iterator[bytes]:
    """The same rows as CSV, several codes of a cell with a semicolon between; no cell is a formula."""
    rows = ([_cell(value) for value in record.values()] for record in records(ids, on))
    return csv_chunks(list(columns()), rows)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return BETWEEN.join(value)
    return "" if value is None else str(value)
