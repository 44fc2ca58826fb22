"""The emergency card of a country: one sheet of paper for when the line is down."""

from flask import abort, render_template

from portal.db import today
from portal.partners import labels
from portal.partners.country import card, policy
from portal.partners.country.blueprint import blueprint
from portal.places import countries
from portal.web.gate import actor, open_to


@blueprint.get("/countries/<code>/card")
@open_to(*policy.COUNTRY_READERS)
def emergency_card(code: str) -> str:
    """Whom to call in a country, on A4."""
    if code not in countries.codes():
        abort(404)
    made = card.card_of(actor(), code, today())
    return render_template(
        "partners_country/card.html",
        code=code,
        card=made,
        printed_on=today(),
        front_gate=card.front_gate,
        labels=labels,
    )
