"""One's own account: language, sessions, signing out everywhere; and the text kept over a sign-in."""

from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from werkzeug.routing import BuildError
from werkzeug.wrappers import Response

from portal.access import Role
from portal.accounts import actions, keeping, queries, views
from portal.accounts.blueprint import blueprint
from portal.accounts.models import KeptPost
from portal.web.gate import actor, open_to
from portal.web.shell import ROLE_LABELS

NOT_SHOWN = frozenset({"form_key", "row_version", "go"})


@blueprint.get("/me")
@open_to(*Role)
def me() -> str:
    """One's own account."""
    asking = actor()
    role = ROLE_LABELS[asking.role] if asking.role else ""
    return render_template("accounts/me.html", me=asking, role=role, sessions=queries.own_sessions(asking))


@blueprint.post("/me/language")
@open_to(*Role)
def my_language() -> Response:
    """Remember the language of pages and letters."""
    locale = request.form.get("locale", "")
    try:
        actions.choose_language(actor(), locale)
    except ValueError:
        abort(400)
    return redirect(url_for("accounts.me", lang=locale))


@blueprint.post("/me/sign-out-everywhere")
@open_to(*Role)
def sign_out_everywhere() -> Response:
    """End every session of one's own, this one too."""
    asking = actor()
    if asking.id is not None:
        actions.end_sessions([asking.id], by=asking)
    return views.signed_out_answer()


@blueprint.get("/kept/<uuid:kept_id>")
@open_to(*Role, by_link=True)
def kept(kept_id: UUID) -> str:
    """What was typed when the session had ended, with a button that sends it to its own address."""
    post = _own(kept_id)
    typed = keeping.typed_in(post)
    try:
        address = url_for(post.endpoint, **post.address)  # type: ignore[arg-type]
    except BuildError:
        abort(404)
    shown = [value for name, values in typed.items() if name not in NOT_SHOWN for value in values if value.strip()]
    return render_template("accounts/kept.html", post=post, typed=typed, shown=shown, address=address)


@blueprint.post("/kept/<uuid:kept_id>/forget")
@open_to(*Role, by_link=True)
def forget(kept_id: UUID) -> Response:
    """Throw the kept text away."""
    keeping.forget(_own(kept_id))
    return redirect(url_for("home.show"))


def _own(kept_id: UUID) -> KeptPost:
    post = queries.kept_post(actor(), kept_id)
    if post is None or not keeping.opens_to(post, actor().limited_to):
        abort(404)
    return post
