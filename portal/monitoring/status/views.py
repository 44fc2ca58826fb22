"""The report's page: the whole report as it stands, its sections to write, its figures to freeze."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.audit.trail import note
from portal.db import Stale, transaction
from portal.i18n_mark import N_
from portal.monitoring.status import actions, document, figures, queries, words
from portal.monitoring.status.blueprint import blueprint
from portal.monitoring.status.codes import ASKS, FIRST_YEAR, LANGUAGES, LAST_YEAR, Chapter
from portal.monitoring.status.forms import FreezeForm, SectionForm, file_form
from portal.monitoring.status.models import StatusSection
from portal.monitoring.status.numbers import counted
from portal.monitoring.status.policy import READERS, WRITERS
from portal.web.conflict import Clashes, differing
from portal.web.forms import posted
from portal.web.gate import actor, is_a_look, open_to
from portal.web.languages import chosen

Answer = str | tuple[str, int] | Response
TOLD = {"saved": N_("The text is saved."), "frozen": N_("The numbers are frozen.")}


def real(year: int) -> int:
    """The year of an address. Not found where no report can be of it."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        abort(404)
    return year


def own_language() -> str:
    """The reader's language where the report has it, else English."""
    return chosen() if chosen() in LANGUAGES else "en"


@blueprint.get("/monitoring/report/<int:year>")
@open_to(*READERS, audited=True)
def show(year: int) -> str:
    """The report with its exact figures, in the reader's language."""
    written, tables, language = queries.written_in(real(year)), figures.of_year(year), own_language()
    page = render_template(
        "monitoring_status/show.html",
        report=document.made(written, tables[language], language),
        written=written,
        languages_of_report=LANGUAGES,
        year_before=year - 1 if year > FIRST_YEAR else None,
        anybody=figures.anybody(tables),
        form=file_form(None, language),
        may_write=actor().is_(*WRITERS),
        told=TOLD.get(request.args.get("told", ""), ""),
    )
    if is_a_look():
        with transaction():
            note(actor(), "status:report:read", f"year:{year}")
    return page


@blueprint.route("/monitoring/report/<int:year>/chapters/<chapter>/<language>", methods=["GET", "POST"])
@open_to(*WRITERS)
def section(year: int, chapter: str, language: str) -> Answer:
    """One chapter in one language, to be written; the other language and last year's words stand below."""
    real(year)
    if chapter not in list(Chapter) or language not in LANGUAGES:
        abort(404)
    of = Chapter(chapter)
    there = queries.section_of(year, of, language)
    form = _form(posted(), there, year, of, language)
    if form.answered():
        try:
            actions.write_section(actor(), year, of, language, words=form.words.data or "", seen=form.seen)
            return redirect(url_for(".show", year=year, told="saved", _anchor=of.value))
        except Stale:
            there = queries.section_of(year, of, language)
            stands = _form(None, there, year, of, language)
            form.row_version.data = stands.row_version.data
            by = queries.writer_of(there)
            clashes = Clashes(by, there.written_at if there else None, differing(stands, form))
            return _section_page(year, of, language, form, clashes), 409
    return _section_page(year, of, language, form)


def _form(typed: Any, there: StatusSection | None, year: int, chapter: Chapter, language: str) -> SectionForm:
    """The form over what stands there; over nothing, a draft of last year's headings."""
    if there is not None:
        return SectionForm(typed, data={"words": there.words, "row_version": there.row_version})
    before = queries.section_of(year - 1, chapter, language)
    return SectionForm(typed, data={"words": words.headings_of(before.words) if before else "", "row_version": 0})


def _section_page(year: int, chapter: Chapter, language: str, form: SectionForm, clashes: Clashes | None = None) -> str:
    others = [one for one in LANGUAGES if one != language]
    beside = [(one, queries.section_of(year, chapter, one)) for one in others]
    return render_template(
        "monitoring_status/section.html",
        year=year,
        chapter=chapter,
        language=language,
        form=form,
        asks=ASKS[chapter],
        beside=[(code, found.words) for code, found in beside if found is not None and found.words],
        last_year=queries.section_of(year - 1, chapter, language),
        clashes=clashes,
    )


@blueprint.route("/monitoring/report/<int:year>/freeze", methods=["GET", "POST"])
@open_to(*WRITERS)
def freeze(year: int) -> Answer:
    """Freeze the figures; once frozen, a correction makes a new dated version with a note that all see."""
    written = queries.written_in(real(year))
    form = FreezeForm(posted(), data={"row_version": written.version})
    form.again = bool(written.frozen)
    if form.answered():
        now_counted = figures.to_freeze(counted(year))
        try:
            actions.freeze(actor(), year, now_counted, seen=form.seen, why=form.why.data or "")
            return redirect(url_for(".show", year=year, told="frozen"))
        except actions.NothingToCorrect:
            form.why.errors = [_("The numbers are the same as those that are frozen: there is nothing to correct.")]
    return render_template("monitoring_status/freeze.html", year=year, form=form, frozen=written.frozen)
