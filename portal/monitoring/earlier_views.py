"""The centre's page of figures from before the portal."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from portal.monitoring import actions, earlier, indicators
from portal.monitoring.blueprint import blueprint
from portal.monitoring.forms import FigureForm, OriginForm
from portal.monitoring.policy import READERS
from portal.web.forms import PortalForm, posted
from portal.web.gate import actor, open_to


def _shown(figure: FigureForm, origin: OriginForm) -> str:
    return render_template(
        "monitoring/earlier.html",
        figure_form=figure,
        origin_form=origin,
        figures=earlier.figures(),
        origins=earlier.origins(),
        first=indicators.years()[-1],
    )


def _values(form: PortalForm) -> dict[str, Any]:
    return {name: value for name, value in form.data.items() if name != "form_key"}


@blueprint.get("/monitoring/earlier")
@open_to(*READERS)
def earlier_page() -> str:
    """What has been entered, and the two forms."""
    return _shown(FigureForm(prefix="figure-"), OriginForm(prefix="origin-"))


@blueprint.post("/monitoring/earlier")
@open_to(*READERS)
def enter_figure() -> str | AnyResponse:
    """Enter a promise of a year."""
    form = FigureForm(posted(), prefix="figure-")
    if form.answered():
        try:
            actions.enter_figure(actor(), form.key, **_values(form))
            return redirect(url_for("monitoring.earlier_page"))
        except actions.EnteredBefore:
            form.year.errors = [*form.year.errors, _("For this year the promise has been entered. Take it out first.")]
    return _shown(form, OriginForm(prefix="origin-"))


@blueprint.post("/monitoring/earlier/countries")
@open_to(*READERS)
def enter_origin() -> str | AnyResponse:
    """Enter a country of origin of a year."""
    form = OriginForm(posted(), prefix="origin-")
    if form.answered():
        try:
            actions.enter_origin(actor(), form.key, **_values(form))
            return redirect(url_for("monitoring.earlier_page"))
        except actions.EnteredBefore:
            form.year.errors = [*form.year.errors, _("For this year the country has been entered. Take it out first.")]
    return _shown(FigureForm(prefix="figure-"), form)


@blueprint.post("/monitoring/earlier/take-out")
@open_to(*READERS)
def take_out_earlier() -> AnyResponse:
    """Take something out again; a second tap finds it gone, and that is what was wished."""
    with suppress(ValueError):
        actions.take_out(actor(), UUID(request.form.get("row", "")))
    return redirect(url_for("monitoring.earlier_page"))
