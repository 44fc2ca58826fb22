"""Whether an organisation wishes to be listed: asked with its invitation, answered in one tap, changed later (R21)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.accounts import invitations, partner_invitations
from portal.accounts.models import Invitation
from portal.db import db, now, transaction
from portal.letters.models import Letter, MailedLink
from portal.partners.models import Organization
from portal.partners.vetting import actions
from portal.vocabulary.organizations import ListingWish, Visibility
from portal.vocabulary.services import ServiceStatus
from tests.conftest import Portal
from tests.partners.vetting.world import entry, house
from tests.people import People

NEW = {"email": "desk@warri.example", "organization": "Invented: Warri Home", "country": "NG"}


def invite(portal: Portal, people: People, status: int = 302, **typed: str) -> str:
    """The coordinator sends the form; the page, or where it leads."""
    data = {**NEW, "form_key": str(uuid4()), **typed}
    answer = portal.browser(people.coordinator).post("/partners/invite", data, status)
    return answer.location if status == 302 else answer.text


def warri() -> Organization:
    """The entry that the invitation made."""
    return db.session.scalars(select(Organization).where(Organization.name == NEW["organization"])).one()


def test_inviting_makes_the_entry_asks_for_the_wish_and_shows_the_letter(portal: Portal, people: People) -> None:
    key = str(uuid4())
    address = invite(portal, people, form_key=key)
    assert invite(portal, people, form_key=key) == address  # a double post invites once
    letter = db.session.scalars(select(Letter)).one()
    assert (letter.kind, letter.recipient, letter.locale) == ("partner_invitation", NEW["email"], "en")
    made = warri()
    assert (made.listing_wish, made.visibility, made.country) == (ListingWish.ASKED, Visibility.EMBASSY, "NG")
    portal.browser(people.accepting).get(f"/partners/{made.id}", 404)  # not in the network before it says so
    page = portal.browser(people.coordinator).get(address).text
    assert "whether you wish to be listed" in page and "Letter sent" in page
    assert NEW["email"] in portal.browser(people.coordinator).get("/partners/invite").text


@pytest.mark.parametrize(("country", "locale"), [("NG", "en"), ("MA", "ar"), ("DK", "da"), ("TH", "en")])
def test_the_letters_language_is_proposed_by_the_country(country: str, locale: str) -> None:
    assert partner_invitations.language_of(country) == locale


def test_an_entry_is_invited_from_its_own_page_in_its_language(portal: Portal, people: People) -> None:
    starter = house("Invented: Starter", "MA", is_starter=True, locale="ar", email="office@starter.example")
    page = portal.browser(people.coordinator).get(f"/partners/invite?partner={starter.id}").text
    assert "office@starter.example" in page and "Invented: Starter" in page
    invite(portal, people, organization_id=str(starter.id), email="office@starter.example", organization="x")
    invitation = db.session.scalars(select(Invitation)).one()
    assert (invitation.organization_id, invitation.locale) == (starter.id, "ar")
    assert db.session.scalars(select(Letter.locale)).one() == "ar"
    assert "office@starter.example" in portal.browser(people.coordinator).get(f"/partners/{starter.id}").text


def test_an_organisation_that_looks_like_one_that_is_there_is_asked_about(portal: Portal, people: People) -> None:
    edo = entry(people.accepting)
    page = invite(portal, people, 409, organization="Edo House, Invented")
    assert "is it one of them?" in page and "It is this one" in page
    invite(portal, people, organization="Edo House, Invented", organization_id=str(edo.id))
    assert db.session.scalars(select(Invitation.organization_id)).one() == edo.id
    invite(portal, people, organization="Edo House, Invented", is_new="y", email="two@warri.example")
    assert db.session.scalars(select(Organization).where(Organization.name == "Edo House, Invented")).one()


def test_a_retired_entry_a_taken_address_and_missing_answers_are_said(portal: Portal, people: People) -> None:
    house("Invented: Warri Home", status=ServiceStatus.DEFUNCT)
    assert "This entry is retired" in invite(portal, people, 200)
    assert "already" in invite(portal, people, 200, email=people.embassy.email, organization="Invented: Quite New")
    page = invite(portal, people, 200, email="", organization="", country="")
    for sentence in ("Write the e-mail address.", "Write the organisation", "Choose the country"):
        assert sentence in page
    assert db.session.scalars(select(Invitation)).all() == []


def test_a_letter_is_sent_again_in_one_tap_with_a_new_link_alone(portal: Portal, people: People) -> None:
    invite(portal, people)
    invitation = db.session.scalars(select(Invitation)).one()
    with transaction():
        invitation.expires_at = now() - timedelta(hours=1)
    browser = portal.browser(people.coordinator)
    assert "Ran out" in browser.get("/partners/invite").text
    browser.post(f"/accounts/invitations/{invitation.id}/again", {})
    db.session.expire_all()
    assert invitation.expires_at > now() + timedelta(hours=47)
    links = db.session.scalars(select(MailedLink).order_by(MailedLink.created_at)).all()
    assert [link.used_at is None for link in links] == [False, True]
    assert len(db.session.scalars(select(Letter)).all()) == 2
    invitations.withdraw(people.coordinator.actor, invitation.id)
    with pytest.raises(invitations.Gone):
        invitations.send_again(people.coordinator.actor, invitation.id)


@pytest.mark.parametrize(
    ("answer", "wish", "seen_by_partners"),
    [("network", ListingWish.WISHES, 200), ("embassy", ListingWish.WISHES, 404), ("centre", ListingWish.DECLINED, 404)],
)
def test_its_people_answer_in_one_tap(
    portal: Portal, people: People, answer: str, wish: ListingWish, seen_by_partners: int
) -> None:
    edo, browser = entry(people.accepting), portal.browser(people.accepting)
    assert "Do you wish to be listed?" in browser.get("/home").text
    assert "Do you wish to be listed?" in browser.get(f"/partners/{edo.id}").text
    browser.post(f"/partners/{edo.id}/wish", {"row_version": str(edo.row_version), "visibility": answer})
    edo = entry(people.accepting)
    assert (edo.listing_wish, edo.visibility.value) == (wish, answer)
    portal.browser(people.declining).get(f"/partners/{edo.id}", seen_by_partners)
    page = browser.get(f"/partners/{edo.id}").text  # and it can be changed later
    assert "Wish to be listed:" in page and "Do you wish to be listed?" not in page
    browser.post(f"/partners/{edo.id}/wish", {"row_version": str(edo.row_version), "visibility": "network"})
    assert entry(people.accepting).visibility is Visibility.NETWORK


def test_a_refusal_reaches_the_centre(portal: Portal, people: People) -> None:
    edo = entry(people.accepting)
    actions.answer_wish(people.accepting.actor, edo.id, edo.row_version, Visibility.CENTRE)
    letters = db.session.scalars(select(Letter)).all()
    to = {people.coordinator.email, people.second_coordinator.email}
    assert {(one.kind, one.recipient) for one in letters} == {("listing_declined", email) for email in to}
    assert "They do not wish to be listed" in portal.browser(people.coordinator).get("/home").text
    portal.browser(people.caseworker).get(f"/partners/{edo.id}", 404)
    portal.browser(people.embassy).get(f"/partners/{edo.id}", 404)


def test_nobody_answers_for_another_organisation(portal: Portal, people: People) -> None:
    edo = entry(people.accepting)
    for who in (people.declining, people.caseworker, people.embassy):
        portal.browser(who).post(f"/partners/{edo.id}/wish", {"row_version": "1", "visibility": "centre"}, 404)
    assert entry(people.accepting).visibility is Visibility.NETWORK
