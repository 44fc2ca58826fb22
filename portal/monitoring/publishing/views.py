"""Published figures: the editions, one edition with its files, and for the centre the preview that makes one."""

import uuid

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.audit.trail import note
from portal.db import Stale, now, today, transaction
from portal.monitoring import indicators
from portal.monitoring.publishing import actions, files, labels, queries, tables
from portal.monitoring.publishing.actions import Draft, NothingCounted, NothingNew, TooEarly
from portal.monitoring.publishing.blueprint import blueprint
from portal.monitoring.publishing.content import tables_of
from portal.monitoring.publishing.forms import EditionForm
from portal.monitoring.publishing.policy import MAKERS, READERS, earliest
from portal.monitoring.publishing.suppression import CannotProtect
from portal.web.forms import posted
from portal.web.gate import actor, is_a_look, open_to

FIRST_YEAR, LAST_YEAR = 2000, 2200


@blueprint.get("/monitoring/published")
@open_to(*READERS)
def index() -> str:
    """What is published: each year with its editions, the newest first."""
    may_make = actor().is_(*MAKERS)
    years = [year for year in indicators.years() if today() >= earliest(year)] if may_make else []
    return render_template("monitoring_publishing/index.html", editions=queries.every(), may_make=may_make, years=years)


@blueprint.get("/monitoring/published/<uuid:edition_id>")
@open_to(*READERS)
def show(edition_id: uuid.UUID) -> ResponseReturnValue:
    """One edition as it was published: tables, definitions, rule, hash, and what it corrects or was corrected by."""
    try:
        found = _opened(edition_id)
    except queries.Altered:
        return render_template("monitoring_publishing/altered.html"), 409
    others = [one for one in queries.every() if one.year == found.edition.year]
    newer = others[0] if others and others[0].id != found.edition.id else None
    return render_template("monitoring_publishing/show.html", of=found, labels=labels, newer=newer, others=others)


def _opened(edition_id: uuid.UUID) -> tables.Opened:
    edition = queries.edition(edition_id)
    return tables.opened(edition) if edition is not None else abort(404)


@blueprint.get("/monitoring/published/<uuid:edition_id>/file")
@open_to(*READERS)
def file(edition_id: uuid.UUID) -> ResponseReturnValue:
    """An edition as a file: `kind` is csv, code-book, or json (the very text that the hash was taken of)."""
    kind = request.args.get("kind", "csv")
    try:
        found = _opened(edition_id)
    except queries.Altered:
        return render_template("monitoring_publishing/altered.html"), 409
    named = f"published-{found.edition.year}-{found.edition.number}"
    if kind == "json":
        return _as_file(found.edition.content.encode(), f"{named}.json", "application/json")
    if kind == "code-book":
        return _as_file(files.code_book(found), f"{named}-code-book.csv", "text/csv")
    return _as_file(files.figures(found), f"{named}.csv", "text/csv")


def _as_file(body: bytes, name: str, kind: str) -> Response:
    return Response(body, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@blueprint.route("/monitoring/published/<int:year>/new", methods=["GET", "POST"])
@open_to(*MAKERS, audited=True)
def preview(year: int) -> ResponseReturnValue:
    """What would be published of a year, beside the exact numbers; and the button that publishes it."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        abort(404)
    form = EditionForm(posted())
    if form.answered() and (made := queries.edition(form.key)) is not None:  # the same post again
        return redirect(url_for("publishing.show", edition_id=made.id))
    try:
        draft = actions.draft(year)
    except TooEarly:
        return _refused(_("Reports count until 31 March of the next year. This year can be published from 1 April on."))
    except NothingCounted:
        return _refused(_("Nobody was registered in %(year)s. There is nothing to publish.", year=year))
    except CannotProtect:
        return _refused(_("Together with earlier editions, these figures would tell of single people. Publish none."))
    except queries.Altered:
        return render_template("monitoring_publishing/altered.html"), 409
    if form.answered():
        if draft.replaces is not None and not (form.why.data or "").strip():
            form.why.errors = [_("Write what is corrected, and why. Readers see it.")]
        else:
            return _published(year, form)
    if is_a_look():
        with transaction():
            note(actor(), "monitoring:preview:read", f"year:{year}")
    return _page(draft, form)


def _published(year: int, form: EditionForm) -> ResponseReturnValue:
    try:
        made = actions.make_edition(actor(), year, form.key, seal=form.seal.data or "", why=form.why.data or "")
    except NothingNew:
        return _refused(_("The newest edition says the very same. Nothing was published."))
    except Stale:
        return _page(actions.draft(year), form, moved=True), 409
    return redirect(url_for("publishing.show", edition_id=made.id))


def _page(draft: Draft, form: EditionForm, *, moved: bool = False) -> str:
    exact = draft.figures | {"counts": {name: str(count) for name, count in draft.counts.items()}}
    pairs = list(zip(tables_of(draft.figures), tables_of(exact), strict=True))
    form.seal.data = draft.seal
    said = {"draft": draft, "form": form, "pairs": pairs, "labels": labels, "moved": moved, "at": now()}
    return render_template("monitoring_publishing/preview.html", is_news=actions.is_news(draft), **said)


def _refused(why: str) -> ResponseReturnValue:
    return render_template("monitoring_publishing/refused.html", why=why), 409
