"""What is set up around the schedule: the baseline before the return, a child's further reports."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.access import Role
from portal.cases import desk as cases
from portal.cases.models import Case
from portal.db import db, today
from portal.followup import baseline, further
from portal.followup.back_forms import FurtherForm
from portal.followup.blueprint import blueprint
from portal.followup.desk import DANISH
from portal.referrals import queries as referrals
from portal.web.forms import posted
from portal.web.gate import actor, open_to


@blueprint.post("/requests/<reference>/baseline")
@open_to(Role.PARTNER, *DANISH)
def begin_baseline(reference: str) -> ResponseReturnValue:
    """Begin to write how things are before the return; leads to its questions, or back where it is too late."""
    request = referrals.request_for(actor(), reference)
    if request is None:
        abort(404)
    try:
        due = baseline.begin(actor(), request)
    except LookupError:
        abort(404)
    except baseline.NotNow:
        db.session.rollback()
        return redirect(url_for("referrals.show", reference=reference))
    return redirect(url_for("followup.show", report_id=due.id))


@blueprint.route("/cases/<code>/further-reports", methods=["GET", "POST"])
@open_to(*DANISH)
def further_reports(code: str) -> ResponseReturnValue:
    """Who decided that a child is followed up half-yearly, and until when."""
    case = cases.to_change(code)
    if not case.is_child:
        return redirect(url_for("cases.show", code=code))
    decided = further.decision(case.id)
    form = FurtherForm(posted(), data={"decided_on": today()})
    if form.answered() and _decided(case, form):
        return cases.back_to(code)
    return render_template("followup/further.html", code=code, form=form, decided=decided)


def _decided(case: Case, form: FurtherForm) -> bool:
    given = {name: form[name].data for name in ("decided_by", "decided_on", "until")}
    try:
        further.decide(actor(), case, key=form.key, **given)
    except LookupError:
        abort(404)
    except further.Refused as no:
        db.session.rollback()
        if no.field:
            form[no.field].errors = [_(no.why.label)]
        else:
            form.form_errors = [_(no.why.label)]
        return False
    return True
