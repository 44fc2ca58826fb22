"""Signing in and out."""

from flask import abort, current_app, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access import Role
from portal.accounts import cookies, keeping, queries, sessions, sign_in
from portal.accounts.blueprint import blueprint
from portal.accounts.forms import CodeForm, SignInForm
from portal.accounts.limits import TooMany
from portal.audit.trail import note
from portal.config import Settings
from portal.db import transaction
from portal.web.forms import posted
from portal.web.gate import EVERYONE, actor, open_to

__all__ = ["blueprint"]
# Of the cookies only our own two are taken: the chosen language stays for the page that follows.
CLEARED = '"cache", "storage"'


def settings() -> Settings:
    """The settings of the running app."""
    held: Settings = current_app.extensions["settings"]
    return held


@blueprint.route("/sign-in", methods=["GET", "POST"], endpoint="sign_in")
@open_to(EVERYONE)
def first_page() -> str | Response:
    """The first step: e-mail address and pass phrase, or single sign-on."""
    form = SignInForm(posted())
    if form.answered():
        phrase, address = form.password.data or "", request.remote_addr or ""
        try:
            half = sign_in.first_step(form.email.data or "", phrase, address, single_sign_on=settings().single_sign_on)
            return cookies.give(redirect(url_for("accounts.second_step")), half)
        except TooMany:
            abort(429)
        except sign_in.NotThem:
            form.form_errors.append(_("The e-mail address and the pass phrase do not fit together. Try again."))
    elif request.method == "GET" and g.actor is not None and not g.actor.limited_to:
        return redirect(url_for(cookies.HOME))
    demonstration = queries.demonstration_accounts() if settings().demonstration else []
    return render_template(
        "accounts/sign_in.html", form=form, accounts=demonstration, single_sign_on=settings().single_sign_on
    )


@blueprint.route("/sign-in/second-step", methods=["GET", "POST"])
@open_to(EVERYONE)
def second_step() -> str | Response:
    """The second step: the code of the authenticator app."""
    form = CodeForm(posted())
    try:
        if form.answered():
            return let_in(sign_in.second(cookies.token(), form.code.data or ""))
        if sessions.half_session(cookies.token()) is None:
            raise sign_in.NotBegun
    except TooMany:
        abort(429)
    except sign_in.NotBegun:
        return redirect(url_for("accounts.sign_in"))
    except sign_in.NotThem:
        form.code.errors = [_("This code is not right, or it was used before. Wait for the next one.")]
    return render_template("accounts/second_step.html", form=form)


def let_in(done: sign_in.SignedIn) -> Response:
    """Lead somebody who has come in to the text that was kept, or to where he or she wanted to go."""
    with transaction():
        kept = keeping.waiting(done.account_id, session.get("kept"), done.limited_to)
    return cookies.let_in(done, str(kept) if kept else "")


@open_to(EVERYONE, machine=True)
def demo_sign_in() -> Response:
    """Demonstration mode alone: sign in as an invented account by a button, or by a script without its page."""
    try:
        return let_in(sign_in.by_demonstration(request.form.get("email", "")))
    except sign_in.NotThem:
        abort(404)


@blueprint.post("/sign-out")
@open_to(*Role, by_link=True)
def sign_out() -> Response:
    """End this session."""
    with transaction():
        sessions.end(cookies.token())
        note(actor(), "account:sign-out:done", f"account:{actor().id}")
    return signed_out_answer()


def signed_out_answer() -> Response:
    """Lead to the page for those who signed out; the browser forgets what it kept of the portal."""
    session.clear()
    answer = cookies.take_away(redirect(url_for("accounts.signed_out")))
    answer.headers["Clear-Site-Data"] = CLEARED
    return answer


@blueprint.get("/signed-out")
@open_to(EVERYONE)
def signed_out() -> str:
    """What to do at a computer that others use too."""
    return render_template("accounts/signed_out.html")
