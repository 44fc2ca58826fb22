"""A tier rests on what was checked and agreed: it cannot be said without, and falls with what carried it."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.db import db, today
from portal.partners.actions import NotYours
from portal.partners.models import EntryChange
from portal.partners.vetting import actions
from portal.partners.vetting.models import Agreement, Check
from portal.vocabulary.organizations import CheckKind, VerificationTier
from tests.conftest import Portal
from tests.partners.vetting.world import A_DAY, agreed, at, checked, day, entry, works
from tests.people import People

T, K = VerificationTier, CheckKind


def settle(people: People, tier: VerificationTier) -> VerificationTier:
    """The coordinator says a tier; what it is afterwards."""
    edo = entry(people.accepting)
    return actions.settle_tier(people.coordinator.actor, edo.id, edo.row_version, tier, today(), None).tier


@pytest.mark.parametrize("tier", [T.REFERENCE_CHECKED, T.VISITED, T.AGREEMENT])
def test_no_verified_tier_is_said_without_what_it_needs(portal: Portal, people: People, tier: T) -> None:
    at(entry(people.accepting), T.UNVERIFIED)
    with pytest.raises(actions.NotCarried):
        settle(people, tier)
    assert entry(people.accepting).tier is T.UNVERIFIED


def test_each_tier_is_said_once_its_check_held(portal: Portal, people: People) -> None:
    edo = at(entry(people.accepting), T.UNVERIFIED)
    checked(edo, K.REFERENCES)
    assert settle(people, T.REFERENCE_CHECKED) is T.REFERENCE_CHECKED
    checked(edo, K.VISIT)
    assert settle(people, T.VISITED) is T.VISITED
    agreed(edo, last=today())
    assert settle(people, T.AGREEMENT) is T.AGREEMENT


def test_an_agreement_alone_verifies_nobody(portal: Portal, people: People) -> None:
    edo = at(entry(people.accepting), T.SELF_DECLARED)
    agreed(edo)
    checked(edo, K.DATA_PROTECTION)
    with pytest.raises(actions.NotCarried):
        settle(people, T.AGREEMENT)


def test_the_last_check_of_a_kind_counts_and_a_failed_one_takes_the_tier(portal: Portal, people: People) -> None:
    edo = at(entry(people.accepting), T.VISITED)
    checked(edo, K.REFERENCES, on=today() - 9 * A_DAY)
    checked(edo, K.VISIT, on=today() - 9 * A_DAY)
    looked = actions.Looked(K.VISIT, today(), "Karen Invented", passed=False)
    actions.record_check(people.coordinator.actor, edo.id, edo.row_version, uuid.uuid4(), looked)
    assert entry(people.accepting).tier is T.REFERENCE_CHECKED
    change = db.session.scalars(select(EntryChange).where(EntryChange.field_name == "tier")).one()
    assert (change.previous_value, change.replacement_value) == ("visited", "reference_checked")


def test_an_agreement_that_ran_out_takes_its_word_alone_and_the_timer_notes_it_once(
    portal: Portal, people: People
) -> None:
    edo = at(entry(people.accepting), T.AGREEMENT)
    checked(edo, K.REFERENCES)
    agreed(edo, last=today())
    assert actions.lower_due(today()) == 0
    assert works(edo.id)
    page = portal.browser(people.coordinator).get(f"/partners/{edo.id}/vetting").text
    assert "In force" in page
    assert actions.lower_due(today() + A_DAY) == 1
    assert actions.lower_due(today() + A_DAY) == 0
    assert entry(people.accepting).tier is T.REFERENCE_CHECKED
    assert works(edo.id)  # RULINGS 20 asks for references or better
    assert db.session.scalars(select(AuditEvent.event).where(AuditEvent.event == "partner:agreement:ran_out")).all()


def test_the_page_shows_the_tier_that_still_holds_before_any_timer_ran(portal: Portal, people: People) -> None:
    edo = at(entry(people.accepting), T.AGREEMENT)
    checked(edo, K.VISIT)
    agreed(edo, last=today() - A_DAY)
    page = portal.browser(people.coordinator).get(f"/partners/{edo.id}/vetting").text
    assert "does not hold any more" in page and "Ran out on" in page


def test_ending_an_agreement_early_is_kept_beside_its_last_day(portal: Portal, people: People) -> None:
    edo = at(entry(people.accepting), T.AGREEMENT)
    agreement = agreed(edo, last=today() + timedelta(days=100))
    browser = portal.browser(people.coordinator)
    address = f"/partners/{edo.id}/vetting/agreements/{agreement.id}/end"
    browser.post(address, {"row_version": str(edo.row_version)})
    db.session.expire_all()
    kept = db.session.get(Agreement, agreement.id)
    assert kept is not None and kept.ended_on == today() and kept.valid_to == today() + timedelta(days=100)
    assert entry(people.accepting).tier is T.SELF_DECLARED
    assert "Ended on" in browser.get(f"/partners/{edo.id}/vetting").text


def test_a_check_is_recorded_by_its_page_once_with_the_next_one_due(portal: Portal, people: People) -> None:
    edo, browser = entry(people.accepting), portal.browser(people.coordinator)
    browser.get(f"/partners/{edo.id}/vetting/check")
    data = {"row_version": str(edo.row_version), "form_key": str(uuid.uuid4()), "kind": "safeguards", "passed": "held"}
    data |= {"by": "Karen Invented", "note": "Their rule book <b>", **day("on", today())}
    data |= day("next_check_on", today() + timedelta(days=200))
    for _twice in range(2):
        browser.post(f"/partners/{edo.id}/vetting/check", data)
    (check,) = db.session.scalars(select(Check))
    assert (check.kind, check.passed, check.by) == (K.SAFEGUARDS, True, "Karen Invented")
    assert entry(people.accepting).next_check_on == today() + timedelta(days=200)
    page = browser.get(f"/partners/{edo.id}/vetting").text
    assert "Their rule book &lt;b&gt;" in page and "A visit" in page  # what is missing is named
    for reader in (people.caseworker, people.embassy):
        seen = portal.browser(reader).get(f"/partners/{edo.id}").text
        assert "Its rules for protecting" in seen and "Karen Invented" in seen and "rule book" not in seen
    assert "Its rules for protecting" not in portal.browser(people.declining).get(f"/partners/{edo.id}").text


def test_a_wrong_check_says_what_is_missing_and_a_stale_one_keeps_what_was_typed(
    portal: Portal, people: People
) -> None:
    edo, browser = entry(people.accepting), portal.browser(people.coordinator)
    page = browser.post(f"/partners/{edo.id}/vetting/check", {"row_version": "1", "by": ""}, 200).text
    for sentence in ("Choose what was checked.", "Choose whether it held.", "Write who checked it."):
        assert sentence in page
    data = {"row_version": "77", "kind": "visit", "passed": "held", "by": "Somebody typed", **day("on", today())}
    assert "Somebody typed" in browser.post(f"/partners/{edo.id}/vetting/check", data, 409).text
    tier = {"row_version": str(edo.row_version), "tier": "visited", **day("verified_on", today())}
    assert "Record first what this step needs." in browser.post(f"/partners/{edo.id}/verify", tier, 200).text
    last = {"kind": "referral_protocol", **day("valid_from", today()), **day("valid_to", today() - A_DAY)}
    page = browser.post(f"/partners/{edo.id}/vetting/agreement", {"row_version": "1", **last}, 200).text
    assert "The last day cannot be before the first." in page
    good = {"row_version": str(edo.row_version), "kind": "mou", **day("valid_from", today()), "reference": "Box 7"}
    browser.post(f"/partners/{edo.id}/vetting/agreement", good)
    assert "Box 7" in browser.get(f"/partners/{edo.id}/vetting").text


def test_an_overdue_check_is_shown_on_the_entry_and_first_page_of_the_centre(portal: Portal, people: People) -> None:
    edo = entry(people.accepting)
    edo.next_check_on = today() - A_DAY
    db.session.commit()
    browser = portal.browser(people.coordinator)
    assert "Overdue" in browser.get(f"/partners/{edo.id}/vetting").text
    assert "1 entry waits for its next check" in browser.get("/home").text
    assert "next check" not in portal.browser(people.caseworker).get("/home").text


def test_only_the_centre_vets(portal: Portal, people: People) -> None:
    edo = entry(people.accepting)
    for who in (people.accepting, people.caseworker, people.embassy):
        with pytest.raises(NotYours):
            actions.settle_tier(who.actor, edo.id, edo.row_version, T.VISITED, today(), None)
        with pytest.raises(NotYours):
            looked = actions.Looked(K.VISIT, today(), "x", passed=True)
            actions.record_check(who.actor, edo.id, edo.row_version, uuid.uuid4(), looked)
