"""What is asked about vetting: checks, agreements, what is due, an entry's history, where a merged entry went."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from portal.access import Actor, Role
from portal.db import db, today
from portal.partners import policy
from portal.partners.codes import EntryPart
from portal.partners.models import EntryChange, Organization
from portal.partners.vetting import tiers
from portal.partners.vetting.models import Agreement, Check
from portal.vocabulary.organizations import CheckKind, ListingWish, VerificationTier
from portal.vocabulary.services import ServiceStatus

PAGE = 30  # changes on a page of the history
MOST = 10  # entries named on the first page
SECRETS = (EntryPart.SILENT_HOLD.value,)  # the centre's alone (RULINGS 17)


@dataclass(frozen=True)
class Standing:
    """How far an organisation is checked, as it stands on a day."""

    checks: list[Check]  # newest first
    agreements: list[Agreement]  # newest first
    missing: list[CheckKind]
    tier: VerificationTier
    may_be: list[VerificationTier]
    newest: list[tuple[CheckKind, Check]]  # the last check of each kind, in the list's order


def standing(organization: Organization, on: date) -> Standing:
    """The checks and agreements of an organisation, and what its tier is worth on a day."""
    checks = list(
        db.session.scalars(
            select(Check)
            .where(Check.organization_id == organization.id)
            .order_by(Check.on.desc(), Check.created_at.desc(), Check.id)
        )
    )
    agreements = list(
        db.session.scalars(
            select(Agreement)
            .where(Agreement.organization_id == organization.id)
            .order_by(Agreement.valid_from.desc(), Agreement.created_at.desc(), Agreement.id)
        )
    )
    newest = tiers.latest(checks)
    return Standing(
        checks,
        agreements,
        tiers.missing_checks(checks),
        tiers.tier_on(organization.tier, checks, agreements, on),
        tiers.supported(checks, agreements, on),
        [(kind, newest[kind]) for kind in CheckKind if kind in newest],
    )


def agreement_of(organization_id: UUID, agreement_id: UUID) -> Agreement | None:
    """One agreement of an organisation."""
    found = db.session.get(Agreement, agreement_id)
    return found if found is not None and found.organization_id == organization_id else None


def without_its_agreement(on: date) -> list[UUID]:
    """The organisations whose tier says that an agreement is in force, and none is."""
    carried = select(Agreement.id).where(Agreement.organization_id == Organization.id, tiers.in_force(on)).exists()
    wanted = select(Organization.id).where(Organization.tier == VerificationTier.AGREEMENT, ~carried)
    return list(db.session.scalars(wanted.order_by(Organization.id)))


def _open() -> ColumnElement[bool]:
    return Organization.status.not_in([ServiceStatus.DEFUNCT, ServiceStatus.INACTIVE])


def to_check() -> tuple[int, list[Organization]]:
    """How many entries' next check is overdue, and the first of them, the oldest first."""
    overdue = (Organization.next_check_on < today(), _open())
    number = db.session.scalar(select(func.count()).select_from(Organization).where(*overdue)) or 0
    wanted = select(Organization).where(*overdue).order_by(Organization.next_check_on, Organization.id)
    return number, list(db.session.scalars(wanted.limit(MOST)))


def not_to_be_listed() -> list[Organization]:
    """The open entries of organisations that said they do not wish to be listed; the centre decides what follows."""
    wanted = select(Organization).where(Organization.listing_wish == ListingWish.DECLINED, _open())
    return list(db.session.scalars(wanted.order_by(Organization.sort_name, Organization.id).limit(MOST)))


def merged_into(organization_id: UUID) -> list[Organization]:
    """The entries that were merged into one."""
    wanted = select(Organization).where(Organization.merged_into_id == organization_id)
    return list(db.session.scalars(wanted.order_by(Organization.sort_name, Organization.id)))


def moved_to(actor: Actor, organization_id: UUID) -> UUID | None:
    """The entry that another was merged into, where this reader may see it; None otherwise."""
    into = select(Organization.merged_into_id).where(Organization.id == organization_id).scalar_subquery()
    return db.session.scalar(select(Organization.id).where(Organization.id == into, policy.visible(actor)))


def history(actor: Actor, organization_id: UUID, older: ColumnElement[bool] | None) -> list[Any]:
    """A page of the changes of an entry and of those merged into it, newest first, and one more row if there is."""
    own = or_(Organization.id == organization_id, Organization.merged_into_id == organization_id)
    changes = (
        select(EntryChange, Organization.name)
        .join(Organization, Organization.id == EntryChange.organization_id)
        .where(own)
        .order_by(EntryChange.at.desc(), EntryChange.id.desc())
        .limit(PAGE + 1)
    )
    if actor.role is not Role.COORDINATOR:
        changes = changes.where(EntryChange.field_name.not_in(SECRETS))
    if older is not None:
        changes = changes.where(older)
    return list(db.session.execute(changes))
