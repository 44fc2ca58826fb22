"""Suggestions: made by who knows the place, read and answered by the centre."""

from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.access import Role
from portal.partners.models import Organization
from portal.partners.upkeep import labels, policy, queue, suggestions
from portal.partners.upkeep.blueprint import blueprint
from portal.partners.upkeep.flag_views import Answer, entry_or_404, not_found_unless_ones_own
from portal.partners.upkeep.forms import AnswerForm, ChangeForm, NewPartnerForm
from portal.partners.upkeep.models import Suggestion
from portal.places import countries
from portal.vocabulary.services import Population, ServiceType
from portal.vocabulary.upkeep import SuggestionKind
from portal.web.forms import posted
from portal.web.gate import actor, open_to


@blueprint.route("/suggest", methods=["GET", "POST"])
@open_to(*policy.SUGGESTERS)
def suggest() -> Answer:
    """Suggest a change to the entry in the address, or else a new partner."""
    organization = _entry_in_address()
    form: ChangeForm | NewPartnerForm
    if organization is not None:
        form, kind = ChangeForm(posted()), SuggestionKind.CHANGE
        about: dict[str, object] = {"organization_id": organization.id, "country": organization.country}
    else:
        form, kind, about = NewPartnerForm(posted(), data=_country_in_address()), SuggestionKind.NEW, {}
    if form.answered():
        with not_found_unless_ones_own():
            suggestions.suggest(actor(), form.key, kind, {**about, **form.values()})
        return redirect(url_for(".index", told="suggested"))
    return render_template("partners_upkeep/suggest.html", form=form, organization=organization)


def _entry_in_address() -> Organization | None:
    named = request.args.get("organization")
    try:
        return entry_or_404(UUID(named)) if named else None
    except ValueError:
        abort(404)


def _country_in_address() -> dict[str, str]:
    code = request.args.get("country", "")
    return {"country": code} if code in countries.codes() else {}


@blueprint.post("/partners/want")
@open_to(*policy.SUGGESTERS)
def want() -> Response:
    """Ask the centre to find a partner: country, place, service, group, as the empty list asked for them."""
    given = request.form
    country = next((one for one in given.getlist("country") if one in countries.codes()), "")
    town = " ".join("".join(c for c in given.get("town", given.get("place", "")) if c.isprintable()).split())[:120]
    service = next((one for one in ServiceType if one.value in given.getlist("service")), None)
    group = next((one for one in Population if one.value in given.getlist("group")), None)
    if not (country or town or service or group):
        abort(400)
    suggestions.want(actor(), country, town, service, group)
    return redirect(url_for(".index", told="wanted"))


@blueprint.get("/suggestions")
@open_to(*policy.SUGGESTERS)
def index() -> str:
    """The reader's own suggestions with the centre's answers, newest first."""
    page = queue.suggestions_of(actor(), request.args.get("after", ""))
    return render_template(
        "partners_upkeep/suggestions.html",
        page=page,
        next_href=url_for(".index", after=page.next_key) if page.next_key else "",
        told=labels.TOLD.get(request.args.get("told", ""), ""),
        centre_reads=actor().role is Role.COORDINATOR,
    )


@blueprint.route("/suggestions/<uuid:suggestion_id>", methods=["GET", "POST"])
@open_to(*policy.SUGGESTERS)
def show_suggestion(suggestion_id: UUID) -> Answer:
    """One suggestion, with its answer; the centre answers here."""
    found = queue.suggestion_for(actor(), suggestion_id)
    centre = actor().role is Role.COORDINATOR
    if found is None or (request.method == "POST" and not centre):
        abort(404)
    form, status, late = AnswerForm(posted()), 200, False
    if form.answered():
        try:
            suggestions.answer(actor(), suggestion_id, form.state.data, form.answer.data or "")
            return redirect(url_for(".show_suggestion", suggestion_id=suggestion_id, told="answered"))
        except suggestions.AnsweredBefore:
            status, late = 409, True
    return _page(found, form, late, centre), status


def _page(found: Suggestion, form: AnswerForm, late: bool, centre: bool) -> str:
    told = labels.TOLD.get(request.args.get("told", ""), "")
    return render_template(
        "partners_upkeep/suggestion.html", suggestion=found, form=form, late=late, centre_reads=centre, told=told
    )
