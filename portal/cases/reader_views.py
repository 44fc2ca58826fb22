"""Everybody who looked at a case, page by page."""

from flask import abort, render_template, request

from portal.audit.trail import note
from portal.cases import labels, policy, queries, readers
from portal.cases.blueprint import blueprint
from portal.cases.desk import DANISH
from portal.cases.facts import subject
from portal.db import transaction
from portal.web.gate import actor, is_a_look, open_to


@blueprint.get("/cases/<code>/looks")
@open_to(*DANISH, audited=True)
def all_looks(code: str) -> str:
    """Who looked at the case, its requests, its reports and her name; why, for whoever may change the case."""
    case = queries.case_for(actor(), code)
    if case is None:
        abort(404)
    if is_a_look():
        with transaction():
            note(actor(), "case:looks:read", subject(case))
    reasons = policy.may_change(actor(), case)
    looks = readers.page(readers.of_case(case), request.args.get("after", ""), with_reasons=reasons)
    return render_template("cases/readers.html", case=case, looks=looks, labels=labels)
