"""Builders of a child's case: every safeguard in place, by the portal's own acts, or all but some."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete

from portal.cases import actions
from portal.cases.child_models import BestInterests, Consultation, FamilyAssessment, Representative, ViewHeard
from portal.cases.codes import Safeguard
from portal.cases.models import Case, Milestone
from portal.db import db, today, transaction
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
from portal.vocabulary.persons import AgeBand
from tests import build
from tests.people import People

DAYS_AGO = today() - timedelta(days=10)
RECORD: dict[Safeguard, Any] = {
    Safeguard.REPRESENTATIVE: Representative,
    Safeguard.PLAN: Milestone,
    Safeguard.COMMITTEE: Consultation,
    Safeguard.BEST_INTERESTS: BestInterests,
    Safeguard.CHILDS_VIEW: ViewHeard,
    Safeguard.FAMILY: FamilyAssessment,
}


def child(people: People, **more: Any) -> Case:
    """A child's case that lacks nothing but its safeguards."""
    return build.case(people.caseworker, is_child=True, age_band=AgeBand.CHILD_12_14, **more)


def safe_child(people: People, *but: Safeguard, **more: Any) -> Case:
    """A child whose six safeguards are in place, but those named."""
    case, actor = child(people, **more), people.caseworker.actor
    with transaction():
        represent(people, case)
        actions.reach_milestone(actor, case, kind=MilestoneKind.PLAN_WITH_REPRESENTATIVE, reached_on=DAYS_AGO)
        advise(people, case, Advice.SUPPORTS)
        decide(people, case, BestInterestsOutcome.RECEPTION)
        actions.hear_view(actor, case, view=ChildView.AGREES, heard_on=DAYS_AGO)
        actions.assess_family(
            actor, case, involvement=FamilyInvolvement.NO_INDICATION, assessed_on=DAYS_AGO, grounds="Talked with"
        )
    take_away(case, *but)
    return case


def take_away(case: Case, *safeguards: Safeguard) -> None:
    """As if these had never been recorded."""
    with transaction():
        for one in safeguards:
            gone = delete(RECORD[one]).where(RECORD[one].case_id == case.id)
            if one is Safeguard.PLAN:
                gone = gone.where(Milestone.kind == MilestoneKind.PLAN_WITH_REPRESENTATIVE)
            db.session.execute(gone)
    db.session.expire_all()


def represent(people: People, case: Case, **more: Any) -> Representative:
    """A representative appointed ten days ago."""
    told = {"kind": RepresentativeKind.PROFESSIONAL, "appointed_on": DAYS_AGO, "escorts": False, **more}
    return actions.appoint_representative(people.caseworker.actor, case, name="Invented R", contact="+4500", **told)


def advise(people: People, case: Case, advice: Advice, **more: Any) -> Consultation:
    """The committee's advice, asked for and given ten days ago unless said."""
    told = {"body": ConsultedBody.COMMITTEE, "asked_on": DAYS_AGO, "answered_on": DAYS_AGO, **more}
    return actions.consult(people.caseworker.actor, case, advice=advice, **told)


def decide(people: People, case: Case, outcome: BestInterestsOutcome, **more: Any) -> BestInterests:
    """A determination of ten days ago unless said."""
    told = {"kind": BestInterestsKind.DETERMINATION, "decided_by": "Invented municipality", "decided_on": DAYS_AGO}
    return actions.decide_best_interests(people.caseworker.actor, case, outcome=outcome, **{**told, **more})
