"""The partner's answer: three enquiries and one yes, a question, no, a yes taken back, and by telephone."""

from datetime import timedelta

import pytest

from portal.cases.actions import close_case, withdraw_sharing
from portal.cases.models import Alarm, Case, IdentityGrant
from portal.db import db, now, today, transaction
from portal.letters.models import MailedLink
from portal.letters.outbox import KINDS
from portal.partners.models import Organization
from portal.referrals import actions, answers, mail
from portal.referrals.models import ReceptionRequest, RequestEvent
from portal.referrals.states import RequestState
from portal.vocabulary.casework import AlarmKind, ClosureReason, SharingPurpose, WithdrawalReason
from portal.vocabulary.requests import CancelReason, Channel, Priority, RefusalReason
from tests import build
from tests.conftest import Portal
from tests.people import People
from tests.referrals.story import fresh, in_state, letters, steps_of, unchanged_by, words_of

YES = {"answer": "yes", "contact_name": "Efe Invented", "contact_phone": "+234 1 000"}


def withdraw(people: People, case: Case, purpose: SharingPurpose) -> None:
    reason = WithdrawalReason.CHANGED_MIND
    withdraw_sharing(people.caseworker.actor, case, purpose=purpose, withdrawn_on=today(), reason=reason)


def promise(request: ReceptionRequest) -> tuple[int, int, str]:
    partner = db.session.get_one(Organization, request.organization_id, populate_existing=True)
    return partner.asked, partner.answered_in_time, partner.recent_answers


