"""The safeguards of invented children, in place or not, so that each state of them can be looked at."""

from datetime import date

from portal.cases.child_models import BestInterests, Consultation, FamilyAssessment, Representative, ViewHeard
from portal.cases.models import Case, Milestone
from portal.db import db
from portal.vocabulary.casework import MilestoneKind
from portal.vocabulary.children import (
    Advice,
    BestInterestsKind,
    BestInterestsOutcome,
    ChildView,
    ConsultedBody,
    FamilyInvolvement,
    RepresentativeKind,
)


def add_safeguards(case: Case, day: date) -> None:
    """Add the six safeguards of a child, all on one day, in the running act."""
    own = {"case_id": case.id}
    representative = Representative(kind=RepresentativeKind.PROFESSIONAL, appointed_on=day, escorts=False, **own)
    representative.name, representative.contact = "Invented Representative", "+45 00 00 00 00"
    advice = Consultation(body=ConsultedBody.COMMITTEE, asked_on=day, answered_on=day, advice=Advice.SUPPORTS, **own)
    best = BestInterests(
        kind=BestInterestsKind.DETERMINATION,
        outcome=BestInterestsOutcome.RECEPTION,
        decided_by="Invented municipality",
        decided_on=day,
        **own,
    )
    best.network = "An aunt who was not told of the journey; public care in the region"
    view = ViewHeard(view=ChildView.AGREES, heard_on=day, **own)
    view.words = "I want to go to school again"
    family = FamilyAssessment(involvement=FamilyInvolvement.NO_INDICATION, assessed_on=day, **own)
    plan = Milestone(kind=MilestoneKind.PLAN_WITH_REPRESENTATIVE, reached_on=day, **own)
    db.session.add_all([representative, advice, best, view, family, plan])
    db.session.flush()
