"""What the views share: finding a request for the reader, doing a step, and the page of a step that came too late."""

from collections.abc import Callable

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.access import Role
from portal.cases.models import Case
from portal.db import db
from portal.referrals import actions, labels, policy, queries
from portal.referrals.actions import IN_PORTAL, AlreadyHappened, NotYours, Told
from portal.referrals.forms import Told as ToldFields
from portal.referrals.models import ReceptionRequest
from portal.referrals.readiness import NotReady
from portal.referrals.states import STEPS
from portal.web.forms import PortalForm
from portal.web.gate import actor, is_a_look

DANISH = (Role.CASEWORKER, Role.COORDINATOR)
#: Steps whose second post may hold other words: never taken for a double post.
HOLDS_WORDS = ("edit", "set_travel", "change_arrival")


def wanted(reference: str) -> ReceptionRequest:
    """The request, or "not found" alike for a missing and a hidden one."""
    found = queries.request_for(actor(), reference)
    if found is None:
        abort(404)
    return found


def wanted_for(reference: str, *steps: str) -> ReceptionRequest:
    """The request for a page of these steps: "not found" for who may take none of them."""
    found = wanted(reference)
    case: Case = queries.case_of(found)
    if not any(policy.may_take(actor(), found, case, STEPS[step]) for step in steps):
        abort(404)
    return found


def looked_at(reference: str, *steps: str) -> ReceptionRequest:
    """The same for a page that shows what is sealed: the look is noted."""
    found = wanted_for(reference, *steps)
    look_at(found)
    return found


def look_at(found: ReceptionRequest) -> None:
    """Note that the reader looks at the page of a request, where a person does."""
    if is_a_look():
        actions.look(actor(), found)


def possible(request: ReceptionRequest, *steps: str) -> bool:
    """Whether one of the steps may follow from the state now."""
    return any(request.state in STEPS[step].sources for step in steps)


def is_partner() -> bool:
    """Whether the partner itself is asking, and not somebody on its behalf."""
    return actor().role is Role.PARTNER


def told(form: PortalForm) -> Told:
    """By which way the form's step came."""
    if isinstance(form, ToldFields):
        return Told(form.channel.data, form.said_by.data or "")
    return IN_PORTAL


def show(request: ReceptionRequest | str) -> ResponseReturnValue:
    """Lead to the request's page."""
    reference = request if isinstance(request, str) else request.reference
    return redirect(url_for("referrals.show", reference=reference))


def do(reference: str, form: PortalForm | None, act: Callable[[], object]) -> ResponseReturnValue:
    """Do a step and lead to the request; a second post of one's own is the same step, a stranger's is told."""
    try:
        act()
    except NotYours:
        abort(404)
    except AlreadyHappened as late:
        return too_late(reference, form, late.step)
    except NotReady as not_ready:
        db.session.rollback()
        page = render_template("referrals/not_ready.html", request=wanted(reference), missing=not_ready.missing)
        return page, 409
    return show(reference)


def too_late(reference: str, form: PortalForm | None, step: str = "") -> ResponseReturnValue:
    """ "This has already happened": what and by whom; what was typed stands on the page, nothing was overwritten."""
    db.session.rollback()
    request = wanted(reference)
    last = queries.last_event(request)
    twice = last is not None and last.step == step and last.actor_id == actor().id
    if twice and step not in HOLDS_WORDS:
        return show(reference)
    typed = [
        (field.label.text, field.data)
        for field in form or ()
        if field.type in ("StringField", "TextAreaField") and field.data
    ]
    sentence = labels.happened(last) if last is not None else ""
    page = render_template("referrals/too_late.html", request=request, last=last, sentence=sentence, typed=typed)
    return page, 409
