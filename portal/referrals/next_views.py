"""Sending the same request to the next partner: one tap drafts it, the check page's button sends it."""

from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.cases import policy as cases
from portal.db import db, today
from portal.referrals import next_partner, queries
from portal.referrals.actions import NotYours
from portal.referrals.blueprint import blueprint
from portal.referrals.desk import DANISH, show, wanted
from portal.referrals.forms import NextForm
from portal.referrals.matching_labels import card_of_proposal
from portal.referrals.models import ReceptionRequest
from portal.referrals.proposals import proposals
from portal.referrals.readiness import NotReady
from portal.web import panels
from portal.web.forms import posted
from portal.web.gate import actor, open_to
from portal.web.panels import Panel


@blueprint.post("/requests/<reference>/next")
@open_to(*DANISH)
def ask_next(reference: str) -> ResponseReturnValue:
    """Draft the same request to the partner that was proposed, and lead to the last look.

    Where it cannot be proposed any more, the page on which another one is chosen, prefilled.
    """
    found, form = wanted(reference), NextForm(posted())
    case = queries.case_of(found)
    if not cases.may_change(actor(), case):
        abort(404)
    if found.state not in next_partner.MAY_FOLLOW:
        return show(found)
    listed = {str(one.partner.id) for one in proposals(actor(), case, today()) if one.can_be_asked}
    if form.organization_id.data not in listed:
        return redirect(url_for("referrals.new", code=case.code, after=reference))
    return _drafted(found, form)


def _drafted(found: ReceptionRequest, form: NextForm) -> ResponseReturnValue:
    try:
        made = next_partner.draft_next(actor(), found, UUID(form.organization_id.data), form.key)
    except NotYours:
        abort(404)
    except NotReady as not_ready:
        db.session.rollback()
        return render_template("referrals/not_ready.html", request=found, missing=not_ready.missing), 409
    return redirect(url_for("referrals.check", reference=made.reference))


@panels.on("request", 5)
def the_next(reader: Actor, request: ReceptionRequest) -> Panel | None:
    """To whom a request was sent on, or the next partner on the list where an answer is missing or was no."""
    if not reader.is_(*DANISH) or reader.limited_to or request.state not in next_partner.MAY_FOLLOW:
        return None
    case = queries.case_of(request)
    later = next_partner.successor(request)
    if later is not None:
        return Panel("referrals/next_panel.html", {"later": later})
    if case.closed_on is not None or not cases.may_change(reader, case) or not next_partner.is_wanted(request):
        return None
    found = next_partner.proposed(reader, case)
    if found is None:
        return Panel("referrals/next_panel.html", {"case": case, "request": request})
    form = NextForm(data={"organization_id": str(found.partner.id)})
    context = {"request": request, "card": card_of_proposal(found, case), "form": form, "case": case}
    return Panel("referrals/next_panel.html", context)
