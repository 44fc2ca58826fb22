"""A consent taken back, at the partners: what ends in the one act, who is asked to delete, who has said so."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.cases.actions import ON_WITHDRAWAL, withdraw_sharing
from portal.cases.models import Case, IdentityGrant
from portal.db import db, now, today, transaction
from portal.followup.models import DueReport
from portal.referrals import deletion
from portal.referrals.models import DeletionAsk, ReceptionRequest
from portal.referrals.states import RequestState
from portal.referrals.steps import IN_PORTAL, NotYours, Told
from portal.vocabulary.casework import SharingPurpose, WithdrawalReason
from portal.vocabulary.requests import Channel
from tests import build
from tests.conftest import Portal
from tests.paper.reading import text_of
from tests.people import People
from tests.referrals.story import add_grant, fresh, in_state, letters, steps_of, unchanged_by

ASKED = "request_consent_withdrawn"


def withdraw(people: People, case: Case, purpose: SharingPurpose) -> None:
    reason = WithdrawalReason.NO_REASON
    withdraw_sharing(people.caseworker.actor, case, purpose=purpose, withdrawn_on=today(), reason=reason)


def asked(people: People) -> ReceptionRequest:
    """A request whose partner has been asked to delete."""
    request = in_state(people, RequestState.IDENTITY_SHARED)
    withdraw(people, db.session.get_one(Case, request.case_id), SharingPurpose.IDENTITY)
    return fresh(request)


def wait(days: int) -> None:
    """As if so many days had passed since the asking."""
    with transaction():
        db.session.execute(sa.update(DeletionAsk).values(asked_at=now() - timedelta(days=days)))


def add_report(request: ReceptionRequest) -> None:
    with transaction():
        of = {"case_id": request.case_id, "organization_id": request.organization_id}
        db.session.add(DueReport(request_id=request.id, number=2, due_on=today(), **of))


def test_one_act_closes_the_door_stops_reports_ends_the_request_and_asks_each_partner_to_delete(
    portal: Portal, people: People
) -> None:
    request = in_state(people, RequestState.ARRIVED)
    case = db.session.get_one(Case, request.case_id)
    earlier = build.request(case, people.declining, state=RequestState.DECLINED)
    draft = build.request(case, people.never_asked, state=RequestState.DRAFT)
    add_report(request)

    def faulty(_actor: object, _case: object, _purpose: object) -> None:
        raise RuntimeError("the act fails at its very end")

    ON_WITHDRAWAL.append(faulty)
    try:
        unchanged_by(lambda: withdraw(people, case, SharingPurpose.PSEUDONYMOUS), RuntimeError)
    finally:
        ON_WITHDRAWAL.remove(faulty)
    withdraw(people, case, SharingPurpose.PSEUDONYMOUS)
    assert [fresh(one).state.value for one in (request, earlier, draft)] == [
        "consent_withdrawn",
        "declined",
        "consent_withdrawn",
    ]
    assert db.session.scalars(sa.select(IdentityGrant)).one().ended_at is not None
    report = db.session.scalars(sa.select(DueReport)).one()
    assert (report.state.value, report.stopped_why is not None) == ("stopped", True)
    assert {one.request_id for one in db.session.scalars(sa.select(DeletionAsk))} == {request.id, earlier.id}
    assert letters() == sorted((ASKED, one.email) for one in (people.accepting, people.accepting_too, people.declining))
    page = portal.browser(people.declining).get(f"/requests/{earlier.reference}").text
    assert "We have deleted it" in page and "25 to 34 years" not in page and "Nothing more is asked" not in page


def test_each_purpose_ends_what_rests_on_it_and_nothing_else(portal: Portal, people: People) -> None:
    def left(purpose: SharingPurpose) -> tuple[str, int]:
        case = build.case(people.caseworker)
        waiting = build.request(case, people.never_asked)
        once_let_in = build.request(case, people.declining, state=RequestState.WITHDRAWN_BY_PARTNER, accepted_at=now())
        add_grant(case, once_let_in, people.caseworker)
        build.request(case, people.accepting, state=RequestState.DECLINED)
        withdraw(people, case, purpose)
        asks = sa.select(sa.func.count()).select_from(DeletionAsk).where(DeletionAsk.case_id == case.id)
        return fresh(waiting).state.value, db.session.scalar(asks) or 0

    assert {purpose: left(purpose) for purpose in SharingPurpose} == {
        SharingPurpose.PSEUDONYMOUS: ("consent_withdrawn", 3),
        SharingPurpose.RECEPTION: ("consent_withdrawn", 3),
        SharingPurpose.IDENTITY: ("waiting", 1),
        **dict.fromkeys(
            (
                SharingPurpose.FOLLOW_UP,
                SharingPurpose.STATISTICS,
                SharingPurpose.TRACING,
                SharingPurpose.HOME_AUTHORITIES,
                SharingPurpose.POLICE_ANONYMISED,
                SharingPurpose.POLICE_IDENTIFIED,
            ),
            ("waiting", 0),
        ),
    }


def test_a_partner_is_asked_once_and_confirms_once_with_one_button(portal: Portal, people: People) -> None:
    request = asked(people)
    page, ada = f"/requests/{request.reference}", portal.browser(people.accepting)
    case = db.session.get_one(Case, request.case_id)
    assert "Delete, and tell us" in ada.get("/home").text
    shown = ada.get(page).text
    assert "Delete what you have written down about her." in shown and "We have deleted it" in shown
    withdraw(people, case, SharingPurpose.PSEUDONYMOUS)
    assert [kind for kind, _to in letters()] == [ASKED] * 2
    ada.post(f"{page}/deleted")
    ada.post(f"{page}/deleted")
    portal.browser(people.accepting_too).post(f"{page}/deleted")
    ask = db.session.scalars(sa.select(DeletionAsk)).one()
    assert (ask.confirmed_by, ask.channel) == (people.accepting.id, Channel.PORTAL)
    assert steps_of(request) == ["withdraw_consent", "confirm_deletion"]
    assert [kind for kind, _to in letters()] == ["deletion_confirmed", ASKED, ASKED]
    assert "Thank you. Nothing more is asked of you." in ada.get(page).text
    assert "Delete, and tell us" not in ada.get("/home").text


def test_the_link_of_the_letter_is_enough_to_confirm(portal: Portal, people: People) -> None:
    request = asked(people)
    by_link = replace(people.accepting.actor, limited_to=request.reference)
    assert [deletion.confirm(by_link, request), deletion.confirm(people.accepting_too.actor, request)] == [True, False]
    ask = db.session.scalars(sa.select(DeletionAsk)).one()
    assert (ask.channel, ask.confirmed_by) == (Channel.LINK, people.accepting.id)


def test_nobody_confirms_for_another_organisation_or_where_nobody_asked(portal: Portal, people: People) -> None:
    request, other = asked(people), in_state(people, RequestState.WAITING)
    portal.browser(people.never_asked).post(f"/requests/{request.reference}/deleted", status=404)
    portal.browser(people.accepting).post(f"/requests/{other.reference}/deleted", status=404)
    portal.browser(people.colleague).get(f"/requests/{request.reference}/deleted", 404)
    for actor, told in (
        (people.declining.actor, IN_PORTAL),
        (people.colleague.actor, Told(Channel.PHONE, "Efe Invented")),
        (people.caseworker.actor, IN_PORTAL),  # it must be said who at the partner told it
    ):
        unchanged_by(lambda actor=actor, told=told: deletion.confirm(actor, request, told), NotYours)  # type: ignore[misc]


def test_a_deletion_told_by_telephone_says_who_told_it_and_then_she_is_told(portal: Portal, people: People) -> None:
    request = asked(people)
    case, ane = db.session.get_one(Case, request.case_id), portal.browser(people.caseworker)
    page, ledger = f"/requests/{request.reference}", f"/cases/{case.code}/ledger"
    assert "Not every partner has confirmed that it has deleted what it got." in ane.get(f"/cases/{case.code}").text
    ane.post(f"{page}/deleted/told", status=404)  # there is nothing to tell yet
    ane.post(f"{page}/deleted", {"said_by": "", "channel": "phone_on_behalf"}, 200)
    ane.post(f"{page}/deleted", {"said_by": "Efe Invented", "channel": "phone_on_behalf"})
    assert "Efe Invented confirmed that all is deleted." in ane.get(page).text
    assert "I have told her today" in ane.get(ledger).text
    ane.post(f"{page}/deleted/told")
    shown = ane.get(ledger).text
    assert "She was told on" in shown and "I have told her today" not in shown
    assert "Not every partner has confirmed" not in ane.get(f"/cases/{case.code}").text


@pytest.mark.parametrize(("days", "shown"), [(13, False), (15, True)])
def test_what_is_not_confirmed_for_14_days_waits_on_the_first_page_and_in_the_queue(
    portal: Portal, people: People, days: int, shown: bool
) -> None:
    asked(people)
    wait(days)
    centre = portal.browser(people.coordinator)
    pages = [portal.browser(people.caseworker).get("/home"), centre.get("/home"), centre.get("/queue?kind=not_deleted")]
    assert [("Deletion not confirmed for 14 days" in page.text) for page in pages] == [shown] * 3
    assert "Deletion not confirmed for" not in portal.browser(people.stranger).get("/home").text


def test_the_journals_paper_says_who_was_asked_to_delete(portal: Portal, people: People) -> None:
    request = asked(people)
    code = db.session.get_one(Case, request.case_id).code
    paper = text_of(portal.browser(people.caseworker).post(f"/cases/{code}/paper.pdf", status=200).data)
    assert "What is left at partners" in paper and "Not confirmed" in paper
