"""Somebody takes care of an alarm, and says what was done."""

from uuid import UUID

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from portal.cases import actions, queries
from portal.cases.blueprint import blueprint
from portal.cases.desk import DANISH, back_to, refuse
from portal.cases.faults import NotHere, Refused
from portal.cases.forms import AcknowledgeForm
from portal.cases.models import Alarm, Case
from portal.db import db
from portal.web.forms import posted
from portal.web.gate import actor, open_to


@blueprint.post("/alarms/<uuid:alarm_id>/acknowledge")
@open_to(*DANISH)
def acknowledge(alarm_id: UUID) -> ResponseReturnValue:
    """The first person who takes care of an alarm; the second is told that somebody has."""
    alarm = queries.alarm_for(actor(), alarm_id)
    if alarm is None:
        abort(404)
    form = AcknowledgeForm.of(alarm, posted() or MultiDict())
    if form.answered():
        try:
            actions.acknowledge_alarm(actor(), alarm_id, form.note.data or "")
        except NotHere:
            abort(404)
        except Refused as fault:
            db.session.rollback()
            refuse(form, fault)
            too_late = fault.code == "acknowledged_already"
            return _page(alarm_id, form, too_late), 409 if too_late else 200
        return back_to(_case_of(alarm).code, "acknowledged")
    return _page(alarm_id, form)


def _page(alarm_id: UUID, form: AcknowledgeForm, too_late: bool = False) -> str:
    alarm = queries.alarm_for(actor(), alarm_id)
    if alarm is None:
        abort(404)
    by = queries.acknowledged_by(alarm)
    return render_template(
        "cases/alarm.html", alarm=alarm, case=_case_of(alarm), form=form, too_late=too_late, by=by.name if by else ""
    )


def _case_of(alarm: Alarm) -> Case:
    return db.session.get_one(Case, alarm.case_id)
