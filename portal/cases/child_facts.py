"""What is recorded for a child: representative, advice, best interests, view, family, a suspicion. Sealed words."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TypeVar

from portal.access import Actor
from portal.audit.trail import note
from portal.cases import duty, safeguards
from portal.cases.alarms import ring
from portal.cases.child_models import (
    BestInterests,
    Consultation,
    FamilyAssessment,
    MissingSuspicion,
    Representative,
    ViewHeard,
)
from portal.cases.facts import add_fact, changeable, not_later_than_today, subject
from portal.cases.faults import NotHere, Refused
from portal.cases.models import Case
from portal.db import Base, db, transaction
from portal.vocabulary.casework import AlarmKind
from portal.vocabulary.children import (
    Advice,
    BestInterestsKind,
    BestInterestsOutcome,
    ChildView,
    ConsultedBody,
    FamilyInvolvement,
    RepresentativeKind,
)

T = TypeVar("T", bound=Base)
#: Later chapters stop here what an ended plan carried, inside the act that ended it (RULINGS 4).
ON_PLAN_ENDED: list[Callable[[Actor, Case], None]] = []


def appoint_representative(
    actor: Actor,
    case: Case,
    *,
    kind: RepresentativeKind,
    appointed_on: date,
    escorts: bool,
    name: str,
    contact: str,
    key: uuid.UUID | None = None,
) -> Representative:
    """Record who decides on the child's behalf (plan lines 1052-1066). Raises Refused, NotHere."""
    _of_a_child(case)
    not_later_than_today(appointed_on, "appointed_on")

    def build(identifier: uuid.UUID) -> Representative:
        made = Representative(id=identifier, case_id=case.id, kind=kind, appointed_on=appointed_on, escorts=escorts)
        made.name, made.contact = name, contact
        return made

    return add_fact(actor, case, Representative, key, build, "case:representative:appointed", kind=kind)


def end_representative(actor: Actor, case: Case, representative_id: uuid.UUID, *, ended_on: date) -> Representative:
    """A representative no longer decides, from a day on. Raises Refused, NotHere."""
    not_later_than_today(ended_on, "ended_on")
    with transaction():
        changeable(actor, case)
        found = db.session.get(Representative, representative_id)
        if found is None or found.case_id != case.id:
            raise NotHere
        if found.ended_on is not None:
            raise Refused("ended_already")
        if ended_on < found.appointed_on:
            raise Refused("ended_before_begun", "ended_on")
        found.ended_on = ended_on
        note(actor, "case:representative:ended", subject(case), kind=found.kind)
    return found


def consult(
    actor: Actor,
    case: Case,
    *,
    body: ConsultedBody,
    asked_on: date,
    answered_on: date | None = None,
    advice: Advice | None = None,
    conditions: str = "",
    key: uuid.UUID | None = None,
) -> Consultation:
    """A body was asked for advice, and perhaps answered (plan lines 1081-1085). Raises Refused, NotHere.

    The committee's advice against ends the plan in the same act.
    """
    _of_a_child(case)
    not_later_than_today(asked_on, "asked_on")
    if answered_on is not None or advice is not None:
        _check_answer(asked_on, answered_on, advice, conditions)

    def build(identifier: uuid.UUID) -> Consultation:
        made = Consultation(id=identifier, case_id=case.id, body=body, asked_on=asked_on)
        made.answered_on, made.advice, made.conditions = answered_on, advice, conditions
        return made

    with _ending_plan_if_told(actor, case):
        return add_fact(actor, case, Consultation, key, build, "case:consultation:recorded", body=body)


def answer_consultation(
    actor: Actor, case: Case, consultation_id: uuid.UUID, *, answered_on: date, advice: Advice, conditions: str = ""
) -> Consultation:
    """The body that was asked has answered; the first answer counts. Raises Refused, NotHere."""
    _of_a_child(case)
    with _ending_plan_if_told(actor, case):
        found = db.session.get(Consultation, consultation_id)
        if found is None or found.case_id != case.id:
            raise NotHere
        if found.answered_on is not None:
            raise Refused("advised_already")
        _check_answer(found.asked_on, answered_on, advice, conditions)
        found.answered_on, found.advice, found.conditions = answered_on, advice, conditions
        note(actor, "case:consultation:answered", subject(case), body=found.body, advice=advice)
    return found


def _check_answer(asked_on: date, answered_on: date | None, advice: Advice | None, conditions: str) -> None:
    if answered_on is None:
        raise Refused("advice_day_missing", "answered_on")
    if advice is None:
        raise Refused("advice_missing", "advice")
    not_later_than_today(answered_on, "answered_on")
    if answered_on < asked_on:
        raise Refused("answered_before_asked", "answered_on")
    if advice is Advice.CONDITIONS and not conditions.strip():
        raise Refused("conditions_missing", "conditions")


