"""Builders of invented cases: the working copy and its dated facts."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from portal.accounts.models import Account
from portal.cases.keys import make_key
from portal.cases.models import Case, Milestone, Offer, RiskAssessment, Sharing, Support
from portal.db import db, new_reference
from portal.vocabulary.casework import (
    ConsentForm,
    DeclineReason,
    Explained,
    GivenBy,
    LegalBasis,
    MilestoneKind,
    OfferOutcome,
    RiskLevel,
    SharingPurpose,
    SupportKind,
)
from portal.vocabulary.children import ChildView
from portal.vocabulary.persons import (
    AgeBand,
    AgeBasis,
    Exploitation,
    Gender,
    SexExploitation,
    StatusDecidedBy,
    TraffickingStatus,
)

LANGUAGES = {"NG": "en", "RO": "ro", "TH": "th", "UA": "uk", "MD": "ro", "BG": "bg", "GH": "en", "PH": "tl"}
LANGUAGES |= {"VN": "vi", "LT": "lt", "MA": "ar", "BO": "es"}


def add_person(owner: Account, registered: date, country: str, **more: Any) -> Case:
    """Add a case in the running act: a grown woman exploited in prostitution, unless `more` says otherwise."""
    values: dict[str, Any] = {
        "trafficking_status": TraffickingStatus.ACTUAL,
        "status_decided_by": StatusDecidedBy.AUTHORITY,
        "age_band": AgeBand.ADULT_25_34,
        "age_basis": AgeBasis.STATED,
        "is_child": False,
        "gender": Gender.FEMININE,
        "languages": [LANGUAGES[country]],
        "citizenship": country,
        "return_country": country,
        "exploitation": [Exploitation.SEXUAL.value],
        "sex_exploitation": SexExploitation.PROSTITUTION,
        **more,
    }
    case = Case(code=new_reference(), unit_id=owner.unit_id, owner_id=owner.id, registered_on=registered, **values)
    make_key(case.id)
    db.session.add(case)
    db.session.flush()
    return case


def add_offer(case: Case, made: date, answered: date, reason: DeclineReason | None = None) -> Offer:
    """Add an offer and its answer: yes, or no with a reason."""
    offer = Offer(case_id=case.id, made_on=made, answered_on=answered, decline_reason=reason)
    offer.outcome = OfferOutcome.ACCEPTED if reason is None else OfferOutcome.DECLINED
    db.session.add(offer)
    return offer


def prepare(
    case: Case,
    day: date,
    level: RiskLevel = RiskLevel.MEDIUM,
    support: Iterable[SupportKind] = (SupportKind.HEALTH, SupportKind.SOCIO_PEDAGOGICAL),
    purposes: Iterable[SharingPurpose] = tuple(SharingPurpose),
) -> None:
    """Add the plan, the risk, the support and a consent for each purpose, all on one day."""
    own = {"case_id": case.id}
    db.session.add(Milestone(kind=MilestoneKind.PLAN_AGREED, reached_on=day, **own))
    db.session.add(RiskAssessment(level=level, assessed_on=day, **own))
    db.session.add_all([Support(kind=kind, received_on=day, **own) for kind in support])
    for purpose in purposes:
        consent = Sharing(purpose=purpose, basis=LegalBasis.CONSENT, given_on=day, author_id=case.owner_id, **own)
        consent.given_by = GivenBy.REPRESENTATIVE if case.is_child else GivenBy.INDIVIDUAL
        consent.controller, consent.language = "Invented unit", case.languages[0]
        consent.form, consent.explained = ConsentForm.SPOKEN, [one.value for one in Explained]
        consent.child_view = ChildView.AGREES if case.is_child else None
        db.session.add(consent)
    db.session.flush()
