"""What is done with a line that somebody says is wrong: reported, settled, settled by an edit."""

from uuid import UUID

from sqlalchemy import select, update

from portal.access import Actor, Role
from portal.audit.trail import note
from portal.db import add_once, db, now, rows_changed, transaction
from portal.partners.actions import CLOSED, NotYours
from portal.partners.models import Organization
from portal.partners.upkeep import mail, policy
from portal.partners.upkeep.lines import Line, lines_of
from portal.partners.upkeep.models import Flag
from portal.vocabulary.upkeep import FlagState, Problem


class SettledBefore(Exception):
    """Somebody else settled the report first; nothing was overwritten."""


def report(actor: Actor, key: UUID, organization_id: UUID, line: Line, problem: Problem, words: str) -> Flag:
    """Mark a line as wrong for all who see it, and write to the organisation's people in the same act.

    A second report of a line that is still open writes no second letter. The form's `key` becomes the report's id,
    so that a double post makes one. Raises NotYours for a key of something else.
    """
    with transaction():
        flag, new = add_once(Flag, key, lambda: _flag(actor, organization_id, line, problem, words))
        if flag.organization_id != organization_id or flag.by_id != actor.id:
            raise NotYours
        if new:
            if not _reported_already(flag):
                mail.tell_people(mail.REPORTED, organization_id)
            subject = f"organization:{organization_id}"
            note(actor, "flag:line:reported", subject, line=line.kind.value, problem=problem.value)
    return flag


def _flag(actor: Actor, organization_id: UUID, line: Line, problem: Problem, words: str) -> Flag:
    flag = Flag(organization_id=organization_id, line=line.kind, line_id=line.id, line_text=line.text)
    flag.problem, flag.note, flag.at = problem, words, now()
    flag.by_id, flag.by_name, flag.by_role = actor.id, actor.name, actor.role or Role.COORDINATOR
    return flag


def _reported_already(flag: Flag) -> bool:
    same = (Flag.organization_id == flag.organization_id, Flag.line == flag.line, Flag.line_text == flag.line_text)
    earlier = select(Flag.id).where(*same, Flag.state == FlagState.OPEN, Flag.id != flag.id).limit(1)
    return db.session.scalar(earlier) is not None


def settle(actor: Actor, flag: Flag, organization: Organization, state: FlagState, answer: str) -> None:
    """Say what became of a report: corrected, or it was right. Raises NotYours, and SettledBefore for the second."""
    if state is FlagState.OPEN or not policy.may_settle(actor, flag, organization):
        raise NotYours
    with transaction():
        if not _settled(actor, flag.id, state, answer):
            raise SettledBefore
        note(actor, "flag:line:settled", f"organization:{organization.id}", state=state.value)


def settle_by_change(actor: Actor, organization: Organization) -> None:
    """After an act on an entry: a report whose line no longer says what was reported is corrected by that act.

    What counts is what the line says, not its row. A report on the whole entry waits for an answer, but for
    "closed for good", which retiring the entry settles.
    """
    wanted = select(Flag).where(Flag.organization_id == organization.id, Flag.state == FlagState.OPEN)
    flags = list(db.session.scalars(wanted))
    said = {(one.kind, one.text) for one in lines_of(organization)} if flags else set()
    for flag in flags:
        gone = (flag.line, flag.line_text) not in said
        closed = organization.status in CLOSED and flag.problem is Problem.CLOSED
        if (gone or closed) and _settled(actor, flag.id, FlagState.CORRECTED, ""):
            note(actor, "flag:line:settled", f"organization:{organization.id}", state=FlagState.CORRECTED.value)


def _settled(actor: Actor, flag_id: UUID, state: FlagState, answer: str) -> bool:
    still_open = update(Flag).where(Flag.id == flag_id, Flag.state == FlagState.OPEN)
    values = {"state": state, "settled_by": actor.name, "settled_at": now(), "answer": answer}
    return rows_changed(db.session.execute(still_open.values(**values))) == 1
