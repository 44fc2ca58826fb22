"""One country: who works there, its authorities, mission and mandates, what is missing."""

from flask import abort, render_template

from portal.db import today
from portal.partners import labels as entry_labels
from portal.partners.country import card_views, labels, mandate_views, mission_views, panel, policy, queries
from portal.partners.country.blueprint import blueprint
from portal.partners.country.queries import Counts
from portal.partners.country.responsibility import by_task
from portal.partners.models import Organization
from portal.partners.together import load_lines
from portal.places import countries
from portal.vocabulary.services import ServiceType
from portal.web import panels
from portal.web.gate import actor, open_to

__all__ = ["blueprint", "card_views", "mandate_views", "mission_views", "panel"]


@blueprint.get("/countries/<code>")
@open_to(*policy.COUNTRY_READERS)
def show(code: str) -> str:
    """The network in one country, also where nobody is known yet."""
    if code not in countries.codes():
        abort(404)
    asking = actor()
    counted = queries.counts(asking, [code]).get(code, Counts())
    partners, authorities = queries.partners_in(asking, code), queries.authorities_in(asking, code)
    load_lines([*(entry for entry, _works in partners), *authorities], Organization.services, Organization.phones)
    offered, groups = queries.offered_in(asking, code)
    mission, mandates = queries.responsible_in(code)
    return render_template(
        "partners_country/show.html",
        code=code,
        counted=counted,
        working=[entry for entry, works in partners if works],
        others=[entry for entry, works in partners if not works],
        authorities=authorities,
        papers=[one for one in authorities if ServiceType.DOCUMENTS in {two.service_type for two in one.services}],
        hotlines=queries.hotlines_in(asking, code),
        gaps=labels.gaps(offered, groups, counted.verified) if counted.entries else [],
        mission=mission,
        tasks=by_task(mandates, today()),
        panels=panels.drawn("country", asking, code),
        may_write=policy.may_write(asking),
        suggest_href=labels.suggest_href(code),
        labels=labels,
        entry_labels=entry_labels,
    )
