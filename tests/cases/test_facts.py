"""The offer, consent and the other dated facts: what is recorded, what a rule refuses, and the sentence it says."""

from datetime import timedelta
from typing import Any

import pytest

from portal.cases import actions, consent, readiness
from portal.cases.codes import NextStep
from portal.cases.faults import Refused
from portal.cases.models import Case, Offer, RiskAssessment, Sharing, Support, TravelPapers
from portal.db import db, today, transaction
from portal.vocabulary.casework import (
    ClosureReason,
    DeclineReason,
    LegalBasis,
    LinkKind,
    OfferOutcome,
    SharingPurpose,
    WithdrawalReason,
)
from tests import build
from tests.cases.story import boxes, events, rows
from tests.conftest import Portal
from tests.people import People

TOMORROW, YESTERDAY = timedelta(days=1), timedelta(days=-1)
CONSENT = {
    "purpose": "share_identity",
    "basis": "consent",
    "given_by": "individual",
    "language": "en",
    "form": "spoken",
    "controller": "Unit A",
    "explained": ["purpose", "how_to_withdraw"],
}


def unready(people: People) -> Case:
    return build.case(people.caseworker, ready=False)


def said(portal: Portal, people: People, address: str, posted: dict[str, Any]) -> str:
    """What the page says when a rule refuses."""
    return portal.browser(people.caseworker).post(address, posted, 200).text


def test_being_asked_again_is_counted(portal: Portal, people: People) -> None:
    case, browser = unready(people), portal.browser(people.caseworker)
    assert "Not asked yet" in browser.get(f"/cases/{case.code}").text
    no = {
        "outcome": "declined",
        "reason": "fears_return",
        **boxes("made_on", today()),
        **boxes("ask_again_on", today()),
    }
    browser.post(f"/cases/{case.code}/offer", no)
    page = browser.get(f"/cases/{case.code}").text
    assert "Asked once" in page and "Next: ask again about prepared return" in page
    browser.post(f"/cases/{case.code}/offer", {"outcome": "accepted", **boxes("made_on", today())})
    page = browser.get(f"/cases/{case.code}").text
    assert "Accepted. Asked 2 times." in page and "Prepared return offered again" in page
    answers = [(one.outcome, one.decline_reason) for one in rows(Offer, case)]
    assert sorted(answers, key=str) == sorted(
        [(OfferOutcome.DECLINED, DeclineReason.FEARS_RETURN), (OfferOutcome.ACCEPTED, None)], key=str
    )


def test_an_offer_waits_for_its_answer_and_is_answered_once(portal: Portal, people: People) -> None:
    case, browser = unready(people), portal.browser(people.caseworker)
    browser.post(f"/cases/{case.code}/offer", {"outcome": "pending", **boxes("made_on", today())})
    (offer,) = rows(Offer, case)
    address = f"/cases/{case.code}/offer/{offer.id}/answer"
    assert address in browser.get(f"/cases/{case.code}").text
    again = said(portal, people, f"/cases/{case.code}/offer", {"outcome": "accepted", **boxes("made_on", today())})
    assert "An offer still waits for its answer." in again
    yes = {"outcome": "accepted", **boxes("answered_on", today())}
    browser.post(address, yes)
    browser.post(address, yes)
    late = portal.browser(people.coordinator).post(
        address, {"outcome": "declined", "reason": "not_stated", **boxes("answered_on", today())}, 200
    )
    assert "Somebody has already recorded an answer to this offer." in late.text
    assert "Recorded answer: Accepted." in late.text
    assert [one.outcome for one in rows(Offer, case)] == [OfferOutcome.ACCEPTED]
    assert [one for one in events(case) if "offer" in one] == ["case:offer:made", "case:offer:answered"]


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"outcome": "declined"}, "Choose why she said no."),
        ({"outcome": "accepted", "reason": "not_stated"}, "Leave the reason empty: it belongs to a no."),
        ({"outcome": "pending", **boxes("ask_again_on", today())}, "Leave this day empty: it belongs to a no"),
        (
            {"outcome": "declined", "reason": "not_stated", **boxes("ask_again_on", today() + YESTERDAY)},
            "This day has passed. Write today or a later day.",
        ),
        ({"outcome": "accepted", **boxes("made_on", today() + TOMORROW)}, "This day has not come yet."),
        (
            {"outcome": "accepted", **boxes("made_on", today() - timedelta(days=400))},
            "This is before the person was registered.",
        ),
    ],
)
def test_an_answer_that_does_not_fit_is_told(
    portal: Portal, people: People, posted: dict[str, str], sentence: str
) -> None:
    case = unready(people)
    page = said(portal, people, f"/cases/{case.code}/offer", {**boxes("made_on", today()), **posted})
    # Once beside the question and once in the summary above.
    assert page.count(sentence) == 2
    assert rows(Offer, case) == []


