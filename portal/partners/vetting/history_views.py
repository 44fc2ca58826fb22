"""The history of an entry, field by field: who changed what, when, from what to what."""

from uuid import UUID

from flask import abort, render_template, request, url_for

from portal.audit.paging import key_of, older_than
from portal.partners import labels as words
from portal.partners import policy
from portal.partners.models import EntryChange
from portal.partners.vetting import queries
from portal.partners.vetting.blueprint import blueprint
from portal.partners.vetting.views import entry_or_404
from portal.web.gate import actor, open_to


@blueprint.get("/partners/<uuid:organization_id>/history")
@open_to(*policy.READERS)
def history(organization_id: UUID) -> str:
    """The changes of one entry, and of those merged into it; for those who read it whole."""
    organization = entry_or_404(organization_id)
    if not policy.sees_whole(actor(), organization):
        abort(404)
    older = older_than(EntryChange.at, EntryChange.id, request.args.get("after", ""))
    rows = queries.history(actor(), organization_id, older)
    shown, more = rows[: queries.PAGE], len(rows) > queries.PAGE
    last = shown[-1][0] if shown else None
    next_href = (
        url_for("vetting.history", organization_id=organization_id, after=key_of(last.at, last.id))
        if more and last
        else ""
    )
    return render_template(
        "partners_vetting/history.html",
        entry=organization,
        rows=shown,
        merged=queries.merged_into(organization_id),
        next_href=next_href,
        words=words,
    )
