"""A report is written page by page: each Continue saves a draft; then a last look, and it is sent."""

from typing import Any
from uuid import UUID

from flask import abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Role
from portal.db import db, today
from portal.followup import actions, draft_labels, drafts, labels, last_time
from portal.followup.blueprint import blueprint
from portal.followup.desk import (
    READERS,
    after_sending,
    asked_by_script,
    is_partner,
    lead_on,
    refused,
    wanted_to_write,
)
from portal.followup.draft_answers import missing, page_to_write
from portal.followup.draft_models import ReportDraft
from portal.followup.forms import (
    CheckPage,
    FirstPage,
    MorePage,
    NotReachedForm,
    NoWishForm,
    Page,
    SecondPage,
    ToldFirstPage,
)
from portal.followup.models import DueReport
from portal.vocabulary.requests import Channel
from portal.web.forms import SHOW_IN, posted
from portal.web.gate import actor, is_a_look, open_to

PAGES: dict[int, type[Page]] = {1: FirstPage, 2: SecondPage, 3: MorePage}


def next_page(due: DueReport, draft: ReportDraft | None) -> str:
    """Where writing goes on: the first page with a question still open, or the last look."""
    page = page_to_write(draft.values if draft else {}, told=drafts.wants_name(actor(), due))
    return (
        url_for("followup.write", report_id=due.id, page=page) if page else url_for("followup.check", report_id=due.id)
    )


@blueprint.route("/reports/<uuid:report_id>/<int:page>", methods=["GET", "POST"])
@open_to(*READERS, audited=True)
def write(report_id: UUID, page: int) -> ResponseReturnValue:
    """A page of questions; what the partner told by telephone is written down on the same ones (RULINGS 11)."""
    if page not in PAGES:
        abort(404)
    due = wanted_to_write(report_id)
    kind = ToldFirstPage if page == 1 and drafts.wants_name(actor(), due) else PAGES[page]
    return _page(due, kind, "followup/page.html", page=page)


@blueprint.route("/reports/<uuid:report_id>/not-reached", methods=["GET", "POST"])
@open_to(Role.PARTNER, audited=True)
def not_reached(report_id: UUID) -> ResponseReturnValue:
    """The short way: we could not reach her."""
    return _page(wanted_to_write(report_id), NotReachedForm, "followup/not_reached.html")


@blueprint.route("/reports/<uuid:report_id>/no-wish", methods=["GET", "POST"])
@open_to(Role.PARTNER, audited=True)
def no_wish(report_id: UUID) -> ResponseReturnValue:
    """The short way: she does not want contact."""
    return _page(wanted_to_write(report_id), NoWishForm, "followup/no_wish.html")


def _page(due: DueReport, kind: type[Page], template: str, **more: Any) -> ResponseReturnValue:
    """Show a page of the report, or take what it brings."""
    if posted() is not None and SHOW_IN not in request.args:
        return _taken(due, kind, template, more)
    if "settled" in request.form and (draft := drafts.of(actor(), due)) is not None:  # in another language
        return _two_versions(due, kind(posted()), drafts.Clash(draft, _named_in(draft)))
    if not actions.may_still_be_sent(due):
        return redirect(url_for("followup.show", report_id=due.id))
    if is_a_look():
        actions.look(actor(), due)
    draft = drafts.of(actor(), due)
    return _shown(due, _filled(kind, draft), draft, template, more)


def _filled(kind: type[Page], draft: ReportDraft | None) -> Page:
    """The page's form: what was posted, else what the draft holds."""
    known: dict[str, Any] = {"own_words_language": actor().locale, "channel": Channel.PHONE.value}
    if draft is not None:
        known |= {name: value for name, value in draft.values.items() if value} | {
            "row_version": str(draft.row_version)
        }
    return kind(posted(), data=known)


def _shown(
    due: DueReport, form: Page, draft: ReportDraft | None, template: str, more: dict[str, Any]
) -> ResponseReturnValue:
    said = draft_labels.last_time(last_time.answers(actor(), due))
    values = {"due": due, "form": form, "draft": draft, "last": said, "labels": labels, "today": today()}
    return render_template(template, **values, partner=is_partner(), **more)


