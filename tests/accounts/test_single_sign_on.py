"""Single sign-on: the good path against a real provider, binding by invitation, and who may still use a pass phrase."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from sqlalchemy import select

from portal.access import THE_PORTAL, Role
from portal.accounts import invitations
from portal.accounts.invitations import Whom
from portal.accounts.models import Account, Invitation
from portal.db import db
from portal.letters.links import token_of
from tests.accounts.provider import CLIENT_SECRET, Provider
from tests.accounts.staff import RETURN, begin, bind, come_back, with_single_sign_on
from tests.accounts.steps import PHRASE, account, code, fill, sign_in, token_in, with_phrase
from tests.browser import Browser
from tests.conftest import Portal
from tests.people import People


@pytest.fixture(scope="module")
def real_provider() -> Iterator[str]:
    """The address of a real OpenID provider that runs beside the tests."""
    script = Path(__file__).with_name("real_provider.py")
    command = [sys.executable, str(script), "https://portal.test" + RETURN, CLIENT_SECRET]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        assert running.stdout is not None
        address = running.stdout.readline().strip()
        assert address, "the provider did not start"
        yield address
        running.terminate()


def test_danish_staff_sign_in_with_their_work_account_by_a_real_provider(
    portal: Portal, people: People, real_provider: str
) -> None:
    issuer = requests.get(f"{real_provider}/.well-known/openid-configuration", timeout=5).json()["issuer"]
    running = with_single_sign_on(portal, issuer, "real")
    bind(people.caseworker.id, issuer, "ane")
    browser = running.browser()
    there = browser.get("/sign-in/single-sign-on", 302).location
    assert parse_qs(urlsplit(there).query)["code_challenge_method"] == ["S256"]
    back = requests.get(there, allow_redirects=False, timeout=5).headers["Location"]
    assert back.startswith("https://portal.test" + RETURN)
    answer = f"{RETURN}?{urlsplit(back).query}"
    assert browser.get(answer, 302).location == "/home"
    assert "Sign out" in browser.get("/home").text
    assert people.caseworker.account.last_signed_in_at is not None
    browser.get(answer, 400)  # the same answer again
    with running.app.app_context():
        db.engine.dispose()


def test_a_good_answer_of_the_scripted_provider_is_taken(staffed: Portal, people: People, provider: Provider) -> None:
    bind(people.caseworker.id, provider.issuer)
    browser = staffed.browser()
    browser.get("/me", 302)
    carried = begin(browser)
    assert carried["redirect_uri"] == "https://portal.test" + RETURN
    assert carried["code_challenge_method"] == "S256" and carried["scope"].split()[0] == "openid"
    assert come_back(browser, provider, carried).location == "/me"
    assert len(provider.asked[0]["code_verifier"][0]) >= 43


def test_the_way_back_is_the_portals_own_address_whatever_host_was_asked(staffed: Portal) -> None:
    answer = staffed.app.test_client().get("/sign-in/single-sign-on", base_url="https://evil.example")
    assert (answer.status_code, answer.location) == (400, None)


def test_a_provider_that_is_down_gets_a_sentence_and_opens_nothing(portal: Portal) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        running = with_single_sign_on(portal, f"http://127.0.0.1:{free.getsockname()[1]}")
    browser = running.browser()
    assert "does not answer" in browser.get("/sign-in/single-sign-on", 503).text
    browser.get(RETURN, 503, query_string={"code": "once", "state": "x"})
    assert browser.get("/home", 302).location == "/sign-in"
    with running.app.app_context():
        db.engine.dispose()


def test_a_provider_that_describes_another_issuer_is_not_followed(staffed: Portal, provider: Provider) -> None:
    provider.metadata = {"issuer": "https://evil.example"}
    staffed.browser().get("/sign-in/single-sign-on", 400)
    provider.metadata = {}
    staffed.browser().get("/sign-in/single-sign-on", 302)


def test_nobody_is_found_by_an_e_mail_address(staffed: Portal, people: People, provider: Provider) -> None:
    provider.claims = {"email": people.caseworker.email, "email_verified": True, "name": "Ane"}
    browser = staffed.browser()
    page = come_back(browser, provider, begin(browser), 403)
    assert "not known here" in page.text
    assert people.caseworker.account.oidc_subject is None


def test_the_same_subject_of_another_provider_is_another_person(
    staffed: Portal, people: People, provider: Provider
) -> None:
    bind(people.caseworker.id, "https://another.example")
    browser = staffed.browser()
    come_back(browser, provider, begin(browser), 403)


def test_a_suspended_account_does_not_come_in_with_its_work_account(
    staffed: Portal, people: People, provider: Provider
) -> None:
    bind(people.caseworker.id, provider.issuer)
    staffed.browser(people.administrator).post(f"/accounts/{people.caseworker.id}/suspend")
    browser = staffed.browser()
    come_back(browser, provider, begin(browser), 403)


def continued(staffed: Portal, whom: Whom) -> Browser:
    """A browser that has pressed Continue behind an invitation's link."""
    link = invitations.link_of(invitations.invite(THE_PORTAL, whom))
    assert link is not None
    browser = staffed.browser()
    fill(browser, f"/go/{token_of(link.id)}", {})
    return browser


