"""The promises in small worlds counted by hand (a large one is counted a second way in test_second_way)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from portal.cases.models import Case, Offer, Support
from portal.db import db, transaction
from portal.followup.models import DueReport, DueState, Report, StopReason
from portal.monitoring import indicators
from portal.monitoring.codes import Aside
from portal.partners.models import Organization
from portal.referrals.models import Arrival, ReceptionRequest
from portal.referrals.states import RequestState
from portal.vocabulary.casework import DeclineReason, OfferOutcome, SupportKind
from portal.vocabulary.organizations import OrganizationType
from portal.vocabulary.persons import AgeBand, Exploitation, Gender, SexExploitation, TraffickingStatus
from portal.vocabulary.reports import ContactMade, NoContactReason, Safety
from portal.vocabulary.requests import ArrivalOutcome, Channel
from tests import build
from tests.conftest import Portal
from tests.people import People, Person

YEAR = 2025
DAY = date(YEAR, 5, 5)


def person(
    people: People, *, offer: OfferOutcome | None = OfferOutcome.ACCEPTED, support: bool = True, **more: object
) -> Case:
    """A woman registered in the year, exploited in prostitution; said yes and was supported, unless told otherwise."""
    case = build.case(people.caseworker, ready=False, registered_on=DAY, **more)
    with transaction():
        if offer is not None:
            db.session.add(Offer(case_id=case.id, made_on=DAY, outcome=offer, answered_on=DAY))
        if support:
            db.session.add(Support(case_id=case.id, kind=SupportKind.LEGAL, received_on=DAY))
    return case


def accepted(
    case: Case, partner: Person, state: RequestState = RequestState.ACCEPTED, **more: object
) -> ReceptionRequest:
    """A request that the partner accepted."""
    return build.request(case, partner, state=state, accepted_at=datetime(YEAR, 6, 1, tzinfo=UTC), **more)


def reported(request: ReceptionRequest, contact: ContactMade, on: date = date(YEAR, 9, 1)) -> None:
    """A sent report of the request's partner."""
    own = {"request_id": request.id, "case_id": request.case_id, "organization_id": request.organization_id}
    with transaction():
        due = DueReport(number=3, due_on=on, state=DueState.REPORTED, **own)
        db.session.add(due)
        db.session.flush()
        report = Report(due_report_id=due.id, contact=contact, submitted_by=request.drafted_by, **own)
        report.submitted_at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
        report.no_contact_reason = NoContactReason.MOVED if contact is ContactMade.NO_CONTACT else None
        db.session.add(report)


def departed(
    case: Case, partner: Person, outcome: ArrivalOutcome | None = ArrivalOutcome.MET, **more: object
) -> ReceptionRequest:
    """Somebody who travelled in the year, and what happened on arrival."""
    request = accepted(case, partner, RequestState.ARRIVED, departed_on=DAY + timedelta(days=60), **more)
    if outcome is not None:
        told = {"happened_on": DAY, "confirmed_at": datetime(YEAR, 7, 4, tzinfo=UTC), "confirmed_by": case.owner_id}
        with transaction():
            db.session.add(Arrival(request_id=request.id, case_id=case.id, outcome=outcome, **told))
    return request


def test_offered_counts_possible_and_confirmed_and_leaves_out_who_was_no_victim(portal: Portal, people: People) -> None:
    person(people)
    person(people, offer=OfferOutcome.DECLINED)
    person(people, offer=OfferOutcome.NOT_POSSIBLE)
    person(people, offer=None, trafficking_status=TraffickingStatus.ACTUAL)
    person(people, trafficking_status=TraffickingStatus.NOT)
    build.case(people.caseworker, registered_on=date(YEAR - 1, 12, 31))
    figure = indicators.offered(YEAR)
    assert (figure.n, figure.total) == (2, 4)
    assert figure.aside == {Aside.WANTED: 1, Aside.NOT_A_VICTIM: 1}


