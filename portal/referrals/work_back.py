"""Warnings counted back from the last day before departure (plan lines 266-275; RULINGS 28), computed when read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import selectinload

from portal.cases import clock
from portal.cases.models import Case, DepartureClock
from portal.db import db
from portal.i18n_mark import N_
from portal.partners.models import Organization
from portal.places.working_days import before_working_days
from portal.referrals.models import ReceptionRequest
from portal.referrals.states import ACCEPTED_STATES, RequestState
from portal.vocabulary.casework import CaseStatus, OfferOutcome
from portal.vocabulary.codes import CodeList

FOUR_WEEKS, TWO_WEEKS, LAST_DAYS = timedelta(days=28), timedelta(days=14), 5  # the last in working days
MOST = 200  # cases looked through for a first page


class Stage(CodeList):
    """How near the last day is: EURP asks four weeks, JRS two, the charter rule five working days."""

    FOUR_WEEKS = "28_days", N_("28 days or fewer are left")
    TWO_WEEKS = "14_days", N_("14 days or fewer are left")
    LAST_DAYS = "5_working_days", N_("5 working days or fewer are left")


class Lacking(CodeList):
    """What is not done although the last day is that near."""

    YES = "yes", N_("No partner has said yes yet.")
    NAME = "name", N_("The partner cannot see yet who she is.")
    ARRIVAL = "arrival", N_("The arrival is not set yet.")


#: By when what must be done.
NEEDED = {
    Stage.FOUR_WEEKS: (Lacking.YES,),
    Stage.TWO_WEEKS: (Lacking.YES, Lacking.NAME),
    Stage.LAST_DAYS: (Lacking.YES, Lacking.NAME, Lacking.ARRIVAL),
}
NOT_DONE = {None: Lacking.YES, RequestState.ACCEPTED: Lacking.NAME, RequestState.IDENTITY_SHARED: Lacking.ARRIVAL}


@dataclass(frozen=True)
class Warned:
    """A case whose last day is near, and what it still lacks."""

    case: Case
    ends_on: date
    stage: Stage
    lacking: Lacking


def stage(ends_on: date, on: date, country: str) -> Stage | None:
    """How near the last day is on a day (Copenhagen's calendar); working days are those of the partner's country.

    None while more than 28 days are left; the last stage stays once the day has passed.
    """
    if on >= before_working_days(ends_on, LAST_DAYS, country):
        return Stage.LAST_DAYS
    if on >= ends_on - TWO_WEEKS:
        return Stage.TWO_WEEKS
    return Stage.FOUR_WEEKS if on >= ends_on - FOUR_WEEKS else None


def lacking(near: Stage | None, yes: RequestState | None) -> Lacking | None:
    """What a case still lacks at a stage, by the state of the request that has a yes; None when nothing does."""
    not_done = NOT_DONE.get(yes)
    return not_done if near is not None and not_done in NEEDED[near] else None


def of_cases(cases: Sequence[Case], on: date) -> list[Warned]:
    """The cases among some that are to be warned of, the nearest last day first; one question for all."""
    accepted = _accepted([case.id for case in cases])
    warned = (_warned(case, on, *accepted.get(case.id, (None, case.return_country))) for case in cases)
    return sorted((one for one in warned if one is not None), key=lambda one: (one.ends_on, one.case.code))


def _warned(case: Case, on: date, yes: RequestState | None, country: str) -> Warned | None:
    end = clock.ends_on(case)
    wishes = bool(case.offers) and case.offers[-1].outcome is OfferOutcome.ACCEPTED
    if end is None or not wishes or case.status is not CaseStatus.ACTIVE:
        return None
    near = stage(end, on, country)
    what = lacking(near, yes)
    return Warned(case, end, near, what) if near is not None and what is not None else None


def _accepted(ids: Iterable[UUID]) -> dict[UUID, tuple[RequestState, str]]:
    """The state of each case's request that has a yes or led to a departure, and its partner's country."""
    led = or_(ReceptionRequest.state.in_(ACCEPTED_STATES), ReceptionRequest.departed_on.is_not(None))
    wanted = (
        select(ReceptionRequest.case_id, ReceptionRequest.state, Organization.country)
        .join(Organization, Organization.id == ReceptionRequest.organization_id)
        .where(ReceptionRequest.case_id.in_(ids), led)
    )
    return {case_id: (state, country) for case_id, state, country in db.session.execute(wanted)}


def near_their_end(among: ColumnElement[bool], on: date) -> list[Case]:
    """The living cases among some whose last day, or one they once had, is within 28 days."""
    ends = select(DepartureClock.case_id).where(DepartureClock.ends_on <= on + FOUR_WEEKS)
    wanted = select(Case).where(among, Case.status == CaseStatus.ACTIVE, Case.id.in_(ends))
    with_facts = wanted.options(selectinload(Case.clocks), selectinload(Case.offers))
    return list(db.session.scalars(with_facts.order_by(Case.registered_on, Case.id).limit(MOST)))
