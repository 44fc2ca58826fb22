"""A mailed link stands for the pass phrase, never for the second step, and opens its one task alone (RULINGS 12)."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.accounts.models import KeptPost, SignInSession
from portal.db import db, now, transaction
from portal.letters import links, outbox
from portal.letters.links import PURPOSES, Purpose
from portal.letters.models import Letter, MailedLink
from tests.accounts.steps import PHRASE, code, fill, half_a_minute_later, token_in, with_phrase
from tests.conftest import Portal
from tests.people import People, Person

REFERENCE = "TESTREF234"


@pytest.fixture(autouse=True)
def purposes() -> Iterator[None]:
    """Two purposes of the tests' own: a task's, and one that is only an address."""
    PURPOSES["test-task"] = Purpose("accounts.kept", "kept_id", replaces_pass_phrase=True)
    PURPOSES["test-address"] = Purpose("accounts.me", "")
    yield
    del PURPOSES["test-task"], PURPOSES["test-address"]


def link_to(person: Person, purpose: str = "test-task", object_id: str = str(UUID(int=7))) -> MailedLink:
    """A link as it stands in a person's letter."""
    with transaction():
        letter = outbox.put("invitation", to=person.email, locale="en", link=(purpose, object_id), account_id=person.id)
    made = db.session.get(MailedLink, letter.link_id)
    assert made is not None
    return made


def test_a_link_and_a_code_open_its_task_and_nothing_else(portal: Portal, people: People) -> None:
    link = link_to(people.accepting)
    browser = portal.browser()
    address = f"/go/{links.token_of(link.id)}"
    assert fill(browser, address, {}).location == "/sign-in/second-step"
    browser.get("/home", 302)  # the link alone opens nothing
    db.session.rollback()
    assert db.session.get(MailedLink, link.id).used_at is None  # type: ignore[union-attr]
    assert fill(browser, "/sign-in/second-step", {"code": code()}).location == f"/kept/{UUID(int=7)}"
    for other in ("/home", "/me", "/requests", "/partners"):
        browser.get(other, 404)
    one = db.session.scalars(select(SignInSession).where(SignInSession.limited_to != "", SignInSession.complete)).one()
    assert one.limited_to == link.object_id
    portal.browser().get(address, 410)  # used up


def test_a_link_used_up_meanwhile_completes_no_second_sign_in(portal: Portal, people: People) -> None:
    link = link_to(people.accepting)
    browsers = [portal.browser(), portal.browser()]
    for browser in browsers:
        fill(browser, f"/go/{links.token_of(link.id)}", {})
    fill(browsers[0], "/sign-in/second-step", {"code": code()})
    half_a_minute_later(people.accepting.id)
    answer = fill(browsers[1], "/sign-in/second-step", {"code": code()})
    assert answer.location == "/sign-in"
    browsers[1].get("/home", 302)


def test_a_link_that_is_only_an_address_leads_through_the_whole_sign_in(portal: Portal, people: People) -> None:
    with_phrase(people.caseworker)
    browser = portal.browser()
    link = link_to(people.caseworker, "test-address", "")
    assert fill(browser, f"/go/{links.token_of(link.id)}", {}).location == "/sign-in"
    fill(browser, "/sign-in", {"email": people.caseworker.email, "password": PHRASE})
    assert fill(browser, "/sign-in/second-step", {"code": code()}).location == "/me"


def test_signed_in_already_the_link_leads_straight_to_its_task(portal: Portal, people: People) -> None:
    link = link_to(people.accepting)
    browser = portal.browser(people.accepting)
    assert fill(browser, f"/go/{links.token_of(link.id)}", {}).location == f"/kept/{UUID(int=7)}"
    browser.get("/home")


def test_somebody_elses_link_ends_the_session_that_is_open_here(portal: Portal, people: People) -> None:
    link = link_to(people.accepting)
    browser = portal.browser(people.declining)
    token = token_in(browser.get(f"/go/{links.token_of(link.id)}"))
    assert browser.post(f"/go/{links.token_of(link.id)}", {"csrf_token": token}).location == "/sign-in/second-step"
    portal.browser(people.declining).get("/home", 302)


def test_a_suspended_accounts_link_opens_nothing_and_is_not_sent_anew(portal: Portal, people: People) -> None:
    link = link_to(people.accepting)
    portal.browser(people.administrator).post(f"/accounts/{people.accepting.id}/suspend")
    browser = portal.browser()
    assert fill(browser, f"/go/{links.token_of(link.id)}", {}).location == "/sign-in"
    with transaction():
        links.claim(link.id)
    gone = browser.get(f"/go/{links.token_of(link.id)}", 410)
    known = browser.post(f"/go/{links.token_of(link.id)}/again", {"csrf_token": token_in(gone)}, 200)
    unknown = browser.post("/go/nobodys/again", {"csrf_token": token_in(gone)}, 200)
    assert "If the link was one of ours" in known.text and known.status_code == unknown.status_code
    assert len(db.session.scalars(select(Letter)).all()) == 1


def test_what_was_typed_in_a_links_session_comes_back_by_a_link_to_the_same_task(
    portal: Portal, people: People
) -> None:
    with transaction():
        about, other = (
            KeptPost(account_id=people.accepting.id, endpoint="accounts.kept", address={"kept_id": which})
            for which in (str(UUID(int=7)), str(UUID(int=8)))
        )
        for one in (about, other):
            one.typed, one.expires_at = '{"note": ["what I wrote"]}', now() + timedelta(hours=1)
        db.session.add_all([about, other])
    browser = portal.browser()
    page = browser.get(f"/go/{links.token_of(link_to(people.accepting).id)}")
    with browser.client.session_transaction(base_url="https://portal.test") as held:
        held["kept"] = str(about.id)
    token = token_in(page)
    browser.post(page.request.path, {"csrf_token": token})
    assert fill(browser, "/sign-in/second-step", {"code": code()}).location == f"/kept/{about.id}"
    assert "what I wrote" in browser.get(f"/kept/{about.id}").text
    browser.get(f"/kept/{other.id}", 404)
