"""Short builders for this chapter's tests: what the forms post when all is right, and what the database holds."""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.cases.models import Case, IdentityGrant
from portal.db import Base, db, now, today, transaction
from portal.letters.models import Letter
from tests.people import Person


def boxes(name: str, day: date) -> dict[str, str]:
    """A day as the form's three boxes."""
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def registration(**more: Any) -> dict[str, Any]:
    """What the registration page posts for a woman from Nigeria."""
    return {
        "form_key": "11111111-1111-4111-8111-111111111111",
        "trafficking_status": "PossibleVictimOfTrafficking",
        "gender": "Feminine",
        "citizenship": "NG",
        "return_country": "NG",
        "return_region": "Edo",
        "spoken": ["en", "bin"],
        "dependants": "1",
        "exploitation": ["SexualExploitation"],
        "age_band": "25-34",
        "age_basis": "stated",
        "journal_number": "2026-0017",
        "needs": "Wants to learn tailoring",
        **boxes("registered_on", today()),
        **more,
    }


def facts(case: Case, colleague: Person, other: Case) -> dict[str, dict[str, Any]]:
    """For each page of a fact, what it posts when everything is right."""
    working_copy = {name: value for name, value in registration().items() if not name.startswith("registered")}
    return {
        "edit": working_copy | {"seen": str(case.row_version)},
        "offer": {"outcome": "accepted", **boxes("made_on", today())},
        "support": {"kind": "legal", **boxes("received_on", today())},
        "milestone": {"kind": "training", **boxes("reached_on", today())},
        "papers": {"kind": "passport", "status": "missing", "payer": "centre", **boxes("noted_on", today())},
        "sharing": {
            "purpose": "share_identity",
            "basis": "legal_obligation",
            "controller": "Unit",
            **boxes("given_on", today()),
        },
        "withdraw": {"purpose": "share_identity", "reason": "no_reason", **boxes("withdrawn_on", today())},
        "clock": {"kind": "standard_30", **boxes("starts_on", today())},
        "risk": {"level": "medium", **boxes("assessed_on", today())},
        "link": {"other_code": other.code, "kind": "siblings"},
        "deputy": {"account_id": str(colleague.id)},
        "identity/write": {"full_name": "Invented Person"},
        "close": {"reason": "plan_completed"},
    }


def grant(case: Case, partner: Person, by: Person) -> IdentityGrant:
    """A partner's living key to the door."""
    with transaction():
        made = IdentityGrant(case_id=case.id, organization_id=partner.actor.organization_id, granted_at=now())
        made.granted_by = by.id
        db.session.add(made)
    return made


def rows(model: type[Base], case: Case | None = None) -> list[Any]:
    """The rows of a table (of one case), as they stand in the database now."""
    db.session.rollback()
    db.session.expire_all()
    found = select(model)
    if case is not None:
        found = found.where(model.case_id == case.id)  # type: ignore[attr-defined]
    return list(db.session.scalars(found))


def events(case: Case) -> list[str]:
    """The names of a case's events in the log, in order."""
    db.session.rollback()
    wanted = select(AuditEvent.event).where(AuditEvent.subject == f"case:{case.code}")
    return list(db.session.scalars(wanted.order_by(AuditEvent.at, AuditEvent.number)))


def letters() -> list[tuple[str, str]]:
    """The letters in the outbox as (kind, recipient), sorted."""
    db.session.rollback()
    return sorted((kind, to) for kind, to in db.session.execute(select(Letter.kind, Letter.recipient)))


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do the acts at the same moment, each in a thread of its own; their results in order."""
    db.session.rollback()
    results: list[Any] = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def run(number: int, act: Callable[[], Any]) -> None:
        gate.wait(10)
        results[number] = act()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results
