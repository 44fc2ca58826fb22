"""A year's requests by state and its reports by number: each one statement that an index alone can answer."""

from dataclasses import dataclass

from sqlalchemy import and_, case, func

from portal.db import db, today
from portal.followup.models import DueReport, Report
from portal.monitoring.counting import Counting, in_time_of
from portal.monitoring.returned import COUNTING, departed
from portal.monitoring.slices import ALL, Slice
from portal.referrals.models import ReceptionRequest
from portal.referrals.states import RequestState
from portal.vocabulary.reports import ContactMade, ReportKind

R, D = ReceptionRequest, DueReport


def sent(year: int) -> Counting:
    """The requests sent in the year, mistakes apart."""
    base = (*in_time_of(R.sent_at, year), R.state != RequestState.ENTERED_IN_ERROR)
    return Counting(R, base, {state: R.state == state for state in RequestState}, case_id=R.case_id)


def requests_by_state(year: int, only: Slice = ALL) -> dict[RequestState, int]:
    """The requests sent in a year by what has become of them, in the order of the states."""
    wanted = sent(year).select(only, R.state, func.count()).group_by(R.state)
    found = dict(tuple(row) for row in db.session.execute(wanted))
    return {state: found[state] for state in RequestState if state in found}


@dataclass(frozen=True)
class ReportLine:
    """The reports with one number: asked for, due by now, sent, and those in which she was reached.

    The numbers are the schedule's, 2 (after 14 working days) to 6 (after a year); 0 holds what happened between.
    """

    number: int
    asked: int
    due: int
    sent: int
    reached: int


def reports_by_number(year: int, only: Slice = ALL) -> list[ReportLine]:
    """The reports on those who travelled in a year, by their number in the schedule."""
    reached = Report.contact.not_in((ContactMade.NO_CONTACT, ContactMade.NO_WISH))
    number = case((D.kind == ReportKind.EVENT, 0), else_=D.number).label("line")
    wanted = (
        Counting(R, departed(year), {}, case_id=R.case_id)
        .select(
            only,
            number,
            func.count(),
            func.count().filter(D.due_on <= today()),
            func.count(Report.id),
            func.count(Report.id).filter(reached),
        )
        .join(D, and_(D.request_id == R.id, D.kind.in_(COUNTING)))
        .outerjoin(Report, Report.due_report_id == D.id)
        .group_by("line")
        .order_by("line")
    )
    return [ReportLine(*row) for row in db.session.execute(wanted)]
