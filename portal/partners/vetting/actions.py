"""What the centre does to know an organisation: checks, agreements, the tier that rests on them, its wish."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import update

from portal.access import THE_PORTAL, Actor, Role
from portal.audit.trail import note
from portal.db import add_once, db, rows_changed, today, transaction
from portal.partners.actions import NotYours, changing
from portal.partners.changes import note_changes, snapshot
from portal.partners.models import Organization
from portal.partners.vetting import queries
from portal.partners.vetting.models import Agreement, Check
from portal.vocabulary.organizations import AgreementKind, CheckKind, ListingWish, VerificationTier, Visibility

#: Called inside the act by which an organisation says it does not wish to be listed: the centre is told.
ON_DECLINED: list[Callable[[Actor, UUID], None]] = []


class NotCarried(Exception):
    """Nothing that was checked or agreed carries this tier."""


@dataclass(frozen=True)
class Looked:
    """One check as it is recorded: what, on what day, by whom, with what outcome, and when to look again."""

    kind: CheckKind
    on: date
    by: str
    passed: bool
    note: str = ""
    next_check_on: date | None = None


def record_check(actor: Actor, organization_id: UUID, seen: int, key: UUID, looked: Looked) -> Organization:
    """Record what was checked; a check that did not hold takes the tier that rested on it.

    `key` is the form's: a double post records once. Raises NotYours, Stale.
    """
    if (earlier := _of_this_form(actor, Check, key, organization_id)) is not None:
        return earlier
    with changing_by_centre(actor, organization_id, seen, "check_recorded") as organization:
        add_once(Check, key, lambda: _check(organization_id, looked))
        organization.next_check_on = looked.next_check_on or organization.next_check_on
        _lower(organization, today())
    return organization


def _of_this_form(
    actor: Actor, model: type[Check | Agreement], key: UUID, organization_id: UUID
) -> Organization | None:
    """The organisation, where an earlier post of the same form has made the record already. Raises NotYours."""
    made: Any = db.session.get(model, key)
    if made is None:
        return None
    if actor.role is not Role.COORDINATOR or made.organization_id != organization_id:
        raise NotYours
    return db.session.get_one(Organization, organization_id)


def _check(organization_id: UUID, looked: Looked) -> Check:
    made = Check(organization_id=organization_id, kind=looked.kind, on=looked.on, by=looked.by)
    made.passed, made.note = looked.passed, looked.note
    return made


@dataclass(frozen=True)
class Agreed:
    """One agreement as it is recorded."""

    kind: AgreementKind
    valid_from: date
    valid_to: date | None
    reference: str = ""


def record_agreement(actor: Actor, organization_id: UUID, seen: int, key: UUID, agreed: Agreed) -> Organization:
    """Record an agreement with its first and last day. Raises NotYours, Stale."""
    if (earlier := _of_this_form(actor, Agreement, key, organization_id)) is not None:
        return earlier
    with changing_by_centre(actor, organization_id, seen, "agreement_recorded") as organization:
        add_once(Agreement, key, lambda: _agreement(organization_id, agreed, actor.name))
    return organization


def _agreement(organization_id: UUID, agreed: Agreed, by: str) -> Agreement:
    made = Agreement(organization_id=organization_id, kind=agreed.kind, valid_from=agreed.valid_from, made_by=by)
    made.valid_to, made.reference = agreed.valid_to, agreed.reference
    return made


def end_agreement(actor: Actor, organization_id: UUID, seen: int, agreement_id: UUID) -> Organization:
    """End an agreement today, before its last day; the tier falls to what still carries it. Raises NotYours, Stale."""
    with changing_by_centre(actor, organization_id, seen, "agreement_ended") as organization:
        agreement = queries.agreement_of(organization_id, agreement_id)
        if agreement is None:
            raise NotYours
        agreement.ended_on = agreement.ended_on or today()
        db.session.flush()
        _lower(organization, today())
    return organization


def settle_tier(
    actor: Actor, organization_id: UUID, seen: int, tier: VerificationTier, on: date, next_check_on: date | None
) -> Organization:
    """Say how far an organisation is verified, as far as what was checked and agreed carries it.

    What was verified is no starter entry any more. Raises NotYours, Stale, NotCarried.
    """
    with changing_by_centre(actor, organization_id, seen, "verified") as organization:
        if tier not in queries.standing(organization, today()).may_be:
            raise NotCarried
        organization.tier, organization.next_check_on = tier, next_check_on
        organization.verified_on, organization.verified_by = on, actor.name
        organization.checked_on, organization.checked_by = on, actor.name
        if tier is VerificationTier.UNVERIFIED:
            organization.verified_on, organization.verified_by = None, ""
        else:
            organization.is_starter = False
    return organization


def changing_by_centre(
    actor: Actor, organization_id: UUID, seen: int, what: str
) -> AbstractContextManager[Organization]:
    """One act of the centre on an entry. Raises NotYours, Stale."""
    if actor.role is not Role.COORDINATOR:
        raise NotYours
    return changing(actor, organization_id, seen, what)


def _lower(organization: Organization, on: date) -> bool:
    """Take from a tier what no longer carries it; True where it fell."""
    db.session.flush()
    left = queries.standing(organization, on).tier
    fell = left is not organization.tier
    organization.tier = left
    return fell


def lower_due(on: date) -> int:
    """Take the agreement's tier from organisations whose agreement ran out; how many (the timer's work)."""
    fallen = 0
    with transaction():
        due = queries.without_its_agreement(on)
    for organization_id in due:
        with transaction():
            organization = db.session.get_one(Organization, organization_id, populate_existing=True)
            before = snapshot(organization)
            if organization.tier is VerificationTier.AGREEMENT and _lower(organization, on):
                organization.row_version += 1
                db.session.flush()
                note_changes(organization, before, THE_PORTAL.name)
                note(THE_PORTAL, "partner:agreement:ran_out", f"organization:{organization.id}")
                fallen += 1
    return fallen


def note_asked(organization_id: UUID) -> None:
    """An invitation left that asks whether the organisation wishes to be listed; joins the running act."""
    with transaction():
        wish = update(Organization).where(
            Organization.id == organization_id, Organization.listing_wish == ListingWish.NOT_ASKED
        )
        db.session.execute(wish.values(listing_wish=ListingWish.ASKED))


def note_joined(actor: Actor, organization_id: UUID) -> None:
    """Somebody of the organisation has joined: it is no entry that nobody has asked; joins the running act."""
    with transaction():
        first = update(Organization).where(Organization.id == organization_id, Organization.is_starter)
        if rows_changed(db.session.execute(first.values(is_starter=False))):
            note(actor, "partner:entry:joined", f"organization:{organization_id}")


def answer_wish(actor: Actor, organization_id: UUID, seen: int, visibility: Visibility) -> Organization:
    """An organisation says who may see its entry, or (`centre`) that it does not wish to be listed (RULINGS 21).

    Its own people or the centre on its behalf. A refusal is told to the centre. Raises NotYours, Stale.
    """
    with changing(actor, organization_id, seen, "wish_answered") as organization:
        declined = visibility is Visibility.CENTRE
        organization.listing_wish = ListingWish.DECLINED if declined else ListingWish.WISHES
        organization.visibility = visibility
        if declined:
            for hook in ON_DECLINED:
                hook(actor, organization_id)
    return organization