def test_a_return_is_prepared_with_a_yes_of_an_ngo_that_stands_and_with_support(portal: Portal, people: People) -> None:
    accepted(person(people), people.accepting)
    accepted(person(people, support=False), people.accepting)
    accepted(person(people), people.accepting, RequestState.WITHDRAWN_BY_PARTNER)
    accepted(person(people), people.declining)
    accepted(person(people), people.accepting, RequestState.CANCELLED)
    build.request(person(people), people.accepting)
    with transaction():
        authority = db.session.get_one(Organization, people.declining.actor.organization_id)
        authority.org_type = OrganizationType.CENTRAL_GOVERNMENT
    figure = indicators.women_prepared(YEAR)
    assert (figure.n, figure.total) == (2, 6)


@pytest.mark.parametrize(
    ("more", "counted"),
    [
        ({}, 1),
        ({"gender": Gender.TRANS_FEMININE}, 1),
        ({"gender": Gender.MASCULINE}, 0),
        ({"sex_exploitation": SexExploitation.PORNOGRAPHY}, 0),
        ({"exploitation": [Exploitation.FORCED_LABOUR.value], "sex_exploitation": None}, 0),
        ({"exploitation": [Exploitation.FORCED_LABOUR.value, Exploitation.SEXUAL.value]}, 1),
        ({"is_child": True, "age_band": AgeBand.CHILD_15_17}, 0),
    ],
)
def test_the_women_are_grown_women_trafficked_to_prostitution(
    portal: Portal, people: People, more: dict[str, object], counted: int
) -> None:
    person(people, **more)
    assert indicators.women_prepared(YEAR).total == counted


def test_children_are_counted_apart(portal: Portal, people: People) -> None:
    accepted(person(people, is_child=True, age_band=AgeBand.CHILD_12_14), people.accepting)
    person(people, is_child=True, age_band=AgeBand.ADULT_18_24)
    figure = indicators.children_prepared(YEAR)
    assert (figure.n, figure.total, figure.target) == (1, 2, 100)


def test_reported_back_needs_a_report_in_which_she_was_reached(portal: Portal, people: People) -> None:
    reported(departed(person(people), people.accepting), ContactMade.PHONE)
    reported(departed(person(people), people.accepting), ContactMade.NO_CONTACT)
    reported(departed(person(people), people.accepting), ContactMade.NO_WISH)
    reported(departed(person(people), people.accepting), ContactMade.VISIT, date(YEAR + 1, 4, 1))
    departed(person(people), people.accepting, ArrivalOutcome.NOT_ARRIVED)
    departed(person(people), people.accepting, None)
    accepted(person(people), people.accepting)
    figure = indicators.reported_back(YEAR)
    assert (figure.n, figure.total) == (1, 6)
    aside = figure.aside
    assert (aside[Aside.NOT_MET], aside[Aside.NOT_REACHED], aside[Aside.BY_CHOICE]) == (2, 1, 1)


def test_more_than_that_she_does_not_want_contact_counts(portal: Portal, people: People) -> None:
    for safety in (Safety.SAFE, Safety.UNKNOWN):
        request = departed(person(people), people.accepting)
        reported(request, ContactMade.NO_WISH)
        with transaction():
            report = db.session.scalars(sa.select(Report).where(Report.request_id == request.id)).one()
            report.safety = safety
    figure = indicators.reported_back(YEAR)
    assert (figure.n, figure.total, figure.aside[Aside.BY_CHOICE]) == (1, 2, 1)


@pytest.mark.parametrize(
    ("kind", "counted"),
    [
        (OrganizationType.RED_CROSS, 1),
        (OrganizationType.LOCAL_GOVERNMENT, 1),
        (OrganizationType.CENTRAL_GOVERNMENT, 1),
        (OrganizationType.LAW_ENFORCEMENT, 0),
        (OrganizationType.EMBASSY, 0),
    ],
)
def test_reports_of_organisations_and_social_authorities_count(
    portal: Portal, people: People, kind: OrganizationType, counted: int
) -> None:
    reported(departed(person(people), people.accepting), ContactMade.VISIT)
    with transaction():
        db.session.get_one(Organization, people.accepting.actor.organization_id).org_type = kind
    figure = indicators.reported_back(YEAR)
    assert (figure.n, figure.aside[Aside.BY_OTHERS]) == (counted, 1 - counted)


