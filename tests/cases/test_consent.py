"""The ledger of what may be shared, and the day she takes a consent back: what is refused, said, and kept."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from portal.cases import actions
from portal.cases.consent import Given, valid_basis
from portal.cases.faults import Refused
from portal.cases.models import Case, Sharing
from portal.cases.withdrawal_views import paper_of
from portal.db import today
from portal.vocabulary.casework import (
    ConsentForm,
    Explained,
    GivenBy,
    LegalBasis,
    SharingPurpose,
    WithdrawalReason,
)
from portal.vocabulary.children import ChildView
from tests import build
from tests.cases.story import boxes, events, rows
from tests.conftest import Portal
from tests.people import People

OWN = Given(
    by=GivenBy.INDIVIDUAL,
    form=ConsentForm.SPOKEN,
    language="en",
    explained=[Explained.PURPOSE.value, Explained.WITHDRAWAL.value],
)
BY_REPRESENTATIVE = replace(OWN, by=GivenBy.REPRESENTATIVE, child_view=ChildView.DISAGREES)
NOT_A_CONSENT = (
    ("consent_explained_missing", False, replace(OWN, explained=[Explained.PURPOSE.value])),
    ("interpreter_name_missing", False, replace(OWN, interpreter=True)),
    ("adult_by_caregiver", False, replace(OWN, by=GivenBy.CAREGIVER)),
    ("child_own_consent", True, OWN),
    ("consent_child_view_missing", True, replace(BY_REPRESENTATIVE, child_view=ChildView.NOT_ASKED)),
)


def record(people: People, case: Case, given: Given, **more: Any) -> Sharing:
    values: dict[str, Any] = {"purpose": SharingPurpose.IDENTITY, "basis": LegalBasis.CONSENT, "given_on": today()}
    values |= {"controller": "Unit A", **more}
    return actions.record_sharing(people.caseworker.actor, case, given=given, **values)


def test_what_is_no_consent_is_refused_and_nothing_is_kept(portal: Portal, people: People) -> None:
    cases = {child: build.case(people.caseworker, ready=False, is_child=child) for child in (False, True)}
    for code, child, given in NOT_A_CONSENT:
        with pytest.raises(Refused) as refused:
            record(people, cases[child], given)
        assert refused.value.code == code
    with pytest.raises(Refused) as refused:
        record(people, cases[False], OWN, controller=" ")
    assert refused.value.code == "controller_missing" and rows(Sharing) == []


def test_a_child_alone_is_refused_with_a_sentence_but_may_ask_for_its_family(portal: Portal, people: People) -> None:
    child, browser = build.case(people.caseworker, ready=False, is_child=True), portal.browser(people.caseworker)
    address, typed = f"/cases/{child.code}/sharing", {"basis": "consent", "given_by": "individual", "form": "spoken"}
    typed |= {"purpose": "share_identity", "language": "en", "controller": "Unit A"}
    boxes_ticked = {"explained": ["purpose", "how_to_withdraw"]}
    page = browser.post(address, {**typed, **boxes_ticked, **boxes("given_on", today())}, 200).text
    assert page.count("A child does not consent alone.") == 2 and "What does the child say about it?" in page
    record(people, child, OWN, purpose=SharingPurpose.TRACING)
    record(people, child, BY_REPRESENTATIVE)
    page = browser.get(f"/cases/{child.code}/ledger").text
    assert "Does not agree" in page and "Personal representative" in page


def test_the_ledger_says_who_how_until_when_and_what_stood_before(portal: Portal, people: People) -> None:
    case, browser = build.case(people.caseworker, ready=False), portal.browser(people.caseworker)
    address = f"/cases/{case.code}/ledger"
    page = browser.get(address).text
    assert "Nothing is recorded yet. Until a basis stands, nothing may be shared with anybody." in page
    with_help = replace(OWN, interpreter=True, interpreter_name="Interpreter 1417")
    yesterday = today() - timedelta(days=1)
    record(people, case, with_help, given_on=yesterday, expires_on=today() + timedelta(days=9))
    record(people, case, OWN, purpose=SharingPurpose.FOLLOW_UP, expires_on=today() + timedelta(days=90))
    task = {"purpose": SharingPurpose.PSEUDONYMOUS, "basis": LegalBasis.PUBLIC_TASK, "given_on": yesterday}
    record(people, case, OWN, **task, derogation_reason="Nobody else is in that country")
    record(people, case, OWN, **task)
    page = browser.get(address).text
    assert "Interpreter 1417" in page and "How to take the consent back" in page and "Unit A" in page
    assert page.count("Tell the partner who she is: ends on") == 1 and page.count("Ends soon") == 1
    assert "Nobody else is in that country" in page and people.caseworker.actor.name in page
    assert page.count("<h3>Before</h3>") == 1 and "Nothing recorded for" in page
    assert valid_basis(case, SharingPurpose.IDENTITY, today() - timedelta(days=2)) is None
    reading = portal.browser(people.colleague).get(address).text
    assert "Interpreter 1417" in reading and "This page as a PDF" not in reading
    assert browser.post(f"{address}.pdf", status=200).data.startswith(b"%PDF")
    assert events(case)[-2:] == ["case:ledger:read", "case:ledger:printed"]


def test_what_taking_back_can_and_cannot_mean_is_said_before_and_after(portal: Portal, people: People) -> None:
    case, browser = build.case(people.caseworker), portal.browser(people.caseworker)
    honest = ("cannot be called back", "Old backups hold what was kept until they expire.", "row of codes")
    before = browser.get(f"/cases/{case.code}/withdraw").text
    assert all(words in before for words in honest) and "No more reports are asked for" in before
    typed = {"purpose": "follow_up_contact", "reason": "no_reason", **boxes("withdrawn_on", today())}
    led = browser.post(f"/cases/{case.code}/withdraw", typed)
    after = browser.get(led.location).text
    assert all(words in after for words in honest) and "She has not been told yet" in after
    assert "What somebody has already read, printed or written down we cannot call back." in after
    browser.post(f"/cases/{case.code}/withdrawn", boxes("told_person_on", today()))
    again = browser.get(f"/cases/{case.code}/withdrawn").text
    assert "She was told on" in again and "She has not been told yet" not in again
    assert [one.told_person_on for one in rows(Sharing, case) if one.withdrawn_on] == [today()]
    paper = browser.post(f"/cases/{case.code}/withdrawn.pdf", {"paper_language": "ar"}, 200)
    assert paper.data.startswith(b"%PDF") and "information" in paper.headers["Content-Disposition"]


def test_her_paper_has_english_beside_it_until_somebody_approved_her_language(portal: Portal, people: People) -> None:
    with portal.app.test_request_context():
        arabic, english = paper_of("ar"), paper_of("en")
    assert 'dir="rtl"' in arabic and "About what you agreed to share" in arabic
    assert english.count("What cannot be undone") == 1
    assert "traffick" not in (arabic + english).lower()


def test_told_before_is_kept_with_the_withdrawal(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    taken: dict[str, Any] = {"purpose": SharingPurpose.STATISTICS, "withdrawn_on": today()}
    taken["reason"] = WithdrawalReason.CHANGED_MIND
    with pytest.raises(Refused):
        actions.withdraw_sharing(people.caseworker.actor, case, **taken, told_person_on=today() + timedelta(days=1))
    assert actions.withdraw_sharing(people.caseworker.actor, case, **taken, told_person_on=today()) == 1
    assert [one.told_person_on for one in rows(Sharing, case) if one.withdrawn_on] == [today()]
