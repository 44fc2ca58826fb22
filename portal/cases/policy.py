"""Who may see and change a case, and who may see the identity (RULINGS 15)."""

from typing import Any

from sqlalchemy import ColumnElement, False_, True_, false, or_, select, true

from portal.access import Actor, Role
from portal.cases.models import Alarm, Case, Deputy
from portal.db import db


def visible(actor: Actor) -> ColumnElement[bool]:
    """The cases whose working copy an actor reads: those of the unit, one's own, one's deputyships; the centre all.

    Auditors, administrators, embassies, partners and sessions of a mailed link read none.
    """
    if actor.limited_to:
        return false()
    if actor.is_(Role.COORDINATOR):
        return true()
    if actor.is_(Role.CASEWORKER):
        return or_(Case.unit_id == actor.unit_id, own(actor))
    return false()


def belongs(case_id: Any, to: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of rows that carry a case's id: those whose case one of these conditions lets through.

    Where it lets all through no case is looked up, so that a list in an index's order stays as quick as the index.
    """
    return to if isinstance(to, True_ | False_) else case_id.in_(select(Case.id).where(to))


def own(actor: Actor) -> ColumnElement[bool]:
    """The cases a caseworker owns or is a deputy of."""
    if not actor.is_(Role.CASEWORKER) or actor.limited_to:
        return false()
    deputyships = select(Deputy.case_id).where(Deputy.account_id == actor.id)
    return or_(Case.owner_id == actor.id, Case.id.in_(deputyships))


def alarms_of(actor: Actor) -> ColumnElement[bool]:
    """The alarms drawn first on an actor's pages: the centre's all, a caseworker's own cases'."""
    if actor.is_(Role.COORDINATOR):
        return true()
    return belongs(Alarm.case_id, own(actor))


def is_own(actor: Actor, case: Case) -> bool:
    """True for the case's owner and named deputies."""
    if not actor.is_(Role.CASEWORKER) or actor.limited_to or actor.id is None:
        return False
    return case.owner_id == actor.id or db.session.get(Deputy, (case.id, actor.id)) is not None


def may_change(actor: Actor, case: Case) -> bool:
    """Owner, deputies and the coordinator; unit colleagues read."""
    return (actor.is_(Role.COORDINATOR) and not actor.limited_to) or is_own(actor, case)


def may_see_identity(actor: Actor, case: Case) -> bool:
    """Owner and deputies; the coordinator with a reason (`needs_reason`). Unit colleagues never."""
    return may_change(actor, case)


def needs_reason(actor: Actor, case: Case) -> bool:
    """Whether looking at the identity asks for a written reason; nobody is asked on one's own case."""
    return not is_own(actor, case)
