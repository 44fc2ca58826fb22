"""The promises, counted by SQL from what happened (RULINGS 26). Each is one function of the year."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Text, and_, cast, distinct, exists, func, or_, select

from portal.cases.models import Case, Offer, Support
from portal.db import db, today
from portal.followup.models import WITHOUT_BASIS, DueReport, DueState, Report
from portal.monitoring.codes import TARGETS, Aside, Promise
from portal.partners.models import Organization
from portal.referrals.models import Arrival, ReceptionRequest
from portal.referrals.states import RequestState
from portal.vocabulary.casework import DeclineReason, OfferOutcome
from portal.vocabulary.organizations import NGO_LIKE, OrganizationType
from portal.vocabulary.persons import Exploitation, Gender, SexExploitation, TraffickingStatus
from portal.vocabulary.reports import ContactMade
from portal.vocabulary.requests import ArrivalOutcome, Channel

FEW = 10  # below this no per cent is written
WOMEN = (Gender.FEMININE, Gender.TRANS_FEMININE)
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
CUT_OFF = (3, 31)  # reports count until 31 March of the next year, that day included
NUMBERS = (2, 6)  # report 1 is the arrival, and does not count as reported back
#: Whose reports count: local organisations and social authorities, not police, border or embassy.
REPORTERS = (
    *NGO_LIKE,
    OrganizationType.CENTRAL_GOVERNMENT,
    OrganizationType.LOCAL_GOVERNMENT,
    OrganizationType.HEALTH,
)
R = ReceptionRequest


@dataclass(frozen=True)
class Indicator:
    """A promise of one year: `n` of `total` people, the target in per cent, and the numbers beside it."""

    promise: Promise
    year: int
    n: int
    total: int
    aside: dict[Aside, int] = field(default_factory=dict)

    @property
    def target(self) -> int:
        """The plan's target in per cent."""
        return TARGETS[self.promise]

    @property
    def percent(self) -> int | None:
        """Whole per cent, rounded down so that a target is never met by rounding; None for few people."""
        return self.n * 100 // self.total if self.total >= FEW else None

    @property
    def kept(self) -> bool | None:
        """Whether the promise is kept; None while there are too few people to say."""
        return self.n * 100 >= self.total * self.target if self.total >= FEW else None


def _counted(*columns: ColumnElement[Any], where: tuple[ColumnElement[bool], ...]) -> list[int]:
    row = db.session.execute(select(*columns).where(*where)).one()
    return [number or 0 for number in row]


