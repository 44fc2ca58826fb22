"""The centre invites a partner: one page, one letter, and how each invitation stands (EXPERIENCE K7)."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access import Role
from portal.accounts import invitations, partner_invitations, queries
from portal.accounts.actions import EmailTaken
from portal.accounts.blueprint import blueprint
from portal.accounts.labels import invitation_state
from portal.accounts.partner_forms import InvitePartnerForm
from portal.accounts.partner_invitations import Invited, Retired
from portal.letters.models import Letter
from portal.letters.render import Words, words_of
from portal.partners.models import Organization
from portal.partners.vetting.alike import alike_page, alike_to
from portal.web.forms import posted
from portal.web.gate import actor, open_to

Answer = str | tuple[str, int] | Response


def preview(locale: str) -> Words:
    """The letter that an invited partner gets, in a language; its link is the portal's own address."""
    from portal.accounts.views import settings

    return words_of(Letter(kind=invitations.PARTNER_LETTER, recipient="", locale=locale), settings())


@blueprint.route("/partners/invite", methods=["GET", "POST"])
@open_to(Role.COORDINATOR)
def invite_partner() -> Answer:
    """Invite somebody of an organisation, new or in the directory."""
    entry = _chosen()
    form = InvitePartnerForm(posted(), **_of_entry(entry))
    if form.answered():
        typed = Invited(form.organization.data or "", form.country.data, form.email.data or "", form.locale.data or "")
        known = entry or partner_invitations.standing(typed.country, typed.name)
        if known is None and (alike := alike_to(typed.country, typed.name)):
            return alike_page(alike, "organization_id")
        try:
            made = partner_invitations.invite_partner(
                actor(), typed, key=form.key, organization_id=entry.id if entry else None
            )
            return redirect(url_for("accounts.invited", invitation_id=made.id))
        except EmailTaken:
            form.email.errors = [_("There is an account with this e-mail address already.")]
        except Retired:
            form.organization.errors = [_("This entry is retired. Put it back into the directory first.")]
    return render_template(
        "accounts/invite_partner.html",
        form=form,
        entry=entry,
        letter=preview(str(get_locale()).partition("_")[0]),
        earlier=queries.partner_invitations(actor()),
        state_of=invitation_state,
    )


def _chosen() -> Organization | None:
    """The entry that the page was opened for, or that was chosen among those that look alike."""
    try:
        return queries.organization(UUID(request.form.get("organization_id") or request.args.get("partner", "")))
    except ValueError:
        return None


def _of_entry(entry: Organization | None) -> dict[str, Any]:
    if entry is None:
        return {}
    values: dict[str, Any] = {"organization": entry.name, "country": entry.country, "locale": entry.locale}
    return values | {"email": entry.email, "organization_id": str(entry.id)}
