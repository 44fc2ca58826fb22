"""The closed gate: who may enter a page is a mark on its view; an unmarked view is not found.

The gate stands low and knows no accounts: `app.py` hands it who is asking and how a refusal is noted.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, Request, abort, current_app, g, redirect, request, session, url_for
from werkzeug.exceptions import SecurityError
from werkzeug.wrappers import Response

from portal.access import Actor, Role
from portal.db import begin_writing
from portal.web import machines

View = TypeVar("View", bound=Callable[..., Any])
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SIGN_IN = "accounts.sign_in"


class Everyone:
    """The mark of a page that needs no sign-in."""


EVERYONE = Everyone()


@dataclass(frozen=True)
class Mark:
    """Who may enter a view, and how.

    `audited` pages note each look, `by_link` ones open to a mailed link's session. `machine` takes a post without
    our form token; `scope` opens a page to the machines whose token has it, and to nobody else.
    """

    roles: frozenset[Role]
    everyone: bool = False
    audited: bool = False
    by_link: bool = False
    machine: bool = False
    scope: str = ""


@dataclass(frozen=True)
class Doorkeeper:
    """What `app.py` hands the gate: who holds a token, how to note a refusal, how to keep a late post.

    `too_often` counts one reading of a machine and says for how many seconds it must wait; 0 lets it in.
    """

    who_is_asking: Callable[[str], Actor | None]
    note_refusal: Callable[[Actor, str], None]
    keep_post: Callable[[str, Request], None]
    which_machine: Callable[[str], Actor | None]
    too_often: Callable[[Actor], int]


def open_to(
    *who: Role | Everyone, audited: bool = False, by_link: bool = False, machine: bool = False
) -> Callable[[View], View]:
    """Mark a view with the roles that may enter it (or EVERYONE). A mark, not a wrapper: its place does not matter."""
    roles = frozenset(one for one in who if isinstance(one, Role))
    mark = Mark(roles, EVERYONE in who, audited, by_link, machine)

    def set_mark(view: View) -> View:
        view.__opens__ = mark  # type: ignore[attr-defined]
        return view

    return set_mark


def open_to_machines(scope: str) -> Callable[[View], View]:
    """Mark a view below `/api/` as open to machines whose living token has a scope, and to nobody who signs in."""

    def set_mark(view: View) -> View:
        view.__opens__ = Mark(frozenset(), machine=True, scope=scope)  # type: ignore[attr-defined]
        return view

    return set_mark


def mark_of(endpoint: str | None) -> Mark | None:
    """The mark of an endpoint's view; None for an unmarked or unknown one. Static files are open by name."""
    if endpoint == "static":
        return Mark(frozenset(), everyone=True)
    view = current_app.view_functions.get(endpoint or "")
    return getattr(view, "__opens__", None)


def actor() -> Actor:
    """The signed-in actor of this request. Only behind the gate."""
    asking: Actor = g.actor
    return asking


def cookie_name(app: Flask) -> str:
    """The name of the cookie with the session token; `__Host-` where the portal runs on https (RULINGS 31)."""
    return "__Host-session" if app.config["SESSION_COOKIE_SECURE"] else "session"


def install(app: Flask, keeper: Doorkeeper) -> None:
    """Close the whole app; views open themselves by their mark."""
    app.extensions["doorkeeper"] = keeper
    app.before_request(_check)
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False


def _check() -> Response | None:
    if isinstance(request.routing_exception, SecurityError):  # another host's name: no page of ours, no link
        return Response("This is not the portal's address.\n", 400, mimetype="text/plain")
    keeper: Doorkeeper = current_app.extensions["doorkeeper"]
    g.pop("form_on_page", None)
    g.pop("language", None)  # where one app context serves several requests, each has its own language
    if machines.is_for_machines():
        return _check_machine(keeper)
    token = request.cookies.get(cookie_name(current_app), "")
    g.session_token = token
    g.actor = keeper.who_is_asking(token) if token and request.endpoint != "static" else None
    mark = None if request.routing_exception else mark_of(request.endpoint)
    if g.actor is None and (mark is None or not mark.everyone):
        return _to_sign_in(keeper, token, mark)
    if mark is None or not _may_enter(g.actor, mark):
        abort(404)
    unsafe = request.method not in SAFE_METHODS
    if unsafe and not _posted_from_our_own_page(mark):
        abort(400)
    if unsafe or mark.audited:
        begin_writing()
    return None


def _check_machine(keeper: Doorkeeper) -> Response | None:
    """Below `/api/` no cookie counts and nobody is led to sign-in: a bearer token opens, or the standard's error."""
    g.session_token, g.actor = "", None
    mark = None if request.routing_exception else mark_of(request.endpoint)
    if mark is not None and mark.everyone:
        if request.method not in SAFE_METHODS:
            if not _posted_from_our_own_page(mark):
                return machines.refusal(400, "invalid_request", "Another site's page may not post here.")
            begin_writing()
        return None
    token = machines.bearer_token()
    if not token:
        return machines.no_token()
    asking = keeper.which_machine(token) if machines.looks_like_a_token(token) else None
    if asking is None:
        return machines.bad_token()
    g.actor = asking
    if mark is not None and mark.scope not in asking.scopes:
        keeper.note_refusal(asking, f"{request.endpoint}:scope"[:80])
        return machines.out_of_scope(mark.scope)
    wait = keeper.too_often(asking)
    return machines.too_often(wait) if wait else None


def _may_enter(asking: Actor | None, mark: Mark) -> bool:
    if mark.everyone:
        return True
    if asking is None or asking.role not in mark.roles:
        return False
    if not asking.limited_to:
        return True
    reference = (request.view_args or {}).get("reference")
    return mark.by_link and reference in (None, asking.limited_to)


def _to_sign_in(keeper: Doorkeeper, token: str, mark: Mark | None) -> Response:
    """Signed out, every address that is not public leads to the sign-in page alike (RULINGS 38).

    Where the reader wanted to go is kept as an endpoint's name, never as an address (R-03).
    """
    if request.method == "POST" and token and mark is not None:
        keeper.keep_post(token, request)
    wanted = mark is not None and request.method == "GET" and request.endpoint is not None
    session["after"] = [request.endpoint, request.view_args or {}] if wanted else ["home.show", {}]
    return redirect(url_for(SIGN_IN))


def _posted_from_our_own_page(mark: Mark) -> bool:
    """No browser posts from another site; and the form carries our token, where the page is not for machines."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    return mark.machine or hmac.compare_digest(request.form.get("csrf_token", ""), csrf_token())


def csrf_token() -> str:
    """The token each form carries: constant for a session, bound to it; before sign-in bound to the browser."""
    if g.get("actor") is not None:
        return token_bound_to(f"session {g.session_token}")
    if "seed" not in session:
        session["seed"] = secrets.token_urlsafe(16)
    return token_bound_to(f"visitor {session['seed']}")


def token_bound_to(bound: str) -> str:
    """The form token that goes with a session or a visitor."""
    key = current_app.secret_key
    assert isinstance(key, str)  # noqa: S101 - set by create_app
    return hmac.new(key.encode(), b"csrf " + bound.encode(), hashlib.sha256).hexdigest()


def is_a_look() -> bool:
    """True when a person looks at a page: a GET that is neither a prefetch nor a HEAD (RULINGS 7, 33)."""
    purpose = request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    return request.method == "GET" and "prefetch" not in purpose
