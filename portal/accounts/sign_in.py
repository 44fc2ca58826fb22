"""The steps of signing in: pass phrase or mailed link, then the code; or single sign-on.

Each step gives a new token (R-11).
"""

import ipaddress
from dataclasses import dataclass, field
from uuid import UUID

from portal.access import THE_PORTAL
from portal.accounts import limits, passwords, policy, queries, second_step, sessions
from portal.accounts.models import Account, SignInSession
from portal.audit.trail import note
from portal.db import db, now, transaction
from portal.letters import links
from portal.letters.models import MailedLink
from portal.sealed import blind_index


class NotThem(Exception):
    """The pass phrase, the code or the account is not right; it is not said which."""


class NotBegun(Exception):
    """There is no half session: the first step is missing, or was too long ago."""


@dataclass(frozen=True)
class SignedIn:
    """Somebody is in: the new token, whose account; by a mailed link, where it leads and the one object it opens."""

    token: str
    account_id: UUID
    leads_to: tuple[str, dict[str, str]] | None = field(default=None)
    limited_to: str = ""


def first_step(email: str, phrase: str, address: str, *, single_sign_on: bool) -> str:
    """Check a pass phrase and return the token of a half session.

    `address` is the reader's IP address. Raises TooMany, and NotThem for a wrong phrase, an unknown,
    suspended or phraseless account alike, at the same cost.
    """
    counted = blind_index("account.email", queries.folded(email)).hex()
    with transaction():
        many = limits.count(limits.ACCOUNT, counted) > limits.ACCOUNT.most
        many = limits.count(limits.ADDRESS, _network(address)) > limits.ADDRESS.most or many
        account = queries.account_of(email)
        known = account.id if account else None
        stored = account.password_hash if account and _may_use_phrase(account, single_sign_on) else None
    if many:
        raise limits.TooMany
    right = passwords.matches(phrase, stored)  # outside of any transaction: it takes its time on purpose
    with transaction():
        account = db.session.get(Account, known) if known and right else None
        if account is not None:
            limits.take_back(limits.ACCOUNT, counted)
            limits.take_back(limits.ADDRESS, _network(address))
            return sessions.open_session(account, complete=False)
        note(THE_PORTAL, "account:sign-in:failed", f"account:{known or 'unknown'}")
    raise NotThem


def _may_use_phrase(account: Account, single_sign_on: bool) -> bool:
    if not sessions.may_come_in(account) or not account.totp_secret:
        return False
    if single_sign_on and account.role in policy.DANISH_STAFF:
        glass = queries.break_glass()
        return glass is not None and glass.id == account.id
    return True


def step_by_link(link: MailedLink, *, single_sign_on: bool) -> str | None:
    """Begin a half session that opens what the link is for, and nothing else; None where the account must not.

    The link stands for the pass phrase, never for the second step; it is used up when that is done (RULINGS 12).
    """
    with transaction():
        account = queries.account(link.account_id) if link.account_id else None
        if account is None or not sessions.may_come_in(account) or not account.totp_secret:
            return None
        if single_sign_on and account.role in policy.DANISH_STAFF:
            return None
        return sessions.open_session(account, complete=False, limited_to=link.object_id, link_id=link.id)


def second(token: str, typed: str) -> SignedIn:
    """Check the code of a half session and open the whole one. Raises NotBegun, NotThem, TooMany."""
    fault: Exception | None = None
    with transaction():
        half = sessions.half_session(token)
        if half is None:
            raise NotBegun
        account = half.account
        step = second_step.step_of(typed, account.totp_secret or "", now())
        if limits.count(limits.CODE, str(account.id)) > limits.CODE.most:
            fault = limits.TooMany()
        elif step is None or not second_step.use(account.id, step):
            note(THE_PORTAL, "account:second-step:failed", f"account:{account.id}")
            fault = NotThem()
        else:
            limits.take_back(limits.CODE, str(account.id))
            return _opened(half, token)
    raise fault


def _opened(half: SignInSession, token: str) -> SignedIn:
    sessions.end(token)
    if half.link_id is None:
        return SignedIn(complete(half.account, "pass_phrase"), half.account_id)
    link = db.session.get(MailedLink, half.link_id)
    if link is None or not links.claim(link.id):
        raise NotBegun
    purpose = links.PURPOSES[link.purpose]
    leads_to = (purpose.endpoint, {purpose.argument: link.object_id} if purpose.argument else {})
    token = complete(half.account, "link", link.object_id)
    return SignedIn(token, half.account_id, leads_to, link.object_id)


def by_demonstration(email: str) -> SignedIn:
    """Sign in a demonstration account by its button. Raises NotThem for any other."""
    with transaction():
        account = queries.account_of(email)
        if account is None or not account.email.endswith(queries.DEMONSTRATION_HOST):
            raise NotThem
        if not sessions.may_come_in(account):
            raise NotThem
        return SignedIn(complete(account, "demonstration"), account.id)


def by_subject(issuer: str, subject: str) -> SignedIn:
    """Sign in the account bound to a provider's person. Raises NotThem for an unknown or suspended one."""
    with transaction():
        account = queries.of_subject(issuer, subject)
        if account is not None and sessions.may_come_in(account):
            return SignedIn(complete(account, "single_sign_on"), account.id)
        note(THE_PORTAL, "account:sign-in:failed", f"account:{account.id if account else 'unknown'}")
    raise NotThem


def complete(account: Account, by: str, limited_to: str = "") -> str:
    """Open the whole session in the running act and return its token; `by` is told to the audit log."""
    account.last_signed_in_at = now()
    note(sessions.actor_of(account), "account:sign-in:done", f"account:{account.id}", by=by)
    return sessions.open_session(account, limited_to=limited_to)


def _network(address: str) -> str:
    """The address, of IPv6 the network of one household (/64), for it has more addresses than tries."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((address, 64), strict=False)) if found.version == 6 else address
