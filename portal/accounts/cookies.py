"""The cookie with the session's token, and where the reader wanted to go before signing in."""

from typing import Any

from flask import current_app, redirect, request, session, url_for
from werkzeug.routing import BuildError
from werkzeug.wrappers import Response

from portal.accounts import sessions
from portal.accounts.sign_in import SignedIn
from portal.db import transaction
from portal.web.gate import cookie_name

HOME = "home.show"


def token() -> str:
    """The token that this browser holds, or ''."""
    return request.cookies.get(cookie_name(current_app), "")


def give(answer: Response, new: str) -> Response:
    """Hand the browser a new token; the old one is of no use any more (R-11)."""
    if old := token():
        with transaction():
            sessions.end(old)
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    answer.set_cookie(cookie_name(current_app), new, httponly=True, secure=secure, samesite="Lax")
    return answer


def take_away(answer: Response) -> Response:
    """Take the token from the browser."""
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    answer.delete_cookie(cookie_name(current_app), httponly=True, secure=secure, samesite="Lax")
    return answer


def leave(answer: Response) -> Response:
    """End this browser's session, if it has one, and take the token away: somebody else is to sign in."""
    if old := token():
        with transaction():
            sessions.end(old)
    return take_away(answer)


def let_in(done: SignedIn, kept_id: str = "") -> Response:
    """Lead somebody who has just come in: to the kept text, to the link's task, to the page wanted, or home."""
    wanted: Any = session.get("after")
    session.clear()  # nothing of the visitor before is taken along
    if kept_id:
        return give(redirect(url_for("accounts.kept", kept_id=kept_id)), done.token)
    return give(redirect(_address(done.leads_to or wanted)), done.token)


def _address(wanted: Any) -> str:
    """The address of an endpoint and its arguments; never of a string that came with a request (R-03)."""
    try:
        endpoint, arguments = wanted
        return url_for(endpoint, **arguments)
    except (BuildError, TypeError, ValueError):
        return url_for(HOME)