def test_of_three_enquiries_the_first_yes_cancels_the_others_with_notice(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    partners = (people.accepting, people.declining, people.never_asked)
    first, second, third = (build.request(case, partner) for partner in partners)
    portal.browser(people.accepting).post(f"/requests/{first.reference}/answer", YES)
    assert [fresh(one).state.value for one in (first, second, third)] == ["accepted", "cancelled", "cancelled"]
    assert {second.cancel_reason, third.cancel_reason} == {CancelReason.ANOTHER_ACCEPTED}
    assert letters() == [
        ("request_accepted", people.caseworker.email),
        ("request_cancelled", people.declining.email),
        ("request_cancelled", people.never_asked.email),
    ]
    late = portal.browser(people.declining).post(f"/requests/{second.reference}/answer", YES, 409)
    assert "another partner said yes" in late.text and "Efe Invented" in late.text
    assert "Ada" not in late.text and "Edo House" not in late.text


def test_a_second_yes_for_one_case_is_refused_by_the_database_itself(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    build.request(case, people.accepting, state=RequestState.DEPARTED, accepted_at=now())
    other = build.request(case, people.declining)
    unchanged_by(lambda: actions.accept(people.declining.actor, other, "Dan", "1"), actions.AlreadyHappened)


def test_each_of_the_partners_people_gets_a_link_of_her_own_and_the_letter_says_nothing(
    portal: Portal, people: People
) -> None:
    request = in_state(people, RequestState.DRAFT)
    actions.send(people.caseworker.actor, request, request.row_version)
    links = db.select(MailedLink.purpose, MailedLink.object_id, MailedLink.account_id).order_by(MailedLink.account_id)
    people_of_it = sorted([people.accepting.id, people.accepting_too.id], key=lambda one: one.hex)
    assert [tuple(row) for row in db.session.execute(links)] == [
        ("request", request.reference, account) for account in people_of_it
    ]
    for kind in (*mail.TO_PARTNER, *mail.TO_CASEWORKER):
        assert KINDS[kind].sentence.count("%") == 1 and "%(reference)s" in KINDS[kind].sentence


def test_an_answer_without_what_belongs_to_it_says_so(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.WAITING)
    ada, address = portal.browser(people.accepting), f"/requests/{request.reference}/answer"
    for typed, sentence in (
        ({}, "Choose an answer"),
        ({"answer": "yes"}, "Write who will meet her"),
        ({"answer": "question"}, "Write your question"),
        ({"answer": "no"}, "Choose a reason"),
    ):
        assert sentence in ada.post(address, typed, 200).text
    assert fresh(request).state is RequestState.WAITING


def test_a_question_is_answered_and_the_waiting_is_given_back(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.WAITING, priority=Priority.URGENT)
    due, page = request.due_at, f"/requests/{request.reference}"
    ada, ane = portal.browser(people.accepting), portal.browser(people.caseworker)
    for _twice in range(2):
        ada.post(f"{page}/answer", {"answer": "question", "question": "هل تحتاج إلى طبيب؟", "language": "ar"})
    assert 'dir="auto" lang="ar"' in ane.get(page).text
    with transaction():
        asked = db.session.scalars(db.select(RequestEvent)).one()
        asked.at -= timedelta(hours=5)
    ane.post(f"{page}/reply", {"words": "No, she does not.", "language": "en"})
    assert words_of(request) == ["هل تحتاج إلى طبيب؟", "No, she does not."]
    assert fresh(request).state is RequestState.WAITING
    assert request.due_at is not None and due is not None
    assert timedelta(hours=5) <= request.due_at - due < timedelta(hours=5, minutes=2)
    assert letters() == [
        ("request_asked", people.caseworker.email),
        ("request_replied", people.accepting.email),
        ("request_replied", people.accepting_too.email),
    ]


def test_an_emergency_does_not_wait_for_our_reply(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.WAITING, priority=Priority.EMERGENCY)
    due = request.due_at
    actions.ask(people.accepting.actor, request, "Which airport?")
    actions.reply(people.caseworker.actor, request, "Lagos")
    assert fresh(request).due_at == due


def test_no_needs_a_reason_and_the_caseworker_is_offered_the_next_partner(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.WAITING)
    dan = portal.browser(people.accepting)
    dan.post(f"/requests/{request.reference}/answer", {"answer": "no", "reason": "no_capacity"})
    assert (fresh(request).state, request.refusal_reason) == (RequestState.DECLINED, RefusalReason.NO_CAPACITY)
    page = portal.browser(people.caseworker).get(f"/requests/{request.reference}").text
    assert "Ask another partner" in page and "No room at present" in page
    assert "Ada Invented said no." in page


@pytest.mark.parametrize(("late", "counted"), [(False, (1, 1, "1")), (True, (1, 0, "0"))])
def test_the_answer_promise_is_kept_or_not(
    portal: Portal, people: People, late: bool, counted: tuple[int, int, str]
) -> None:
    due = now() + timedelta(hours=-1 if late else 1)
    request = in_state(people, RequestState.WAITING, due_at=due)
    if late:
        assert (answers.run_out_due(now()), answers.run_out_due(now())) == (1, 0)
        assert letters() == [("request_no_answer", people.caseworker.email)]
        assert fresh(request).state is RequestState.NO_ANSWER
    actions.decline(people.accepting.actor, request, RefusalReason.OTHER)
    assert promise(request) == counted


def test_a_late_answer_is_shown_late_before_any_timer_has_run_and_a_late_yes_still_counts(
    portal: Portal, people: People
) -> None:
    request = in_state(people, RequestState.WAITING, due_at=now() - timedelta(minutes=1))
    page = f"/requests/{request.reference}"
    assert "No answer in time." in portal.browser(people.caseworker).get(page).text
    portal.browser(people.accepting).post(f"{page}/answer", YES)
    assert fresh(request).state is RequestState.ACCEPTED
    assert promise(request) == (1, 0, "0")


def test_what_is_answered_does_not_run_out(portal: Portal, people: People) -> None:
    for state in RequestState:
        if state is not RequestState.WAITING:
            in_state(people, state, due_at=now() - timedelta(days=1))
    assert answers.run_out_due(now()) == 0


def test_a_yes_taken_back_rings_at_once_ends_the_grant_and_offers_the_next_partner(
    portal: Portal, people: People
) -> None:
    request = in_state(people, RequestState.TRAVEL_SET)
    ada, page = portal.browser(people.accepting), f"/requests/{request.reference}"
    assert "Gate 3" in ada.get(page).text
    ada.post(f"{page}/take-back", {"reason": "unsafe"})
    assert fresh(request).state is RequestState.WITHDRAWN_BY_PARTNER
    assert request.accepted_at is not None
    alarm = db.session.scalars(db.select(Alarm)).one()
    assert (alarm.kind, alarm.case_id) == (AlarmKind.PARTNER_WITHDREW, request.case_id)
    assert db.session.scalars(db.select(IdentityGrant)).one().ended_at is not None
    ada.post(f"{page}/identity", status=409)
    assert "Gate 3" not in ada.get(page).text
    assert "Ask another partner" in portal.browser(people.caseworker).get(page).text
    assert ("request_taken_back", people.caseworker.email) in letters()
    assert "duty@portal.test" in [to for _kind, to in letters()]


def test_what_was_told_by_telephone_is_written_down_and_marked_so(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.WAITING)
    ane, page = portal.browser(people.caseworker), f"/requests/{request.reference}"
    assert "Write who at the partner told you" in ane.post(f"{page}/answer", YES, 200).text
    ane.post(f"{page}/answer", YES | {"said_by": "Mama Ife", "channel": "phone_on_behalf"})
    event = db.session.scalars(db.select(RequestEvent)).one()
    assert (event.channel, event.said_by, event.actor_name) == (Channel.PHONE, "Mama Ife", "Ane Invented")
    for person in (people.caseworker, people.accepting):
        shown = portal.browser(person).get(page).text
        assert "Mama Ife said yes." in shown
        assert "Told by telephone, written down by Ane Invented." in shown


def test_the_partners_people_cannot_claim_a_telephone_call(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.WAITING)
    form = YES | {"said_by": "Somebody", "channel": "phone_on_behalf"}
    portal.browser(people.accepting).post(f"/requests/{request.reference}/answer", form)
    event = db.session.scalars(db.select(RequestEvent)).one()
    assert (event.channel, event.said_by) == (Channel.PORTAL, "")


def test_a_cancelled_request_tells_the_partner_and_keeps_no_door_open(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.IDENTITY_SHARED)
    ane, page = portal.browser(people.caseworker), f"/requests/{request.reference}"
    assert "Choose a reason" in ane.post(f"{page}/cancel", status=200).text
    ane.post(f"{page}/cancel", {"reason": "another_partner_accepted"}, 200)  # the portal's own reason
    ane.post(f"{page}/cancel", {"reason": "plan_changed"})
    assert fresh(request).state is RequestState.CANCELLED
    assert db.session.scalars(db.select(IdentityGrant)).one().ended_why == "cancel"
    portal.browser(people.accepting).post(f"{page}/identity", status=409)


@pytest.mark.parametrize("state", [RequestState.WAITING, RequestState.IDENTITY_SHARED, RequestState.DRAFT])
def test_a_withdrawn_consent_ends_the_request_and_the_partner_is_told_to_delete(
    portal: Portal, people: People, state: RequestState
) -> None:
    request = in_state(people, state)
    case = db.session.get_one(Case, request.case_id)
    withdraw(people, case, SharingPurpose.PSEUDONYMOUS)
    assert fresh(request).state is RequestState.CONSENT_WITHDRAWN
    assert all(grant.ended_at for grant in db.session.scalars(db.select(IdentityGrant)))
    told = [kind for kind, _to in letters()]
    assert told == ([] if state is RequestState.DRAFT else ["request_consent_withdrawn"] * 2)
    if state is not RequestState.DRAFT:
        seen = portal.browser(people.accepting).get(f"/requests/{request.reference}").text
        assert "Delete what you have written down about her." in seen
        assert "25 to 34 years" not in seen


def test_without_the_basis_for_the_name_only_a_yes_ends(portal: Portal, people: People) -> None:
    waiting, accepted = in_state(people, RequestState.WAITING), in_state(people, RequestState.ACCEPTED)
    for request in (waiting, accepted):
        for purpose in (SharingPurpose.IDENTITY, SharingPurpose.FOLLOW_UP):
            withdraw(people, db.session.get_one(Case, request.case_id), purpose)
    assert [fresh(one).state.value for one in (waiting, accepted)] == ["waiting", "consent_withdrawn"]


def test_closing_a_case_ends_what_is_open(portal: Portal, people: People) -> None:
    open_one, arrived = in_state(people, RequestState.QUESTION), in_state(people, RequestState.ARRIVED)
    for request in (open_one, arrived):
        case = db.session.get_one(Case, request.case_id)
        close_case(people.caseworker.actor, case, ClosureReason.NO_LONGER_WISHES)
    assert [fresh(one).state.value for one in (open_one, arrived)] == ["cancelled", "closed_early"]
    assert open_one.cancel_reason is CancelReason.CASE_CLOSED


@pytest.mark.parametrize("step", actions.ENDINGS)
def test_how_it_ends_is_recorded(portal: Portal, people: People, step: str) -> None:
    request = in_state(people, RequestState.ARRIVED)
    ane, page = portal.browser(people.caseworker), f"/requests/{request.reference}"
    ane.get(f"{page}/end")
    ane.post(f"{page}/end", {"step": step})
    assert steps_of(request) == [step]
    assert db.session.scalars(db.select(IdentityGrant)).one().ended_at is not None
