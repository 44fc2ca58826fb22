"""What must be in place before a request is sent, each alone; nothing is sent while it is missing."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from portal.accounts import queries as accounts
from portal.accounts.models import AccountState
from portal.cases.models import Case, Milestone, Offer, RiskAssessment, Sharing
from portal.db import db, now, today, transaction
from portal.partners.models import Organization
from portal.referrals import readiness
from portal.referrals.models import ReceptionRequest
from portal.referrals.readiness import Missing, NotReady
from portal.referrals.states import RequestState
from portal.referrals.travel import release
from portal.vocabulary.casework import OfferOutcome, RiskLevel, SharingPurpose
from portal.vocabulary.organizations import TransferBasis
from portal.vocabulary.services import ServiceStatus
from tests import build
from tests.conftest import Portal
from tests.people import People
from tests.referrals.story import fresh, in_state

Spoil = Callable[[Case, Organization], object]


def _basis(case: Case) -> Sharing:
    wanted = db.select(Sharing).where(Sharing.case_id == case.id, Sharing.purpose == SharingPurpose.PSEUDONYMOUS)
    return db.session.scalars(wanted).one()


def _without(record: type) -> Spoil:
    return lambda case, partner: [
        db.session.delete(one)
        for one in db.session.scalars(
            db.select(record).where(record.case_id == case.id)  # type: ignore[attr-defined]
        )
    ]


def _later_no(case: Case, partner: Organization) -> None:
    db.session.add(Offer(case_id=case.id, made_on=today(), outcome=OfferOutcome.DECLINED, answered_on=today()))


def _not_assessed(case: Case, partner: Organization) -> None:
    assessed = {"assessed_on": today(), "level": RiskLevel.NOT_ASSESSED}
    db.session.add(RiskAssessment(case_id=case.id, **assessed))


SPOILT: list[tuple[Missing, Spoil]] = [
    (Missing.OFFER, _without(Offer)),
    (Missing.OFFER, _later_no),
    (Missing.BASIS, lambda case, partner: setattr(_basis(case), "withdrawn_on", today())),
    (Missing.BASIS, lambda case, partner: setattr(_basis(case), "expires_on", today() - timedelta(days=1))),
    (Missing.RISK, _without(RiskAssessment)),
    (Missing.RISK, _not_assessed),
    (Missing.PLAN, _without(Milestone)),
    (Missing.CHILD, lambda case, partner: setattr(case, "is_child", True)),
    (Missing.TRANSFER, lambda case, partner: setattr(partner, "transfer_basis", None)),
    (Missing.TRANSFER, lambda case, partner: setattr(partner, "transfer_basis", TransferBasis.EEA)),
    (Missing.PARTNER, lambda case, partner: setattr(partner, "status", ServiceStatus.TEMPORARILY_CLOSED)),
    (Missing.CENTRE, lambda case, partner: setattr(partner, "silent_hold", True)),
    (Missing.NOBODY, lambda case, partner: _suspend_everybody(partner)),
]


def _suspend_everybody(partner: Organization) -> None:
    for account in accounts.people_of(partner.id):
        account.state = AccountState.SUSPENDED


def spoilt(request: ReceptionRequest, spoil: Spoil) -> list[Missing]:
    case = db.session.get_one(Case, request.case_id)
    partner = db.session.get_one(Organization, request.organization_id)
    with transaction():
        spoil(case, partner)
    db.session.expire_all()
    return readiness.missing(case, partner, today(), request.id)


@pytest.mark.parametrize(("missing", "spoil"), SPOILT)
def test_what_is_missing_is_named_alone_and_nothing_is_sent(
    portal: Portal, people: People, missing: Missing, spoil: Spoil
) -> None:
    request = in_state(people, RequestState.DRAFT)
    assert spoilt(request, lambda case, partner: None) == []
    assert spoilt(request, spoil) == [missing]
    ane, page = portal.browser(people.caseworker), f"/requests/{request.reference}"
    shown = ane.get(f"{page}/check").text
    assert missing.label.replace("'", "&#39;") in shown and "Send request</button>" not in shown
    answer = ane.post(f"{page}/send", {"seen": fresh(request).row_version}, 409)
    assert missing.label.replace("'", "&#39;") in answer.text
    assert fresh(request).state is RequestState.DRAFT


def test_a_child_is_told_which_safeguards_are_missing(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.DRAFT, case=build.case(people.caseworker, is_child=True))
    shown = portal.browser(people.caseworker).get(f"/requests/{request.reference}/check").text
    assert "A representative is appointed" in shown and "The child&#39;s own view is recorded" in shown


def test_a_derogation_for_the_case_stands_for_the_partners_transfer_basis(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.DRAFT)

    def derogate(case: Case, partner: Organization) -> None:
        partner.transfer_basis = None
        basis = _basis(case)
        basis.transfer_basis, basis.derogation_reason = TransferBasis.DEROGATION, "No other partner"

    assert spoilt(request, derogate) == []


def test_a_partner_inside_the_eu_needs_no_other_transfer_basis(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.DRAFT, people.declining)
    assert spoilt(request, lambda case, partner: setattr(partner, "transfer_basis", None)) == []


def test_three_at_most_are_asked_and_one_partner_once(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    draft = build.request(case, people.accepting, state=RequestState.DRAFT)
    build.request(case, people.declining)
    build.request(case, people.never_asked, state=RequestState.QUESTION)
    assert spoilt(draft, lambda case, partner: None) == []
    again = build.request(case, people.declining, state=RequestState.DRAFT)
    assert spoilt(again, lambda case, partner: None) == [Missing.ASKED]
    third = build.request(case, people.accepting)
    assert spoilt(draft, lambda case, partner: None) == [Missing.TOO_MANY, Missing.ASKED]
    with transaction():
        third.state, third.accepted_at = RequestState.ACCEPTED, now()
    assert spoilt(again, lambda case, partner: None) == [Missing.ACCEPTED, Missing.ASKED]


def test_a_second_partner_in_one_town_is_asked_only_after_a_thought(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    build.request(case, people.never_asked)  # every organisation of the cast is in one town
    with transaction():
        near = db.session.get_one(Organization, people.never_asked.actor.organization_id)
        near.country = "NG"
    draft = build.request(case, people.accepting, state=RequestState.DRAFT)
    ane, page = portal.browser(people.caseworker), f"/requests/{draft.reference}"
    assert "Small particulars together can show who she is." in ane.get(f"{page}/check").text
    ane.post(f"{page}/send", {"seen": draft.row_version}, 409)
    ane.post(f"{page}/send", {"seen": fresh(draft).row_version, "same_town": "y"})
    assert fresh(draft).state is RequestState.WAITING


def test_the_name_goes_nowhere_once_nothing_lets_it_leave_denmark(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    request = build.request(case, people.accepting, state=RequestState.ACCEPTED)
    partner = db.session.get_one(Organization, request.organization_id)
    with transaction():
        partner.transfer_basis = None
    page = f"/cases/{case.code}/ledger"
    assert "nothing of its own" in portal.browser(people.caseworker).get(page).text
    with pytest.raises(NotReady) as refused:
        release(people.caseworker.actor, request)
    assert refused.value.missing == [Missing.TRANSFER]
    db.session.rollback()
    with transaction():
        partner.transfer_basis = TransferBasis.CLAUSES
    assert "Standard contractual clauses" in portal.browser(people.caseworker).get(page).text
    assert release(people.caseworker.actor, request).state is RequestState.IDENTITY_SHARED
