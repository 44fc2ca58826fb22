"""The facts behind a child's safeguards, and what two persons decide together. No tracing data, no name of family."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases.keys import UnderCaseKey
from portal.db import Base, Record
from portal.sealed import Sealed
from portal.vocabulary.children import (
    Advice,
    BestInterestsKind,
    BestInterestsOutcome,
    ChildView,
    ConsultedBody,
    FamilyInvolvement,
    Gate,
    RepresentativeKind,
    TracingState,
)
from portal.vocabulary.persons import AgeBand, AgeBasis


class Representative(Record, UnderCaseKey, Base):
    """Who decides on the child's behalf, and whether she or he travels along (plan lines 1052-1066, 1131-1133)."""

    __tablename__ = "representative"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    kind: Mapped[RepresentativeKind]
    appointed_on: Mapped[date]
    ended_on: Mapped[date | None]
    escorts: Mapped[bool] = mapped_column(default=False)
    name = Sealed()
    contact = Sealed()


class Consultation(Record, UnderCaseKey, Base):
    """That a body was asked for advice in the case, and what it answered (plan lines 1068-1085)."""

    __tablename__ = "consultation"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    body: Mapped[ConsultedBody]
    asked_on: Mapped[date]
    answered_on: Mapped[date | None]
    advice: Mapped[Advice | None]
    conditions = Sealed()


class BestInterests(Record, UnderCaseKey, Base):
    """What is best for the child: outcome, body, day, and the four grounds of plan lines 1097-1107."""

    __tablename__ = "best_interests"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    kind: Mapped[BestInterestsKind]
    outcome: Mapped[BestInterestsOutcome]
    decided_by: Mapped[str] = mapped_column(String(160))  # the body, never a person of the family
    decided_on: Mapped[date]
    network = Sealed()
    health = Sealed()
    care_needs = Sealed()
    country_situation = Sealed()


class ViewHeard(Record, UnderCaseKey, Base):
    """The child's view of the plan, on a day."""

    __tablename__ = "view_heard"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    view: Mapped[ChildView]
    heard_on: Mapped[date]
    words = Sealed()


class FamilyAssessment(Record, UnderCaseKey, Base):
    """Whether the family had a part in the trafficking; any sign hides family contacts from the partner."""

    __tablename__ = "family_assessment"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    involvement: Mapped[FamilyInvolvement]
    assessed_on: Mapped[date]
    grounds = Sealed()


class Tracing(Record, UnderCaseKey, Base):
    """That the Red Cross was asked to trace the family, with whose consent, and how far it has come."""

    __tablename__ = "tracing"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    sharing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sharing.id"))
    asked_on: Mapped[date]
    state: Mapped[TracingState] = mapped_column(default=TracingState.OPEN)
    state_on: Mapped[date]
    office: Mapped[str] = mapped_column(String(160), default="")


class MissingSuspicion(Record, UnderCaseKey, Base):
    """A suspicion that a child will go missing (plan lines 1024-1036); it rings the centre."""

    __tablename__ = "missing_suspicion"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    noted_on: Mapped[date]
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    signs = Sealed()
    measures = Sealed()


class Override(Record, UnderCaseKey, Base):
    """A gate of an adult's case opened by the coordinator with a reason and a second person (RULINGS 5)."""

    __tablename__ = "override"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    gate: Mapped[Gate]
    reason = Sealed()
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    confirmed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]


class FoundAdult(Record, UnderCaseKey, Base):
    """From child to adult: by the coordinator with a reason and a second person, never by the clock (RULINGS 3)."""

    __tablename__ = "found_adult"
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    age_band: Mapped[AgeBand]
    age_basis: Mapped[AgeBasis]
    reason = Sealed()
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    confirmed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
