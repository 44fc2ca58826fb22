"""Cancelling a request, and recording how it ends."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.referrals import actions
from portal.referrals.blueprint import blueprint
from portal.referrals.desk import DANISH, do, possible, too_late, wanted_for
from portal.referrals.forms import CancelForm, EndForm, Ending
from portal.web.forms import posted
from portal.web.gate import actor, open_to


@blueprint.route("/requests/<reference>/cancel", methods=["GET", "POST"])
@open_to(*DANISH)
def cancel(reference: str) -> ResponseReturnValue:
    """Cancel, with a reason; the partner is told."""
    found = wanted_for(reference, "cancel")
    form = CancelForm(posted())
    if form.answered():
        return do(reference, form, lambda: actions.cancel(actor(), found, form.reason.data))
    if not possible(found, "cancel"):
        return too_late(reference, form)
    return render_template("referrals/cancel.html", request=found, form=form)


@blueprint.route("/requests/<reference>/end", methods=["GET", "POST"])
@open_to(*DANISH)
def end(reference: str) -> ResponseReturnValue:
    """How it ended: completed, early, contact lost, or a mistake."""
    found = wanted_for(reference, *actions.ENDINGS)
    form = EndForm(posted())
    if form.answered():
        return do(reference, form, lambda: actions.end(actor(), found, form.step.data.value))
    if not possible(found, *actions.ENDINGS):
        return too_late(reference, form)
    open_now = [ending for ending in Ending if possible(found, ending.value)]
    return render_template("referrals/end.html", request=found, form=form, open_now=open_now)
