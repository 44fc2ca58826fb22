"""From registration to the last report: how far each person of a year has come, and the one reason why not further."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, exists, func, null, select, type_coerce

from portal.cases.models import Case, Offer
from portal.db import db, today
from portal.followup.models import WITHOUT_BASIS, DueReport, DueState, Report, StopReason
from portal.monitoring.codes import FlowStep, Leaving
from portal.monitoring.counting import Counting, Parts
from portal.monitoring.registered import A_VICTIM, OFFERED, SAID_YES, YES_THAT_STOOD, registered
from portal.monitoring.returned import SAYS_HOW_SHE_IS
from portal.monitoring.slices import ALL, Slice
from portal.referrals.models import Arrival, ReceptionRequest
from portal.referrals.states import RequestState as S
from portal.vocabulary.casework import ClosureReason, DeclineReason, OfferOutcome
from portal.vocabulary.reports import ContactMade, ReportKind
from portal.vocabulary.requests import STARTS_SCHEDULE, ArrivalOutcome

R, D = ReceptionRequest, DueReport
STEPS = tuple(FlowStep)
THREE_MONTHS, TWELVE_MONTHS = 4, 6  # the numbers of these reports in the schedule
Detail = DeclineReason | ClosureReason | None


@dataclass(frozen=True)
class Left:
    """How many went no further than a step for a reason; the detail is why she said no, or why the case closed."""

    step: FlowStep
    why: Leaving
    detail: Detail
    n: int


@dataclass(frozen=True)
class Flow:
    """How many came to each step, and why the others did not go on; the difference of two steps is all who left."""

    steps: dict[FlowStep, int]
    left: list[Left]

    def left_after(self, step: FlowStep) -> list[Left]:
        """Who went no further than a step, the commonest reason first."""
        return sorted(
            (one for one in self.left if one.step is step), key=lambda one: (-one.n, one.why, one.detail or "")
        )


def _offer(outcome: OfferOutcome) -> ColumnElement[bool]:
    return exists(select(Offer.id).where(Offer.case_id == Case.id, Offer.outcome == outcome))


def _request(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(select(R.id).where(R.case_id == Case.id, *conditions))


def _arrival(*outcomes: ArrivalOutcome) -> ColumnElement[bool]:
    arrived = select(Arrival.id).join(R, R.id == Arrival.request_id)
    return exists(arrived.where(R.case_id == Case.id, YES_THAT_STOOD, Arrival.outcome.in_(outcomes)))


def _due(number: int, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """A scheduled report of hers from a number on (a child's further ones follow) that is like that."""
    asked = select(D.id).where(D.case_id == Case.id, D.number >= number)
    return exists(asked.where(D.kind.in_((ReportKind.SCHEDULED, ReportKind.FURTHER)), *conditions))


def _report(number: int, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    asked = select(D.id).join(Report, Report.due_report_id == D.id).where(D.case_id == Case.id, D.number >= number)
    return exists(asked.where(D.kind.in_((ReportKind.SCHEDULED, ReportKind.FURTHER)), condition))


_CLOSED = Case.closed_on.is_not(None)
_OPEN = Case.closed_on.is_(None)


def _step() -> ColumnElement[int]:
    """The index of the last step she came to."""
    hurdles = (
        OFFERED,
        SAID_YES,
        _request(YES_THAT_STOOD),
        _arrival(*STARTS_SCHEDULE),
        _report(THREE_MONTHS, SAYS_HOW_SHE_IS),
        _report(TWELVE_MONTHS, SAYS_HOW_SHE_IS),
    )
    return case(*((~hurdle, index) for index, hurdle in enumerate(hurdles)), else_=len(hurdles))


#: After each step the reasons in order; the first that is true is hers, the last one is everybody else's.
Reasons = tuple[tuple[Leaving, ColumnElement[bool] | None], ...]


def _after_report(number: int) -> Reasons:
    declined_contact = exists(select(Report.id).where(Report.case_id == Case.id, Report.contact == ContactMade.NO_WISH))
    return (
        (Leaving.BY_CHOICE, declined_contact | _due(0, D.state == DueState.ENDED_BY_CHOICE)),
        (Leaving.NO_BASIS, _due(number, D.stopped_why.in_(WITHOUT_BASIS))),
        (Leaving.NOT_AGREED, _due(number, D.stopped_why == StopReason.NOT_AGREED)),
        (Leaving.NOT_REACHED, _report(number, Report.contact == ContactMade.NO_CONTACT)),
        (Leaving.NOT_DUE, _due(number, D.state == DueState.WAITING, D.due_on > today(), D.number == number)),
        (Leaving.CLOSED, _CLOSED),
        (Leaving.NOT_REPORTED, None),
    )


def _reasons() -> dict[FlowStep, Reasons]:
    return {
        FlowStep.REGISTERED: (
            (Leaving.OFFER_NOT_POSSIBLE, _offer(OfferOutcome.NOT_POSSIBLE)),
            (Leaving.CLOSED, _CLOSED),
            (Leaving.NOT_OFFERED, None),
        ),
        FlowStep.OFFERED: (
            (Leaving.NOT_ANSWERED, and_(_OPEN, _offer(OfferOutcome.PENDING))),
            (Leaving.DECLINED, _offer(OfferOutcome.DECLINED)),
            (Leaving.CLOSED, _CLOSED),
            (Leaving.NOT_ANSWERED, None),
        ),
        FlowStep.ACCEPTED: (
            (Leaving.CLOSED, _CLOSED),
            (Leaving.WAITING, _request(R.state.in_((S.WAITING, S.QUESTION)))),
            (Leaving.TAKEN_BACK, _request(R.state == S.WITHDRAWN_BY_PARTNER)),
            (Leaving.REFUSED_BY_PARTNER, _request(R.state.in_((S.DECLINED, S.NO_ANSWER)))),
            (Leaving.STOPPED, _request(R.state.in_((S.CANCELLED, S.CONSENT_WITHDRAWN)))),
            (Leaving.NOT_ASKED, None),
        ),
        FlowStep.PARTNER_ACCEPTED: (
            (Leaving.ON_THE_WAY, _request(R.state == S.DEPARTED)),
            (Leaving.PREPARING, _request(R.state.in_((S.ACCEPTED, S.IDENTITY_SHARED, S.TRAVEL_SET)))),
            (Leaving.NOT_MET, _arrival(ArrivalOutcome.NOT_ARRIVED) | _request(R.state == S.NOT_MET)),
            (Leaving.REFUSED_RECEPTION, _arrival(ArrivalOutcome.REFUSED)),
            (Leaving.CLOSED, _CLOSED),
            (Leaving.STOPPED, None),
        ),
        FlowStep.MET: _after_report(THREE_MONTHS),
        FlowStep.REPORTED_3: _after_report(TWELVE_MONTHS),
    }


def _why(step: ColumnElement[int]) -> ColumnElement[str | None]:
    whens = []
    for index, (_of, reasons) in enumerate(_reasons().items()):
        *first, (last, _none) = reasons
        own = case(*((condition, why.value) for why, condition in first if condition is not None), else_=last.value)
        whens.append((step == index, own))
    return case(*whens, else_=null())


_LAST_NO = (
    select(Offer.decline_reason)
    .where(Offer.case_id == Case.id, Offer.outcome == OfferOutcome.DECLINED)
    .order_by(Offer.made_on.desc(), Offer.created_at.desc())
    .limit(1)
    .scalar_subquery()
)


def _people(year: int) -> Any:
    """Each victim registered in the year with the last step, and why she went no further."""
    came = select(Case.id.label("case_id"), _step().label("step")).where(*registered(year), A_VICTIM).subquery("came")
    wanted = select(came.c.case_id, came.c.step, _why(came.c.step).label("why")).join(Case, Case.id == came.c.case_id)
    said_no, closed_why = type_coerce(_LAST_NO, String), type_coerce(Case.closure_reason, String)
    return wanted.add_columns(said_no.label("said_no"), closed_why.label("closed_why")).subquery("people")


def counting(year: int) -> Counting:
    """The flow as one counting: each step a part."""
    rows = _people(year)
    parts: Parts = {step: rows.c.step >= index for index, step in enumerate(STEPS)}
    return Counting(rows, (), parts, case_id=rows.c.case_id)


def went_no_further(of: Counting, step: FlowStep, why: Leaving) -> ColumnElement[bool]:
    """Whose last step it is, for a reason."""
    return and_(of.rows.c.step == STEPS.index(step), of.rows.c.why == why.value)


def flow(year: int, only: Slice = ALL) -> Flow:
    """The people registered in a year by the last step they came to, and why they left there; in one statement."""
    of = counting(year)
    columns = of.rows.c
    said_no, closed = columns.why == Leaving.DECLINED.value, columns.why == Leaving.CLOSED.value
    detail = case((said_no, columns.said_no), (closed, columns.closed_why))
    last: Counter[int] = Counter()
    left = []
    wanted = of.select(only, columns.step, columns.why, detail.label("detail"), func.count())
    for step, why, code, n in db.session.execute(wanted.group_by(columns.step, columns.why, "detail")):
        last[step] += n
        if why is not None:
            left.append(Left(STEPS[step], Leaving(why), _detail(Leaving(why), code), n))
    return Flow({one: sum(n for at, n in last.items() if at >= i) for i, one in enumerate(STEPS)}, left)


def _detail(why: Leaving, code: str | None) -> Detail:
    if code is None:
        return None
    return DeclineReason(code) if why is Leaving.DECLINED else ClosureReason(code)
