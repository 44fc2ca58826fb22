"""Vetting: what was checked and agreed, and the tier that rests on it (EXPERIENCE K6)."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from portal.access import Role
from portal.db import Stale, today
from portal.partners import conflict
from portal.partners.forms import VersionedForm
from portal.partners.models import Organization
from portal.partners.queries import organization_for
from portal.partners.vetting import actions, labels, queries
from portal.partners.vetting.blueprint import blueprint
from portal.partners.vetting.forms import AgreementForm, CheckForm, EndForm, Outcome, TierForm
from portal.web.forms import posted
from portal.web.gate import actor, open_to

Answer = str | tuple[str, int] | Response
F = TypeVar("F", bound=VersionedForm)


def entry_or_404(organization_id: UUID) -> Organization:
    """The entry, as far as this reader may see it."""
    organization = organization_for(actor(), organization_id)
    if organization is None:
        abort(404)
    return organization


@blueprint.get("/partners/<uuid:organization_id>/vetting")
@open_to(Role.COORDINATOR)
def show(organization_id: UUID) -> str:
    """All that is known of how far one organisation is checked."""
    organization = entry_or_404(organization_id)
    return render_template(
        "partners_vetting/show.html",
        entry=organization,
        standing=queries.standing(organization, today()),
        told=labels.SAVED.get(request.args.get("told", ""), ""),
        labels=labels,
    )


def _written(
    organization_id: UUID,
    make: Callable[[Organization, MultiDict[str, str] | None], F],
    save: Callable[[F], object],
    template: str,
    told: str,
) -> Answer:
    """Show a form over an entry's vetting, or save it; one opened on an old version keeps what was typed."""
    organization = entry_or_404(organization_id)
    form, clashes, status = make(organization, posted()), None, 200
    if form.answered():
        try:
            save(form)
            return redirect(url_for("vetting.show", organization_id=organization_id, told=told))
        except Stale:
            clashes, status = conflict.between(organization_id, make(organization, None), form), 409
            form.row_version.data = str(organization.row_version)
        except actions.NotCarried:
            form.tier.errors = [_("Record first what this step needs.")]  # type: ignore[attr-defined]
    return render_template(
        f"partners_vetting/{template}.html",
        form=form,
        organization=organization,
        clashes=clashes,
        standing=queries.standing(organization, today()),
        labels=labels,
    ), status


@blueprint.route("/partners/<uuid:organization_id>/vetting/check", methods=["GET", "POST"])
@open_to(Role.COORDINATOR)
def check(organization_id: UUID) -> Answer:
    """Record one thing that was checked."""
    return _written(
        organization_id,
        lambda entry, typed: CheckForm(typed, data={"row_version": entry.row_version, "on": today(), "by": _me()}),
        lambda form: actions.record_check(
            actor(),
            organization_id,
            form.seen,
            form.key,
            actions.Looked(
                form.kind.data,
                form.on.data,
                form.by.data or "",
                form.passed.data is Outcome.HELD,
                form.note.data or "",
                form.next_check_on.data,
            ),
        ),
        "check",
        "check",
    )


def _me() -> str:
    return actor().name


@blueprint.route("/partners/<uuid:organization_id>/vetting/agreement", methods=["GET", "POST"])
@open_to(Role.COORDINATOR)
def agreement(organization_id: UUID) -> Answer:
    """Record an agreement."""
    return _written(
        organization_id,
        lambda entry, typed: AgreementForm(typed, data={"row_version": entry.row_version}),
        lambda form: actions.record_agreement(
            actor(),
            organization_id,
            form.seen,
            form.key,
            actions.Agreed(form.kind.data, form.valid_from.data, form.valid_to.data, form.reference.data or ""),
        ),
        "agreement",
        "agreement",
    )


@blueprint.post("/partners/<uuid:organization_id>/vetting/agreements/<uuid:agreement_id>/end")
@open_to(Role.COORDINATOR)
def end_agreement(organization_id: UUID, agreement_id: UUID) -> Response:
    """End an agreement today."""
    entry_or_404(organization_id)
    if queries.agreement_of(organization_id, agreement_id) is None:
        abort(404)
    actions.end_agreement(actor(), organization_id, EndForm(posted()).seen, agreement_id)
    return redirect(url_for("vetting.show", organization_id=organization_id, told="ended"))


@blueprint.route("/partners/<uuid:organization_id>/verify", methods=["GET", "POST"])
@open_to(Role.COORDINATOR)
def tier(organization_id: UUID) -> Answer:
    """Say how far the organisation is verified."""
    return _written(
        organization_id,
        lambda entry, typed: TierForm(
            typed,
            data={
                "row_version": entry.row_version,
                "tier": entry.tier,
                "verified_on": today(),
                "next_check_on": entry.next_check_on,
            },
        ),
        lambda form: actions.settle_tier(
            actor(), organization_id, form.seen, form.tier.data, form.verified_on.data, form.next_check_on.data
        ),
        "tier",
        "verified",
    )
