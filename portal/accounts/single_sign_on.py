"""Single sign-on of Danish staff by OpenID Connect: code flow with PKCE; issuer, audience, nonce and state checked."""

from dataclasses import dataclass
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask, current_app, g, render_template, request, session, url_for
from joserfc.errors import JoseError
from werkzeug.wrappers import Response

from portal.accounts import invitations, join_views, queries, sign_in, views
from portal.accounts.actions import EmailTaken
from portal.config import Settings
from portal.db import transaction
from portal.web.gate import EVERYONE, open_to

PATIENCE = 5  # seconds for one answer of the provider
CLOCKS_APART = 60  # seconds
LONGEST_SUBJECT = 255  # OpenID Connect Core 1.0, section 2
# Signatures with a key pair alone: "none" proves nothing, and HS256 could be made with what everyone can read.
SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
Page = Response | tuple[str, int]


class NotTrusted(Exception):
    """The provider's answer does not prove who this is."""


class ProviderDown(Exception):
    """The provider cannot be reached, or does not speak as one."""


@dataclass(frozen=True)
class Subject:
    """A person as the provider names him or her: never matched by e-mail address (R-21)."""

    issuer: str
    subject: str
    name: str


def install(app: Flask, settings: Settings) -> None:
    """Open the two pages of single sign-on and make the provider known. Nothing is fetched yet."""
    client = OAuth(app).register(
        "staff",
        server_metadata_url=settings.oidc_issuer.rstrip("/") + "/.well-known/openid-configuration",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        client_kwargs={
            "scope": "openid profile",
            "code_challenge_method": "S256",
            "default_timeout": PATIENCE,
        },
    )
    app.extensions["staff_provider"] = client
    app.add_url_rule("/sign-in/single-sign-on", "accounts.sso", go)
    app.add_url_rule("/sign-in/single-sign-on/return", "accounts.sso_return", come_back)


@open_to(EVERYONE)
def go() -> Page:
    """Lead to the provider. `?invitation=1` on the way of somebody who was invited."""
    if request.args.get("invitation") and "invitation" in session:
        session["joining"] = True
    else:
        session.pop("joining", None)
    base = views.settings().base_url.rstrip("/")  # never from the request's own Host
    try:
        _check_metadata()
        answer: Response = _client().authorize_redirect(base + url_for("accounts.sso_return"))
    except NotTrusted:
        return _refused("not-trusted", 400)
    except (ProviderDown, requests.RequestException):
        return _refused("down", 503)
    return answer


@open_to(EVERYONE)
def come_back() -> Page:
    """The provider's answer: signs in the bound account, or binds the one that was invited."""
    try:
        person = _person()
        done = _signed_in(person)
    except NotTrusted:
        return _refused("not-trusted", 400)
    except ProviderDown:
        return _refused("down", 503)
    except (sign_in.NotThem, invitations.Gone, EmailTaken):
        return _refused("unknown", 403)
    return views.let_in(done)


def _signed_in(person: Subject) -> sign_in.SignedIn:
    """The account bound to the person, or the invited one bound now. Raises NotThem, Gone, EmailTaken."""
    with transaction():
        known = queries.of_subject(person.issuer, person.subject) is not None
        if known or not session.get("joining"):
            return sign_in.by_subject(person.issuer, person.subject)
        link_id = join_views.link_id()
        if not join_views.by_single_sign_on(invitations.opened_by(link_id), single_sign_on=True):
            raise invitations.Gone
        account = invitations.accept_by_subject(link_id, person.issuer, person.subject, person.name)
        return sign_in.SignedIn(sign_in.complete(account, "single_sign_on"), account.id)


def _client() -> Any:
    return current_app.extensions["staff_provider"]


def _check_metadata() -> None:
    """The provider's own description must be of the issuer that is set. Raises NotTrusted, ProviderDown."""
    try:
        metadata = _client().load_server_metadata()
    except (requests.RequestException, ValueError, TypeError) as fault:
        raise ProviderDown from fault
    if metadata.get("issuer") != views.settings().oidc_issuer:
        _client().server_metadata.clear()  # ask again next time: it may have been set right by then
        raise NotTrusted
    offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    metadata["id_token_signing_alg_values_supported"] = [one for one in offered if one in SIGNATURES]


def _person() -> Subject:
    """Who the provider says this is. Raises NotTrusted, ProviderDown."""
    settings = views.settings()
    if request.args.get("iss", settings.oidc_issuer) != settings.oidc_issuer:  # RFC 9207: another provider's answer
        raise NotTrusted
    _check_metadata()
    expected = {
        "iss": {"essential": True, "value": settings.oidc_issuer},
        "aud": {"essential": True, "value": settings.oidc_client_id},
        "nonce": {"essential": True},
    }
    try:
        answer = _client().authorize_access_token(claims_options=expected, leeway=CLOCKS_APART)
    except requests.RequestException as fault:
        raise ProviderDown from fault
    except (AuthlibBaseError, JoseError, ValueError, TypeError, KeyError, AttributeError) as fault:
        raise NotTrusted from fault
    claims: dict[str, Any] = answer.get("userinfo") or {}
    subject = claims.get("sub")
    if claims.get("iss") != settings.oidc_issuer or not isinstance(subject, str) or not subject:
        raise NotTrusted
    if len(subject) > LONGEST_SUBJECT:
        raise NotTrusted
    name = claims.get("name")
    return Subject(settings.oidc_issuer, subject, name[:120] if isinstance(name, str) else "")


def _refused(why: str, status: int) -> tuple[str, int]:
    """A page with one sentence; nothing was opened."""
    session.pop("joining", None)
    g.status = status  # the language links then lead to the start page, without the provider's code
    return render_template("accounts/single_sign_on.html", why=why), status
