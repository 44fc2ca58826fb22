"""Two entries of one organisation become one: each part from the chosen side, and nothing is lost."""

from collections.abc import Callable, Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select, update

from portal.access import Actor, Role
from portal.audit.trail import note
from portal.db import Base, db, transaction
from portal.i18n_mark import N_
from portal.partners import search
from portal.partners.actions import NotYours, changing
from portal.partners.country.models import Mandate
from portal.partners.hsds.models import KeptRow
from portal.partners.models import (
    Contact,
    Language,
    Location,
    Organization,
    Phone,
    ReceptionProfile,
    Schedule,
    Service,
    ServiceArea,
)
from portal.partners.upkeep.models import Concern, Flag, Suggestion
from portal.partners.vetting import twins
from portal.partners.vetting.models import Agreement, Check, NotTwins
from portal.vocabulary.codes import CodeList
from portal.vocabulary.organizations import ListingWish, LocationType, Visibility
from portal.vocabulary.services import ServiceStatus


class Side(CodeList):
    """From which of the two entries a part is taken."""

    KEPT = "kept", N_("This one")
    OTHER = "other", N_("The other one")
    BOTH = "both", N_("Both")


#: Called inside the merging act with who merges, the entry that ends and the one that stays: later chapters move
#: what points at the first.
ON_MERGE: list[Callable[[Actor, UUID, UUID], None]] = []
#: Asked before: a sentence that says why the two cannot be merged now, or None.
MAY_NOT_MERGE: list[Callable[[UUID, UUID], str | None]] = []

#: Columns that are chosen, in groups that belong together.
FIELDS: dict[str, tuple[str, ...]] = {
    "name": ("name", "name_language", "sort_name"),
    "alternate_name": ("alternate_name",),
    "org_type": ("org_type", "legal_status", "year_incorporated"),
    "description": ("description",),
    "website": ("website",),
    "email": ("email",),
    "town": ("town", "latitude", "longitude", "time_zone"),
    "locale": ("locale",),
    "capacity": ("capacity", "capacity_said_on", "not_until"),
    "promise": ("promise",),
    "visibility": ("visibility",),
    "transfer_basis": ("transfer_basis",),
    "tier": ("tier", "verified_on", "verified_by", "next_check_on"),
}
#: Lists that are chosen; of "both", what the kept one has already (by these columns) is not taken again.
LISTS: dict[str, tuple[tuple[type[Base], tuple[str, ...]], ...]] = {
    "services": ((Service, ("service_type",)),),
    "contacts": ((Contact, ("name", "role", "email")), (Phone, ("number",))),
    "languages": ((Language, ("code",)),),
    "schedules": ((Schedule, ("byday", "opens_at", "closes_at")),),
    "locations": ((Location, ("location_type", "address", "town")),),
    "service_areas": ((ServiceArea, ("country", "region")),),
}
#: What always goes along: nothing that was said, checked or agreed is lost.
ALONG: tuple[type[Base], ...] = (Check, Agreement, Flag, Concern, Suggestion, Mandate)


class CannotMerge(Exception):
    """The two cannot be merged now; the message (marked N_) says why."""


ITSELF = N_("An entry cannot be merged with itself.")
GONE = N_("One of the two was merged before.")


def refusal(one: UUID, other: UUID) -> str | None:
    """Why two entries cannot be merged now, as a marked sentence; None where they can."""
    if one == other:
        return ITSELF
    gone = select(func.count()).where(Organization.id.in_([one, other]), Organization.merged_into_id.is_not(None))
    if db.session.scalar(gone):
        return GONE
    return next((why for asked in MAY_NOT_MERGE if (why := asked(one, other)) is not None), None)


