"""What the views share: finding a report for the reader, sending it, and the page of one that is not taken."""

from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.access import Role
from portal.db import db
from portal.followup import actions, labels, policy, queries
from portal.followup.codes import Refusal
from portal.followup.forms import NotReachedForm, NoWishForm, ReportForm
from portal.followup.models import DueReport
from portal.referrals.forms import Told
from portal.vocabulary.requests import Channel
from portal.web.gate import actor

DANISH = (Role.CASEWORKER, Role.COORDINATOR)
AnyReportForm = ReportForm | NotReachedForm | NoWishForm


def wanted(report_id: UUID) -> DueReport:
    """The report, or "not found" alike for a missing and a hidden one."""
    found = queries.due_for(actor(), report_id)
    if found is None:
        abort(404)
    return found


def wanted_to_write(report_id: UUID) -> DueReport:
    """The same for a page on which it is written."""
    found = wanted(report_id)
    if not policy.may_report(actor(), found):
        abort(404)
    return found


def is_partner() -> bool:
    """Whether the partner itself is asking, and not somebody on its behalf."""
    return actor().role is Role.PARTNER


def send(due: DueReport, form: AnyReportForm) -> ResponseReturnValue:
    """Send what was answered and lead to the receipt; a report that is not taken keeps what was typed."""
    how = Channel.PORTAL
    said_by = ""
    if isinstance(form, Told):
        how, said_by = form.channel.data, form.said_by.data or ""
    try:
        actions.send_report(actor(), due, form.answers(), key=form.key, channel=how, said_by=said_by)
    except actions.NotYours:
        abort(404)
    except actions.Refused as no:
        return refused(due.id, no.why, form)
    return redirect(url_for("followup.sent" if is_partner() else "followup.show", report_id=due.id))


def refused(report_id: UUID, why: Refusal, form: AnyReportForm) -> ResponseReturnValue:
    """Why the report was not taken; what was typed and chosen stands on the page."""
    db.session.rollback()
    due = wanted(report_id)
    page = render_template(
        "followup/refused.html", due=due, why=why, typed=labels.typed(form), labels=labels, partner=is_partner()
    )
    return page, 409
