"""What a reader meets after "Continue" on a mailed link: the second step, the sign-in page, or joining."""

from uuid import UUID

from flask import current_app, g, redirect, session, url_for
from werkzeug.wrappers import Response

from portal.accounts import cookies, invitations, queries, sessions, sign_in
from portal.config import Settings
from portal.letters.links import PURPOSES
from portal.letters.models import MailedLink


def go_on(link: MailedLink) -> Response | None:
    """Lead on from a link: it stands for the pass phrase where its purpose says so, never for the second step."""
    if link.purpose == invitations.PURPOSE:
        session["invitation"] = str(link.id)
        return redirect(url_for("accounts.join"))
    purpose = PURPOSES.get(link.purpose)
    if purpose is None:
        return None
    wanted = [purpose.endpoint, {purpose.argument: link.object_id} if purpose.argument else {}]
    if _is_in_already(link):
        return redirect(url_for(purpose.endpoint, **wanted[1]))  # type: ignore[arg-type]
    settings: Settings = current_app.extensions["settings"]
    if purpose.replaces_pass_phrase:
        half = sign_in.step_by_link(link, single_sign_on=settings.single_sign_on)
        if half is not None:
            return cookies.give(redirect(url_for("accounts.second_step")), half)
    session["after"] = wanted
    return cookies.leave(redirect(url_for("accounts.sign_in")))


def _is_in_already(link: MailedLink) -> bool:
    asking = g.actor
    if asking is None or asking.id != link.account_id:
        return False
    return not asking.limited_to or asking.limited_to == link.object_id


def may_renew(link: MailedLink) -> bool:
    """A new letter goes only to an account that may come in. An invitation is made anew by whoever invites."""
    account = queries.account(UUID(str(link.account_id))) if link.account_id else None
    return account is not None and sessions.may_come_in(account)
