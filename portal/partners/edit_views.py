"""Writing in the directory: a new entry, its facts, services, contacts and hours."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from portal.access import Role
from portal.db import Stale
from portal.partners import actions, conflict, queries, reaching, receiving, row_forms
from portal.partners.blueprint import blueprint
from portal.partners.forms import NewEntryForm, VersionedForm, entry_form
from portal.partners.models import Organization
from portal.partners.reception_forms import reception_form
from portal.partners.vetting.alike import alike_page, alike_to
from portal.web import panels
from portal.web.forms import posted
from portal.web.gate import actor, open_to

Answer = str | tuple[str, int] | Response
F = TypeVar("F", bound=VersionedForm)
Make = Callable[[Organization, MultiDict[str, str] | None], F]
EDITORS = (Role.COORDINATOR, Role.PARTNER)


@blueprint.route("/partners/new", methods=["GET", "POST"])
@open_to(Role.COORDINATOR)
def new() -> Answer:
    """The centre adds an entry."""
    form = NewEntryForm(posted(), data=_as_suggested())
    if form.answered():
        values = {name: field.data or "" for name, field in form._fields.items() if name not in ("form_key", "country")}
        alike = alike_to(form.country.data or "", values["name"], values["alternate_name"])
        if alike and form.key not in [one.id for one in alike]:  # a double post looks like what the first one made
            return alike_page(alike)
        try:
            made = actions.create(actor(), form.key, form.country.data or "", values)
        except actions.AlreadyListed as twin:
            form.name.errors = [_("An organisation of this name stands in the directory for this country already.")]
            return render_template("partners/new.html", form=form, twin=twin.organization_id), 409
        return redirect(url_for(".show", organization_id=made.id, told="made"))
    return render_template("partners/new.html", form=form, twin=None)


def _as_suggested() -> dict[str, str]:
    """What a suggestion already says of the new entry; the page may be opened with it in its address."""
    return {name: request.args[name][:200] for name in ("name", "country", "town") if name in request.args}


def edited(organization_id: UUID, make: Make[F], save: Callable[[F], object], template: str, told: str) -> Answer:
    """Show a form over an entry, or save it; a form opened on an old version shows both and keeps what was typed."""
    organization = queries.editable(actor(), organization_id)
    if organization is None:
        abort(404)
    form, clashes, status = make(organization, posted()), None, 200
    if form.answered():
        try:
            save(form)
            return redirect(url_for(".show", organization_id=organization_id, told=told))
        except Stale:
            # The act was rolled back: the entry is read anew, as the other one left it.
            clashes, status = conflict.between(organization_id, make(organization, None), form), 409
            form.row_version.data = str(organization.row_version)
    context: dict[str, Any] = {"form": form, "organization": organization, "clashes": clashes}
    context["panels"] = panels.drawn(template, actor(), organization)  # what a later chapter must say first
    return render_template(f"partners/{template}.html", **context, centre_writes=actor().is_(Role.COORDINATOR)), status


@blueprint.route("/partners/<uuid:organization_id>/edit", methods=["GET", "POST"])
@open_to(*EDITORS)
def edit(organization_id: UUID) -> Answer:
    """The facts of an entry: the centre's of any, a partner's own."""
    return edited(
        organization_id,
        lambda organization, typed: entry_form(actor(), organization, typed),
        lambda form: actions.change(actor(), organization_id, form.seen, form.values()),
        "edit",
        "saved",
    )


@blueprint.route("/partners/<uuid:organization_id>/reception", methods=["GET", "POST"])
@open_to(*EDITORS)
def reception(organization_id: UUID) -> Answer:
    """How a partner receives, whether it can now, how soon it answers."""
    return edited(
        organization_id,
        reception_form,
        lambda form: receiving.set_reception(
            actor(),
            organization_id,
            form.seen,
            form.profile(),
            form.promise.data,
            (form.capacity.data, form.not_until.data),
        ),
        "reception",
        "saved",
    )


@blueprint.route("/partners/<uuid:organization_id>/services", methods=["GET", "POST"])
@open_to(*EDITORS)
def services(organization_id: UUID) -> Answer:
    """What an organisation offers, and for whom."""
    return edited(
        organization_id,
        row_forms.services_form,
        lambda form: actions.set_services(actor(), organization_id, form.seen, form.chosen(), form.facts()),
        "services",
        "saved",
    )


@blueprint.route("/partners/<uuid:organization_id>/contacts", methods=["GET", "POST"])
@open_to(*EDITORS)
def contacts(organization_id: UUID) -> Answer:
    """Whom to write to and call."""
    return edited(
        organization_id,
        row_forms.contacts_form,
        lambda form: reaching.set_contacts(
            actor(), organization_id, form.seen, form.contact_lines(), form.phone_lines()
        ),
        "contacts",
        "saved",
    )


@blueprint.route("/partners/<uuid:organization_id>/hours", methods=["GET", "POST"])
@open_to(*EDITORS)
def hours(organization_id: UUID) -> Answer:
    """When an organisation can be reached."""
    return edited(
        organization_id,
        row_forms.hours_form,
        lambda form: reaching.set_hours(actor(), organization_id, form.seen, form.lines()),
        "hours",
        "saved",
    )
