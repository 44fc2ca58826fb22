"""A child's six safeguards, worked out from what is recorded; no role can set one aside (RULINGS 3, 4)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select

from portal.cases.child_models import BestInterests, Consultation, FamilyAssessment, Representative, ViewHeard
from portal.cases.codes import Safeguard
from portal.cases.models import Case, Milestone
from portal.db import Base, db, today
from portal.vocabulary.casework import MilestoneKind
from portal.vocabulary.children import (
    Advice,
    BestInterestsOutcome,
    ChildView,
    ConsultedBody,
    FamilyInvolvement,
    RepresentativeKind,
)

T = TypeVar("T", bound=Base)
#: A sign that the family had a part in the trafficking.
SIGNS = (FamilyInvolvement.SUSPECTED, FamilyInvolvement.CONFIRMED)


@dataclass(frozen=True)
class Evidence:
    """What is recorded for one child; each list in the order of its own days, the newest last."""

    representatives: Sequence[Representative] = field(default_factory=list)
    consultations: Sequence[Consultation] = field(default_factory=list)  # answered ones
    best_interests: Sequence[BestInterests] = field(default_factory=list)
    views: Sequence[ViewHeard] = field(default_factory=list)
    families: Sequence[FamilyAssessment] = field(default_factory=list)
    plans: Sequence[Milestone] = field(default_factory=list)


def evidence_of(cases: Iterable[Case]) -> dict[UUID, Evidence]:
    """What is recorded for each child among some cases, read afresh in six questions however many there are."""
    children = [case.id for case in cases if case.is_child]
    if not children:
        return {}
    found: dict[str, dict[UUID, list[Any]]] = {
        "representatives": _of(children, Representative, lambda one: one.appointed_on),
        "consultations": _of(
            children,
            Consultation,
            lambda one: one.answered_on,
            Consultation.body == ConsultedBody.COMMITTEE,
            Consultation.answered_on.is_not(None),
        ),
        "best_interests": _of(children, BestInterests, lambda one: one.decided_on),
        "views": _of(children, ViewHeard, lambda one: one.heard_on),
        "families": _of(children, FamilyAssessment, lambda one: one.assessed_on),
        "plans": _of(
            children, Milestone, lambda one: one.reached_on, Milestone.kind == MilestoneKind.PLAN_WITH_REPRESENTATIVE
        ),
    }
    return {child: Evidence(**{name: of.get(child, []) for name, of in found.items()}) for child in children}


def _of(children: list[UUID], model: type[T], day: Callable[[T], Any], *conditions: Any) -> dict[UUID, list[T]]:
    rows = db.session.scalars(select(model).where(model.case_id.in_(children), *conditions))  # type: ignore[attr-defined]
    found: dict[UUID, list[T]] = {}
    for one in sorted(rows, key=lambda one: (day(one), one.created_at)):  # type: ignore[attr-defined]
        found.setdefault(one.case_id, []).append(one)  # type: ignore[attr-defined]
    return found


def missing(case: Case, on: date | None = None, evidence: Evidence | None = None) -> list[Safeguard]:
    """The safeguards a child's case lacks on a day (Copenhagen; today unless said); none are asked of an adult's.

    `evidence` is what a list has read for many cases at once; without it everything is read afresh.
    """
    if not case.is_child:
        return []
    return missing_in(evidence or evidence_of([case])[case.id], on or today())


def missing_in(evidence: Evidence, on: date) -> list[Safeguard]:
    """The same as a pure rule over what is recorded."""
    in_place = {
        Safeguard.REPRESENTATIVE: bool(representatives_on(evidence, on)),
        Safeguard.PLAN: _plan_made(evidence),
        Safeguard.COMMITTEE: bool(evidence.consultations) and not _advised_against(evidence),
        Safeguard.BEST_INTERESTS: _return_is_best(evidence),
        Safeguard.CHILDS_VIEW: bool(evidence.views) and evidence.views[-1].view is not ChildView.NOT_ASKED,
        Safeguard.FAMILY: involvement(evidence) is not FamilyInvolvement.NOT_ASSESSED,
    }
    return [safeguard for safeguard in Safeguard if not in_place[safeguard]]


def involvement(evidence: Evidence) -> FamilyInvolvement:
    """What the newest assessment says of the family's part; not assessed where there is none."""
    return evidence.families[-1].involvement if evidence.families else FamilyInvolvement.NOT_ASSESSED


def representatives_on(evidence: Evidence, on: date) -> list[Representative]:
    """Who decides on the child's behalf on a day; a parent never while the family shows a sign of a part in it."""
    return [
        one
        for one in evidence.representatives
        if one.appointed_on <= on
        and (one.ended_on is None or one.ended_on > on)
        and not (one.kind is RepresentativeKind.PARENT and involvement(evidence) in SIGNS)
    ]


def _plan_made(evidence: Evidence) -> bool:
    """A plan made while there was a representative, on a later day than whatever ended an earlier plan."""
    stopped = stopped_on(evidence)
    return any(
        (stopped is None or plan.reached_on > stopped) and representatives_on(evidence, plan.reached_on)
        for plan in evidence.plans
    )


def stopped_on(evidence: Evidence) -> date | None:
    """The day of the last decision that ended a plan; a new plan is made later than that (RULINGS 4)."""
    ends = [one.decided_on for one in evidence.best_interests if one.outcome is BestInterestsOutcome.NO_RETURN]
    ends += [one.answered_on for one in evidence.consultations if one.advice is Advice.AGAINST and one.answered_on]
    return max(ends, default=None)


def _advised_against(evidence: Evidence) -> bool:
    return bool(evidence.consultations) and evidence.consultations[-1].advice is Advice.AGAINST


def _return_is_best(evidence: Evidence) -> bool:
    if not evidence.best_interests:
        return False
    newest = evidence.best_interests[-1]
    if newest.outcome is BestInterestsOutcome.FAMILY:
        return bool(newest.decided_by) and involvement(evidence) is FamilyInvolvement.NO_INDICATION
    return bool(newest.decided_by) and newest.outcome is BestInterestsOutcome.RECEPTION


def ends_plan(evidence: Evidence) -> bool:
    """Whether the newest word of the committee, or of the best interests, is against: the plan has ended."""
    newest = evidence.best_interests[-1] if evidence.best_interests else None
    no_return = newest is not None and newest.outcome is BestInterestsOutcome.NO_RETURN
    return no_return or _advised_against(evidence)


def plan_has_ended(case: Case) -> bool:
    """The same for a case, read afresh; an adult's plan is never ended so."""
    return case.is_child and ends_plan(evidence_of([case])[case.id])


def hides_family(case: Case) -> bool:
    """Whether ways to reach the family stay hidden from the partner (plan lines 1128-1131).

    A child's: until an assessment says that there is no sign. Anybody's: after any sign.
    """
    wanted = select(FamilyAssessment).where(FamilyAssessment.case_id == case.id)
    newest = wanted.order_by(FamilyAssessment.assessed_on.desc(), FamilyAssessment.created_at.desc()).limit(1)
    found = db.session.scalar(newest)
    if found is None:
        return case.is_child
    return found.involvement in SIGNS or (case.is_child and found.involvement is not FamilyInvolvement.NO_INDICATION)


def escort(case: Case) -> bool:
    """Whether a representative who decides today travels with the child (plan lines 1131-1133)."""
    if not case.is_child:
        return False
    return any(one.escorts for one in representatives_on(evidence_of([case])[case.id], today()))
