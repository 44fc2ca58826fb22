"""The data set for evaluators (plan lines 568-570): one coded row a person, without identity, code, day or unit."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, extract, select

from portal.cases.models import Case, Support
from portal.db import db, today
from portal.followup.models import DueReport, Report
from portal.monitoring.publishing import queries
from portal.monitoring.publishing.regions import region_of
from portal.monitoring.registered import A_VICTIM, OFFERED, PREPARED, SAID_YES
from portal.monitoring.returned import COUNTING, NOT_RECEIVED, SAYS_HOW_SHE_IS
from portal.monitoring.slices import FEMALE, MALE
from portal.monitoring.status import anonymous
from portal.referrals.models import Arrival, ReceptionRequest
from portal.referrals.states import RequestState
from portal.vocabulary.persons import CHILD_BANDS, AgeBand, Exploitation, Gender
from portal.vocabulary.reports import Housing, Income, Safety

R = ReceptionRequest
MARKS = ("year", "age", "gender", "region", "exploitation")
FACTS = (
    "offered",
    "said_yes",
    "supported",
    "prepared",
    "travelled",
    "met",
    "reported_back",
    "safe",
    "housed",
    "income",
)
HEAD = (*MARKS, *FACTS)
LABOUR = (Exploitation.FORCED_LABOUR, Exploitation.CHILD_LABOUR, Exploitation.SERVITUDE)
#: What the answers of the last report come to; what is in neither is "unknown".
GOOD: dict[str, tuple[Any, ...]] = {
    "safe": (Safety.SAFE,),
    "housed": (Housing.OWN_HOME, Housing.SHELTER),
    "income": (Income.WORK, Income.SCHOOL),
}
BAD: dict[str, tuple[Any, ...]] = {
    "safe": (Safety.CONCERNS, Safety.IN_DANGER),
    "housed": (Housing.UNSTABLE, Housing.NONE),
    "income": (Income.SUPPORT_ONLY, Income.NONE),
}


class TooFew(Exception):
    """Fewer people than the threshold: no data set can be made of them."""


@dataclass(frozen=True)
class DataSet:
    """The rows as they may be given out, sorted so that their order tells nothing."""

    rows: list[tuple[str, ...]]
    coarser: int
    least: int


def of_years_to(year: int) -> DataSet:
    """Everybody registered until the end of a year as a possible or confirmed victim. Raises TooFew."""
    found = db.session.execute(_wanted(year)).all()
    least = threshold()
    try:
        marks = anonymous.shown([_marks(row) for row in found], least)
    except ValueError as few:
        raise TooFew from few
    rows = [(*mark, *_facts(row)) for mark, row in zip(marks.marks, found, strict=True)]
    return DataSet(sorted(rows), marks.coarser, least)


def threshold() -> int:
    """The smallest number of people that may be shown, by the dated rule of today."""
    return queries.rule_on(today()).least


def _wanted(year: int) -> Any:
    """One row a person, in one statement."""
    requests = select(R.id).where(R.case_id == Case.id, R.state != RequestState.ENTERED_IN_ERROR)
    met = requests.join(Arrival, Arrival.request_id == R.id).where(Arrival.outcome.not_in(NOT_RECEIVED))
    reports = select(Report.id).join(DueReport, DueReport.id == Report.due_report_id).where(Report.case_id == Case.id)
    flags = {
        "offered": OFFERED,
        "said_yes": SAID_YES,
        "supported": exists(select(Support.id).where(Support.case_id == Case.id)),
        "prepared": PREPARED,
        "travelled": exists(requests.where(R.departed_on.is_not(None))),
        "met": exists(met),
        "reported_back": exists(reports.where(DueReport.kind.in_(COUNTING), SAYS_HOW_SHE_IS)),
    }
    marks = (Case.age_band, Case.is_child, Case.gender, Case.return_country, Case.exploitation)
    last = {"safe": Report.safety, "housed": Report.housing, "income": Report.income}
    return select(
        extract("year", Case.registered_on).label("year"),
        *marks,
        *(_yes(condition).label(name) for name, condition in flags.items()),
        *(_last(column).label(name) for name, column in last.items()),
    ).where(A_VICTIM, Case.registered_on <= date(year, 12, 31))


def _yes(condition: ColumnElement[bool]) -> ColumnElement[str]:
    return case((condition, "yes"), else_="no")


def _last(answer: Any) -> Any:
    """An answer of the last report of a person that gave one."""
    given = select(answer).where(and_(Report.case_id == Case.id, answer.is_not(None)))
    return given.order_by(Report.submitted_at.desc()).limit(1).scalar_subquery()


def _marks(row: Any) -> anonymous.Marks:
    return (str(int(row.year)), _age(row), _gender(row.gender), region_of(row.return_country), _kind(row.exploitation))


def _age(row: Any) -> str:
    if row.is_child or row.age_band in CHILD_BANDS:
        return "child"
    return AgeBand(row.age_band).value


def _gender(gender: Gender) -> str:
    return "woman" if gender in FEMALE else "man" if gender in MALE else "other"


def _kind(exploitation: list[str]) -> str:
    if Exploitation.SEXUAL.value in exploitation:
        return "sexual"
    return "labour" if any(one.value in exploitation for one in LABOUR) else "other"


def _facts(row: Any) -> tuple[str, ...]:
    flags = (row.offered, row.said_yes, row.supported, row.prepared, row.travelled, row.met, row.reported_back)
    return (*flags, *(_sense(name, getattr(row, name)) for name in GOOD))


def _sense(name: str, answer: Any) -> str:
    return "yes" if answer in GOOD[name] else "no" if answer in BAD[name] else "unknown"