def test_a_consent_dated_in_the_future_is_refused(portal: Portal, people: People) -> None:
    case = unready(people)
    page = said(portal, people, f"/cases/{case.code}/sharing", {**CONSENT, **boxes("given_on", today() + TOMORROW)})
    assert "This day has not come yet. Write today or an earlier day." in page
    with pytest.raises(Refused) as refused:
        actions.record_sharing(
            people.caseworker.actor,
            case,
            purpose=SharingPurpose.IDENTITY,
            basis=LegalBasis.VITAL_INTERESTS,
            given_on=today() + TOMORROW,
            controller="Unit A",
        )
    assert (refused.value.code, rows(Sharing, case)) == ("in_the_future", [])


@pytest.mark.parametrize("missing", ["given_by", "language", "form"])
def test_a_consent_says_by_whom_in_what_language_and_how(portal: Portal, people: People, missing: str) -> None:
    case = unready(people)
    posted = {name: value for name, value in CONSENT.items() if name != missing}
    page = said(portal, people, f"/cases/{case.code}/sharing", posted | boxes("given_on", today()))
    sentence = {
        "given_by": "Choose who gave the consent.",
        "language": "Choose the language in which the consent was given.",
        "form": "Choose how the consent was given.",
    }[missing]
    assert page.count(sentence) == 2 and rows(Sharing, case) == []


def test_another_basis_than_consent_keeps_nothing_of_a_consent(portal: Portal, people: People) -> None:
    case = unready(people)
    posted = {**CONSENT, "basis": "vital_interests", "interpreter": "y", **boxes("given_on", today())}
    portal.browser(people.caseworker).post(f"/cases/{case.code}/sharing", posted)
    (made,) = rows(Sharing, case)
    assert (made.given_by, made.language, made.interpreter, made.form) == (None, "", False, None)
    assert made.author_id == people.caseworker.id
    assert consent.valid_basis(case, SharingPurpose.IDENTITY, today()) is not None


def test_each_purpose_shows_whether_it_stands_today(portal: Portal, people: People) -> None:
    case, browser = unready(people), portal.browser(people.caseworker)
    assert browser.get(f"/cases/{case.code}").text.count("No basis recorded") == len(SharingPurpose)
    for purpose in SharingPurpose:
        ends = boxes("expires_on", today() + timedelta(days=30))
        browser.post(
            f"/cases/{case.code}/sharing", {**CONSENT, "purpose": purpose.value, **boxes("given_on", today()), **ends}
        )
    assert browser.get(f"/cases/{case.code}").text.count("Valid today") == len(SharingPurpose)
    withdrawal = {"purpose": "follow_up_contact", "reason": "fears_contact", **boxes("withdrawn_on", today())}
    browser.post(f"/cases/{case.code}/withdraw", withdrawal)
    with transaction():
        pseudonymous = next(one for one in rows(Sharing, case) if one.purpose is SharingPurpose.PSEUDONYMOUS)
        pseudonymous.expires_on = today() + YESTERDAY
        pseudonymous.given_on = today() + YESTERDAY
    page = browser.get(f"/cases/{case.code}").text
    assert page.count("Valid today") == len(SharingPurpose) - 2
    assert page.count("Taken back") == 1 and "Not valid today" in page
    assert "Consent withdrawn: Contact after return" in page


def test_a_consent_is_taken_back_after_the_case_was_closed_too(portal: Portal, people: People) -> None:
    case, browser = build.case(people.caseworker), portal.browser(people.caseworker)
    actions.close_case(people.caseworker.actor, case, ClosureReason.PLAN_COMPLETED)
    page = browser.get(f"/cases/{case.code}").text
    assert f"/cases/{case.code}/withdraw" in page and f"/cases/{case.code}/offer" not in page
    withdrawal = {"purpose": "share_identity", "reason": "no_reason", **boxes("withdrawn_on", today())}
    browser.post(f"/cases/{case.code}/withdraw", withdrawal)
    browser.post(f"/cases/{case.code}/withdraw", withdrawal)
    assert [one for one in events(case) if "withdrawn" in one] == ["case:sharing:withdrawn"]


