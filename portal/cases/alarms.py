"""What rings: a letter to the duty phone, first place on the pages, until a person acknowledges it (RULINGS 16)."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from portal.access import Actor
from portal.audit.trail import note
from portal.cases import duty, policy
from portal.cases.facts import subject
from portal.cases.faults import NotHere, Refused
from portal.cases.models import Alarm, Case
from portal.db import db, now, rows_changed, transaction
from portal.vocabulary.casework import AlarmKind


def ring(
    actor: Actor,
    *,
    case_id: UUID,
    kind: AlarmKind,
    cause: str,
    organization_id: UUID | None = None,
    again: bool = False,
) -> Alarm:
    """Ring once for a cause (`report:<id>`), in the running act; `again` rings an unacknowledged one anew.

    Of two who ring for one cause at once, the second finds the first one's alarm, and its own act goes on.
    """
    with transaction():
        alarm = _of_cause(case_id, cause)
        if alarm is None:
            alarm, rings = _rung_first(case_id, kind, cause, organization_id)
        else:
            rings = again and alarm.acknowledged_at is None
        if rings:
            case = db.session.get_one(Case, case_id)
            alarm.last_rung_at = now()
            note(actor, "alarm:rung", subject(case), kind=kind)
            duty.tell_duty(case)
    return alarm


def _of_cause(case_id: UUID, cause: str) -> Alarm | None:
    return db.session.scalar(select(Alarm).where(Alarm.case_id == case_id, Alarm.cause == cause))


def _rung_first(case_id: UUID, kind: AlarmKind, cause: str, organization_id: UUID | None) -> tuple[Alarm, bool]:
    """The cause's new alarm and True; or, where somebody rang at the same moment, the other's and False."""
    moment = now()
    alarm = Alarm(case_id=case_id, kind=kind, cause=cause, organization_id=organization_id)
    alarm.rung_at = alarm.last_rung_at = moment
    try:
        with db.session.begin_nested():
            db.session.add(alarm)
            db.session.flush()
    except IntegrityError:
        twin = _of_cause(case_id, cause)
        if twin is None:
            raise
        return twin, False
    return alarm, True


def acknowledge_alarm(actor: Actor, alarm_id: UUID, words: str) -> Alarm:
    """A person says what was done; the first one counts.

    Raises NotHere for whom it is not, Refused("acknowledged_already") for the second, ("note_missing") for no words.
    """
    if not words.strip():
        raise Refused("note_missing", "note")
    with transaction():
        alarm = db.session.scalar(select(Alarm).where(Alarm.id == alarm_id, policy.alarms_of(actor)))
        if alarm is None:
            raise NotHere
        waiting = update(Alarm).where(Alarm.id == alarm_id, Alarm.acknowledged_at.is_(None))
        taken = waiting.values(acknowledged_at=now(), acknowledged_by=actor.id)
        if rows_changed(db.session.execute(taken)) != 1:
            raise Refused("acknowledged_already")
        alarm.note = words
        note(actor, "alarm:acknowledged", subject(db.session.get_one(Case, alarm.case_id)), kind=alarm.kind)
    return alarm
