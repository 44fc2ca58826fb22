"""Entries that look alike: the centre's list, the two side by side, merged or said to be two."""

from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access import Role
from portal.db import Stale
from portal.partners.together import ALL_LINES, load_lines
from portal.partners.vetting import labels, merging, twins
from portal.partners.vetting.blueprint import blueprint
from portal.partners.vetting.merging import CannotMerge, Side
from portal.partners.vetting.views import Answer, entry_or_404
from portal.web.gate import actor, open_to

PAGE = 20  # pairs on a page


@blueprint.get("/partners/twins")
@open_to(Role.COORDINATOR)
def twin_list() -> str:
    """The pairs of entries that look like one organisation, those with most signs first."""
    found = twins.pairs()
    text = request.args.get("page", "1")
    number = int(text) if text.isdecimal() and len(text) < 6 else 1
    shown = found[(number - 1) * PAGE : number * PAGE]
    named = {one.id: one for one in twins.entries_of({half for pair in shown for half in (pair.one, pair.other)})}
    more = len(found) > number * PAGE
    return render_template(
        "partners_vetting/twins.html",
        pairs=[(named[pair.one], named[pair.other], pair.signs) for pair in shown],
        count=len(found),
        next_href=url_for("vetting.twin_list", page=number + 1) if more else "",
    )


@blueprint.route("/partners/<uuid:organization_id>/merge/<uuid:other_id>", methods=["GET", "POST"])
@open_to(Role.COORDINATOR)
def merge(organization_id: UUID, other_id: UUID) -> Answer:
    """Two entries side by side; the first keeps its address, each part is taken from the chosen side."""
    kept, other = entry_or_404(organization_id), entry_or_404(other_id)
    refused = merging.refusal(organization_id, other_id)
    problem, status = refused, 200
    if request.method == "POST":
        try:
            merging.merge(actor(), organization_id, other_id, (_seen("kept"), _seen("other")), _choices())
            return redirect(url_for("partners.show", organization_id=organization_id, told="merged"))
        except CannotMerge as why:
            problem, refused, status = str(why), str(why), 409
        except Stale:
            problem, status = labels.CHANGED_MEANWHILE, 409
    load_lines([kept, other], *ALL_LINES)
    return render_template(
        "partners_vetting/merge.html",
        kept=kept,
        other=other,
        problem=_(problem) if problem else "",
        possible=refused is None,
        rows=labels.parts_to_choose(kept, other),
        chosen={part: side.value for part, side in _choices().items()},
    ), status


def _seen(which: str) -> int:
    text = request.form.get(f"version-{which}", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _choices() -> dict[str, Side]:
    known = {side.value: side for side in Side}
    return {part: known[value] for part, value in request.form.items() if value in known}


@blueprint.post("/partners/<uuid:organization_id>/not-twins/<uuid:other_id>")
@open_to(Role.COORDINATOR)
def not_twins(organization_id: UUID, other_id: UUID) -> Response:
    """They are two: the pair is not shown again."""
    entry_or_404(organization_id)
    entry_or_404(other_id)
    if organization_id == other_id:
        abort(404)
    merging.say_not_twins(actor(), organization_id, other_id)
    return redirect(url_for("vetting.twin_list"))
