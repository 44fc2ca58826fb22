"""What the accounts' tests do again and again: have a pass phrase, read a page's token, write a code."""

import re
import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import update
from werkzeug.test import TestResponse

from portal.access import Role
from portal.accounts import passwords
from portal.accounts.models import Account
from portal.accounts.second_step import STEP, AuthenticatorApp
from portal.db import db, now, transaction
from tests.browser import Browser
from tests.people import AUTHENTICATOR, Person

PHRASE = "seven quiet herons by the lake"


def token_in(page: TestResponse) -> str:
    """The token that the page's forms carry."""
    found = re.search(r'name="csrf_token" value="([0-9a-f]+)"', page.text)
    assert found is not None, page.text[:2000]
    return found[1]


def fill(browser: Browser, address: str, data: dict[str, Any], status: int = 302, **more: Any) -> TestResponse:
    """Open a page, fill its form as a person would, and send it to the same address."""
    token = token_in(browser.get(address))
    return browser.post(address, {"csrf_token": token, **data}, status, **more)


def with_phrase(person: Person, phrase: str = PHRASE) -> Person:
    """Give a person of the cast a pass phrase."""
    db.session.rollback()
    with transaction():
        person.account.password_hash = passwords.hashed(phrase)
    return person


def account(email: str, role: Role, **more: Any) -> uuid.UUID:
    """An account of its own, with a pass phrase and an authenticator."""
    with transaction():
        made = Account(email=email, name="Invented Person", role=role, **more)
        made.password_hash, made.totp_secret = passwords.hashed(PHRASE), AUTHENTICATOR
        db.session.add(made)
    return made.id


def code(steps: int = 0, secret: str = AUTHENTICATOR) -> str:
    """The code that the app shows now, or showed some steps of 30 seconds ago (negative)."""
    return AuthenticatorApp(secret).at(now() + timedelta(seconds=STEP * steps))


def half_a_minute_later(account_id: uuid.UUID) -> None:
    """The app's present code is good again, as it is when the clock has ticked since the last sign-in."""
    with transaction():
        db.session.execute(update(Account).where(Account.id == account_id).values(totp_last_step=0))


def sign_in(browser: Browser, email: str, phrase: str = PHRASE) -> TestResponse:
    """Both steps; gives back the answer to the second."""
    fill(browser, "/sign-in", {"email": email, "password": phrase})
    return fill(browser, "/sign-in/second-step", {"code": code()})


def cookie(browser: Browser) -> str:
    """The session token that the browser holds."""
    held = browser.client.get_cookie("__Host-session", domain="portal.test")
    return held.value if held else ""
