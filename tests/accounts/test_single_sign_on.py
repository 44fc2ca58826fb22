"""Single sign-on: the good path against a real provider; every hostile answer of a scripted one opens nothing."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from joserfc.jwk import RSAKey
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from portal.access import THE_PORTAL, Role
from portal.accounts import invitations
from portal.accounts.invitations import Whom
from portal.accounts.models import Account, Invitation, SignInSession
from portal.app import create_app
from portal.db import db, transaction
from portal.letters.links import token_of
from tests.accounts.provider import CLIENT_ID, CLIENT_SECRET, Provider, serve
from tests.accounts.steps import PHRASE, account, code, fill, sign_in, token_in, with_phrase
from tests.browser import Browser
from tests.conftest import Portal
from tests.people import People

RETURN = "/sign-in/single-sign-on/return"


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider that answers as told."""
    told = Provider()
    server = serve(told)
    yield told
    server.shutdown()
    server.server_close()


def with_single_sign_on(portal: Portal, issuer: str, client_id: str = CLIENT_ID) -> Portal:
    """The same portal, with single sign-on set."""
    settings = replace(portal.settings, oidc_issuer=issuer, oidc_client_id=client_id, oidc_client_secret=CLIENT_SECRET)
    app = create_app(settings)
    app.testing = True
    return Portal(app, settings)


@pytest.fixture
def staffed(portal: Portal, provider: Provider) -> Iterator[Portal]:
    """The portal with the scripted provider."""
    running = with_single_sign_on(portal, provider.issuer)
    yield running
    with running.app.app_context():
        db.engine.dispose()


def bind(person_id: Any, issuer: str, subject: str = "staff-7") -> None:
    """Bind an account to the provider's person."""
    db.session.rollback()
    with transaction():
        bound = update(Account).where(Account.id == person_id).values(oidc_issuer=issuer, oidc_subject=subject)
        db.session.execute(bound)


def begin(browser: Browser, address: str = "/sign-in/single-sign-on") -> dict[str, str]:
    """Press the button and give back what the browser would carry to the provider."""
    there = urlsplit(browser.get(address, 302).location)
    return {name: values[0] for name, values in parse_qs(there.query).items()}


def come_back(browser: Browser, provider: Provider, carried: dict[str, str], status: int = 302) -> TestResponse:
    """Come back from the provider with its answer."""
    provider.claims = {"nonce": carried["nonce"], **provider.claims}
    query = {"code": "once", "state": carried["state"]}
    return browser.get(RETURN, status, query_string=query)


def in_now() -> int:
    """How many whole sessions the caseworker's account has beside the one the cast began with."""
    db.session.rollback()
    return len(db.session.scalars(select(SignInSession.id).where(SignInSession.complete)).all())


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
    assert "evil" not in answer.location


LATER, EARLIER = 3600, -3600
HOSTILE: dict[str, dict[str, Any]] = {
    "aud of another": {"aud": "another"},
    "aud empty": {"aud": []},
    "aud missing": {"aud": None},
    "aud of two without azp": {"aud": [CLIENT_ID, "another"], "azp": "another"},
    "azp of another": {"azp": "another"},
    "iss of another": {"iss": "https://evil.example"},
    "iss missing": {"iss": None},
    "iss with a slash more": {"iss": "SLASH"},
    "nonce of another": {"nonce": "another"},
    "nonce missing": {"nonce": None},
    "nonce empty": {"nonce": ""},
    "nonce not a text": {"nonce": 7},
    "expired": {"exp": EARLIER, "iat": EARLIER * 2},
    "exp missing": {"exp": None},
    "exp not a number": {"exp": "soon"},
    "not yet": {"nbf": LATER},
    "issued tomorrow": {"iat": LATER * 24},
    "iat missing": {"iat": None},
    "sub missing": {"sub": None},
    "sub empty": {"sub": ""},
    "sub a number": {"sub": 7},
    "sub a list": {"sub": ["staff-7"]},
    "sub too long": {"sub": "x" * 300},
    "at_hash of another": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
}


