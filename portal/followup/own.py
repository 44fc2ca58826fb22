"""A partner's own figures: what it was asked, what it answered in time, whom it met, what it reported."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, select

from portal.db import db, today
from portal.followup import queries
from portal.followup.models import DueReport, DueState
from portal.partners.models import Organization
from portal.referrals.models import Arrival, ReceptionRequest
from portal.vocabulary.requests import ArrivalOutcome


@dataclass(frozen=True)
class Figures:
    """Counts of one partner, each with the whole that it is a part of."""

    in_time: int
    asked: int
    met: int
    came: int
    reported: int
    due: int


def figures(organization_id: UUID) -> Figures:
    """The figures of one partner from the beginning until today.

    Answered in time: of the requests it was asked. Met: of the arrivals it told. Reported: of the reports whose day
    has come (that she does not want contact, or cannot be reached, is a report too).
    """
    asked, in_time = db.session.execute(
        select(Organization.asked, Organization.answered_in_time).where(Organization.id == organization_id)
    ).one()
    arrivals = select(Arrival.outcome, func.count()).join(ReceptionRequest, ReceptionRequest.id == Arrival.request_id)
    told = db.session.execute(
        arrivals.where(ReceptionRequest.organization_id == organization_id).group_by(Arrival.outcome)
    )
    outcomes: dict[ArrivalOutcome, int] = dict(told.all())
    reported, late = db.session.execute(
        select(
            func.count().filter(and_(DueReport.state == DueState.REPORTED, queries.asked_for())),
            func.count().filter(queries.late(today())),
        ).where(DueReport.organization_id == organization_id)
    ).one()
    met = outcomes.get(ArrivalOutcome.MET, 0) + outcomes.get(ArrivalOutcome.MET_LATE, 0)
    return Figures(in_time, asked, met, sum(outcomes.values()), reported, reported + late)
