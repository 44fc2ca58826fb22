"""Reminders: seven days before, on the day, fourteen days after, to the partner in its own morning; then to the centre.

The clock is read when a reminder is put: a timer that was down, ran twice, or jumped a day puts none twice and
leaves none out that is still of use.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.access import THE_PORTAL
from portal.accounts import queries as accounts
from portal.audit.trail import note
from portal.db import db, transaction
from portal.followup import ground, mail
from portal.followup.models import DueReport, DueState, Reminder, ReminderKind
from portal.referrals.answer_clock import COPENHAGEN, zone_of

SOON, LATE, CENTRE = timedelta(days=7), timedelta(days=14), timedelta(days=30)
AT_ONCE = 500  # reports asked about in one question
MORNING = timedelta(hours=7)  # a day of letters begins at seven where the partner is
#: The partner's three in their order: after a later one an earlier one is never put.
IN_ORDER = (ReminderKind.SOON, ReminderKind.ON_THE_DAY, ReminderKind.LATE)


def remind_due(at: datetime) -> int:
    """Put the reminders due at a moment into the outbox, each once; return how many.

    Safe to run twice at once and after a pause: only the latest of a report's reminders leaves.
    """
    with transaction():  # the looking ends here, so that each reminder is an act of its own
        waiting = _waited_for(at)
        put = _put(waiting)
        wanted = [(due.id, kind) for due in waiting for kind in _wanted(due, at, put[due.id])]
    return sum(_remind(due_id, kind, at) for due_id, kind in wanted)


def _waited_for(at: datetime) -> list[DueReport]:
    """Reports whose first reminder may be due somewhere on earth, and whose last has not been put."""
    done = select(Reminder.due_report_id).where(Reminder.kind == ReminderKind.CENTRE)
    wanted = select(DueReport).where(
        DueReport.state == DueState.WAITING,
        DueReport.kind.in_(ground.ASKED),
        DueReport.due_on <= at.date() + SOON + timedelta(days=1),
        DueReport.id.not_in(done),
    )
    joined = wanted.options(joinedload(DueReport.organization))
    return list(db.session.scalars(joined.order_by(DueReport.due_on, DueReport.id)))


def _put(dues: Sequence[DueReport]) -> dict[UUID, set[ReminderKind]]:
    """Which reminders of each report have been put."""
    found: dict[UUID, set[ReminderKind]] = {due.id: set() for due in dues}
    numbers = list(found)
    for begin in range(0, len(numbers), AT_ONCE):
        some = numbers[begin : begin + AT_ONCE]
        rows = select(Reminder.due_report_id, Reminder.kind).where(Reminder.due_report_id.in_(some))
        for due_id, kind in db.session.execute(rows):
            found[due_id].add(kind)
    return found


def kind_on(due_on: date, day: date) -> ReminderKind | None:
    """Which of the partner's reminders belongs to a day; None before the first."""
    if day < due_on - SOON:
        return None
    if day < due_on:
        return ReminderKind.SOON
    return ReminderKind.ON_THE_DAY if day < due_on + LATE else ReminderKind.LATE


def _wanted(due: DueReport, at: datetime, put: set[ReminderKind]) -> list[ReminderKind]:
    """What is to be put now: the partner's by its own morning, the centre's by Copenhagen's."""
    kind = kind_on(due.due_on, (at.astimezone(zone_of(due.organization)) - MORNING).date())
    wanted = [kind] if kind is not None and put.isdisjoint(IN_ORDER[IN_ORDER.index(kind) :]) else []
    at_the_centre = (at.astimezone(COPENHAGEN) - MORNING).date()
    if at_the_centre >= due.due_on + CENTRE and ReminderKind.CENTRE not in put:
        wanted.append(ReminderKind.CENTRE)
    return wanted


def _remind(due_id: UUID, kind: ReminderKind, at: datetime) -> bool:
    """One reminder as one act, everything looked at again under a lock: somebody may have been quicker."""
    with transaction():
        locked = select(DueReport).where(DueReport.id == due_id).with_for_update()
        due = db.session.scalars(locked.execution_options(populate_existing=True)).one()
        # A basis that ran out by itself blocks reminders too (RULINGS 18).
        stopped = due.state is not DueState.WAITING or ground.missing(due.case, at.astimezone(COPENHAGEN).date())
        if stopped or kind not in _wanted(due, at, _put([due])[due_id]):
            return False
        db.session.add(Reminder(due_report_id=due_id, kind=kind))
        people = accounts.coordinators() if kind is ReminderKind.CENTRE else accounts.people_of(due.organization_id)
        for account in people:
            mail.put(mail.REMINDERS[kind], due, account)
        note(THE_PORTAL, "report:reminder:put", f"report:{due.id}", kind=kind.value)
        return True
