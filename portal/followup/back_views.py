"""What the Danish side gives back on a report: thanks, a reply; and that a report is not agreed with her."""

from uuid import UUID, uuid4

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.followup import agreed, labels, policy, replies
from portal.followup.back_forms import ReplyForm
from portal.followup.blueprint import blueprint
from portal.followup.desk import DANISH, wanted
from portal.followup.models import DueReport
from portal.web.forms import posted
from portal.web.gate import actor, open_to


def _of_own_case(report_id: UUID) -> DueReport:
    due = wanted(report_id)
    if not policy.may_read_for_case(actor(), due):
        abort(404)
    return due


def _back(report_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("followup.show", report_id=report_id))


@blueprint.post("/reports/<uuid:report_id>/thank")
@open_to(*DANISH)
def thank(report_id: UUID) -> ResponseReturnValue:
    """Thank the partner for its report."""
    due = _of_own_case(report_id)
    if due.report is not None:
        replies.thank(actor(), due, key=uuid4())
    return _back(report_id)


@blueprint.route("/reports/<uuid:report_id>/reply", methods=["GET", "POST"])
@open_to(*DANISH)
def reply(report_id: UUID) -> ResponseReturnValue:
    """Answer a report in words."""
    due = _of_own_case(report_id)
    if due.report is None:
        return _back(report_id)
    form = ReplyForm(posted())
    if form.answered():
        replies.give(actor(), due, key=form.key, words=form.words.data or "")
        return _back(report_id)
    return render_template("followup/reply.html", due=due, form=form, labels=labels)


@blueprint.post("/reports/<uuid:report_id>/not-agreed")
@open_to(*DANISH)
def not_agreed(report_id: UUID) -> ResponseReturnValue:
    """The last report is not agreed with her, an adult: it is not asked for."""
    due = _of_own_case(report_id)
    if agreed.may_leave_out(actor(), due):
        agreed.leave_out(actor(), due)
    return _back(report_id)
