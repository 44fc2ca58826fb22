"""The case and its dated facts. No name stands here: the identity is a record of its own behind one door."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.cases.keys import UnderCaseKey
from portal.db import Base, Record, Versioned
from portal.sealed import Sealed
from portal.vocabulary.casework import (
    AlarmKind,
    CaseStatus,
    ClockKind,
    ClosureReason,
    ConsentForm,
    DeclineReason,
    GivenBy,
    LegalBasis,
    LinkKind,
    MilestoneKind,
    OfferOutcome,
    PapersKind,
    PapersStatus,
    Payer,
    RiskLevel,
    SharingPurpose,
    SupportKind,
    WithdrawalReason,
)
from portal.vocabulary.children import ChildView
from portal.vocabulary.organizations import TransferBasis
from portal.vocabulary.persons import AgeBand, AgeBasis, Gender, SexExploitation, StatusDecidedBy, TraffickingStatus


class Case(Record, Versioned, Base):
    """One person's prepared return, from registration (RULINGS 1); the working copy, without a name."""

    __tablename__ = "case"
    __table_args__ = (
        # Unique while the case lives: a living case with the same journal number is the warning of a repeat.
        Index(
            "uq_case_living_journal",
            "journal_index",
            unique=True,
            sqlite_where=text("closed_on IS NULL"),
            postgresql_where=text("closed_on IS NULL"),
        ),
        Index("ix_case_unit_registered", "unit_id", "registered_on", "id"),
        Index("ix_case_owner_registered", "owner_id", "registered_on", "id"),
    )
    code: Mapped[str] = mapped_column(String(10), unique=True)
    unit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("unit.id"))
    owner_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    journal_number = Sealed()
    journal_index: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    registered_on: Mapped[date] = mapped_column(index=True)
    trafficking_status: Mapped[TraffickingStatus]
    status_decided_by: Mapped[StatusDecidedBy | None]
    age_band: Mapped[AgeBand]
    age_basis: Mapped[AgeBasis]
    is_child: Mapped[bool]  # never false again by one person's hand (RULINGS 3)
    gender: Mapped[Gender]
    languages: Mapped[list[str]] = mapped_column(default=list)
    dependants: Mapped[int] = mapped_column(default=0)
    citizenship: Mapped[str] = mapped_column(String(2))
    return_country: Mapped[str] = mapped_column(String(2))
    return_region: Mapped[str] = mapped_column(String(120), default="")
    exploitation: Mapped[list[str]] = mapped_column(default=list)  # Exploitation codes
    sex_exploitation: Mapped[SexExploitation | None]
    needs = Sealed()  # what she needs at home, in the caseworker's words
    status: Mapped[CaseStatus] = mapped_column(default=CaseStatus.ACTIVE)
    closed_on: Mapped[date | None]
    closure_reason: Mapped[ClosureReason | None]

    offers: Mapped[list["Offer"]] = relationship(order_by="[Offer.made_on, Offer.created_at]")
    supports: Mapped[list["Support"]] = relationship(order_by="Support.received_on")
    milestones: Mapped[list["Milestone"]] = relationship(order_by="Milestone.reached_on")
    papers: Mapped[list["TravelPapers"]] = relationship(order_by="[TravelPapers.noted_on, TravelPapers.created_at]")
    sharings: Mapped[list["Sharing"]] = relationship(order_by="[Sharing.given_on, Sharing.created_at]")
    clocks: Mapped[list["DepartureClock"]] = relationship(order_by="DepartureClock.created_at")
    risks: Mapped[list["RiskAssessment"]] = relationship(
        order_by="[RiskAssessment.assessed_on, RiskAssessment.created_at]"
    )


class Deputy(Base):
    """A colleague named to stand in for the case's owner (RULINGS 15)."""

    __tablename__ = "deputy"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)


class Offer(Record, Base):
    """An offer of prepared return; asking again is a further offer, so that it can be counted."""

    __tablename__ = "offer"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    made_on: Mapped[date]
    outcome: Mapped[OfferOutcome] = mapped_column(default=OfferOutcome.PENDING)
    answered_on: Mapped[date | None]
    decline_reason: Mapped[DeclineReason | None]
    ask_again_on: Mapped[date | None]


class Support(Record, Base):
    """Social support received, in the plan's four kinds."""

    __tablename__ = "support"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    kind: Mapped[SupportKind]
    received_on: Mapped[date]


class Milestone(Record, Base):
    """A milestone of the personal plan that was reached."""

    __tablename__ = "milestone"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    kind: Mapped[MilestoneKind]
    reached_on: Mapped[date]


