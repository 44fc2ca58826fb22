"""Release of the name, the arrival that is planned, the departure, and what happened."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.access import Role
from portal.cases import clock, consent
from portal.db import today
from portal.places import countries
from portal.referrals import actions, queries, travel
from portal.referrals.blueprint import blueprint
from portal.referrals.desk import DANISH, do, is_partner, looked_at, possible, told, too_late, wanted_for
from portal.referrals.forms import ArrivalByLinkForm, ArrivalForm, ArrivalToldForm, DepartForm, TravelForm
from portal.referrals.models import ReceptionRequest, TravelPlan
from portal.vocabulary.casework import SharingPurpose
from portal.vocabulary.requests import Channel
from portal.web.forms import posted
from portal.web.gate import actor, open_to

ARRIVALS = ("arrive", "miss", "refuse_reception")
SEALED = "place connection meeting_point agreed_sign fallback_phone alternate_name alternate_phone".split()


@blueprint.route("/requests/<reference>/release", methods=["GET", "POST"])
@open_to(*DANISH, audited=True)
def release(reference: str) -> ResponseReturnValue:
    """Let the partner see who she is; the page shows on what basis."""
    found = looked_at(reference, "release")
    if not possible(found, "release"):
        return too_late(reference, None, "release")
    if posted() is None:
        return _release_page(found)
    return do(reference, None, lambda: actions.release(actor(), found))


def _release_page(found: ReceptionRequest) -> str:
    case = queries.case_of(found)
    basis = consent.valid_basis(case, SharingPurpose.IDENTITY, today())
    partner = queries.partner_of(found)
    return render_template("referrals/release.html", request=found, case=case, partner=partner, basis=basis)


@blueprint.route("/requests/<reference>/travel", methods=["GET", "POST"])
@open_to(*DANISH, audited=True)
def set_travel(reference: str) -> ResponseReturnValue:
    """Set the arrival, or change it."""
    found = looked_at(reference, "set_travel")
    plan = queries.travel_of(found)
    form = TravelForm(posted(), data={**_planned(plan, found), "seen": found.row_version})
    form.time_zone.choices = [("", ""), *((zone, zone) for zone in _zones(found))]
    form.last_day = clock.ends_on(queries.case_of(found))
    if form.answered():
        return do(reference, form, lambda: actions.set_travel(actor(), found, _journey(form), form.seen_version))
    if not possible(found, "set_travel", "change_arrival"):
        return too_late(reference, form)
    return render_template("referrals/travel.html", request=found, form=form, planned=plan is not None)


def _zones(found: ReceptionRequest) -> tuple[str, ...]:
    """The zones of the country of return and of the partner's own country."""
    here, there = queries.case_of(found).return_country, queries.partner_of(found).country
    return tuple(sorted({*countries.time_zones(here), *countries.time_zones(there)}))


def _planned(plan: TravelPlan | None, found: ReceptionRequest) -> dict[str, Any]:
    if plan is None:
        zones = _zones(found)
        return {"time_zone": queries.partner_of(found).time_zone or (zones[0] if len(zones) == 1 else "")}
    there = travel.local_moment(plan)
    when = {"arrives_on": there.date(), "hour": f"{there:%H:%M}", "time_zone": plan.time_zone, "mode": plan.mode}
    return when | {name: getattr(plan, name) for name in SEALED}


def _journey(form: TravelForm) -> actions.Journey:
    assert form.moment is not None  # noqa: S101 - set when the form is right
    words = {name: form[name].data or "" for name in SEALED}
    return actions.Journey(form.mode.data, form.moment, form.time_zone.data, **words)


@blueprint.route("/requests/<reference>/departure", methods=["GET", "POST"])
@open_to(*DANISH)
def depart(reference: str) -> ResponseReturnValue:
    """She has left."""
    found = wanted_for(reference, "depart")
    form = DepartForm(posted(), data={"departed_on": today()})
    if form.answered():
        return do(reference, form, lambda: actions.depart(actor(), found, form.departed_on.data))
    if not possible(found, "depart"):
        return too_late(reference, form)
    return render_template("referrals/depart.html", request=found, form=form)


@blueprint.route("/requests/<reference>/arrival", methods=["GET", "POST"])
@open_to(Role.PARTNER, *DANISH, by_link=True)
def arrival(reference: str) -> ResponseReturnValue:
    """What happened on arrival: told by the partner, or written down for it. A letter's link shows no travel."""
    found = wanted_for(reference, *ARRIVALS)
    plan = queries.travel_of(found)
    form = _arrival_form(found, plan)
    if form.answered():
        return do(reference, form, lambda: _tell(found, form))
    if not possible(found, *ARRIVALS):
        return too_late(reference, form)
    shown = None if actor().limited_to else plan
    return render_template("referrals/arrival.html", request=found, form=form, plan=shown, own=is_partner())


def _arrival_form(found: ReceptionRequest, plan: TravelPlan | None) -> ArrivalForm:
    """The form for this reader; the day is filled in, but for a link, which says nothing of the journey."""
    expected = travel.local_day(plan) if plan is not None else None
    latest = travel.today_there(plan) if plan is not None else today()
    if actor().limited_to:
        form: ArrivalForm = ArrivalByLinkForm(posted())
    else:
        known = {"happened_on": min(expected or latest, latest), "channel": Channel.PHONE}
        form = ArrivalForm(posted(), data=known) if is_partner() else ArrivalToldForm(posted(), data=known)
    form.latest, form.expected = latest, expected
    form.earliest = found.sent_at.date() if found.sent_at else None
    return form


def _tell(found: ReceptionRequest, form: ArrivalForm) -> object:
    note = form.note.data or ""
    return actions.tell_arrival(actor(), found, form.outcome.data, form.happened_on.data, note, told=told(form))