def refuses(staffed: Portal, provider: Provider, name: str) -> None:
    """Come back with what the provider was told to say, and find nothing opened."""
    browser, before = staffed.browser(), in_now()
    page = come_back(browser, provider, begin(browser), 400)
    assert "could not be trusted" in page.text, name
    assert in_now() == before, name
    assert browser.get("/home", 302).location == "/sign-in", name


def test_no_hostile_claim_opens_anything(staffed: Portal, people: People, provider: Provider) -> None:
    bind(people.caseworker.id, provider.issuer)
    for name, changed in HOSTILE.items():
        claims = dict(changed)
        for moment in ("exp", "nbf", "iat"):
            if isinstance(claims.get(moment), int):
                claims[moment] += int(time.time())
        if claims.get("iss") == "SLASH":
            claims["iss"] = provider.issuer + "/"
        provider.claims = claims
        refuses(staffed, provider, name)


def test_no_answer_signed_otherwise_opens_anything(staffed: Portal, people: People, provider: Provider) -> None:
    bind(people.caseworker.id, provider.issuer)
    public = provider.key.as_pem(private=False)
    other = RSAKey.generate_key(2048, {"kid": "first"})
    own = {"jwk": other.as_dict(private=False)}
    for name, header, key in (
        ("not at all", {"alg": "none", "kid": "first"}, None),
        ("not at all, in capitals", {"alg": "None", "kid": "first"}, b"x"),
        ("with the public key as a secret", {"alg": "HS256", "kid": "first"}, public),
        ("with the client's secret", {"alg": "HS256", "kid": "first"}, CLIENT_SECRET.encode()),
        ("by another key", {"alg": "RS256", "kid": "first"}, other),
        ("by a key it does not have", {"alg": "RS256", "kid": "../../etc/passwd"}, other),
        ("by a key in its own header", {"alg": "RS256", "kid": "first", **own}, other),
        ("with a critical header nobody knows", {"alg": "RS256", "kid": "first", "crit": ["x"], "x": 1}, b"x"),
    ):
        provider.claims, provider.header, provider.sign_with = {}, header, key
        refuses(staffed, provider, name)


def test_no_broken_token_answer_opens_anything(staffed: Portal, people: People, provider: Provider) -> None:
    bind(people.caseworker.id, provider.issuer)
    bearer: dict[str, Any] = {"access_token": "opaque", "token_type": "Bearer"}
    tokens: tuple[Any, ...] = ("a.b.c", "", "a", 7, None, [], {})
    for answer in ({}, {"error": "invalid_grant"}, bearer, *({**bearer, "id_token": one} for one in tokens)):
        provider.token_answer = answer
        refuses(staffed, provider, str(answer))


def test_an_answer_without_or_with_anothers_state_or_of_another_issuer_opens_nothing(
    staffed: Portal, people: People, provider: Provider
) -> None:
    bind(people.caseworker.id, provider.issuer)
    browser, other = staffed.browser(), staffed.browser()
    carried = begin(browser)
    provider.claims = {"nonce": carried["nonce"]}
    before = in_now()
    for query in (
        {"code": "once"},
        {"code": "once", "state": "guessed"},
        {"state": carried["state"], "code": "once", "iss": "https://evil.example"},
        {"error": "access_denied", "error_description": "<script>", "state": carried["state"]},
        {},
    ):
        page = browser.get(RETURN, 400, query_string=query)
        assert "<script>" not in page.text
    other.get(RETURN, 400, query_string={"code": "once", "state": carried["state"]})  # another browser's state
    assert in_now() == before


def test_an_answer_is_taken_once(staffed: Portal, people: People, provider: Provider) -> None:
    bind(people.caseworker.id, provider.issuer)
    browser = staffed.browser()
    carried = begin(browser)
    come_back(browser, provider, carried)
    come_back(browser, provider, carried, 400)


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
