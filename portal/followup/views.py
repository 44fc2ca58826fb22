"""One report: it is read, or leads to the page on which it is written; and its receipt."""

from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.access import Role
from portal.db import today
from portal.followup import actions, agreed, drafts, labels, policy, queries
from portal.followup.blueprint import blueprint
from portal.followup.desk import DANISH, READERS, is_partner, wanted
from portal.followup.models import DueReport
from portal.followup.writing_views import next_page
from portal.web.gate import actor, is_a_look, open_to

__all__ = ["blueprint"]


@blueprint.get("/reports/<uuid:report_id>")
@open_to(*READERS, audited=True)
def show(report_id: UUID) -> ResponseReturnValue:
    """While it waits for its partner: on to where it is written; else what was reported, or why it is not asked."""
    due = wanted(report_id)
    if is_partner() and actions.may_still_be_sent(due):
        return redirect(next_page(due, drafts.of(actor(), due)))
    if is_a_look():
        actions.look(actor(), due)
    return page_of(due)


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
        may_reply=report is not None and policy.may_read_for_case(actor(), due),
        may_leave_out=agreed.may_leave_out(actor(), due),
        why=None if report or may_write or actions.may_still_be_sent(due) else actions.why_refused(due),
        labels=labels,
        today=today(),
    )


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
