"""Posts rotate: an embassy's countries go to a successor in one act."""

import uuid

import pytest
from sqlalchemy import select

from portal.access import Role
from portal.accounts import hand_over
from portal.accounts.actions import NotAllowed, create_account
from portal.accounts.models import Account, AccountCountry, AccountState
from portal.accounts.sessions import open_session, who_is_asking
from portal.audit.models import AuditEvent
from portal.db import Stale, db, transaction
from portal.letters.models import Letter
from tests.conftest import Portal
from tests.people import People, Person

EMAIL = "successor@people.example"


def successor(**more: object) -> Account:
    """Another embassy account, with Ghana."""
    values = {"name": "Nis Invented", "role": Role.EMBASSY, "countries": ("GH",), "locale": "da", **more}
    from portal.access import THE_PORTAL

    return create_account(THE_PORTAL, email=EMAIL, **values)  # type: ignore[arg-type]


def countries_of(account_id: uuid.UUID) -> list[str]:
    """The countries an account has now."""
    db.session.rollback()
    return sorted(db.session.scalars(select(AccountCountry.country).where(AccountCountry.account_id == account_id)))


def test_who_leaves_hands_countries_over_and_both_see_it_at_once(portal: Portal, people: People) -> None:
    after = successor()
    token = open_session(after)
    browser = portal.browser(people.embassy)
    assert "Nigeria" in browser.get("/me/hand-over").text
    browser.post("/me/hand-over", {"codes": "NG", "email": EMAIL.upper()})
    assert (countries_of(people.embassy.id), countries_of(after.id)) == ([], ["GH", "NG"])
    asking, before = who_is_asking(token), who_is_asking(people.embassy.token)
    assert asking is not None and asking.countries == ("GH", "NG")
    assert before is not None and before.countries == ()
    assert "No country is named for your account yet" in browser.get("/home").text


def test_the_successor_gets_one_letter_and_the_log_names_both(portal: Portal, people: People) -> None:
    after = successor()
    portal.browser(people.coordinator).post(f"/accounts/{people.embassy.id}/hand-over", {"codes": "NG", "email": EMAIL})
    letter = db.session.scalars(select(Letter)).one()
    assert (letter.kind, letter.recipient, letter.locale, letter.reference) == ("countries_received", EMAIL, "da", "")
    noted = db.session.scalars(select(AuditEvent).where(AuditEvent.event.like("account:countries:%")))
    assert {one.subject for one in noted} == {f"account:{people.embassy.id}", f"account:{after.id}"}


@pytest.mark.parametrize(
    "typed",
    [
        {"codes": "NG", "email": "nobody@people.example"},
        {"codes": "", "email": EMAIL},
        {"codes": "GH", "email": EMAIL},
        {"codes": "NG", "email": "ellen@people.example"},
        {"codes": "NG", "email": "karen@people.example"},
    ],
)
def test_a_wrong_successor_or_country_changes_nothing(portal: Portal, people: People, typed: dict[str, str]) -> None:
    after = successor()
    portal.browser(people.embassy).post("/me/hand-over", typed, 200)
    assert (countries_of(people.embassy.id), countries_of(after.id)) == (["NG"], ["GH"])
    assert db.session.scalars(select(Letter)).all() == []


def test_a_suspended_account_takes_nothing_over(portal: Portal, people: People) -> None:
    after = successor()
    with transaction():
        after.state = AccountState.SUSPENDED
    with pytest.raises(hand_over.NoSuccessor):
        hand_over.hand_over(people.embassy.actor, people.embassy.id, EMAIL, ["NG"])
    assert countries_of(people.embassy.id) == ["NG"]


def test_of_two_who_hand_over_the_same_country_the_second_is_told(portal: Portal, people: People) -> None:
    successor()
    hand_over.hand_over(people.coordinator.actor, people.embassy.id, EMAIL, ["NG"])
    with pytest.raises(Stale):
        hand_over.hand_over(people.embassy.actor, people.embassy.id, EMAIL, ["NG"])


def test_nobody_else_hands_an_embassys_countries_over(portal: Portal, people: People) -> None:
    after = successor()
    others: list[Person] = [people.administrator, people.caseworker, people.accepting, people.auditor]
    for person in others:
        with pytest.raises(NotAllowed):
            hand_over.hand_over(person.actor, people.embassy.id, EMAIL, ["NG"])
    with pytest.raises(NotAllowed):
        hand_over.hand_over(people.embassy.actor, after.id, people.embassy.email, ["GH"])
    with pytest.raises(NotAllowed):
        hand_over.hand_over(people.coordinator.actor, people.caseworker.id, EMAIL, ["NG"])
    assert (countries_of(people.embassy.id), countries_of(after.id)) == (["NG"], ["GH"])
