"""What the page of a child's case shows of its safeguards."""

from typing import Any

from sqlalchemy import select

from portal.access import Actor
from portal.cases import child_labels, policy, safeguards, tracing
from portal.cases.child_models import Consultation, MissingSuspicion, Representative
from portal.cases.models import Case
from portal.db import db, today
from portal.vocabulary.children import RepresentativeKind


def of_child(actor: Actor, case: Case) -> dict[str, Any] | None:
    """The section of a child, for this reader; None for an adult."""
    if not case.is_child:
        return None
    evidence = safeguards.evidence_of([case])[case.id]
    return {
        "rows": child_labels.rows(case, evidence, today()),
        "ended": child_labels.ended(evidence),
        "hides_family": safeguards.hides_family(case),
        "evidence": evidence,
        "names": {one.id: _sees_name(actor, case, one) for one in evidence.representatives},
        "consultations": _of(Consultation, case, Consultation.asked_on),
        "suspicions": _of(MissingSuspicion, case, MissingSuspicion.noted_on),
        "tracings": tracing.of_case(case),
        "may_record": policy.may_change(actor, case) and case.closed_on is None,
    }


def _of(model: type[Any], case: Case, day: Any) -> list[Any]:
    return list(db.session.scalars(select(model).where(model.case_id == case.id).order_by(day, model.created_at)))


def _sees_name(actor: Actor, case: Case, representative: Representative) -> bool:
    """A parent's name tells who the child is, so that it stands behind the same people as the identity."""
    if representative.kind is RepresentativeKind.PARENT:
        return policy.is_own(actor, case)
    return policy.may_change(actor, case)
