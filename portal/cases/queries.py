"""Questions about cases, each under the reader's own condition."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import selectinload

from portal.access import Actor
from portal.accounts.models import Account
from portal.cases import policy
from portal.cases.models import Alarm, Case, CaseLink, Deputy, IdentityGrant, Offer
from portal.db import db, today
from portal.partners.models import Organization
from portal.sealed import blind_index
from portal.vocabulary.casework import CaseStatus, OfferOutcome

PAGE = 20
JOURNAL = "case.journal_number"  # the place of the blind index
SOON = timedelta(days=28)  # before the deadline's end a case asks for attention
WITH_FACTS = (
    selectinload(Case.offers),
    selectinload(Case.clocks),
    selectinload(Case.risks),
    selectinload(Case.milestones),
    selectinload(Case.sharings),
)


@dataclass(frozen=True)
class Filter:
    """What a list of cases is narrowed to; empty means all."""

    status: CaseStatus | None = None
    country: str = ""
    child: bool | None = None
    mine: bool = False


def case_for(actor: Actor, code: str) -> Case | None:
    """The case with a code, if the actor may see it."""
    return db.session.scalar(select(Case).where(Case.code == code, policy.visible(actor)))


def by_number(actor: Actor, number: str) -> list[Case]:
    """The actor's cases with exactly a number, journal number or case code, a living one first.

    The journal number is found by its blind index: case, spaces and dashes do not matter, all else does.
    """
    if not any(character.isalnum() for character in number):
        return []
    same = or_(Case.journal_index == blind_index(JOURNAL, number), Case.code == number.strip().upper())
    wanted = select(Case).where(same, policy.visible(actor))
    return list(db.session.scalars(wanted.order_by(Case.closed_on.is_not(None), Case.registered_on.desc(), Case.id)))


def _narrowed(actor: Actor, wanted: Filter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [policy.visible(actor)]
    if wanted.status is not None:
        conditions.append(Case.status == wanted.status)
    if wanted.country:
        conditions.append(Case.return_country == wanted.country)
    if wanted.child is not None:
        conditions.append(Case.is_child == wanted.child)
    if wanted.mine:
        conditions.append(policy.own(actor))
    return conditions


def count(actor: Actor, wanted: Filter) -> int:
    """How many cases the filter finds."""
    return db.session.scalar(select(func.count()).select_from(Case).where(*_narrowed(actor, wanted))) or 0


def page(actor: Actor, wanted: Filter, after: str = "") -> tuple[list[Case], str]:
    """A page of cases, newest registration first, after a key (a case's code); and the key of the next page or ''."""
    found = select(Case).where(*_narrowed(actor, wanted)).options(*WITH_FACTS)
    last = db.session.scalar(select(Case).where(Case.code == after, policy.visible(actor))) if after else None
    if last is not None:
        same_day = and_(Case.registered_on == last.registered_on, Case.id < last.id)
        found = found.where(or_(Case.registered_on < last.registered_on, same_day))
    rows = list(db.session.scalars(found.order_by(Case.registered_on.desc(), Case.id.desc()).limit(PAGE + 1)))
    return rows[:PAGE], rows[PAGE - 1].code if len(rows) > PAGE else ""


def countries(actor: Actor) -> list[str]:
    """The countries of return among the cases an actor sees."""
    return list(db.session.scalars(select(Case.return_country).where(policy.visible(actor)).distinct()))


def open_alarms(actor: Actor, case_id: UUID | None = None) -> list[tuple[Alarm, Case]]:
    """The alarms nobody has acknowledged, oldest first, of an actor's pages (or of one case)."""
    wanted = select(Alarm, Case).join(Case, Case.id == Alarm.case_id)
    wanted = wanted.where(Alarm.acknowledged_at.is_(None), policy.alarms_of(actor))
    if case_id is not None:
        wanted = wanted.where(Alarm.case_id == case_id)
    return [(alarm, case) for alarm, case in db.session.execute(wanted.order_by(Alarm.rung_at))]


def past_alarms(actor: Actor, case: Case) -> list[tuple[Alarm, Account]]:
    """A case's last alarms that somebody took care of, and who; the latest first."""
    wanted = select(Alarm, Account).join(Account, Account.id == Alarm.acknowledged_by)
    wanted = wanted.where(Alarm.case_id == case.id, policy.alarms_of(actor)).order_by(Alarm.acknowledged_at.desc())
    return [(alarm, account) for alarm, account in db.session.execute(wanted.limit(5))]


def alarm_for(actor: Actor, alarm_id: UUID) -> Alarm | None:
    """One alarm of the actor's pages."""
    return db.session.scalar(select(Alarm).where(Alarm.id == alarm_id, policy.alarms_of(actor)))


def needing(actor: Actor) -> list[Case]:
    """The actor's own living cases that wait for an offer, for an answer, or to be asked again today."""
    offered = exists(select(Offer.id).where(Offer.case_id == Case.id))
    pending = exists(select(Offer.id).where(Offer.case_id == Case.id, Offer.outcome == OfferOutcome.PENDING))
    again = exists(select(Offer.id).where(Offer.case_id == Case.id, Offer.ask_again_on <= today()))
    wanted = select(Case).where(policy.own(actor), Case.closed_on.is_(None), or_(~offered, pending, again))
    return list(db.session.scalars(wanted.options(*WITH_FACTS).order_by(Case.registered_on).limit(PAGE)))


def with_deadline_soon(actor: Actor) -> list[Case]:
    """The actor's own living cases, for those whose deadline ends soon (the view keeps these)."""
    wanted = select(Case).where(policy.own(actor), Case.status == CaseStatus.ACTIVE)
    return list(db.session.scalars(wanted.options(*WITH_FACTS).order_by(Case.registered_on).limit(200)))


def travelling_together(case: Case) -> list[tuple[CaseLink, Case]]:
    """The other persons this one travels with, whether or not the actor sees their cases."""
    other = or_(
        and_(CaseLink.case_id == case.id, CaseLink.other_id == Case.id),
        and_(CaseLink.other_id == case.id, CaseLink.case_id == Case.id),
    )
    return [(link, found) for link, found in db.session.execute(select(CaseLink, Case).join(Case, other))]


def deputies(case: Case) -> list[Account]:
    """The colleagues who stand in for the case's owner, by name."""
    named = select(Account).join(Deputy, Deputy.account_id == Account.id).where(Deputy.case_id == case.id)
    return list(db.session.scalars(named.order_by(Account.name)))


def released_to(case: Case) -> list[Organization]:
    """The organisations that hold a living grant to the case's identity."""
    living = select(IdentityGrant.organization_id).where(
        IdentityGrant.case_id == case.id, IdentityGrant.ended_at.is_(None)
    )
    return list(db.session.scalars(select(Organization).where(Organization.id.in_(living)).order_by(Organization.name)))


def visible_codes(actor: Actor, codes: set[str]) -> set[str]:
    """Those of some cases' codes that the actor may see."""
    return set(db.session.scalars(select(Case.code).where(Case.code.in_(codes), policy.visible(actor))))


def acknowledged_by(alarm: Alarm) -> Account | None:
    """Who took care of an alarm."""
    return db.session.get(Account, alarm.acknowledged_by) if alarm.acknowledged_by is not None else None
