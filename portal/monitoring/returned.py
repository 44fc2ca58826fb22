"""T3 as one table of flags: a row for each person who travelled home in a year, and what became known of her."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, case, cast, func, or_, select

from portal.db import today
from portal.followup.models import WITHOUT_BASIS, DueReport, DueState, Report
from portal.monitoring.codes import Aside, Part
from portal.monitoring.counting import COPENHAGEN, Counting, Parts, on_days_of
from portal.partners.models import Organization
from portal.referrals.models import Arrival, ReceptionRequest
from portal.referrals.states import RequestState
from portal.vocabulary.organizations import NGO_LIKE, OrganizationType
from portal.vocabulary.reports import ContactMade, ReportKind
from portal.vocabulary.requests import ArrivalOutcome, Channel

R, D = ReceptionRequest, DueReport
CUT_OFF = (3, 31)  # reports count until 31 March of the next year, that day included
#: Reports #2 to #6 and events; not the baseline before the journey, and the arrival is no report.
COUNTING = (ReportKind.SCHEDULED, ReportKind.EVENT)
#: Whose reports count: local organisations and social authorities, not police, border or embassy.
REPORTERS = (
    *NGO_LIKE,
    OrganizationType.CENTRAL_GOVERNMENT,
    OrganizationType.LOCAL_GOVERNMENT,
    OrganizationType.HEALTH,
)
NOT_RECEIVED = (ArrivalOutcome.NOT_ARRIVED, ArrivalOutcome.REFUSED)
ON_THE_WAY = (RequestState.TRAVEL_SET, RequestState.DEPARTED)


def _known(column: Any) -> ColumnElement[bool]:
    return and_(column.is_not(None), cast(column, Text) != "unknown")


#: She was reached; or she does not want contact, and the partner knows more of her than that.
SAYS_HOW_SHE_IS = or_(
    Report.contact.not_in((ContactMade.NO_CONTACT, ContactMade.NO_WISH)),
    and_(
        Report.contact == ContactMade.NO_WISH,
        or_(
            *(_known(column) for column in (Report.safety, Report.retrafficking, Report.housing)),
            *(_known(column) for column in (Report.health, Report.income)),
            Report.help_received.is_not(None),
            Report.next_step.is_not(None),
        ),
    ),
)


def departed(year: int) -> tuple[ColumnElement[bool], ...]:
    """Travelled in the year."""
    return (*on_days_of(R.departed_on, year), R.state != RequestState.ENTERED_IN_ERROR)


def cut_off(year: int) -> datetime:
    """The first moment at which a report on who travelled in a year comes too late."""
    return datetime.combine(date(year + 1, *CUT_OFF) + timedelta(days=1), time.min, COPENHAGEN)


def ever(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """1 where any of a person's rows satisfies a condition, else 0."""
    return func.max(case((condition, 1), else_=0))


def _flags(year: int) -> dict[str, ColumnElement[bool]]:
    """What may be true of any report or journey of a person."""
    counts = and_(D.kind.in_(COUNTING), Report.submitted_at < cut_off(year))
    by_reporter = Organization.org_type.in_(REPORTERS)
    says = and_(counts, SAYS_HOW_SHE_IS)
    return {
        "reached": and_(says, by_reporter),
        "by_others": and_(says, ~by_reporter),
        "by_telephone": and_(says, by_reporter, Report.channel.in_((Channel.PHONE, Channel.POST))),
        "not_reached": and_(counts, Report.contact == ContactMade.NO_CONTACT),
        "by_choice": or_(and_(counts, Report.contact == ContactMade.NO_WISH), D.state == DueState.ENDED_BY_CHOICE),
        "no_basis": D.stopped_why.in_(WITHOUT_BASIS),
        "due_by_now": and_(D.kind == ReportKind.SCHEDULED, or_(D.due_on <= today(), D.state == DueState.REPORTED)),
        "waiting": D.state == DueState.WAITING,
        "met": Arrival.outcome.not_in(NOT_RECEIVED),
        "on_the_way": R.state.in_(ON_THE_WAY),
    }


def people(year: int) -> Any:
    """Each person who travelled in the year with her flags, from one pass over requests and reports."""
    joined = (
        select(R.case_id, *(ever(condition).label(name) for name, condition in _flags(year).items()))
        .outerjoin(Arrival, Arrival.request_id == R.id)
        .outerjoin(D, D.request_id == R.id)
        .outerjoin(Report, Report.due_report_id == D.id)
        .outerjoin(Organization, Organization.id == Report.organization_id)
    )
    return joined.where(*departed(year)).group_by(R.case_id).subquery("returned")


def reported_back(year: int) -> Counting:
    """T3 (plan lines 203-206). The numbers beside it are of people without a counted report; by telephone: with one."""
    rows = people(year)
    told = {name: rows.c[name] == 1 for name in _flags(year)}
    without = ~told["reached"]
    soon = or_(told["on_the_way"], and_(told["met"], told["waiting"]))
    parts: Parts = {
        Part.N: told["reached"],
        Aside.NOT_MET: and_(~told["met"], ~told["on_the_way"], without),
        Aside.BY_CHOICE: and_(told["by_choice"], without),
        Aside.NO_BASIS: and_(told["no_basis"], without),
        Aside.NOT_REACHED: and_(told["not_reached"], ~told["by_choice"], without),
        Aside.BY_OTHERS: and_(told["by_others"], without),
        Aside.NOT_DUE: and_(soon, ~told["due_by_now"], without),
        Aside.BY_TELEPHONE: told["by_telephone"],
    }
    return Counting(rows, (), parts, case_id=rows.c.case_id)