@pytest.mark.parametrize(("hour", "counted"), [(21, 1), (22, 0)])
def test_the_last_of_march_ends_at_midnight_in_copenhagen(
    portal: Portal, people: People, hour: int, counted: int
) -> None:
    reported(departed(person(people), people.accepting), ContactMade.VISIT)
    with transaction():
        db.session.scalars(sa.select(Report)).one().submitted_at = datetime(YEAR + 1, 3, 31, hour, 59, tzinfo=UTC)
    assert indicators.reported_back(YEAR).n == counted


def test_who_is_on_the_way_is_not_called_not_met(portal: Portal, people: People) -> None:
    request = departed(person(people), people.accepting, None)
    with transaction():
        request.state = RequestState.DEPARTED
    figure = indicators.reported_back(YEAR)
    assert (figure.total, figure.aside[Aside.NOT_MET], figure.aside[Aside.NOT_DUE]) == (1, 0, 1)


def test_a_report_told_by_telephone_counts_and_is_shown_apart(portal: Portal, people: People) -> None:
    reported(departed(person(people), people.accepting), ContactMade.VISIT)
    with transaction():
        db.session.scalars(sa.select(Report)).one().channel = Channel.PHONE
    figure = indicators.reported_back(YEAR)
    assert (figure.n, figure.aside[Aside.BY_TELEPHONE]) == (1, 1)


def test_a_person_without_a_basis_stays_in_the_total_and_is_shown_apart(portal: Portal, people: People) -> None:
    request = departed(person(people), people.accepting)
    own = {"request_id": request.id, "case_id": request.case_id, "organization_id": request.organization_id}
    with transaction():
        due = DueReport(number=2, due_on=DAY, state=DueState.STOPPED, stopped_why=StopReason.NO_BASIS, **own)
        db.session.add(due)
    figure = indicators.reported_back(YEAR)
    assert (figure.n, figure.total, figure.aside[Aside.NO_BASIS]) == (0, 1, 1)


def test_a_share_is_said_for_ten_people_or_more_and_never_rounded_up() -> None:
    assert indicators.Indicator(indicators.Promise.REPORTED, YEAR, 4, 9).percent is None
    assert indicators.Indicator(indicators.Promise.REPORTED, YEAR, 4, 9).kept is None
    almost = indicators.Indicator(indicators.Promise.OFFERED, YEAR, 199, 200)
    assert (almost.percent, almost.kept) == (99, False)


def test_how_often_people_were_asked_and_why_they_said_no(portal: Portal, people: People) -> None:
    twice = person(people, offer=OfferOutcome.DECLINED)
    with transaction():
        twice.offers[0].decline_reason = DeclineReason.FEARS_RETURN
        db.session.add(Offer(case_id=twice.id, made_on=DAY + timedelta(days=9), outcome=OfferOutcome.ACCEPTED))
    person(people)
    assert indicators.times_asked(YEAR) == {1: 1, 2: 1}
    assert indicators.reasons_for_no(YEAR) == {DeclineReason.FEARS_RETURN: 1}


def test_the_centre_reads_the_page_and_each_look_is_logged(portal: Portal, people: People) -> None:
    accepted(person(people), people.accepting)
    page = portal.browser(people.coordinator).get(f"/monitoring?year={YEAR}").text
    assert "1 of 1" in page
    portal.browser(people.coordinator).get("/monitoring?year=nonsense")
    empty = portal.browser(people.coordinator).get("/monitoring?year=1999").text
    assert "Nobody was registered and nobody travelled home in 1999." in empty
    portal.browser(people.caseworker).get("/monitoring", 404)
