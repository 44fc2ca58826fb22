"""What the single sign-on tests do again and again: go to the provider, come back, bind an account."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import update
from werkzeug.test import TestResponse

from portal.accounts.models import Account
from portal.app import create_app
from portal.db import db, transaction
from tests.accounts.provider import CLIENT_ID, CLIENT_SECRET, Provider
from tests.browser import Browser
from tests.conftest import Portal

RETURN = "/sign-in/single-sign-on/return"


def with_single_sign_on(portal: Portal, issuer: str, client_id: str = CLIENT_ID) -> Portal:
    """The same portal, with single sign-on set."""
    settings = replace(portal.settings, oidc_issuer=issuer, oidc_client_id=client_id, oidc_client_secret=CLIENT_SECRET)
    app = create_app(settings)
    app.testing = True
    return Portal(app, settings)


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