def merge(
    actor: Actor, kept_id: UUID, other_id: UUID, seen: tuple[int, int], choices: Mapping[str, Side]
) -> Organization:
    """Merge the other entry into the kept one, which keeps its id; each part is taken from the chosen side.

    The other becomes defunct, its address leads to the kept one, what was not taken stays with it, and what
    later chapters know of it moves by ON_MERGE. `seen` are the versions of the two that were compared.
    Raises NotYours, Stale, CannotMerge.
    """
    if actor.role is not Role.COORDINATOR:
        raise NotYours
    with transaction():
        if (why := refusal(kept_id, other_id)) is not None:
            raise CannotMerge(why)
        with changing(actor, kept_id, seen[0], "merged") as kept, changing(actor, other_id, seen[1], "merged") as other:
            _take_fields(kept, other, choices)
            _count_together(kept, other)
            db.session.flush()
            _take_lists(kept, other, choices)
            _end(kept, other)
            for hook in ON_MERGE:
                hook(actor, other_id, kept_id)
        note(actor, "partner:entry:merged_into", f"organization:{other_id}", into=str(kept_id))
    return kept


def following(*models: type[Base]) -> Callable[[Actor, UUID, UUID], None]:
    """A hook for ON_MERGE: what of these records belongs to the closed entry comes to the one that stays."""

    def follow(_actor: Actor, other_id: UUID, kept_id: UUID) -> None:
        for model in models:
            _move(model, _of(model) == other_id, kept_id)

    return follow


def _take_fields(kept: Organization, other: Organization, choices: Mapping[str, Side]) -> None:
    for part, columns in FIELDS.items():
        if choices.get(part) is Side.OTHER:
            for column in columns:
                setattr(kept, column, getattr(other, column))


def _count_together(kept: Organization, other: Organization) -> None:
    """What was counted is added; what protects (a hold, a refusal to be listed) stays from either side."""
    kept.asked += other.asked
    kept.answered_in_time += other.answered_in_time
    kept.recent_answers = kept.recent_answers or other.recent_answers
    kept.silent_hold = kept.silent_hold or other.silent_hold
    kept.is_starter = kept.is_starter and other.is_starter
    if ListingWish.DECLINED in (kept.listing_wish, other.listing_wish):
        kept.listing_wish, kept.visibility = ListingWish.DECLINED, Visibility.CENTRE
    elif kept.listing_wish in (ListingWish.NOT_ASKED, ListingWish.ASKED):
        kept.listing_wish = other.listing_wish


def _take_lists(kept: Organization, other: Organization, choices: Mapping[str, Side]) -> None:
    for part, tables in LISTS.items():
        side = choices.get(part, Side.KEPT)
        if part == "locations":
            side = protecting(kept, other) or side
        if part == "contacts" and side is Side.BOTH:
            _lead_to_the_same_contact(kept, other)
        _take_list(kept.id, other.id, tables, side)
    if choices.get("profile") is Side.OTHER:
        _swap_profile(kept, other)
    _take_kept_rows(kept.id, other.id)
    for model in ALONG:
        _move(model, _of(model) == other.id, kept.id)
    db.session.flush()
    for one in (kept, other):
        db.session.expire(one)
        for column, value in search.index_values(one).items():
            setattr(one, column, value)


def _take_list(
    kept_id: UUID, other_id: UUID, tables: tuple[tuple[type[Base], tuple[str, ...]], ...], side: Side
) -> None:
    for model, same in tables:
        if side is Side.OTHER:
            _swap(model, kept_id, other_id)
        elif side is Side.BOTH:
            _take_new(model, same, kept_id, other_id)


def protecting(kept: Organization, other: Organization) -> Side | None:
    """The side whose places must be taken, because it has a protected one; None where both are open."""
    for side, entry in ((Side.KEPT, kept), (Side.OTHER, other)):
        if any(one.location_type is LocationType.REDACTED for one in entry.locations):
            return side
    return None


