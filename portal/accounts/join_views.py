"""Joining by an invitation: name and pass phrase, an authenticator, a code; or single sign-on for Danish staff."""

from uuid import UUID

import segno
from flask import abort, render_template, session
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access import Role
from portal.accounts import invitations, policy, second_step, sign_in, views
from portal.accounts.actions import EmailTaken
from portal.accounts.blueprint import blueprint
from portal.accounts.forms import CodeForm, JoinForm
from portal.accounts.models import Invitation
from portal.db import transaction
from portal.web.forms import posted
from portal.web.gate import EVERYONE, open_to

GONE = 410
Page = str | tuple[str, int]


def by_single_sign_on(invitation: Invitation, single_sign_on: bool) -> bool:
    """Danish staff join through their provider; an administrator made at the command line breaks glass (RULINGS 41)."""
    from_the_command_line = invitation.role is Role.ADMINISTRATOR and invitation.invited_by is None
    return single_sign_on and invitation.role in policy.DANISH_STAFF and not from_the_command_line


def link_id() -> UUID:
    """The link that this browser continued from. Raises Gone."""
    try:
        return UUID(session.get("invitation", ""))
    except ValueError as none:
        raise invitations.Gone from none


@blueprint.route("/join", methods=["GET", "POST"])
@open_to(EVERYONE)
def join() -> Page:
    """Name and pass phrase; then the authenticator's secret, shown this once."""
    try:
        invitation = invitations.opened_by(link_id())
        if by_single_sign_on(invitation, views.settings().single_sign_on):
            return render_template("accounts/join_by_single_sign_on.html", email=invitation.email)
        form = JoinForm(posted(), name=invitation.name)
        form.email = email = invitation.email
        if form.answered():
            secret = invitations.prepare(link_id(), form.name.data or "", form.password.data or "")
            return _authenticator(CodeForm(), secret, email)
    except invitations.Gone:
        return _gone()
    return render_template("accounts/join.html", form=form, email=email)


@blueprint.post("/join/another-secret")
@open_to(EVERYONE)
def another_secret() -> Page:
    """A new secret, where the first one did not get into the app."""
    try:
        email = _phrase_invitation().email
        return _authenticator(CodeForm(), invitations.another_secret(link_id()), email)
    except invitations.Gone:
        return _gone()


@blueprint.post("/join/code")
@open_to(EVERYONE)
def join_code() -> Page | Response:
    """The code that shows that the app works: now the account stands, and its owner is in."""
    form = CodeForm(posted())
    try:
        email = _phrase_invitation().email
        if form.answered():
            with transaction():
                account = invitations.accept(link_id(), form.code.data or "")
                done = sign_in.SignedIn(sign_in.complete(account, "invitation"), account.id)
            if account.role is Role.PARTNER:  # its entry asks whether all is correct, and whether to be listed
                session["after"] = ["partners.own", {}]
            return views.let_in(done)
    except invitations.WrongCode:
        form.code.errors = [_("This code is not right. Wait until the app shows the next one, and write that.")]
    except (invitations.Gone, EmailTaken):
        return _gone()
    return _authenticator(form, "", email)


def _phrase_invitation() -> Invitation:
    invitation = invitations.opened_by(link_id())
    if by_single_sign_on(invitation, views.settings().single_sign_on):
        abort(404)
    return invitation


def _authenticator(form: CodeForm, secret: str, email: str) -> str:
    """The set-up page; without a secret it asks for the code again and shows nothing (R-16)."""
    picture = ""
    if secret:
        code = segno.make(second_step.address(secret, email), error="m", micro=False)
        picture = code.svg_data_uri(scale=5, border=2, light="#fff", omitsize=True)
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return render_template("accounts/authenticator.html", form=form, secret=groups, picture=picture)


def _gone() -> tuple[str, int]:
    return render_template("accounts/invitation_gone.html"), GONE
