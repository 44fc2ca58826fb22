"""Dated facts of a case: support, milestones, travel papers, risk. And what every act on a case checks first."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from portal.access import Actor
from portal.audit.trail import note
from portal.cases import policy
from portal.cases.faults import NotHere, Refused
from portal.cases.models import Case, Milestone, RiskAssessment, Support, TravelPapers
from portal.db import Base, add_once, db, today, transaction
from portal.vocabulary.casework import MilestoneKind, PapersKind, PapersStatus, Payer, RiskLevel, SupportKind

T = TypeVar("T", bound=Base)


def subject(case: Case) -> str:
    """What the audit log calls a case."""
    return f"case:{case.code}"


def changeable(actor: Actor, case: Case, *, closed_too: bool = False) -> None:
    """Lock the case for the running act. Raises NotHere for whom it is not, Refused("closed") for an ended one."""
    db.session.refresh(case, with_for_update=True)
    if not policy.may_change(actor, case):
        raise NotHere
    if case.closed_on is not None and not closed_too:
        raise Refused("closed")


def not_later_than_today(on: date, field: str, earliest: date | None = None) -> None:
    """Raise Refused when a day lies ahead (Copenhagen's calendar), or before `earliest`, the registration."""
    if on > today():
        raise Refused("in_the_future", field)
    if earliest is not None and on < earliest:
        raise Refused("before_registration", field)


def add_fact(
    actor: Actor,
    case: Case,
    model: type[T],
    key: uuid.UUID | None,
    build: Callable[[uuid.UUID], T],
    what: str,
    **codes: Any,
) -> T:
    """Add one fact of a case and its audit row; the same form key gives back the same fact."""
    identifier = key or uuid.uuid4()
    with transaction():
        changeable(actor, case)
        record, is_new = add_once(model, identifier, lambda: build(identifier))
        if record.case_id != case.id:  # type: ignore[attr-defined]
            raise NotHere
        if is_new:
            note(actor, what, subject(case), **codes)
    return record


def record_support(
    actor: Actor, case: Case, *, kind: SupportKind, received_on: date, key: uuid.UUID | None = None
) -> Support:
    """Record social support received, in one of the plan's four kinds (lines 851-857). Raises Refused, NotHere."""
    not_later_than_today(received_on, "received_on")

    def build(_id: uuid.UUID) -> Support:
        return Support(case_id=case.id, kind=kind, received_on=received_on)

    return add_fact(actor, case, Support, key, build, "case:support:recorded", kind=kind)


def reach_milestone(
    actor: Actor, case: Case, *, kind: MilestoneKind, reached_on: date, key: uuid.UUID | None = None
) -> Milestone:
    """Record that a milestone of the personal plan was reached (lines 837-845). Raises Refused, NotHere."""
    not_later_than_today(reached_on, "reached_on", case.registered_on)

    def build(_id: uuid.UUID) -> Milestone:
        return Milestone(case_id=case.id, kind=kind, reached_on=reached_on)

    return add_fact(actor, case, Milestone, key, build, "case:milestone:reached", kind=kind)


def note_papers(
    actor: Actor,
    case: Case,
    *,
    kind: PapersKind,
    status: PapersStatus,
    payer: Payer,
    noted_on: date,
    key: uuid.UUID | None = None,
) -> TravelPapers:
    """Note how far a travel paper has come on a day, and who pays. Raises Refused, NotHere."""
    not_later_than_today(noted_on, "noted_on")

    def build(_id: uuid.UUID) -> TravelPapers:
        return TravelPapers(case_id=case.id, kind=kind, status=status, payer=payer, noted_on=noted_on)

    return add_fact(actor, case, TravelPapers, key, build, "case:papers:noted", kind=kind, status=status)


def assess_risk(
    actor: Actor, case: Case, *, level: RiskLevel, assessed_on: date, grounds: str = "", key: uuid.UUID | None = None
) -> RiskAssessment:
    """Record an assessment of the risk at home; its grounds are sealed. Raises Refused, NotHere."""
    not_later_than_today(assessed_on, "assessed_on")

    def build(identifier: uuid.UUID) -> RiskAssessment:
        made = RiskAssessment(id=identifier, case_id=case.id, level=level, assessed_on=assessed_on)
        made.grounds = grounds
        return made

    return add_fact(actor, case, RiskAssessment, key, build, "case:risk:assessed", level=level)
