"""Something happened between two reports: it is told at once, and danger rings in the same act (RULINGS 16)."""

from typing import Any

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from portal.cases.models import Case
from portal.db import db, today
from portal.followup import actions, policy
from portal.followup.blueprint import blueprint
from portal.followup.codes import Refusal
from portal.followup.desk import READERS, after_sending, is_partner
from portal.followup.event_forms import EventForm, ToldEventForm
from portal.followup.models import DueReport
from portal.partners.models import Organization
from portal.referrals import queries as referrals
from portal.referrals.models import ReceptionRequest
from portal.vocabulary.requests import Channel
from portal.web.formats import word
from portal.web.forms import posted
from portal.web.gate import actor, open_to

OF_THE_DAY = (Refusal.BEFORE_ARRIVAL, Refusal.IN_FUTURE)


@blueprint.route("/requests/<reference>/something-happened", methods=["GET", "POST"])
@open_to(*READERS)
def event(reference: str) -> ResponseReturnValue:
    """What happened: danger, a sign of new trafficking, she wants contact; also what the partner told by telephone."""
    request = referrals.request_for(actor(), reference)
    if request is None or not policy.may_report_on(actor(), request):
        abort(404)
    known = {"contact_on": today(), "own_words_language": actor().locale, "channel": Channel.PHONE}
    form = (EventForm if is_partner() else ToldEventForm)(posted(), data=known)
    if form.answered():
        return _told(request, form)
    return _page(request, form, actions.why_no_event(request, db.session.get_one(Case, request.case_id)))


def _told(request: ReceptionRequest, form: EventForm) -> ResponseReturnValue:
    how: dict[str, Any] = {}
    if isinstance(form, ToldEventForm):
        how = {"channel": form.channel.data, "said_by": form.said_by.data or ""}
    try:
        report = actions.event_report(actor(), request, form.answers(), key=form.key, **how)
    except actions.NotYours:
        abort(404)
    except actions.Refused as no:
        db.session.rollback()
        if no.why in OF_THE_DAY:
            form.contact_on.errors = [word(no.why)]
            return _page(request, form, None)
        return _page(request, form, no.why), 409
    return after_sending(db.session.get_one(DueReport, report.due_report_id))


def _page(request: ReceptionRequest, form: EventForm, why: Refusal | None) -> str:
    partner = "" if is_partner() else db.session.get_one(Organization, request.organization_id).name
    return render_template("followup/event.html", asked=request, form=form, why=why, partner=partner)