def test_invited_danish_staff_are_bound_by_their_link_once(staffed: Portal, people: People, provider: Provider) -> None:
    browser = continued(staffed, Whom("work@people.example", Role.CASEWORKER, unit="Unit A"))
    page = browser.get("/join")
    assert "work account" in page.text and 'name="password"' not in page.text
    for address in ("/join/code", "/join/another-secret"):
        browser.post(address, {"code": "000000"}, 404)
    provider.claims = {"name": "Work Invented", "email": "other@people.example"}
    carried = begin(browser, "/sign-in/single-sign-on?invitation=1")
    assert come_back(browser, provider, carried).location == "/home"
    db.session.rollback()
    made = db.session.scalars(select(Account).where(Account.email == "work@people.example")).one()
    assert (made.oidc_issuer, made.oidc_subject, made.password_hash) == (provider.issuer, "staff-7", None)
    assert made.unit_id == people.caseworker.actor.unit_id
    browser.post("/sign-out", {"csrf_token": sessions_token(browser)})
    provider.claims = {}
    again = staffed.browser()
    assert come_back(again, provider, begin(again)).location == "/home"


def sessions_token(browser: Browser) -> str:
    """The token on a page of somebody signed in."""
    return token_in(browser.get("/home"))


def test_a_plain_sign_in_binds_no_invitation_that_lies_about_in_the_browser(
    staffed: Portal, people: People, provider: Provider
) -> None:
    browser = continued(staffed, Whom("work@people.example", Role.CASEWORKER, unit="Unit A"))
    come_back(browser, provider, begin(browser), 403)
    db.session.rollback()
    assert db.session.scalars(select(Invitation)).one().accepted_at is None


def test_somebody_with_an_account_is_not_bound_to_an_invitation_as_well(
    staffed: Portal, people: People, provider: Provider
) -> None:
    bind(people.caseworker.id, provider.issuer)
    browser = continued(staffed, Whom("work@people.example", Role.ADMINISTRATOR))
    come_back(browser, provider, begin(browser, "/sign-in/single-sign-on?invitation=1"))
    db.session.rollback()
    assert db.session.scalars(select(Invitation)).one().accepted_at is None


def test_a_partners_invitation_is_never_taken_by_a_work_account(
    staffed: Portal, people: People, provider: Provider
) -> None:
    browser = continued(staffed, Whom("ngo@people.example", Role.EMBASSY, countries=("NG",)))
    come_back(browser, provider, begin(browser, "/sign-in/single-sign-on?invitation=1"), 403)


def test_with_single_sign_on_danish_staff_cannot_use_a_pass_phrase_but_one_administrator_can(
    staffed: Portal, people: People
) -> None:
    for person in (people.caseworker, people.coordinator, people.auditor):
        with_phrase(person)
        fill(staffed.browser(), "/sign-in", {"email": person.email, "password": PHRASE}, 200)
    with_phrase(people.administrator)
    account("second.admin@people.example", Role.ADMINISTRATOR)
    fill(staffed.browser(), "/sign-in", {"email": "second.admin@people.example", "password": PHRASE}, 200)
    assert sign_in(staffed.browser(), people.administrator.email).location == "/home"
    with_phrase(people.accepting)
    browser = staffed.browser()
    fill(browser, "/sign-in", {"email": people.accepting.email, "password": PHRASE})
    assert fill(browser, "/sign-in/second-step", {"code": code()}).location == "/home"


def test_without_single_sign_on_its_addresses_do_not_exist(portal: Portal) -> None:
    assert "accounts.sso" not in portal.app.view_functions
    assert "work account" not in portal.browser().get("/sign-in").text