def _taken(due: DueReport, kind: type[Page], template: str, more: dict[str, Any]) -> ResponseReturnValue:
    """Save what a page brought; then on, or back to the page with what is still missing."""
    form = kind(posted())
    if isinstance(form, NotReachedForm | NoWishForm) and _leads_on() and form.validate():
        return _sent_at_once(due, form)
    try:
        draft = drafts.save(actor(), due, drafts.Step(_given(due, form), form.seen, str(form.key)))
    except actions.NotYours:
        abort(404)
    except actions.Refused as no:
        return _maybe_sent(due, form, no)
    except drafts.Clash as clash:
        return _two_versions(due, form, clash)
    form.row_version.data = str(draft.row_version)
    if not _leads_on():
        return jsonify(version=draft.row_version)
    if request.form.get("go") == "later":
        return lead_on(url_for("home.show"), draft)
    form = _filled(kind, draft) if request.form.get("settled") else form
    if form.complete(missing(draft.values, told=drafts.wants_name(actor(), due))):
        return lead_on(next_page(due, draft), draft)
    return jsonify(version=draft.row_version) if asked_by_script() else _shown(due, form, draft, template, more)


def _leads_on() -> bool:
    """Whether a button was pressed; the script that only saves presses none."""
    return not asked_by_script() or "go" in request.form


def _given(due: DueReport, form: Page) -> dict[str, Any]:
    """What the page brought; after two versions stood side by side, what was chosen of each."""
    given, draft = form.given(), drafts.of(actor(), due)
    if draft is None or "settled" not in request.form:
        return given
    whole = request.form.get("whole", "")
    chosen = {name: whole or request.form.get(f"settle-{name}", "mine") for name in _named_in(draft) if name in given}
    return draft_labels.settled(draft, given, chosen)


def _named_in(draft: ReportDraft) -> list[str]:
    return [name for name in request.form.getlist("settled") if name in draft.kept]


def _two_versions(due: DueReport, form: Page, clash: drafts.Clash) -> ResponseReturnValue:
    db.session.rollback()
    if asked_by_script():
        return jsonify(clash=True), 409
    draft = clash.draft
    form.row_version.data = str(draft.row_version)
    two = draft_labels.two(draft, clash.names, form.given())
    return render_template("followup/clash.html", due=due, form=form, draft=draft, two=two, labels=labels), 409


def _maybe_sent(due: DueReport, form: Page, no: actions.Refused) -> ResponseReturnValue:
    """The same form again that made the report leads to its receipt; any other is refused, its text kept."""
    if due.report is not None and due.report.id == form.key:
        return after_sending(due)
    return refused(due.id, no.why, form.given())


def _sent_at_once(due: DueReport, form: NotReachedForm | NoWishForm) -> ResponseReturnValue:
    try:
        drafts.send_at_once(actor(), due, form.answers(), form.key)
    except actions.NotYours:
        abort(404)
    except actions.Refused as no:
        return _maybe_sent(due, form, no)
    return after_sending(due)


@blueprint.route("/reports/<uuid:report_id>/check", methods=["GET", "POST"])
@open_to(*READERS, audited=True)
def check(report_id: UUID) -> ResponseReturnValue:
    """The last look at all answers; Send sends exactly what stands there."""
    due = wanted_to_write(report_id)
    draft = drafts.of(actor(), due)
    if posted() is not None and SHOW_IN not in request.args:
        return _send(due, draft)
    if not actions.may_still_be_sent(due):
        return redirect(url_for("followup.show", report_id=due.id))
    told = drafts.wants_name(actor(), due)
    if draft is None or page_to_write(draft.values, told=told):
        return redirect(next_page(due, draft))
    if is_a_look():
        actions.look(actor(), due)
    return _last_look(due, draft)


def _last_look(due: DueReport, draft: ReportDraft, *, changed: bool = False) -> str:
    form = CheckPage(data={"form_key": str(draft.report_id), "row_version": str(draft.row_version)})
    told = drafts.wants_name(actor(), due)
    groups = [(page, draft_labels.rows(draft.values, page, told=told)) for page in PAGES]
    alarm = draft_labels.alarm(draft.values)
    values = {"due": due, "form": form, "draft": draft, "groups": groups, "labels": labels, "today": today()}
    return render_template("followup/check.html", **values, alarm=alarm, changed=changed, partner=is_partner())


def _send(due: DueReport, draft: ReportDraft | None) -> ResponseReturnValue:
    form = CheckPage(posted())
    if draft is None and actions.may_still_be_sent(due):
        return lead_on(next_page(due, None))
    try:
        drafts.send(actor(), due, form.seen)
    except actions.NotYours:
        abort(404)
    except actions.Refused as no:
        return _maybe_sent(due, form, no)
    except actions.Incomplete:
        return lead_on(next_page(due, draft), draft)
    except drafts.Clash as clash:
        db.session.rollback()
        return (jsonify(clash=True) if asked_by_script() else _last_look(due, clash.draft, changed=True)), 409
    return after_sending(due)
