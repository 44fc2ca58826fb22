"""Accounts and invitations, for administrators and the national centre."""

from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access import Actor, Role
from portal.accounts import actions, invitations, queries
from portal.accounts.blueprint import blueprint
from portal.accounts.forms import InviteForm
from portal.accounts.labels import invitation_state
from portal.accounts.models import Account, AccountState, Invitation
from portal.accounts.partner_views import preview
from portal.audit.trail import note
from portal.db import transaction
from portal.partners.models import Organization
from portal.web.forms import posted
from portal.web.gate import actor, is_a_look, open_to
from portal.web.languages import chosen
from portal.web.shell import ROLE_LABELS

KEEPERS = (Role.ADMINISTRATOR, Role.COORDINATOR)


@blueprint.get("/accounts")
@open_to(*KEEPERS, audited=True)
def index() -> str:
    """The accounts that the reader may see, with a filter, and the invitations that are still open."""
    asked = {name: request.args.get(name, "").strip() for name in ("q", "role", "state", "after")}
    role = next((one for one in Role if one == asked["role"]), None)
    state = next((one for one in AccountState if one == asked["state"]), None)
    with transaction():
        if is_a_look():
            note(actor(), "account:list:seen", "account:list")
        found, following = queries.listed(actor(), text=asked["q"], role=role, state=state, after=asked["after"])
        waiting = [] if asked["after"] else queries.open_invitations(actor())
        kept = {name: value for name, value in asked.items() if value and name != "after"}
        next_href = url_for("accounts.index", **kept, after=following) if following else ""  # type: ignore[arg-type]
        return render_template(
            "accounts/index.html",
            accounts=found,
            asked=asked,
            invitations=waiting,
            next_href=next_href,
            roles=ROLE_LABELS,
            states=list(AccountState),
        )


@blueprint.get("/accounts/<uuid:account_id>")
@open_to(*KEEPERS, audited=True)
def show(account_id: UUID) -> str:
    """One account."""
    with transaction():
        account = _seen(account_id)
        if is_a_look():
            note(actor(), "account:seen", f"account:{account.id}")
        return render_template("accounts/show.html", account=account, roles=ROLE_LABELS, me=actor())


@blueprint.post("/accounts/<uuid:account_id>/suspend")
@open_to(*KEEPERS)
def suspend(account_id: UUID) -> Response:
    """Shut an account out, at once."""
    return _changed(actions.suspend, account_id)


@blueprint.post("/accounts/<uuid:account_id>/let-in-again")
@open_to(*KEEPERS)
def let_in_again(account_id: UUID) -> Response:
    """Take a suspension back."""
    return _changed(actions.let_in_again, account_id)


def _changed(act: Callable[[Actor, UUID], Account], account_id: UUID) -> Response:
    try:
        act(actor(), account_id)
    except actions.NotAllowed:
        abort(404)
    return redirect(url_for("accounts.show", account_id=account_id))


@blueprint.route("/accounts/invite", methods=["GET", "POST"])
@open_to(*KEEPERS)
def invite() -> str | Response:
    """Invite somebody by a one-time link."""
    form = InviteForm(posted(), partner=_partner_in_address(), locale=chosen())
    form.offer_to(actor())
    if form.answered() and _one_partner(form):
        try:
            invitations.invite(actor(), _whom(form), key=form.key)
            return redirect(url_for("accounts.invited", invitation_id=form.key))
        except actions.NotAllowed:
            abort(404)
        except actions.EmailTaken:
            form.email.errors = [_("There is an account with this e-mail address already.")]
    return render_template("accounts/invite.html", form=form)


def _partner_in_address() -> str:
    """The name of the partner that the page was opened for, so that nobody has to write it."""
    try:
        partner = queries.organization(UUID(request.args.get("partner", "")))
    except ValueError:
        return ""
    return partner.name if partner else ""


def _one_partner(form: InviteForm) -> Organization | bool:
    """The one partner that was named for somebody of a partner; True for the other roles."""
    if form.role.data != Role.PARTNER:
        return True
    found = queries.partner_named(form.partner.data or "")
    if len(found) == 1:
        return found[0]
    if found:
        form.partner.errors = [_("More than one partner has this name. Open its entry and invite from there.")]
    else:
        form.partner.errors = [_("No partner in the directory has this name. Copy the name from its entry.")]
    return False


def _whom(form: InviteForm) -> invitations.Whom:
    role, partner = Role(form.role.data), _one_partner(form)
    return invitations.Whom(
        email=form.email.data or "",
        role=role,
        name=form.name.data or "",
        unit=(form.unit.data or "") if role is Role.CASEWORKER else "",
        organization_id=partner.id if isinstance(partner, Organization) else None,
        countries=form.country_codes() if role is Role.EMBASSY else (),
        locale=form.locale.data or chosen(),
    )


@blueprint.get("/accounts/invitations/<uuid:invitation_id>")
@open_to(*KEEPERS, audited=True)
def invited(invitation_id: UUID) -> str:
    """One invitation: whether its letter has left, whom it waits for, and the way to take it back."""
    with transaction():
        invitation = queries.invitation_for(actor(), invitation_id)
        if invitation is None:
            abort(404)
        if is_a_look():
            note(actor(), "invitation:seen", f"invitation:{invitation.id}")
        mine = invitation in queries.waiting_for(actor())
        letter = preview(invitation.locale) if invitation.role is Role.PARTNER else None
        return render_template(
            "accounts/invited.html",
            invitation=invitation,
            roles=ROLE_LABELS,
            may_confirm=mine,
            letter=letter,
            state=invitation_state(invitation),
        )


@blueprint.post("/accounts/invitations/<uuid:invitation_id>/confirm")
@open_to(Role.COORDINATOR)
def confirm(invitation_id: UUID) -> Response:
    """The second person says yes."""
    return _settled(invitations.confirm, invitation_id)


@blueprint.post("/accounts/invitations/<uuid:invitation_id>/again")
@open_to(*KEEPERS)
def send_again(invitation_id: UUID) -> Response:
    """Send the invitation's letter once more."""
    return _settled(invitations.send_again, invitation_id)


@blueprint.post("/accounts/invitations/<uuid:invitation_id>/withdraw")
@open_to(*KEEPERS)
def withdraw(invitation_id: UUID) -> Response:
    """Take an invitation back."""
    return _settled(invitations.withdraw, invitation_id)


def _settled(act: Callable[[Actor, UUID], Invitation], invitation_id: UUID) -> Response:
    """Do a step of an invitation; where somebody was faster, its page says how it stands now."""
    try:
        with suppress(invitations.Gone):
            act(actor(), invitation_id)
    except actions.NotAllowed:
        abort(404)
    return redirect(url_for("accounts.invited", invitation_id=invitation_id))


def _seen(account_id: UUID) -> Account:
    account = queries.for_actor(actor(), account_id)
    if account is None:
        abort(404)
    return account