class TravelPapers(Record, Base):
    """How far a travel paper has come, on a day, and who pays."""

    __tablename__ = "travel_papers"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    kind: Mapped[PapersKind]
    status: Mapped[PapersStatus]
    payer: Mapped[Payer]
    noted_on: Mapped[date]


class Sharing(Record, UnderCaseKey, Base):
    """Purpose, legal basis and transfer basis of a sharing; for consent also by whom, how, when (RULINGS 6)."""

    __tablename__ = "sharing"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    purpose: Mapped[SharingPurpose]
    basis: Mapped[LegalBasis]
    controller: Mapped[str] = mapped_column(String(120), default="")
    given_on: Mapped[date]
    given_by: Mapped[GivenBy | None]
    child_view: Mapped[ChildView | None]  # a child's own view of what its representative agreed to
    language: Mapped[str] = mapped_column(String(8), default="")
    interpreter: Mapped[bool] = mapped_column(default=False)
    interpreter_name = Sealed()
    explained: Mapped[list[str]] = mapped_column(default=list)  # Explained codes
    form: Mapped[ConsentForm | None]
    expires_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    withdrawal_reason: Mapped[WithdrawalReason | None]
    told_person_on: Mapped[date | None]  # what a withdrawal can and cannot undo was told her
    # A derogation for this one case, where the partner's country has no transfer basis of its own.
    transfer_basis: Mapped[TransferBasis | None]
    derogation_reason = Sealed()
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))


class ClockRule(Record, Base):
    """Dated configuration: how long a departure deadline of one kind is, from when, by which source."""

    __tablename__ = "clock_rule"
    __table_args__ = (UniqueConstraint("kind", "valid_from"),)
    kind: Mapped[ClockKind]
    days: Mapped[int | None]
    months: Mapped[int | None]
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(String(200))


class DepartureClock(Record, Base):
    """The departure deadline in force; Copenhagen dates, the last day included (RULINGS 28)."""

    __tablename__ = "departure_clock"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    kind: Mapped[ClockKind]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    rule_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("clock_rule.id"))


class RiskAssessment(Record, UnderCaseKey, Base):
    """An assessment of the risk at home."""

    __tablename__ = "risk_assessment"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    level: Mapped[RiskLevel]
    assessed_on: Mapped[date]
    grounds = Sealed()


class CaseLink(Record, Base):
    """Two persons who travel together; each has her own case and passes her own gates (RULINGS 3)."""

    __tablename__ = "case_link"
    __table_args__ = (UniqueConstraint("case_id", "other_id"),)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    other_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    kind: Mapped[LinkKind]


class IdentityGrant(Record, Base):
    """An organisation's key to the door: from release until it ends (RULINGS 14)."""

    __tablename__ = "identity_grant"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    granted_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    granted_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str] = mapped_column(String(40), default="")


class IdentityLook(Record, UnderCaseKey, Base):
    """Why somebody who is not the case's own looked at the identity, in her words (RULINGS 15)."""

    __tablename__ = "identity_look"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    reason = Sealed()


class Alarm(Record, UnderCaseKey, Base):
    """Something that rang the duty phone; first on the pages until a person acknowledges it (RULINGS 16)."""

    __tablename__ = "alarm"
    __table_args__ = (UniqueConstraint("case_id", "cause"), Index("ix_alarm_open", "acknowledged_at", "rung_at"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    kind: Mapped[AlarmKind]
    cause: Mapped[str] = mapped_column(String(80))  # what rang: a report's or request's id, so that it rings once
    organization_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organization.id"), index=True)
    rung_at: Mapped[datetime]
    last_rung_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    note = Sealed()


class HandOver(Record, Base):
    """That a case went from one caseworker to another, perhaps of another unit."""

    __tablename__ = "case_hand_over"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    from_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    to_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class PoliceNote(Record, UnderCaseKey, Base):
    """What was told to the police, by whom, to whom, on which basis (plan lines 493-498, 654-657, 979-984)."""

    __tablename__ = "police_note"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    sharing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sharing.id"))
    identified: Mapped[bool] = mapped_column(default=False)
    to_whom: Mapped[str] = mapped_column(String(160))  # the unit of the police, never a victim's name
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    told_on: Mapped[date]
    content = Sealed()


class SheetChoice(Record, UnderCaseKey, Base):
    """What a person chose for her own sheet: language, the contacts on it, whether a town may stand there."""

    __tablename__ = "sheet_choice"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), unique=True)
    language: Mapped[str] = mapped_column(String(8))
    organization_ids: Mapped[list[str]] = mapped_column(default=list)
    with_town: Mapped[bool] = mapped_column(default=False)
