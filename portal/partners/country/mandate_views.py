"""Who is responsible for what in a country: read by everybody who signs in, written by the centre."""

from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access import Role
from portal.db import Stale, today
from portal.partners.country import actions, labels, policy, queries
from portal.partners.country.blueprint import blueprint
from portal.partners.country.forms import EndForm, MandateForm, mandate_form
from portal.partners.country.models import Mandate
from portal.partners.country.responsibility import by_task, doubled, overlap
from portal.partners.forms import VersionForm
from portal.places import countries
from portal.web.conflict import Clashes, differing
from portal.web.forms import posted
from portal.web.gate import actor, open_to

Answer = str | tuple[str, int] | Response
DENMARK = "DK"


@blueprint.get("/countries/<code>/mandates")
@open_to(*policy.MANDATE_READERS)
def mandates(code: str) -> str:
    """Each task with who is responsible in the country and in Denmark; a gap is shown as a gap."""
    _known(code)
    every = bool(request.args.get("all"))
    places = [code] if code == DENMARK else [code, DENMARK]
    found = queries.mandates(places, earlier_and_later=every)
    columns = [by_task([one for one in found if one.country == place], today()) for place in places]
    return render_template(
        "partners_country/mandates.html",
        code=code,
        places=places,
        rows=list(zip(*columns, strict=True)),
        doubled={one for place in places for one in doubled([two for two in found if two.country == place])},
        linked=queries.visible_among(actor(), found),
        every=every,
        may_write=policy.may_write(actor()),
        reads_country=actor().role in policy.COUNTRY_READERS,
        told=labels.TOLD.get(request.args.get("told", ""), ""),
        labels=labels,
    )


@blueprint.route("/countries/<code>/mandates/new", methods=["GET", "POST"])
@open_to(Role.COORDINATOR)
def new_mandate(code: str) -> Answer:
    """The centre writes down who is responsible."""
    _known(code)
    form = mandate_form(posted())
    if form.answered() and _entry_found(code, form):
        others = _others(code, form)
        if not others or form.both.data:
            actions.add_mandate(actor(), form.key, code, _values(code, form))
            return redirect(url_for(".mandates", code=code, told="added"))
        return _page(code, form, others=others), 409
    return _page(code, form)


@blueprint.route("/countries/<code>/mandates/<uuid:mandate_id>", methods=["GET", "POST"])
@open_to(Role.COORDINATOR)
def edit_mandate(code: str, mandate_id: UUID) -> Answer:
    """The centre changes a mandate."""
    mandate = _found(code, mandate_id)
    form = mandate_form(posted(), mandate)
    if form.answered() and _entry_found(code, form):
        others = _others(code, form, mandate_id)
        if others and not form.both.data:
            return _page(code, form, mandate, others=others), 409
        try:
            actions.change_mandate(actor(), code, mandate_id, form.seen, _values(code, form))
            return redirect(url_for(".mandates", code=code, told="saved"))
        except Stale:
            stands = mandate_form(None, _found(code, mandate_id))
            form.row_version.data = stands.row_version.data
            return _page(code, form, mandate, clashes=Clashes("", None, differing(stands, form))), 409
    return _page(code, form, mandate)


@blueprint.route("/countries/<code>/mandates/<uuid:mandate_id>/end", methods=["GET", "POST"])
@open_to(Role.COORDINATOR)
def end_mandate(code: str, mandate_id: UUID) -> Answer:
    """The centre says until when a mandate held."""
    mandate = _found(code, mandate_id)
    form = EndForm(posted(), data={"row_version": mandate.row_version, "last_day": today()})
    if form.answered():
        try:
            actions.end_mandate(actor(), code, mandate_id, form.seen, form.last_day.data)
            return redirect(url_for(".mandates", code=code, all="y", told="ended"))
        except ValueError:
            form.last_day.errors = [_("The last day must not be before the first.")]
    return render_template("partners_country/end.html", code=code, form=form, mandate=mandate, labels=labels)


@blueprint.post("/countries/<code>/mandates/<uuid:mandate_id>/confirm")
@open_to(Role.COORDINATOR)
def confirm_mandate(code: str, mandate_id: UUID) -> Response:
    """The centre has looked into it: it is so. What changed since has not been seen (409)."""
    _found(code, mandate_id)
    actions.confirm_mandate(actor(), code, mandate_id, VersionForm(posted()).seen)
    return redirect(url_for(".mandates", code=code, told="confirmed"))


def _known(code: str) -> None:
    if code not in countries.codes():
        abort(404)


def _found(code: str, mandate_id: UUID) -> Mandate:
    mandate = queries.mandate(code, mandate_id)
    if mandate is None:
        abort(404)
    return mandate


def _page(
    code: str,
    form: MandateForm,
    mandate: Mandate | None = None,
    *,
    others: list[Mandate] | None = None,
    clashes: Clashes | None = None,
) -> str:
    context = {"code": code, "form": form, "mandate": mandate, "others": others or [], "clashes": clashes}
    return render_template("partners_country/mandate_form.html", **context, labels=labels)


def _values(code: str, form: MandateForm) -> dict[str, object]:
    entry = queries.entry_named(actor(), code, form.entry.data) if form.entry.data else None
    return form.values() | {"organization_id": entry.id if entry else None}


def _entry_found(code: str, form: MandateForm) -> bool:
    if form.entry.data and queries.entry_named(actor(), code, form.entry.data) is None:
        form.entry.errors = [_("No entry of this country has this name. Copy the name from its entry.")]
        return False
    return True


def _others(code: str, form: MandateForm, but: UUID | None = None) -> list[Mandate]:
    """Who else is named for the same task and group at the same time."""
    typed = Mandate(**{name: form[name].data for name in ("task", "group", "valid_from", "valid_to")})
    there = queries.mandates([code], earlier_and_later=True)
    return [one for one in there if one.id not in (but, form.key) and overlap(one, typed)]
