"""Hostile and broken answers of a single sign-on provider (R-20): none of them opens anything."""

import time
from typing import Any

from joserfc.jwk import RSAKey
from sqlalchemy import select

from portal.accounts.models import SignInSession
from portal.db import db
from tests.accounts.provider import CLIENT_ID, CLIENT_SECRET, Provider
from tests.accounts.staff import RETURN, begin, bind, come_back
from tests.conftest import Portal
from tests.people import People


def in_now() -> int:
    """How many whole sessions the caseworker's account has beside the one the cast began with."""
    db.session.rollback()
    return len(db.session.scalars(select(SignInSession.id).where(SignInSession.complete)).all())


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
