"""Which Danish mission covers a country, as the centre writes it down."""

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.access import Role
from portal.db import Stale
from portal.partners.country import actions, queries
from portal.partners.country.blueprint import blueprint
from portal.partners.country.forms import mission_form
from portal.places import countries
from portal.web.conflict import Clashes, differing
from portal.web.forms import posted
from portal.web.gate import actor, open_to


@blueprint.route("/countries/<code>/mission", methods=["GET", "POST"])
@open_to(Role.COORDINATOR)
def mission(code: str) -> str | tuple[str, int] | Response:
    """The centre writes which mission covers a country."""
    if code not in countries.codes():
        abort(404)
    form, clashes, status = mission_form(posted(), code, queries.mission_of(code)), None, 200
    if form.answered():
        try:
            actions.write_mission(actor(), code, form.key, form.seen, form.values(), checked=form.checked.data)
            return redirect(url_for(".show", code=code))
        except Stale:
            stands = mission_form(None, code, queries.mission_of(code))
            clashes, status = Clashes("", None, differing(stands, form)), 409
            form.row_version.data = stands.row_version.data
    return render_template("partners_country/mission.html", code=code, form=form, clashes=clashes), status