def test_a_withdrawal_before_the_consent_is_refused(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    posted = {"purpose": "share_identity", "reason": "no_reason"}
    early = boxes("withdrawn_on", case.registered_on - timedelta(days=3))
    page = said(portal, people, f"/cases/{case.code}/withdraw", posted | early)
    assert "It cannot be withdrawn before it was given." in page


def test_nothing_more_is_recorded_in_a_closed_case(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    actions.close_case(people.caseworker.actor, case, ClosureReason.DEATH)
    page = said(portal, people, f"/cases/{case.code}/support", {"kind": "legal", **boxes("received_on", today())})
    assert "The case is closed. Nothing more can be recorded in it." in page
    assert len(rows(Support, case)) == 1


def test_facts_stand_on_the_page_with_who_pays(portal: Portal, people: People) -> None:
    case, browser = build.case(people.caseworker), portal.browser(people.caseworker)
    paper = {"kind": "emergency_document", "status": "applied_for", "payer": "municipality"}
    browser.post(f"/cases/{case.code}/papers", paper | boxes("noted_on", today()))
    risk = {"level": "high", "grounds": "Debt to the group", **boxes("assessed_on", today())}
    browser.post(f"/cases/{case.code}/risk", risk)
    page = browser.get(f"/cases/{case.code}").text
    assert "paid by: The municipality" in page and "Applied for" in page
    assert "Debt to the group" in page and "Risk at home assessed: High" in page
    assert (len(rows(TravelPapers, case)), len(rows(RiskAssessment, case))) == (1, 2)


def test_who_travels_together_is_linked_and_a_foreign_case_is_not_found(portal: Portal, people: People) -> None:
    mother, child = build.case(people.caseworker), build.case(people.colleague, is_child=True)
    foreign = build.case(people.stranger)
    address = f"/cases/{mother.code}/link"
    for code in (foreign.code, mother.code, "QQQQQQQQQQ"):
        page = said(portal, people, address, {"other_code": code, "kind": "parent_and_child"})
        assert "There is no other case with this code that you may see." in page
    browser = portal.browser(people.caseworker)
    browser.post(address, {"other_code": child.code.lower(), "kind": "parent_and_child"})
    browser.post(address, {"other_code": child.code, "kind": "parent_and_child"})
    assert f'href="/cases/{child.code}"' in browser.get(f"/cases/{mother.code}").text
    assert f'href="/cases/{mother.code}"' in portal.browser(people.colleague).get(f"/cases/{child.code}").text


def test_a_linked_case_of_another_unit_is_named_without_its_code(portal: Portal, people: People) -> None:
    mine, foreign = build.case(people.caseworker), build.case(people.stranger)
    actions.link_cases(people.coordinator.actor, mine, foreign.code, kind=LinkKind.SIBLINGS)
    page = portal.browser(people.caseworker).get(f"/cases/{mine.code}").text
    assert "a case of another unit" in page and foreign.code not in page


def test_the_next_step_follows_the_facts(portal: Portal, people: People) -> None:
    def step(case: Case) -> NextStep:
        db.session.rollback()
        db.session.expire_all()
        return readiness.next_step(case, today())

    actor, case = people.caseworker.actor, unready(people)
    assert step(case) is NextStep.OFFER
    offer = actions.make_offer(actor, case, made_on=today())
    assert step(case) is NextStep.ANSWER
    no = {"outcome": OfferOutcome.DECLINED, "reason": DeclineReason.NOT_STATED, "answered_on": today()}
    actions.answer_offer(actor, case, offer.id, **no, ask_again_on=today() + TOMORROW)
    assert step(case) is NextStep.WAIT
    assert readiness.next_step(case, today() + TOMORROW) is NextStep.ASK_AGAIN
    ready = build.case(people.caseworker)
    assert step(ready) is NextStep.ASK_PARTNER
    withdrawn = {"withdrawn_on": today(), "reason": WithdrawalReason.CHANGED_MIND}
    actions.withdraw_sharing(actor, ready, purpose=SharingPurpose.PSEUDONYMOUS, **withdrawn)
    assert step(ready) is NextStep.BASIS
    assert step(build.case(people.caseworker, is_child=True)) is NextStep.SAFEGUARDS
    actions.close_case(actor, ready, ClosureReason.OTHER)
    assert step(ready) is NextStep.CLOSED


def test_the_pages_address_is_neutral_and_its_title_too(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    page = portal.browser(people.caseworker).get(f"/cases/{case.code}").text
    assert "<title>Case – Portal</title>" in page
