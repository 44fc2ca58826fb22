"""The report after twelve months is asked of an adult only if that is agreed with her; of a child always."""

from sqlalchemy import update

from portal.access import Actor
from portal.audit.trail import note
from portal.db import db, rows_changed, transaction
from portal.followup import actions, intervals, policy
from portal.followup.models import DueReport, DueState, StopReason
from portal.referrals.steps import locked_case


def may_leave_out(actor: Actor, due: DueReport) -> bool:
    """Whether the reader may say that the last report is not agreed with her."""
    last_one = due.number == intervals.LAST_SCHEDULED and due.state is DueState.WAITING
    return last_one and not due.case.is_child and policy.may_read_for_case(actor, due)


def leave_out(actor: Actor, due: DueReport) -> None:
    """It is not agreed with her: the report is not asked for, and no reminder leaves. A second tap changes nothing.

    Raises actions.NotYours for a stranger, for a child, and for another report than the last.
    """
    if due.stopped_why is StopReason.NOT_AGREED:
        return
    if not may_leave_out(actor, due):
        raise actions.NotYours
    with transaction():
        locked_case(due.case_id)
        waiting = update(DueReport).where(DueReport.id == due.id, DueReport.state == DueState.WAITING)
        stopped = waiting.values(state=DueState.STOPPED, stopped_why=StopReason.NOT_AGREED)
        if rows_changed(db.session.execute(stopped)):
            note(actor, "report:left_out", f"report:{due.id}")
