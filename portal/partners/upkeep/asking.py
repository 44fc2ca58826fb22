"""Freshness that asks: each organisation is asked every six months whether its entry is still correct."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_, select, update

from portal.access import THE_PORTAL, Actor, Role
from portal.audit.trail import note
from portal.db import db, rows_changed, today, transaction
from portal.partners.actions import NotYours
from portal.partners.freshness import ASK_AFTER
from portal.partners.models import Organization
from portal.partners.upkeep import mail
from portal.places.calendar import months_later
from portal.vocabulary.services import ServiceStatus

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
#: One reminder so many days after a letter that nobody answered; then the centre's queue shows the entry.
REMINDER_AFTER = timedelta(days=30)
O = Organization  # noqa: E741 - one letter reads best in the conditions


def ask_due(at: datetime) -> int:
    """Put the letters that are due at a moment into the outbox; returns of how many entries.

    Safe to run twice at once: the day of asking is written by a conditional update in the letters' own act.
    """
    day = at.astimezone(COPENHAGEN).date()
    with transaction():  # the looking ends here, so that each letter is an act of its own
        people = mail.organizations_with_people()
        wanted = select(O.id).where(or_(_to_ask(day), _to_remind(day))).order_by(O.checked_on, O.id)
        due = [one for one in db.session.scalars(wanted) if one in people]
    return sum(_asked(one, day) or _reminded(one, day) for one in due)


def ask_now(actor: Actor, organization_ids: Iterable[UUID]) -> tuple[int, int]:
    """The centre asks some organisations to confirm; returns how many were asked, and how many have nobody to ask.

    One that was asked today already is not asked again. Raises NotYours.
    """
    if actor.role is not Role.COORDINATOR:
        raise NotYours
    asked = nobody = 0
    people = mail.organizations_with_people()
    for one in organization_ids:
        if one not in people:
            nobody += 1
        else:
            asked += _written(
                one, today(), mail.ASKED, or_(O.check_asked_on.is_(None), O.check_asked_on < today()), actor
            )
    return asked, nobody


def _to_ask(day: date) -> ColumnElement[bool]:
    """Last checked over six months ago, and not asked in the last six."""
    limit = months_later(day, -ASK_AFTER)
    old = or_(O.checked_on.is_(None), O.checked_on <= limit)
    return and_(O.status == ServiceStatus.ACTIVE, old, or_(O.check_asked_on.is_(None), O.check_asked_on <= limit))


def _to_remind(day: date) -> ColumnElement[bool]:
    """Asked a month ago, not checked since, not reminded yet."""
    unanswered = or_(O.checked_on.is_(None), O.checked_on < O.check_asked_on)
    first = or_(O.check_reminded_on.is_(None), O.check_reminded_on < O.check_asked_on)
    return and_(O.status == ServiceStatus.ACTIVE, O.check_asked_on <= day - REMINDER_AFTER, unanswered, first)


def _asked(organization_id: UUID, day: date) -> bool:
    return _written(organization_id, day, mail.ASKED, _to_ask(day), THE_PORTAL)


def _reminded(organization_id: UUID, day: date) -> bool:
    return _written(organization_id, day, mail.REMINDED, _to_remind(day), THE_PORTAL)


def _written(organization_id: UUID, day: date, kind: str, still_due: ColumnElement[bool], actor: Actor) -> bool:
    column = "check_asked_on" if kind == mail.ASKED else "check_reminded_on"
    with transaction():
        due = update(Organization).where(O.id == organization_id, still_due).values({column: day})
        if rows_changed(db.session.execute(due)) != 1:
            return False
        letters = mail.tell_people(kind, organization_id)
        note(actor, f"partner:entry:{kind.removeprefix('entry_')}", f"organization:{organization_id}", letters=letters)
    return True
