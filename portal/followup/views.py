"""One report: the partner writes it, the Danish side reads it, or writes down what it was told."""

from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.access import Role
from portal.db import today
from portal.followup import actions, labels, policy, queries
from portal.followup.blueprint import blueprint
from portal.followup.desk import DANISH, AnyReportForm, is_partner, refused, send, wanted, wanted_to_write
from portal.followup.forms import NotReachedForm, NoWishForm, ReportForm, ToldReportForm
from portal.followup.models import DueReport
from portal.vocabulary.requests import Channel
from portal.web.forms import posted
from portal.web.gate import actor, is_a_look, open_to

__all__ = ["blueprint"]
READERS = (Role.PARTNER, *DANISH)


@blueprint.route("/reports/<uuid:report_id>", methods=["GET", "POST"])
@open_to(*READERS, audited=True)
def show(report_id: UUID) -> ResponseReturnValue:
    """The questions, while the report waits for its partner; else what was reported, or why nothing is asked."""
    due = wanted(report_id)
    form = ReportForm(posted(), data={"own_words_language": actor().locale})
    if posted() is not None:
        if not is_partner():
            abort(404)
        return write(due, form, "followup/write.html")
    if is_a_look():
        actions.look(actor(), due)
    if is_partner() and actions.may_still_be_sent(due):
        return render_template("followup/write.html", due=due, form=form, labels=labels, today=today())
    return page_of(due)


def write(due: DueReport, form: AnyReportForm, template: str) -> ResponseReturnValue:
    """A page on which a report is written: asked, sent, or no longer taken."""
    if form.answered():
        return send(due, form)
    if not actions.may_still_be_sent(due):
        if posted() is None:
            return redirect(url_for("followup.show", report_id=due.id))
        earlier = due.report
        if earlier is not None and earlier.id == form.key:
            return redirect(url_for("followup.show", report_id=due.id))
        return refused(due.id, actions.why_refused(due), form)
    return render_template(template, due=due, form=form, labels=labels, today=today())


def page_of(due: DueReport) -> str:
    """What was reported, or why nothing is asked any more."""
    report = due.report
    may_write = policy.may_report(actor(), due) and actions.may_still_be_sent(due)
    return render_template(
        "followup/show.html",
        due=due,
        report=report,
        author=queries.name_of(report.submitted_by) if report else "",
        reader=queries.name_of(report.read_by) if report else "",
        partner=is_partner(),
        may_write=may_write,
        may_read=report is not None and report.read_at is None and policy.may_read_for_case(actor(), due),
        why=None if report or may_write or actions.may_still_be_sent(due) else actions.why_refused(due),
        labels=labels,
        today=today(),
    )


@blueprint.route("/reports/<uuid:report_id>/not-reached", methods=["GET", "POST"])
@open_to(Role.PARTNER)
def not_reached(report_id: UUID) -> ResponseReturnValue:
    """The short way: we could not reach her."""
    form = NotReachedForm(posted(), data={"own_words_language": actor().locale})
    return write(wanted_to_write(report_id), form, "followup/not_reached.html")


@blueprint.route("/reports/<uuid:report_id>/no-wish", methods=["GET", "POST"])
@open_to(Role.PARTNER)
def no_wish(report_id: UUID) -> ResponseReturnValue:
    """The short way: she does not want contact."""
    form = NoWishForm(posted(), data={"own_words_language": actor().locale})
    return write(wanted_to_write(report_id), form, "followup/no_wish.html")


@blueprint.route("/reports/<uuid:report_id>/told", methods=["GET", "POST"])
@open_to(*DANISH)
def told(report_id: UUID) -> ResponseReturnValue:
    """What the partner told by telephone or post, written down on its behalf."""
    form = ToldReportForm(posted(), data={"channel": Channel.PHONE, "own_words_language": actor().locale})
    return write(wanted_to_write(report_id), form, "followup/told.html")


@blueprint.get("/reports/<uuid:report_id>/sent")
@open_to(Role.PARTNER, audited=True)
def sent(report_id: UUID) -> ResponseReturnValue:
    """The receipt, with thanks."""
    due = wanted(report_id)
    if due.report is None:
        return redirect(url_for("followup.show", report_id=report_id))
    if is_a_look():
        actions.look(actor(), due)
    following = [one for one in queries.of_request(actor(), due.request) if actions.may_still_be_sent(one)]
    return render_template(
        "followup/sent.html", due=due, report=due.report, next=following[0] if following else None, labels=labels
    )


@blueprint.post("/reports/<uuid:report_id>/read")
@open_to(*DANISH)
def read(report_id: UUID) -> ResponseReturnValue:
    """The caseworker or the centre has read it."""
    try:
        actions.mark_read(actor(), wanted(report_id))
    except actions.NotYours:
        abort(404)
    return redirect(url_for("followup.show", report_id=report_id))
