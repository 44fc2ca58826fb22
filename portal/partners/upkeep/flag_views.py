"""Something wrong: a line is reported, and what became of it is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.partners import policy as partners
from portal.partners import queries as directory
from portal.partners.actions import NotYours
from portal.partners.models import Organization
from portal.partners.upkeep import actions, labels, lines, policy, queries
from portal.partners.upkeep.blueprint import blueprint
from portal.partners.upkeep.forms import FlagForm, SettleForm
from portal.vocabulary.upkeep import FlagState, LineKind, Problem
from portal.web.forms import posted
from portal.web.gate import actor, open_to

Answer = str | tuple[str, int] | Response


def entry_or_404(organization_id: UUID) -> Organization:
    """The entry with all its lines, where this reader may see it."""
    organization = directory.whole_entry(actor(), organization_id)
    if organization is None:
        abort(404)
    return organization


@contextmanager
def not_found_unless_ones_own() -> Iterator[None]:
    """Somebody else's form key, or an act that is not the actor's: not found, as for a stranger."""
    try:
        yield
    except NotYours:
        abort(404)


def _line_pointed_at(organization: Organization) -> lines.Line:
    """The line named in the address; without one the entry itself."""
    try:
        kind = LineKind(request.args.get("line") or LineKind.ENTRY)
        line_id = UUID(request.args["line_id"]) if request.args.get("line_id") else None
    except ValueError:
        abort(404)
    line = lines.found(lines.seen_by(actor(), organization), kind, line_id)
    if line is None:
        abort(404)
    return line


@blueprint.route("/partners/<uuid:organization_id>/flag", methods=["GET", "POST"])
@open_to(*partners.READERS)
def flag(organization_id: UUID) -> Answer:
    """Say what is wrong with a line."""
    organization = entry_or_404(organization_id)
    line = _line_pointed_at(organization)
    form = FlagForm(posted())
    form.offer(line.kind)
    if form.answered():
        with not_found_unless_ones_own():
            made = actions.report(
                actor(), form.key, organization.id, line, Problem(form.problem.data), form.note.data or ""
            )
        return redirect(url_for(".show_flag", organization_id=organization.id, flag_id=made.id, told="reported"))
    shown = labels.shown(line, organization)
    return render_template("partners_upkeep/flag.html", organization=organization, line=line, shown=shown, form=form)


@blueprint.route("/partners/<uuid:organization_id>/flags/<uuid:flag_id>", methods=["GET", "POST"])
@open_to(*partners.READERS, by_link=True)
def show_flag(organization_id: UUID, flag_id: UUID) -> Answer:
    """The story of one report; who may settles it here."""
    asking = actor()
    if asking.limited_to and not policy.is_own_link(asking, organization_id):
        abort(404)
    organization = entry_or_404(organization_id)
    reported = queries.flag_for(asking, organization, flag_id)
    if reported is None:
        abort(404)
    may_settle = reported.state is FlagState.OPEN and policy.may_settle(asking, reported, organization)
    form, status, late = SettleForm(posted()), 200, False
    if request.method == "POST" and not policy.may_settle(asking, reported, organization):
        abort(404)
    if form.answered():
        try:
            actions.settle(asking, reported, organization, form.state.data, form.answer.data or "")
            return redirect(url_for(".show_flag", organization_id=organization.id, flag_id=flag_id, told="settled"))
        except actions.SettledBefore:
            status, late, may_settle = 409, True, False
    context = {"organization": organization, "flag": reported, "form": form, "may_settle": may_settle, "late": late}
    told = labels.TOLD.get(request.args.get("told", ""), "")
    may_change = partners.may_change(asking, organization.id)
    named = labels.named(asking, organization)
    return (
        render_template(
            "partners_upkeep/story.html",
            **context,
            told=told,
            just_reported=request.args.get("told") == "reported",
            may_change=may_change,
            named=named,
            by_link=bool(asking.limited_to),
        ),
        status,
    )