def decide_best_interests(
    actor: Actor,
    case: Case,
    *,
    kind: BestInterestsKind,
    outcome: BestInterestsOutcome,
    decided_by: str,
    decided_on: date,
    network: str = "",
    health: str = "",
    care_needs: str = "",
    country_situation: str = "",
    key: uuid.UUID | None = None,
) -> BestInterests:
    """What is best for the child, by which body, on the four grounds of plan lines 1097-1107. Raises Refused, NotHere.

    "No return" ends the plan in the same act.
    """
    _of_a_child(case)
    not_later_than_today(decided_on, "decided_on")
    if not decided_by.strip():
        raise Refused("body_missing", "decided_by")
    words = {"network": network, "health": health, "care_needs": care_needs, "country_situation": country_situation}

    def build(identifier: uuid.UUID) -> BestInterests:
        made = BestInterests(id=identifier, case_id=case.id, kind=kind, outcome=outcome)
        made.decided_by, made.decided_on = decided_by.strip(), decided_on
        return _with_words(made, words)

    with _ending_plan_if_told(actor, case):
        return add_fact(actor, case, BestInterests, key, build, "case:best_interests:decided", outcome=outcome)


def hear_view(
    actor: Actor, case: Case, *, view: ChildView, heard_on: date, words: str = "", key: uuid.UUID | None = None
) -> ViewHeard:
    """The child's own view of the plan, on a day. Raises Refused, NotHere."""
    _of_a_child(case)
    not_later_than_today(heard_on, "heard_on")

    def build(identifier: uuid.UUID) -> ViewHeard:
        made = ViewHeard(id=identifier, case_id=case.id, view=view, heard_on=heard_on)
        return _with_words(made, {"words": words})

    return add_fact(actor, case, ViewHeard, key, build, "case:view:heard", view=view)


def assess_family(
    actor: Actor,
    case: Case,
    *,
    involvement: FamilyInvolvement,
    assessed_on: date,
    grounds: str = "",
    key: uuid.UUID | None = None,
) -> FamilyAssessment:
    """Whether the family had a part in the trafficking (plan lines 1128-1131). Raises Refused, NotHere."""
    _of_a_child(case)
    not_later_than_today(assessed_on, "assessed_on")

    def build(identifier: uuid.UUID) -> FamilyAssessment:
        made = FamilyAssessment(id=identifier, case_id=case.id, involvement=involvement, assessed_on=assessed_on)
        return _with_words(made, {"grounds": grounds})

    what = "case:family:assessed"
    return add_fact(actor, case, FamilyAssessment, key, build, what, involvement=involvement)


def suspect_missing(
    actor: Actor, case: Case, *, noted_on: date, signs: str, measures: str = "", key: uuid.UUID | None = None
) -> MissingSuspicion:
    """The child may go missing (plan lines 1024-1036): the centre's duty phone rings in the same act.

    Raises Refused, NotHere.
    """
    _of_a_child(case)
    not_later_than_today(noted_on, "noted_on")

    def build(identifier: uuid.UUID) -> MissingSuspicion:
        made = MissingSuspicion(id=identifier, case_id=case.id, noted_on=noted_on, by_id=actor.id)
        return _with_words(made, {"signs": signs, "measures": measures})

    with transaction():
        made = add_fact(actor, case, MissingSuspicion, key, build, "case:missing:suspected")
        ring(actor, case_id=case.id, kind=AlarmKind.MAY_GO_MISSING, cause=f"missing:{made.id}")
    return made


@contextmanager
def _ending_plan_if_told(actor: Actor, case: Case) -> Iterator[None]:
    """An act after which the newest word may be against: then the plan ends in it, and who must know is told."""
    with transaction():
        changeable(actor, case)
        ended_before = safeguards.plan_has_ended(case)
        yield
        db.session.flush()
        if not ended_before and safeguards.plan_has_ended(case):
            end_plan(actor, case)


def end_plan(actor: Actor, case: Case) -> None:
    """Stop what later chapters carried, and tell who must know. Joins the act by which the plan ended."""
    note(actor, "case:plan:ended", subject(case))
    duty.tell_keepers("child_plan_ended", case)
    for hook in ON_PLAN_ENDED:
        hook(actor, case)


def _of_a_child(case: Case) -> None:
    if not case.is_child:
        raise Refused("not_a_child")


def _with_words(made: T, words: dict[str, str]) -> T:
    for name, value in words.items():
        setattr(made, name, value)
    return made
