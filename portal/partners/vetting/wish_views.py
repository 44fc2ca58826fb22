"""Whether an organisation wishes to be listed: its own people answer in one tap, the centre on its behalf."""

from uuid import UUID

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from portal.access import Role
from portal.partners import policy
from portal.partners.vetting import actions
from portal.partners.vetting.blueprint import blueprint
from portal.partners.vetting.forms import WishForm
from portal.partners.vetting.views import entry_or_404
from portal.web.forms import posted
from portal.web.gate import actor, open_to


@blueprint.post("/partners/<uuid:organization_id>/wish")
@open_to(Role.PARTNER, Role.COORDINATOR)
def wish(organization_id: UUID) -> Response:
    """Record the answer and lead back to the entry."""
    entry_or_404(organization_id)
    if not policy.may_change(actor(), organization_id):
        abort(404)
    form = WishForm(posted())
    if form.answered():
        actions.answer_wish(actor(), organization_id, form.seen, form.visibility.data)
    return redirect(url_for("partners.show", organization_id=organization_id, told="saved"))
