"""Reading the directory: an entry, a partner's own."""

from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.access import Role
from portal.db import today
from portal.partners import (
    edit_views,
    entry_labels,
    home,
    labels,
    list_views,
    map_views,
    policy,
    queries,
    standing_views,
    take_out_views,
)
from portal.partners.blueprint import blueprint
from portal.partners.upkeep import queries as upkeep
from portal.partners.vetting import queries as vetting
from portal.web import panels
from portal.web.gate import actor, open_to

__all__ = ["blueprint", "edit_views", "home", "list_views", "map_views", "standing_views", "take_out_views"]


@blueprint.get("/partners/<uuid:organization_id>")
@open_to(*policy.READERS)
def show(organization_id: UUID) -> str | Response:
    """One entry, as much of it as this reader may see."""
    asking = actor()
    organization, working = queries.whole_entry_at_work(asking, organization_id)
    if organization is None or organization.merged_into_id is not None:
        if (stays := vetting.moved_to(asking, organization_id)) is None:
            abort(404)
        return redirect(url_for(".show", organization_id=stays))
    whole, centre = policy.sees_whole(asking, organization), asking.role is Role.COORDINATOR
    own, stories = asking.organization_id == organization_id, upkeep.flags_of(asking, organization)
    return render_template(
        "partners/show.html",
        organization=organization,
        whole=whole,
        own=own,
        centre_reads=centre,
        may_change=policy.may_change(asking, organization_id),
        may_confirm=policy.may_confirm(asking, organization),
        countries_open=asking.role in policy.WHOLE_READERS,
        parent=queries.organization_for(asking, organization.parent_organization_id) if whole else None,
        gaps=entry_labels.gaps(organization) if own else [],
        stories=stories,
        flags=upkeep.open_flags(asking, organization, stories),
        working=working if centre else None,
        panels=panels.drawn("partner", asking, organization) if whole else [],
        standing=panels.drawn("standing", asking, organization) if whole else [],
        told=labels.SAVED.get(request.args.get("told", ""), ""),
        printed_on=today(),
        labels=labels,
        said=entry_labels,
    )


@blueprint.get("/our-entry")
@open_to(Role.PARTNER)
def own() -> Response:
    """A partner's way to its own entry."""
    if actor().organization_id is None:
        abort(404)
    return redirect(url_for(".show", organization_id=actor().organization_id))
