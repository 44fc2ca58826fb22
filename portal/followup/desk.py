"""What the views share: finding a report for the reader, leading on, and the page of one that is not taken."""

from collections.abc import Mapping
from uuid import UUID

from flask import abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Role
from portal.db import db
from portal.followup import draft_labels, drafts, labels, policy, queries
from portal.followup.codes import Refusal
from portal.followup.draft_models import ReportDraft, Value
from portal.followup.models import DueReport
from portal.web.gate import actor

DANISH = (Role.CASEWORKER, Role.COORDINATOR)
READERS = (Role.PARTNER, *DANISH)


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


def asked_by_script() -> bool:
    """Whether the page's own script asks in the background, and not the reader's browser for a page."""
    return request.accept_mimetypes.best == "application/json"


def lead_on(address: str, draft: ReportDraft | None = None) -> ResponseReturnValue:
    """To the next page; the script is told where it is."""
    if asked_by_script():
        return jsonify(next=address, version=draft.row_version if draft else 0)
    return redirect(address)


def after_sending(due: DueReport) -> ResponseReturnValue:
    """To the receipt; the Danish side to the report that it wrote down."""
    return lead_on(url_for("followup.sent" if is_partner() else "followup.show", report_id=due.id))


def refused(report_id: UUID, why: Refusal, typed: Mapping[str, Value]) -> ResponseReturnValue:
    """Why the report was not taken; all that was typed and chosen, now and before, stands on the page."""
    db.session.rollback()
    if asked_by_script():
        return jsonify(refused=True), 409
    due = wanted(report_id)
    draft = drafts.of(actor(), due)
    before = draft.values if draft is not None else {}
    all_of_it = {**before, **{name: value for name, value in typed.items() if value}}
    page = render_template(
        "followup/refused.html",
        due=due,
        why=why,
        typed=draft_labels.typed(all_of_it),
        labels=labels,
        partner=is_partner(),
    )
    return page, 409