def _lead_to_the_same_contact(kept: Organization, other: Organization) -> None:
    """A number of a contact that both have belongs, once it is taken, to the kept one's contact."""
    own = {(one.name, one.role, one.email): one for one in kept.contacts}
    for contact in other.contacts:
        twin = own.get((contact.name, contact.role, contact.email))
        for phone in other.phones if twin else ():
            if phone.contact_id == contact.id and twin is not None:
                phone.contact_id = twin.id
    db.session.flush()


def _of(model: type[Base]) -> ColumnElement[UUID]:
    column: ColumnElement[UUID] = model.organization_id  # type: ignore[attr-defined]
    return column


def _move(model: type[Base], which: ColumnElement[bool], to: UUID) -> None:
    change = update(model).where(which).values(organization_id=to)
    db.session.execute(change.execution_options(synchronize_session=False))


def _swap(model: type[Base], kept_id: UUID, other_id: UUID) -> None:
    """Each of the two gets the other's rows; every row keeps its id (the standard's identifiers)."""
    ids = list(db.session.scalars(_ids(model).where(_of(model) == kept_id)))
    _move(model, _of(model) == other_id, kept_id)
    _move(model, model.id.in_(ids), other_id)  # type: ignore[attr-defined]


def _take_new(model: type[Base], same: tuple[str, ...], kept_id: UUID, other_id: UUID) -> None:
    """Take over the rows that the kept one does not have already."""

    def key(row: Base) -> tuple[object, ...]:
        return tuple(getattr(row, column) for column in same)

    has = {key(row) for row in db.session.scalars(select(model).where(_of(model) == kept_id))}
    theirs = db.session.scalars(select(model).where(_of(model) == other_id))
    new = [row.id for row in theirs if key(row) not in has]  # type: ignore[attr-defined]
    _move(model, model.id.in_(new), kept_id)  # type: ignore[attr-defined]


def _take_kept_rows(kept_id: UUID, other_id: UUID) -> None:
    """What a file said of a row, and the directory has no place for, goes where its row is now."""
    models = [model for tables in LISTS.values() for model, _same in tables]
    for owner in (kept_id, other_id):
        ids = [str(row) for model in models for row in db.session.scalars(_ids(model).where(_of(model) == owner))]
        either = KeptRow.organization_id.in_([kept_id, other_id])
        _move(KeptRow, and_(either, KeptRow.row_id.in_(ids)), owner)


def _ids(model: type[Base]) -> Select[UUID]:
    return select(model.id)  # type: ignore[attr-defined]


def _swap_profile(kept: Organization, other: Organization) -> None:
    """The kept one receives as the other says it does."""
    theirs = db.session.get(ReceptionProfile, other.id)
    if theirs is None:
        return
    own = db.session.get(ReceptionProfile, kept.id) or ReceptionProfile(organization_id=kept.id)
    for column in ReceptionProfile.__table__.columns:
        if not column.primary_key:
            setattr(own, column.name, getattr(theirs, column.name))
    db.session.add(own)


def _end(kept: Organization, other: Organization) -> None:
    """The other one is closed and leads to the kept one, as all that were merged into it do."""
    other.status, other.merged_into_id = ServiceStatus.DEFUNCT, kept.id
    for column in ("merged_into_id", "parent_organization_id"):
        points = update(Organization).where(getattr(Organization, column) == other.id, Organization.id != kept.id)
        db.session.execute(points.values({column: kept.id}).execution_options(synchronize_session=False))
    if kept.parent_organization_id == other.id:
        kept.parent_organization_id = None


def say_not_twins(actor: Actor, one: UUID, other: UUID) -> None:
    """Say that two entries are not the same organisation; the pair is not shown again. Raises NotYours."""
    if actor.role is not Role.COORDINATOR or one == other:
        raise NotYours
    first, second = twins.in_order(one, other)
    with transaction():
        if db.session.get(NotTwins, (first, second)) is None:
            db.session.add(NotTwins(one_id=first, other_id=second, said_by=actor.name))
            note(actor, "partner:entry:not_twins", f"organization:{first}", other=str(second))
