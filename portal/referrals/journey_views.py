"""While she is expected: the arrival for a calendar, and what to do when nobody has met her."""

from datetime import timedelta

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.access import Role
from portal.audit.trail import note
from portal.db import now, today, transaction
from portal.partners.country import queries as countries
from portal.referrals import policy, queries, silence
from portal.referrals.blueprint import blueprint
from portal.referrals.desk import DANISH, is_partner, look_at, show, wanted
from portal.referrals.disclosure import Field
from portal.referrals.ics import arrival_event
from portal.referrals.models import ReceptionRequest
from portal.referrals.silence import EXPECTED
from portal.referrals.states import STEPS
from portal.web.gate import actor, is_a_look, open_to


def _expected(reference: str) -> ReceptionRequest:
    found = wanted(reference)
    if not policy.sees(actor(), found, Field.ARRIVES_AT):
        abort(404)
    return found


@blueprint.get("/requests/<reference>/arrival.ics")
@open_to(Role.PARTNER, *DANISH, audited=True)
def arrival_file(reference: str) -> ResponseReturnValue:
    """The expected arrival as one event for a calendar, once: it is no feed, and says no name and no place."""
    found = _expected(reference)
    plan = queries.travel_of(found)
    if plan is None or found.state not in EXPECTED:
        abort(404)
    if is_a_look():
        with transaction():
            note(actor(), "request:arrival:exported", f"request:{found.reference}")
    minutes = queries.silence_minutes(queries.case_of(found).is_child, today())[silence.PARTNER]
    # Translators: the name of an event in somebody's own calendar; it says no name and no place
    summary = _("Arrival window, reference %(reference)s", reference=found.reference)
    wait = timedelta(minutes=minutes)
    event = arrival_event(found.reference, plan.arrives_at, wait, summary, found.row_version, now())
    headers = {"Content-Disposition": f'attachment; filename="{found.reference}.ics"'}
    return Response(event, mimetype="text/calendar", headers=headers)


@blueprint.get("/requests/<reference>/not-met")
@open_to(Role.PARTNER, *DANISH, audited=True)
def not_met(reference: str) -> ResponseReturnValue:
    """What to do, in order, when nobody has met her: whom to call, and where to record what happened."""
    found = _expected(reference)
    plan = queries.travel_of(found)
    if plan is None or found.state not in EXPECTED:
        return show(found)
    look_at(found)
    case = queries.case_of(found)
    return render_template(
        "referrals/not_met.html",
        request=found,
        plan=plan,
        seen=policy.fields_seen(actor(), found),
        own=is_partner(),
        partner=queries.partner_of(found),
        mission=None if is_partner() else countries.mission_of(case.return_country),
        country=case.return_country,
        may_record=policy.may_take(actor(), found, case, STEPS["miss"]),
        silent=silence.is_silent(found, plan, case.is_child, now()),
    )
