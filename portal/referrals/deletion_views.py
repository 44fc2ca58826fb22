"""What is left at partners after a consent was taken back: asked, confirmed, told her."""

from datetime import datetime

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, and_

from portal.access import Actor, Role
from portal.cases import policy as cases
from portal.cases.models import Case
from portal.db import db, now, today
from portal.referrals import deletion, labels, queries
from portal.referrals.actions import IN_PORTAL, NotYours
from portal.referrals.blueprint import blueprint
from portal.referrals.deletion_forms import DeletedToldForm
from portal.referrals.desk import DANISH, is_partner, show, told, wanted
from portal.referrals.models import ReceptionRequest
from portal.vocabulary.requests import Channel
from portal.web import panels
from portal.web.forms import posted
from portal.web.gate import actor, open_to
from portal.web.panels import Panel

FIRST = 5  # place on the request's page
LEFT = 14  # place on the case's page, and on the first pages
MOST = 20  # requests drawn


def _ago(at: datetime) -> str:
    """How long ago something was: "16 days ago"."""
    return labels.due_words(at, now())


@panels.on("request", FIRST)
def of_request(actor: Actor, request: ReceptionRequest) -> Panel | None:
    """On the request's page: what the partner is asked to delete, and whether it has."""
    ask = deletion.of_request(request)
    if ask is None:
        return None
    own = actor.role is Role.PARTNER
    context = {"ask": ask, "request": request, "own": own, "may": deletion.may_confirm(actor, request), "ago": _ago}
    return Panel("referrals/deletion_panel.html", context)


@panels.on("case", LEFT)
def left_at_partners(_actor: Actor, case: Case) -> Panel | None:
    """On the case's page: the partners that have not confirmed, and since when."""
    left = [row for row in deletion.of_case(case) if row[0].confirmed_at is None]
    return Panel("referrals/deletion_case.html", {"rows": left, "code": case.code, "ago": _ago}) if left else None


@panels.on("home", LEFT)
def waiting(actor: Actor) -> Panel | None:
    """A partner's own asks at once; after 14 days also its caseworker's and the centre's."""
    if actor.role is Role.PARTNER:
        return _waiting(actor, deletion.unconfirmed())
    if actor.is_(Role.CASEWORKER):
        own = cases.belongs(ReceptionRequest.case_id, cases.own(actor))
        return _waiting(actor, and_(own, deletion.unconfirmed(deletion.PATIENCE)))
    return _waiting(actor, deletion.unconfirmed(deletion.PATIENCE)) if actor.is_(Role.COORDINATOR) else None


@panels.on("queue", LEFT)
def queue(actor: Actor, kind: str) -> Panel | None:
    """The centre's queue: asks that no partner has confirmed for 14 days."""
    return waiting(actor) if kind in ("", "not_deleted") else None


def _waiting(actor: Actor, condition: ColumnElement[bool]) -> Panel | None:
    listed = queries.rows(actor, condition).order_by(ReceptionRequest.sent_at, ReceptionRequest.id).limit(MOST + 1)
    rows = list(db.session.execute(listed))
    partner = actor.role is Role.PARTNER
    context = {"rows": rows[:MOST], "more": len(rows) > MOST, "now": now(), "labels": labels, "partner": partner}
    return Panel("referrals/deletion_home.html", context) if rows else None


@panels.on("ledger", 10)
@panels.on("ledger_paper", 10)
@panels.on("case_paper", 30)
def asked_partners(actor: Actor, case: Case) -> Panel | None:
    """On the ledger and in the journal: every partner that was asked to delete, what it said, and whether she knows."""
    rows = deletion.of_case(case)
    may = cases.may_change(actor, case)
    return Panel("referrals/deletion_ledger.html", {"rows": rows, "may": may, "ago": _ago}) if rows else None


@blueprint.route("/requests/<reference>/deleted", methods=["GET", "POST"])
@open_to(Role.PARTNER, *DANISH, by_link=True)
def deleted(reference: str) -> ResponseReturnValue:
    """The partner has deleted: by its own button, or written down for it as it told by telephone."""
    found = wanted(reference)
    if deletion.of_request(found) is None or not deletion.may_confirm(actor(), found):
        abort(404)
    if is_partner():
        if posted() is not None:
            deletion.confirm(actor(), found, IN_PORTAL)
        return show(found)
    form = DeletedToldForm(posted(), data={"channel": Channel.PHONE})
    if form.answered():
        deletion.confirm(actor(), found, told(form))
        return show(found)
    return render_template("referrals/deleted_told.html", request=found, partner=queries.partner_of(found), form=form)


@blueprint.post("/requests/<reference>/deleted/told")
@open_to(*DANISH)
def told_of_deletion(reference: str) -> ResponseReturnValue:
    """She was told today that this partner has deleted."""
    found = wanted(reference)
    try:
        deletion.tell_person(actor(), found, today())
    except NotYours:
        abort(404)
    return redirect(url_for("cases.ledger", code=queries.case_of(found).code))
