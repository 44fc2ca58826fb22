"""A confidential concern: the page that takes it, the receipt, and the centre's own page."""

from uuid import UUID

from flask import abort, redirect, render_template, url_for

from portal.access import Role
from portal.audit.trail import note
from portal.db import transaction
from portal.partners import policy as partners
from portal.partners.upkeep import concerns
from portal.partners.upkeep.blueprint import blueprint
from portal.partners.upkeep.flag_views import Answer, entry_or_404, not_found_unless_ones_own
from portal.partners.upkeep.forms import ConcernForm, DecideForm
from portal.web.forms import posted
from portal.web.gate import actor, is_a_look, open_to


@blueprint.route("/partners/<uuid:organization_id>/concern", methods=["GET", "POST"])
@open_to(*partners.READERS)
def concern(organization_id: UUID) -> Answer:
    """Tell the centre of a worry about an organisation."""
    organization = entry_or_404(organization_id)
    form = ConcernForm(posted())
    if form.answered():
        hers = bool(form.from_returned_person.data)
        with not_found_unless_ones_own():
            concerns.tell(actor(), form.key, organization.id, form.text.data or "", from_returned_person=hers)
        return redirect(url_for(".concern_told", organization_id=organization.id))
    return render_template("partners_upkeep/concern.html", organization=organization, form=form)


@blueprint.get("/partners/<uuid:organization_id>/concern/told")
@open_to(*partners.READERS)
def concern_told(organization_id: UUID) -> str:
    """The receipt: the same page for everybody, whether something was told or not."""
    return render_template("partners_upkeep/concern_told.html", organization=entry_or_404(organization_id))


@blueprint.route("/partners/upkeep/concerns/<uuid:concern_id>", methods=["GET", "POST"])
@open_to(Role.COORDINATOR, audited=True)
def show_concern(concern_id: UUID) -> Answer:
    """The centre reads a concern, holds new requests or lets them go, and closes it."""
    found = concerns.concern_for(actor(), concern_id)
    if found is None:
        abort(404)
    organization, status, late = found.organization, 200, False
    form = DecideForm(posted(), data={"hold": organization.silent_hold})
    if form.answered():
        close = bool(form.close.data)
        try:
            concerns.decide(
                actor(), concern_id, hold=bool(form.hold.data), close=close, outcome=form.outcome.data or ""
            )
            return redirect(url_for(".show_concern", concern_id=concern_id, told="decided"))
        except concerns.ClosedBefore:
            status, late = 409, True
    return _page(found.id, form, late), status


def _page(concern_id: UUID, form: DecideForm, late: bool) -> str:
    with transaction():
        found = concerns.concern_for(actor(), concern_id)
        if found is None:
            abort(404)
        if is_a_look():
            note(actor(), "concern:text:read", f"concern:{concern_id}")
        others = [one for one in concerns.about(actor(), found.organization_id) if one.id != concern_id]
        return render_template(
            "partners_upkeep/concern_of.html",
            concern=found,
            organization=found.organization,
            others=others,
            form=form,
            late=late,
        )
