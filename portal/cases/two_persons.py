"""What two of the centre decide together: a gate of an adult's set aside, and a child found to be grown (RULINGS 3, 5).

The first gives the reason, another coordinator confirms or refuses; nothing changes before that.
"""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from portal.access import Actor, Role
from portal.audit.trail import note
from portal.cases import duty
from portal.cases.child_models import FoundAdult, Override
from portal.cases.facts import add_fact, changeable, subject
from portal.cases.faults import NotHere, Refused
from portal.cases.models import Case
from portal.db import db, now, rows_changed, transaction
from portal.vocabulary.children import Gate
from portal.vocabulary.persons import CHILD_BANDS, AgeBand, AgeBasis

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
Decision = TypeVar("Decision", Override, FoundAdult)


def ask_override(actor: Actor, case: Case, *, gate: Gate, reason: str, key: uuid.UUID | None = None) -> Override:
    """A coordinator asks that a gate of an adult's case be set aside. Raises Refused, NotHere.

    Only the risk assessment and the personal plan are such gates; a child's never.
    """
    _centre(actor)
    if case.is_child:
        raise Refused("child_never")
    _reason(reason)

    def build(identifier: uuid.UUID) -> Override:
        made = Override(id=identifier, case_id=case.id, gate=gate, asked_by=actor.id, asked_at=now())
        made.reason = reason
        return made

    with transaction():
        made = add_fact(actor, case, Override, key, build, "case:override:asked", gate=gate)
        duty.tell_coordinators("second_person", case, but=actor.id)
    return made


def ask_found_adult(
    actor: Actor, case: Case, *, age_band: AgeBand, age_basis: AgeBasis, reason: str, key: uuid.UUID | None = None
) -> FoundAdult:
    """A coordinator says that a child is found to be grown, and why. Raises Refused, NotHere."""
    _centre(actor)
    if not case.is_child:
        raise Refused("not_a_child")
    if age_band in CHILD_BANDS or age_basis is AgeBasis.DISPUTED:
        raise Refused("still_a_child", "age_band")
    _reason(reason)

    def build(identifier: uuid.UUID) -> FoundAdult:
        made = FoundAdult(id=identifier, case_id=case.id, age_band=age_band, age_basis=age_basis)
        made.asked_by, made.asked_at, made.reason = actor.id, now(), reason  # type: ignore[assignment]
        return made

    with transaction():
        made = add_fact(actor, case, FoundAdult, key, build, "case:adult:asked", age_band=age_band)
        duty.tell_coordinators("second_person", case, but=actor.id)
    return made


def decide_override(actor: Actor, case: Case, override_id: uuid.UUID, *, agrees: bool) -> Override:
    """A second coordinator opens the gate, or refuses. Raises Refused, NotHere."""
    with transaction():
        found = _waiting(actor, case, Override, override_id)
        if agrees and case.is_child:
            raise Refused("child_never")
        _decide(actor, found, agrees)
        note(actor, "case:override:decided", subject(case), gate=found.gate, agrees=agrees)
        duty.tell_owner("second_person_decided", case)
    return found


def decide_found_adult(actor: Actor, case: Case, found_id: uuid.UUID, *, agrees: bool) -> FoundAdult:
    """A second coordinator agrees that the person is grown: from now on she is an adult; or refuses.

    Raises Refused, NotHere.
    """
    with transaction():
        found = _waiting(actor, case, FoundAdult, found_id)
        if not case.is_child:
            raise Refused("not_a_child")
        _decide(actor, found, agrees)
        if agrees:
            case.age_band, case.age_basis, case.is_child = found.age_band, found.age_basis, False
        note(actor, "case:adult:decided", subject(case), age_band=found.age_band, agrees=agrees)
        duty.tell_owner("second_person_decided", case)
    return found


def _waiting(actor: Actor, case: Case, model: type[Decision], identifier: uuid.UUID) -> Decision:
    """The question, for another coordinator than who asked it."""
    _centre(actor)
    changeable(actor, case)
    found = db.session.get(model, identifier)
    if found is None or found.case_id != case.id:
        raise NotHere
    if found.asked_by == actor.id:
        raise Refused("second_person")
    return found


def _decide(actor: Actor, found: Decision, agrees: bool) -> None:
    """Written by a condition, so that of two at once one counts."""
    model, moment = type(found), now()
    still = [model.id == found.id, model.confirmed_at.is_(None), model.refused_at.is_(None)]
    decided = {"confirmed_by": actor.id, "confirmed_at" if agrees else "refused_at": moment}
    act = update(model).where(*still).values(decided)
    if rows_changed(db.session.execute(act, execution_options={"synchronize_session": False})) != 1:
        raise Refused("decided_already")
    db.session.refresh(found)


def _centre(actor: Actor) -> None:
    if not actor.is_(Role.COORDINATOR) or actor.limited_to or actor.id is None:
        raise NotHere


def _reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("override_reason_missing", "reason")


def gates_open(case: Case) -> set[Gate]:
    """The gates of an adult's case that two of the centre have set aside; of a child's none."""
    return gates_open_of([case]).get(case.id, set())


def gates_open_of(cases: Iterable[Case]) -> dict[uuid.UUID, set[Gate]]:
    """The same for the adults among many cases, in one question; a case without any is left out."""
    adults = [case.id for case in cases if not case.is_child]
    wanted = select(Override.case_id, Override.gate).where(Override.case_id.in_(adults))
    found: dict[uuid.UUID, set[Gate]] = {}
    for case_id, gate in db.session.execute(wanted.where(Override.confirmed_at.is_not(None))):
        found.setdefault(case_id, set()).add(gate)
    return found


def overrides_of(case: Case) -> list[Override]:
    """Every gate that was asked to be set aside in a case, the oldest first."""
    return list(db.session.scalars(select(Override).where(Override.case_id == case.id).order_by(Override.asked_at)))


def found_adults_of(case: Case) -> list[FoundAdult]:
    """Every time a child of this case was said to be grown, the oldest first."""
    found = select(FoundAdult).where(FoundAdult.case_id == case.id)
    return list(db.session.scalars(found.order_by(FoundAdult.asked_at)))


def waiting_for_second(actor: Actor) -> list[tuple[Override | FoundAdult, Case]]:
    """What waits for this coordinator as the second person; nothing for anybody else."""
    if not actor.is_(Role.COORDINATOR) or actor.limited_to:
        return []
    found: list[tuple[Override | FoundAdult, Case]] = []
    for model in (Override, FoundAdult):
        wanted = select(model, Case).join(Case, Case.id == model.case_id)
        still = (model.confirmed_at.is_(None), model.refused_at.is_(None), model.asked_by != actor.id)
        rows = db.session.execute(wanted.where(*still, Case.closed_on.is_(None)).order_by(model.asked_at).limit(20))
        found += [(one, case) for one, case in rows]  # type: ignore[misc]
    return found


def set_aside_in(year: int) -> dict[Gate, int]:
    """How many gates were set aside in a year (Copenhagen's calendar), by gate: for the yearly report."""
    begin, end = (datetime.combine(date(one, 1, 1), datetime.min.time(), COPENHAGEN) for one in (year, year + 1))
    confirmed = select(Override.gate).where(Override.confirmed_at >= begin, Override.confirmed_at < end)
    gates = list(db.session.scalars(confirmed))
    return {gate: gates.count(gate) for gate in Gate}