def _cases_that(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.count(Case.id).filter(condition)


def _registered(year: int) -> tuple[ColumnElement[bool], ...]:
    return (Case.registered_on >= date(year, 1, 1), Case.registered_on <= date(year, 12, 31))


_A_VICTIM = Case.trafficking_status != TraffickingStatus.NOT
_OFFERED = exists(select(Offer.id).where(Offer.case_id == Case.id, Offer.outcome != OfferOutcome.NOT_POSSIBLE))
_SAID_YES = exists(select(Offer.id).where(Offer.case_id == Case.id, Offer.outcome == OfferOutcome.ACCEPTED))
_SUPPORTED = exists(select(Support.id).where(Support.case_id == Case.id))
_ACCEPTED_BY_NGO = exists(
    select(R.id)
    .join(Organization, Organization.id == R.organization_id)
    .where(
        R.case_id == Case.id,
        R.accepted_at.is_not(None),
        R.state.not_in((RequestState.WITHDRAWN_BY_PARTNER, RequestState.ENTERED_IN_ERROR)),
        Organization.org_type.in_(NGO_LIKE),
    )
)
_PREPARED = and_(_ACCEPTED_BY_NGO, _SUPPORTED)
_CHILD = Case.is_child.is_(True)
_WOMAN_FROM_PROSTITUTION = and_(
    ~Case.is_child,
    Case.gender.in_(WOMEN),
    Case.sex_exploitation == SexExploitation.PROSTITUTION,
    # A JSON list of codes, as text on both databases: the code stands there in its quotation marks.
    cast(Case.exploitation, Text).like(f'%"{Exploitation.SEXUAL.value}"%'),
)


def offered(year: int) -> Indicator:
    """T1: offered a prepared return, of all registered in the year (plan lines 190-192; target 100 %)."""
    n, total, left_out, wanted = _counted(
        _cases_that(and_(_A_VICTIM, _OFFERED)),
        _cases_that(_A_VICTIM),
        _cases_that(~_A_VICTIM),
        _cases_that(and_(_A_VICTIM, _SAID_YES)),
        where=_registered(year),
    )
    return Indicator(Promise.OFFERED, year, n, total, {Aside.WANTED: wanted, Aside.NOT_A_VICTIM: left_out})


def children_prepared(year: int) -> Indicator:
    """T2a: return prepared with a local NGO, of all children registered (plan lines 198-202; target 100 %)."""
    return _prepared(Promise.CHILDREN, year, _CHILD)


def women_prepared(year: int) -> Indicator:
    """T2b: the same of the women trafficked to prostitution (plan lines 198-202; target 40 %)."""
    return _prepared(Promise.WOMEN, year, _WOMAN_FROM_PROSTITUTION)


def _prepared(promise: Promise, year: int, whom: ColumnElement[bool]) -> Indicator:
    n, total, wanted, of_them = _counted(
        _cases_that(_PREPARED),
        func.count(Case.id),
        _cases_that(_SAID_YES),
        _cases_that(and_(_SAID_YES, _PREPARED)),
        where=(*_registered(year), _A_VICTIM, whom),
    )
    return Indicator(promise, year, n, total, {Aside.WANTED: wanted, Aside.WANTED_PREPARED: of_them})


def reported_back(year: int) -> Indicator:
    """T3: reported back on, of all who departed in the year (plan lines 203-206; target 50 %).

    Whoever was not met, does not want contact, or has no basis for follow-up stays in the total and is shown apart;
    the numbers beside it are of people without a counted report (by telephone: of people with one).
    """
    reached = _reported(year, _SAYS_MORE, Organization.org_type.in_(REPORTERS))
    by_others = _reported(year, _SAYS_MORE, Organization.org_type.not_in(REPORTERS))
    by_telephone = _reported(
        year, _SAYS_MORE, Organization.org_type.in_(REPORTERS), Report.channel.in_((Channel.PHONE, Channel.POST))
    )
    not_reached = _reported(year, Report.contact == ContactMade.NO_CONTACT)
    no_wish = _reported(year, Report.contact == ContactMade.NO_WISH)
    met = exists(select(Arrival.id).where(Arrival.request_id == R.id, Arrival.outcome.not_in(_NOT_MET)))
    on_the_way = R.state.in_((RequestState.TRAVEL_SET, RequestState.DEPARTED))
    dues = select(DueReport.id).where(DueReport.request_id == R.id)
    by_choice = or_(no_wish, exists(dues.where(DueReport.state == DueState.ENDED_BY_CHOICE)))
    no_basis = exists(dues.where(DueReport.stopped_why.in_(WITHOUT_BASIS)))
    due_by_now = exists(dues.where(or_(DueReport.due_on <= today(), DueReport.state == DueState.REPORTED)))
    still_waiting = exists(dues.where(DueReport.state == DueState.WAITING))
    people: dict[Aside, ColumnElement[bool]] = {
        Aside.NOT_MET: and_(~met, ~on_the_way, ~reached),
        Aside.BY_CHOICE: and_(by_choice, ~reached),
        Aside.NO_BASIS: and_(no_basis, ~reached),
        Aside.NOT_REACHED: and_(not_reached, ~reached, ~by_choice),
        Aside.BY_OTHERS: and_(by_others, ~reached),
        Aside.NOT_DUE: and_(or_(on_the_way, and_(met, still_waiting)), ~reached, ~due_by_now),
        Aside.BY_TELEPHONE: by_telephone,
    }
    n, total, *numbers = _counted(
        _people_that(reached),
        func.count(distinct(R.case_id)),
        *(_people_that(condition) for condition in people.values()),
        where=_departed(year),
    )
    return Indicator(Promise.REPORTED, year, n, total, dict(zip(people, numbers, strict=True)))


def _reported(year: int, *that: ColumnElement[bool]) -> ColumnElement[bool]:
    """A report after the arrival, sent by the cut-off, and like that."""
    end = datetime.combine(date(year + 1, *CUT_OFF) + timedelta(days=1), time.min, COPENHAGEN)
    return exists(
        select(Report.id)
        .join(DueReport, DueReport.id == Report.due_report_id)
        .join(Organization, Organization.id == Report.organization_id)
        .where(Report.request_id == R.id, DueReport.number.between(*NUMBERS), Report.submitted_at < end, *that)
        .correlate(R)
    )


def _known(column: Any) -> ColumnElement[bool]:
    return and_(column.is_not(None), cast(column, Text) != "unknown")


#: She was reached; or she does not want contact, and the partner knows more of her than that.
_SAYS_MORE = or_(
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
_NOT_MET = (ArrivalOutcome.NOT_ARRIVED, ArrivalOutcome.REFUSED)


def _people_that(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.count(distinct(R.case_id)).filter(condition)


def _departed(year: int) -> tuple[ColumnElement[bool], ...]:
    return (
        R.departed_on >= date(year, 1, 1),
        R.departed_on <= date(year, 12, 31),
        R.state != RequestState.ENTERED_IN_ERROR,
    )


def promises(year: int) -> list[Indicator]:
    """The four promises of a year."""
    return [offered(year), children_prepared(year), women_prepared(year), reported_back(year)]


def years() -> list[int]:
    """The years from the first registration on, newest first; this year always."""
    first = db.session.scalar(select(func.min(Case.registered_on)))
    last = db.session.scalar(select(func.max(Case.registered_on)))
    this = today().year
    known = [this, *(day.year for day in (first, last) if day is not None)]
    return list(range(max(known), min(known) - 1, -1))


def times_asked(year: int) -> dict[int, int]:
    """Of the people registered in a year: how many were asked once, twice, ... (plan lines 139-141)."""
    asked = (
        select(func.count(Offer.id).label("times"))
        .join(Case, Case.id == Offer.case_id)
        .where(*_registered(year), _A_VICTIM, Offer.outcome != OfferOutcome.NOT_POSSIBLE)
        .group_by(Offer.case_id)
        .subquery()
    )
    rows = db.session.execute(select(asked.c.times, func.count()).group_by(asked.c.times).order_by(asked.c.times))
    return dict(tuple(row) for row in rows)


def reasons_for_no(year: int) -> dict[DeclineReason, int]:
    """Why the offer was declined, by the answers of the people registered in a year, the commonest first."""
    rows = db.session.execute(
        select(Offer.decline_reason, func.count())
        .join(Case, Case.id == Offer.case_id)
        .where(*_registered(year), _A_VICTIM, Offer.decline_reason.is_not(None))
        .group_by(Offer.decline_reason)
        .order_by(func.count().desc(), Offer.decline_reason)
    )
    return {reason: number for reason, number in rows if reason is not None}
