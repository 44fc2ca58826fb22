"""The identity's door: it opens on grant and basis together, checked at that moment, and each look is written down."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.audit.models import AuditEvent
from portal.cases import actions, identity
from portal.cases.codes import IdentityPart
from portal.cases.consent import valid_basis
from portal.cases.faults import DoorClosed, NotHere, Refused
from portal.cases.identity import Identity
from portal.cases.models import Case, IdentityGrant, Sharing
from portal.db import db, now, today, transaction
from portal.referrals.states import RequestState
from portal.vocabulary.casework import ClosureReason, SharingPurpose, WithdrawalReason
from tests import build
from tests.cases.story import events, grant, letters, rows
from tests.conftest import Portal
from tests.people import People, Person

NAME = "Blessing Invented"


def written(people: People) -> Case:
    case = build.case(people.caseworker)
    actions.write_identity(people.caseworker.actor, case, Identity(full_name=NAME, phone="+234 800 000 0000"))
    return case


def closed_for(person: Person, case: Case, reason: str = "") -> str:
    with pytest.raises(DoorClosed) as refused:
        identity.show(person.actor, case.id, reason)
    return refused.value.code


def test_a_partner_with_grant_and_basis_sees_who_she_is(portal: Portal, people: People) -> None:
    case = written(people)
    actions.grant_identity(people.caseworker.actor, case.id, people.accepting.actor.organization_id)
    assert identity.show(people.accepting.actor, case.id).full_name == NAME
    assert events(case)[-1] == "identity:shown"


def test_without_a_grant_the_door_stays_closed(portal: Portal, people: People) -> None:
    case = written(people)
    grant(case, people.accepting, people.caseworker)
    assert closed_for(people.declining, case) == "no_grant"
    assert closed_for(people.never_asked, case) == "no_grant"
    assert events(case)[-1] == "identity:refused"


def test_without_a_basis_the_door_stays_closed_though_a_grant_lives(portal: Portal, people: People) -> None:
    case = written(people)
    grant(case, people.accepting, people.caseworker)
    with transaction():
        expired = sa.update(Sharing).where(Sharing.purpose == SharingPurpose.IDENTITY)
        db.session.execute(expired.values(expires_on=today() - timedelta(days=1)))
    assert closed_for(people.accepting, case) == "no_basis"


def test_a_release_needs_a_basis(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker, ready=False)
    with pytest.raises(Refused) as refused:
        actions.grant_identity(people.caseworker.actor, case.id, people.accepting.actor.organization_id)
    assert (refused.value.code, rows(IdentityGrant)) == ("no_basis", [])


@pytest.mark.parametrize("purpose", [SharingPurpose.IDENTITY, SharingPurpose.PSEUDONYMOUS])
def test_a_withdrawal_closes_the_door_in_the_same_act(portal: Portal, people: People, purpose: SharingPurpose) -> None:
    case, actor = written(people), people.caseworker.actor
    grant(case, people.accepting, people.caseworker)
    seen: list[bool] = []

    def watch(_actor: object, _case: Case, _purpose: SharingPurpose) -> None:
        ended = db.session.scalars(sa.select(IdentityGrant.ended_at)).all()
        seen.append(all(ended))
        raise RuntimeError("the act fails at its very end")

    actions.ON_WITHDRAWAL.append(watch)
    taken_back = {"purpose": purpose, "withdrawn_on": today(), "reason": WithdrawalReason.NO_REASON}
    try:
        with pytest.raises(RuntimeError):
            actions.withdraw_sharing(actor, case, **taken_back)
    finally:
        actions.ON_WITHDRAWAL.remove(watch)
    # Inside the act the grant had ended; with the act undone, everything was.
    assert seen == [True]
    assert [one.ended_at for one in rows(IdentityGrant)] == [None]
    assert [one.withdrawn_on for one in rows(Sharing)] == [None] * len(SharingPurpose)
    assert actions.withdraw_sharing(actor, case, **taken_back) == 1
    assert [one.ended_why for one in rows(IdentityGrant)] == ["consent_withdrawn"]
    assert closed_for(people.accepting, case) == "no_grant"


def test_no_other_basis_opens_the_door_again_after_a_withdrawal(portal: Portal, people: People) -> None:
    case, actor = written(people), people.caseworker.actor
    grant(case, people.accepting, people.caseworker)
    withdrawn = {"withdrawn_on": today(), "reason": WithdrawalReason.CHANGED_MIND}
    actions.withdraw_sharing(actor, case, purpose=SharingPurpose.IDENTITY, **withdrawn)
    with transaction():
        build.share(case, SharingPurpose.IDENTITY, today(), people.caseworker.id)
    assert closed_for(people.accepting, case) == "no_grant"


def test_closing_the_case_closes_the_door(portal: Portal, people: People) -> None:
    case = written(people)
    grant(case, people.accepting, people.caseworker)
    actions.close_case(people.caseworker.actor, case, ClosureReason.PLAN_COMPLETED)
    assert [one.ended_why for one in rows(IdentityGrant)] == ["case_closed"]
    assert closed_for(people.accepting, case) == "no_grant"


def test_a_consent_given_today_does_not_cover_yesterday(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker, ready=False)
    with transaction():
        build.share(case, SharingPurpose.IDENTITY, today(), people.caseworker.id)
    assert valid_basis(case, SharingPurpose.IDENTITY, today()) is not None
    assert valid_basis(case, SharingPurpose.IDENTITY, today() - timedelta(days=1)) is None


def test_the_owner_and_a_deputy_look_without_a_reason_and_a_colleague_never(portal: Portal, people: People) -> None:
    case = written(people)
    assert identity.show(people.caseworker.actor, case.id).full_name == NAME
    assert closed_for(people.colleague, case, "I am curious") == "not_yours"
    actions.name_deputy(people.caseworker.actor, case, people.colleague.id)
    assert identity.show(people.colleague.actor, case.id).full_name == NAME
    assert letters() == []


def test_the_coordinator_writes_a_reason_and_the_owner_is_told(portal: Portal, people: People) -> None:
    case = written(people)
    browser, address = portal.browser(people.coordinator), f"/cases/{case.code}/identity/show"
    for nothing in ({}, {"reason": "   "}):
        page = browser.post(address, nothing, 200).text
        assert "Write why you need to know who she is." in page and NAME not in page
    assert letters() == []
    page = browser.post(address, {"reason": "Her mother has called the centre"}, 200)
    assert NAME in page.text and page.headers["Cache-Control"] == "no-store"
    assert letters() == [("identity_looked_at", people.caseworker.email)]
    assert events(case)[-3:] == ["identity:refused", "identity:refused", "identity:shown"]


def test_the_owner_reads_why_the_centre_looked_and_a_colleague_does_not(portal: Portal, people: People) -> None:
    case, reason = written(people), "Her mother has called the centre"
    identity.show(people.coordinator.actor, case.id, reason)
    assert reason in portal.browser(people.caseworker).get(f"/cases/{case.code}").text
    assert reason not in portal.browser(people.colleague).get(f"/cases/{case.code}").text


@pytest.mark.parametrize(
    "who", ["auditor", "administrator", "embassy", "accepting", "declining", "never_asked", "stranger", "colleague"]
)
def test_nobody_else_finds_the_door(portal: Portal, people: People, who: str) -> None:
    case = written(people)
    grant(case, people.accepting, people.caseworker)
    browser = portal.browser(people.everyone()[who])
    browser.get(f"/cases/{case.code}/identity", 404)
    assert NAME not in browser.post(f"/cases/{case.code}/identity/show", {"reason": "Let me in"}, 404).text
    browser.post(f"/cases/{case.code}/identity/write", {"full_name": "Somebody else"}, 404)
    assert identity.show(people.caseworker.actor, case.id).full_name == NAME


def test_a_session_of_a_mailed_link_does_not_open_the_door(portal: Portal, people: People) -> None:
    case = written(people)
    grant(case, people.accepting, people.caseworker)
    limited = replace(people.accepting.actor, limited_to="QQQQQQQQQQ")
    with pytest.raises(DoorClosed):
        identity.show(limited, case.id)


def test_looking_is_a_post_and_the_page_before_the_door_says_no_name(portal: Portal, people: People) -> None:
    case = written(people)
    browser = portal.browser(people.caseworker)
    assert NAME not in browser.get(f"/cases/{case.code}/identity").text
    assert NAME not in browser.get(f"/cases/{case.code}").text
    browser.get(f"/cases/{case.code}/identity/show", 404)
    assert NAME in browser.post(f"/cases/{case.code}/identity/show", {}, 200).text
    assert "looked at who she is" in browser.get(f"/cases/{case.code}").text


def test_an_empty_box_leaves_what_is_recorded(portal: Portal, people: People) -> None:
    case = written(people)
    browser = portal.browser(people.caseworker)
    browser.post(f"/cases/{case.code}/identity/write", {"phone": "+234 900", "full_name": ""})
    shown = identity.show(people.caseworker.actor, case.id)
    assert (shown.full_name, shown.phone) == (NAME, "+234 900")


def test_a_case_that_is_not_has_no_door(portal: Portal, people: People) -> None:
    with pytest.raises(NotHere):
        identity.show(people.caseworker.actor, people.caseworker.id)


def test_what_is_ticked_is_erased_without_opening_the_door(portal: Portal, people: People) -> None:
    case, browser = written(people), portal.browser(people.caseworker)
    page = browser.get(f"/cases/{case.code}/identity").text
    assert [part for part in IdentityPart if f'value="{part.value}"' in page] == [
        IdentityPart.FULL_NAME,
        IdentityPart.PHONE,
    ]
    assert NAME not in page and "+234" not in page
    for _time in range(2):
        browser.post(f"/cases/{case.code}/identity/write", {"erase": ["phone"], "called": "Blessing"})
    assert identity.recorded(case.id) == [IdentityPart.FULL_NAME, IdentityPart.CALLED]
    assert [one for one in events(case) if one == "identity:shown"] == []
    assert identity.show(people.caseworker.actor, case.id) == Identity(full_name=NAME, called="Blessing")


def test_the_log_says_which_parts_were_erased_and_no_more(portal: Portal, people: People) -> None:
    case = written(people)
    actions.write_identity(people.caseworker.actor, case, Identity(), erase=[IdentityPart.PHONE])
    last = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.event == "identity:written")).all()
    assert sorted((one.details["erased"] for one in last), key=len) == [[], ["phone"]]


def test_a_part_that_is_ticked_and_written_anew_holds_the_new_text(portal: Portal, people: People) -> None:
    case = written(people)
    typed = {"erase": ["phone", "full_name"], "phone": "+234 900"}
    portal.browser(people.caseworker).post(f"/cases/{case.code}/identity/write", typed)
    assert identity.show(people.caseworker.actor, case.id) == Identity(phone="+234 900")


def test_when_all_is_erased_nothing_is_written(portal: Portal, people: People) -> None:
    case, browser = written(people), portal.browser(people.caseworker)
    browser.post(f"/cases/{case.code}/identity/write", {"erase": ["full_name", "phone"]})
    page = browser.get(f"/cases/{case.code}/identity").text
    assert "Nothing is written yet." in page and "Erase what is recorded" not in page


def test_a_partner_never_gets_the_number_of_her_passport(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    parts = {part.value: f"Invented {part.value}" for part in IdentityPart}
    actions.write_identity(people.caseworker.actor, case, Identity(**parts))
    grant(case, people.accepting, people.caseworker)
    request = build.request(case, people.accepting, state=RequestState.TRAVEL_SET, accepted_at=now())
    page = portal.browser(people.accepting).post(f"/requests/{request.reference}/identity", {}, 200).text
    assert [part for part in parts if parts[part] not in page] == ["document_number"]
    assert "passport" not in page
    assert identity.show(people.accepting.actor, case.id).document_number == ""
    assert identity.show(people.caseworker.actor, case.id) == Identity(**parts)
