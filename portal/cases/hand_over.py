"""Handing a case to another caseworker, perhaps of another unit, which then alone sees it."""

from collections.abc import Collection
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, delete, false, select
from sqlalchemy.orm import aliased

from portal.access import Actor, Role
from portal.accounts.models import Account, AccountState, Unit
from portal.audit.trail import note
from portal.cases import duty, policy
from portal.cases.facts import subject
from portal.cases.faults import NotHere, Refused
from portal.cases.models import Case, Deputy, HandOver
from portal.db import db, now, transaction

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
MOST = 100  # cases that one page offers


def may_hand_over(actor: Actor) -> ColumnElement[bool]:
    """The living cases an actor may hand over: her own (a deputy stands in, she does not give away); the centre all."""
    if actor.limited_to or actor.id is None:
        return false()
    living = Case.closed_on.is_(None)
    if actor.is_(Role.COORDINATOR):
        return living
    return living & (Case.owner_id == actor.id) if actor.is_(Role.CASEWORKER) else false()


def is_theirs_to_give(actor: Actor, case: Case) -> bool:
    """The same rule for one case already read."""
    if case.closed_on is not None or actor.limited_to:
        return False
    return actor.is_(Role.COORDINATOR) or (actor.is_(Role.CASEWORKER) and case.owner_id == actor.id)


def cases_of(actor: Actor, owner_id: UUID) -> list[Case]:
    """The living cases of one owner that an actor may hand over, the oldest registration first."""
    wanted = select(Case).where(may_hand_over(actor), Case.owner_id == owner_id)
    return list(db.session.scalars(wanted.order_by(Case.registered_on, Case.id).limit(MOST)))


def owners(actor: Actor) -> list[Account]:
    """Whose living cases an actor may hand over, by name; also of accounts that were closed."""
    owning = select(Case.owner_id).where(may_hand_over(actor))
    return list(db.session.scalars(select(Account).where(Account.id.in_(owning)).order_by(Account.name)))


def receivers() -> list[tuple[Account, Unit]]:
    """Every caseworker who can take a case over, with her unit, by unit and name."""
    wanted = select(Account, Unit).join(Unit, Unit.id == Account.unit_id).where(_can_take())
    return [(account, unit) for account, unit in db.session.execute(wanted.order_by(Unit.name, Account.name))]


def _can_take() -> ColumnElement[bool]:
    return (Account.role == Role.CASEWORKER) & (Account.state == AccountState.ACTIVE)


def hand_over(actor: Actor, codes: Collection[str], to_id: UUID) -> list[Case]:
    """Give living cases to another caseworker, all of them or none; her unit becomes theirs.

    The new owner gets a letter for each, and so does the old one where another did it. In her own unit the deputies
    stay; in another they end, for a deputy is a colleague of the case's unit. Raises Refused, NotHere (also for a
    case that has meanwhile been given away or closed).
    """
    with transaction():
        receiver = db.session.scalar(select(Account).where(Account.id == to_id, _can_take()))
        if receiver is None or receiver.unit_id is None:
            raise Refused("no_receiver", "to_id")
        wanted = select(Case).where(Case.code.in_(set(codes)), policy.visible(actor), may_hand_over(actor))
        fresh = {"populate_existing": True}
        cases = list(db.session.scalars(wanted.order_by(Case.id).with_for_update(), execution_options=fresh))
        if not codes or len(cases) != len(set(codes)):
            raise NotHere
        for case in cases:
            if case.owner_id == receiver.id:
                raise Refused("owner_already", "to_id")
            _give(actor, case, receiver, receiver.unit_id)
    return cases


def _give(actor: Actor, case: Case, receiver: Account, unit_id: UUID) -> None:
    before, leaves_unit = case.owner_id, case.unit_id != unit_id
    if before != actor.id:  # she may no longer see the case: the letter leads to her own first page
        duty.tell_owner("case_handed_on", case, link=("first_page", ""))
    ended = delete(Deputy).where(Deputy.case_id == case.id)
    db.session.execute(ended if leaves_unit else ended.where(Deputy.account_id == receiver.id))
    case.owner_id, case.unit_id = receiver.id, unit_id
    db.session.add(HandOver(case_id=case.id, from_id=before, to_id=receiver.id, by_id=actor.id, at=now()))
    db.session.flush()
    note(actor, "case:handed_over", subject(case), to=str(receiver.id), before=str(before), left_unit=leaves_unit)
    duty.tell_owner("case_handed_over", case)


def history(case: Case) -> list[tuple[date, str, str]]:
    """On which day (Copenhagen) whose case it was and whose it became, by name, oldest first."""
    giver, taker = aliased(Account), aliased(Account)
    wanted = select(HandOver, giver.name, taker.name).where(HandOver.case_id == case.id)
    wanted = wanted.join(giver, giver.id == HandOver.from_id).join(taker, taker.id == HandOver.to_id)
    found = db.session.execute(wanted.order_by(HandOver.at))
    return [(one.at.astimezone(COPENHAGEN).date(), before, after) for one, before, after in found]
