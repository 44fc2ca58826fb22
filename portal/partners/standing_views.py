"""How an entry stands: all still correct, verified, retired, put back."""

from uuid import UUID

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from portal.access import Role
from portal.partners import actions, queries
from portal.partners.blueprint import blueprint
from portal.partners.edit_views import EDITORS, Answer, edited
from portal.partners.forms import RetireForm, VerifyForm, VersionForm
from portal.web.forms import posted
from portal.web.gate import actor, open_to


def _version_seen(organization_id: UUID) -> int:
    if queries.editable(actor(), organization_id) is None:
        abort(404)
    return VersionForm(posted()).seen


@blueprint.post("/partners/<uuid:organization_id>/confirm")
@open_to(*EDITORS)
def confirm(organization_id: UUID) -> Response:
    """All is still correct; what changed since the page was opened has not been seen (409)."""
    actions.confirm(actor(), organization_id, _version_seen(organization_id))
    return redirect(url_for(".show", organization_id=organization_id, told="confirmed"))


@blueprint.post("/partners/<uuid:organization_id>/reopen")
@open_to(Role.COORDINATOR)
def reopen(organization_id: UUID) -> Response:
    """Put a retired entry back into the directory."""
    actions.reopen(actor(), organization_id, _version_seen(organization_id))
    return redirect(url_for(".show", organization_id=organization_id, told="reopened"))


@blueprint.route("/partners/<uuid:organization_id>/verify", methods=["GET", "POST"])
@open_to(Role.COORDINATOR)
def verify(organization_id: UUID) -> Answer:
    """The centre records how far it has checked an organisation."""
    return edited(
        organization_id,
        lambda entry, typed: VerifyForm(
            typed, data={name: getattr(entry, name) for name in ("row_version", "tier", "verified_on", "next_check_on")}
        ),
        lambda form: actions.verify(
            actor(), organization_id, form.seen, form.tier.data, form.verified_on.data, form.next_check_on.data
        ),
        "verify",
        "verified",
    )


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
