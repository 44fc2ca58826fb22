"""Short builders of records. They write rows directly; call them inside `transaction()` or use `built`."""

import uuid
from datetime import date, timedelta
from typing import Any

from portal.access import Role
from portal.accounts.models import Account
from portal.cases.keys import make_key
from portal.cases.models import Case, DepartureClock, Milestone, Offer, RiskAssessment, Sharing, Support
from portal.db import db, new_reference, now, today, transaction
from portal.monitoring.codes import FlowStep, Promise
from portal.monitoring.publishing.codes import Group
from portal.monitoring.publishing.content import canonical, digest, figures_of
from portal.monitoring.publishing.models import Edition
from portal.monitoring.publishing.sheet import Exact, Kept, sheet_of
from portal.monitoring.publishing.suppression import Limits, suppress
from portal.partners.models import Organization, Service, ServicePopulation
from portal.referrals.models import ReceptionRequest
from portal.referrals.states import RequestState
from portal.vocabulary.casework import (
    ClockKind,
    GivenBy,
    LegalBasis,
    MilestoneKind,
    OfferOutcome,
    RiskLevel,
    SharingPurpose,
    SupportKind,
)
from portal.vocabulary.organizations import OrganizationType, TransferBasis, VerificationTier
from portal.vocabulary.persons import (
    AgeBand,
    AgeBasis,
    Exploitation,
    Gender,
    SexExploitation,
    TraffickingStatus,
)
from portal.vocabulary.services import Population, ServiceType

A_WHILE = timedelta(days=20)


def organization(name: str, country: str, **more: Any) -> Organization:
    """A partner that works: checked, active, receives women on arrival, with a transfer basis."""
    values: dict[str, Any] = {
        "org_type": OrganizationType.NGO,
        "town": "Invented Town",
        "tier": VerificationTier.REFERENCE_CHECKED,
        "verified_on": today(),
        "checked_on": today(),
        "transfer_basis": TransferBasis.CLAUSES,
        "is_invented": True,
        "sort_name": name.casefold(),
        "import_key": f"{country} {name.casefold()}",
        **more,
    }
    made = Organization(name=name, country=country, **values)
    service = Service(service_type=ServiceType.ARRIVAL_RECEPTION)
    service.populations = [ServicePopulation(population=Population.WOMEN)]
    made.services = [service]
    db.session.add(made)
    return made


def member(of: Organization) -> Account:
    """Somebody of a partner who could sign in."""
    made = Account(
        email=f"{of.id.hex}@people.example", name="Invented Member", role=Role.PARTNER, organization_id=of.id
    )
    db.session.add(made)
    return made


def case(owner: Any, *, ready: bool = True, **more: Any) -> Case:
    """A woman's case of an owner (a Person). `ready`: offer accepted, plan, risk, support and bases recorded."""
    values: dict[str, Any] = {
        "code": new_reference(),
        "unit_id": owner.actor.unit_id,
        "owner_id": owner.id,
        "registered_on": today() - A_WHILE,
        "trafficking_status": TraffickingStatus.POSSIBLE,
        "age_band": AgeBand.ADULT_25_34,
        "age_basis": AgeBasis.STATED,
        "is_child": False,
        "gender": Gender.FEMININE,
        "languages": ["en"],
        "citizenship": "NG",
        "return_country": "NG",
        "return_region": "Edo",
        "exploitation": [Exploitation.SEXUAL.value],
        "sex_exploitation": SexExploitation.PROSTITUTION,
        **more,
    }
    with transaction():
        made = Case(**values)
        make_key(made.id)
        db.session.add(made)
        db.session.flush()
        if ready:
            _ready(made, owner.id)
    return made


def _ready(made: Case, owner_id: uuid.UUID) -> None:
    on = made.registered_on + timedelta(days=1)
    own = {"case_id": made.id}
    db.session.add_all(
        [
            Offer(made_on=on, outcome=OfferOutcome.ACCEPTED, answered_on=on, **own),
            Milestone(kind=MilestoneKind.PLAN_AGREED, reached_on=on, **own),
            RiskAssessment(level=RiskLevel.LOW, assessed_on=on, **own),
            Support(kind=SupportKind.HEALTH, received_on=on, **own),
            DepartureClock(kind=ClockKind.PREPARED_RETURN, starts_on=on, ends_on=on + timedelta(days=99), **own),
        ]
    )
    for purpose in SharingPurpose:
        share(made, purpose, on, owner_id)


def share(made: Case, purpose: SharingPurpose, on: date, author_id: uuid.UUID) -> Sharing:
    """A consent of the person for one purpose."""
    record = Sharing(case_id=made.id, purpose=purpose, basis=LegalBasis.CONSENT, given_on=on, author_id=author_id)
    record.given_by, record.language = GivenBy.INDIVIDUAL, "en"
    db.session.add(record)
    return record


def request(of: Case, partner: Any, *, state: RequestState = RequestState.WAITING, **more: Any) -> ReceptionRequest:
    """A reception request to a partner (a Person), in a state; sent an hour ago unless a draft."""
    sent = state is not RequestState.DRAFT
    values: dict[str, Any] = {
        "reference": new_reference(),
        "case_id": of.id,
        "organization_id": partner.actor.organization_id,
        "state": state,
        "services_requested": [ServiceType.ARRIVAL_RECEPTION.value],
        "drafted_by": of.owner_id,
        "sent_at": now() - timedelta(hours=1) if sent else None,
        "due_at": now() + timedelta(days=13) if sent else None,
        **more,
    }
    with transaction():
        made = ReceptionRequest(**values)
        db.session.add(made)
    return made


def edition(year: int, by: uuid.UUID, women: int = 40) -> Edition:
    """An edition of a year in which so many women were registered, and everybody was offered a return."""
    steps = dict.fromkeys(FlowStep, 0) | {FlowStep.REGISTERED: women, FlowStep.OFFERED: women}
    exact = Exact(year, {Group.WOMEN: women}, steps, (Kept(Promise.OFFERED, women, women, 100),))
    published = suppress(sheet_of(exact), Limits())
    rule = {"least": 5, "share_from": 10, "base": 5, "pooled_years": 3, "source": "test"}
    own = {"edition": 1, "made_on": today().isoformat(), "replaces": None, "note": ""}
    text = canonical(own | figures_of(exact, published, rule))
    made = Edition(year=year, number=1, content=text, sha256=digest(text), made_by=by)
    made.inside = published.known.as_plain()
    db.session.add(made)
    return made
