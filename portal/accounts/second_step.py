"""The second step: a code of an authenticator app (RFC 6238), good for one sign-in only (R-15)."""

import base64
import hmac
import unicodedata
import uuid
from datetime import datetime

import pyotp
from sqlalchemy import update

from portal.accounts.models import Account
from portal.db import db, rows_changed

STEP = 30  # seconds
WINDOW = (0, -1)  # this step and the one before: never a code of the future
ISSUER = "Hjemvej"


class AuthenticatorApp(pyotp.TOTP):
    """What the person's app computes. Takes secrets of any length: the demonstration's published one is short.

    Our own secrets have 160 bits; the library refuses those under 112 when it reads one, not only when it makes one.
    """

    def byte_secret(self) -> bytes:
        """The secret's bytes from its base32 text."""
        return base64.b32decode(self.secret + "=" * (-len(self.secret) % 8), casefold=True)


def new_secret() -> str:
    """A fresh authenticator secret of 160 bits, as base32."""
    return pyotp.random_base32(32)


def address(secret: str, email: str) -> str:
    """The `otpauth://` address that an authenticator app reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def digits(typed: str) -> str:
    """The code's digits as 0-9, from any keyboard and with any spaces between."""
    return "".join(str(unicodedata.digit(sign)) for sign in typed if unicodedata.digit(sign, None) is not None)


def step_of(typed: str, secret: str, at: datetime) -> int | None:
    """The step (30 seconds since 1970) whose code was typed, among this one and the one before; else None."""
    if not secret:
        return None
    code, present = digits(typed), int(at.timestamp()) // STEP
    app = AuthenticatorApp(secret)
    found = None
    for back in WINDOW:
        if hmac.compare_digest(app.generate_otp(present + back), code):
            found = present + back
    return found


def use(account_id: uuid.UUID, step: int) -> bool:
    """Use up a step's code in the running act, by one conditional update: of many at once exactly one gets True."""
    used = (
        update(Account)
        .where(Account.id == account_id, Account.totp_last_step < step)
        .values(totp_last_step=step)
        .execution_options(synchronize_session=False)
    )
    return rows_changed(db.session.execute(used)) == 1
