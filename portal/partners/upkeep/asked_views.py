"""Behind the letter that asks: an organisation's own entry, every line of it, and one button."""

from uuid import UUID

from flask import abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from portal.access import Role
from portal.partners import actions as entries
from portal.partners.forms import VersionForm
from portal.partners.models import Organization
from portal.partners.upkeep import labels, policy
from portal.partners.upkeep.blueprint import blueprint
from portal.partners.upkeep.flag_views import entry_or_404
from portal.web.forms import posted
from portal.web.gate import actor, open_to


def _own_entry(organization_id: UUID) -> Organization:
    if not policy.is_own_link(actor(), organization_id):
        abort(404)
    return entry_or_404(organization_id)


@blueprint.get("/partners/<uuid:organization_id>/asked")
@open_to(Role.PARTNER, by_link=True)
def asked(organization_id: UUID) -> str:
    """Every line of the own entry, with when it was last checked and what was reported of it."""
    organization = _own_entry(organization_id)
    return render_template(
        "partners_upkeep/asked.html",
        organization=organization,
        rows=labels.every_line(organization),
        confirmed=request.args.get("told") == "confirmed",
        by_link=bool(actor().limited_to),
    )


@blueprint.post("/partners/<uuid:organization_id>/asked")
@open_to(Role.PARTNER, by_link=True)
def still_correct(organization_id: UUID) -> Response:
    """All is still correct. The link in the letter is enough for this one act (RULINGS 12)."""
    _own_entry(organization_id)
    entries.confirm(policy.of_own_entry(actor()), organization_id, VersionForm(posted()).seen)
    return redirect(url_for(".asked", organization_id=organization_id, told="confirmed"))


@blueprint.get("/partners/<uuid:organization_id>/asked/change")
@open_to(Role.PARTNER, by_link=True)
def change(organization_id: UUID) -> Response:
    """To the whole entry; whoever came by the link alone signs in fully first."""
    _own_entry(organization_id)
    if not actor().limited_to:
        return redirect(url_for("partners.show", organization_id=organization_id))
    session["after"] = ["partners.show", {"organization_id": str(organization_id)}]
    return redirect(url_for("accounts.sign_in"))
