"""How an entry stands: all still correct, can receive now, retired, put back."""

from uuid import UUID

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.access import Role
from portal.partners import actions, policy, queries, receiving
from portal.partners.blueprint import blueprint
from portal.partners.edit_views import EDITORS, Answer, edited
from portal.partners.forms import RetireForm, VersionForm
from portal.partners.reception_forms import CapacityForm
from portal.web.forms import posted
from portal.web.gate import actor, open_to


def _version_seen(organization_id: UUID) -> int:
    if queries.editable(actor(), organization_id) is None:
        abort(404)
    return VersionForm(posted()).seen


def _back(organization_id: UUID, told: str) -> Response:
    """To the entry, or to the first page where the button stood there."""
    if request.form.get("back") == "home":
        return redirect(url_for("home.show"))
    return redirect(url_for(".show", organization_id=organization_id, told=told))


@blueprint.post("/partners/<uuid:organization_id>/confirm")
@open_to(*policy.READERS)
def confirm(organization_id: UUID) -> Response:
    """All is still correct; what changed since the page was opened has not been seen (409).

    Said by the organisation, by the centre, by a caseworker or embassy that spoke to it.
    """
    organization = queries.organization_for(actor(), organization_id)
    if organization is None or not policy.may_confirm(actor(), organization):
        abort(404)
    actions.confirm(actor(), organization_id, VersionForm(posted()).seen)
    return _back(organization_id, "confirmed")


@blueprint.post("/partners/<uuid:organization_id>/capacity")
@open_to(*EDITORS)
def capacity(organization_id: UUID) -> Response:
    """One tap: we can receive now, or ask us first."""
    seen, form = _version_seen(organization_id), CapacityForm(posted())
    if not form.answered():
        return redirect(url_for(".reception", organization_id=organization_id))
    receiving.say_capacity(actor(), organization_id, seen, form.capacity.data)
    return _back(organization_id, "capacity")


@blueprint.post("/partners/<uuid:organization_id>/reopen")
@open_to(Role.COORDINATOR)
def reopen(organization_id: UUID) -> Response:
    """Put a retired entry back into the directory."""
    actions.reopen(actor(), organization_id, _version_seen(organization_id))
    return redirect(url_for(".show", organization_id=organization_id, told="reopened"))


@blueprint.route("/partners/<uuid:organization_id>/retire", methods=["GET", "POST"])
@open_to(Role.COORDINATOR)
def retire(organization_id: UUID) -> Answer:
    """The centre takes an entry out of the directory."""
    return edited(
        organization_id,
        lambda entry, typed: RetireForm(typed, data={"row_version": entry.row_version}),
        lambda form: actions.retire(actor(), organization_id, form.seen, form.status.data),
        "retire",
        "retired",
    )
