"""Four hundred invented returns, written in bulk: every state, answer and gap that the figures must tell apart."""

import random
import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from portal.cases.models import Case, Offer, Support
from portal.db import db, new_reference, today, transaction
from portal.followup.models import DueReport, DueState, Report, StopReason
from portal.monitoring.models import EarlierOrigin
from portal.partners.models import Service, ServiceArea, ServicePopulation
from portal.referrals.models import Arrival, ReceptionRequest, RequestEvent
from portal.referrals.states import ACCEPTED_STATES, RequestState, Whose
from portal.vocabulary.casework import CaseStatus, ClosureReason, DeclineReason, OfferOutcome, SupportKind
from portal.vocabulary.organizations import OrganizationType
from portal.vocabulary.persons import AgeBand, AgeBasis, Exploitation, Gender, SexExploitation, TraffickingStatus
from portal.vocabulary.reports import (
    ContactMade,
    Health,
    HelpReceived,
    Housing,
    Income,
    NextStep,
    NoContactReason,
    ReportKind,
    Retrafficking,
    Safety,
)
from portal.vocabulary.requests import ArrivalOutcome, Channel
from portal.vocabulary.services import Population, ServiceType
from tests import build
from tests.people import People, Person

COUNTRIES = ("NG", "NG", "NG", "RO", "RO", "TH", "BJ", "GH", "VN")
TRAVELLED = (RequestState.DEPARTED, RequestState.NOT_MET, RequestState.ARRIVED, RequestState.IN_REINTEGRATION)
TRAVELLED += (RequestState.COMPLETED, RequestState.CLOSED_EARLY, RequestState.LOST_CONTACT)
ONCE_ACCEPTED = (*ACCEPTED_STATES, *TRAVELLED, RequestState.WITHDRAWN_BY_PARTNER, RequestState.CANCELLED)
ANSWERS = {
    "safety": (Safety.SAFE, Safety.UNKNOWN, None),
    "retrafficking": (Retrafficking.NO_SIGN, Retrafficking.UNKNOWN, None),
    "housing": (Housing.SHELTER, Housing.UNKNOWN, None),
    "health": (Health.GOOD, Health.UNKNOWN, None),
    "income": (Income.WORK, Income.UNKNOWN, None),
    "help_received": (HelpReceived.ADVICE, None, None),
    "next_step": (NextStep.CONTINUE, None, None),
}


class Returns:
    """Makes the rows of one world from a seed; `write` puts them into the database."""

    def __init__(self, people: People, seed: int) -> None:
        self.dice = random.Random(seed)
        self.people, self.seed = people, seed
        self.rows: dict[type, list[dict[str, Any]]] = defaultdict(list)
        self.partners = [one.actor.organization_id for one in (people.accepting, people.declining, people.never_asked)]

    def write(self, many: int) -> None:
        """A number of cases with all that belongs to them, and partners of every kind."""
        with transaction():
            self._partners()
            for _ in range(many):
                self._case()
            for model in (Case, Offer, Support, ReceptionRequest, RequestEvent, Arrival, DueReport, Report):
                db.session.execute(sa.insert(model), self.rows[model])
            if db.session.scalar(sa.select(EarlierOrigin.id).limit(1)) is None:
                self._origins()
            if db.engine.dialect.name == "postgresql":
                # As its own housekeeping would: without it a plan is made for the empty tables of before.
                db.session.execute(sa.text("ANALYZE"))

    def _origins(self) -> None:
        entered = {"source": "Invented", "entered_by": self.people.coordinator.id, "entered_at": datetime.now(UTC)}
        for country, year in (("CN", today().year - 2), ("UG", today().year - 9)):
            db.session.add(EarlierOrigin(year=year, country=country, people=3, **entered))

    def maybe(self, share: float) -> bool:
        """True for a share of all throws."""
        return self.dice.random() < share

    def pick(self, choices: Sequence[Any]) -> Any:
        """One of them."""
        return self.dice.choice(choices)

    def add(self, model: type, **values: Any) -> dict[str, Any]:
        """A row with an id."""
        row = {"id": uuid.UUID(int=self.dice.getrandbits(128), version=4), **values}
        self.rows[model].append(row)
        return row

    def moment(self, day: date, hours: int = 0) -> datetime:
        """Some minute of a day, UTC, and hours later."""
        minutes = self.dice.randrange(24 * 60)
        return datetime.combine(day, time.min, UTC) + timedelta(minutes=minutes, hours=hours)

    def _partners(self) -> None:
        kinds = list(OrganizationType)
        for number, country in enumerate(("NG", "RO", "BJ", "GH", "VN", "CN")):
            made = build.organization(f"Invented: House {number} of {self.seed}", country, org_type=kinds[number * 2])
            made.checked_on = today() - timedelta(days=200 * number)
            made.silent_hold = country == "GH"
            kind = self.pick((ServiceType.SAFEHOUSE, ServiceType.FOOD))
            made.services = [Service(service_type=kind), Service(service_type=ServiceType.AIRPORT_PICKUP)]
            made.services[1].populations = [ServicePopulation(population=self.pick((Population.MEN, Population.BOYS)))]
            db.session.flush()
            self.partners.append(made.id)
        db.session.add(ServiceArea(organization_id=self.partners[0], country="BJ"))

    def _case(self) -> None:
        owner: Person = self.pick((self.people.caseworker, self.people.colleague, self.people.stranger))
        registered = today() - timedelta(days=self.dice.randrange(5 * 365))
        child = self.maybe(0.2)
        closed = self.maybe(0.2)
        case = self.add(
            Case,
            code=new_reference(),
            unit_id=owner.actor.unit_id,
            owner_id=owner.id,
            registered_on=registered,
            trafficking_status=self.pick((*TraffickingStatus, TraffickingStatus.POSSIBLE)),
            age_band=AgeBand.CHILD_15_17 if child else AgeBand.ADULT_25_34,
            age_basis=AgeBasis.STATED,
            is_child=child,
            gender=self.pick((*Gender, Gender.FEMININE, Gender.FEMININE, Gender.FEMININE)),
            dependants=self.pick((0, 0, 1, 3)),
            citizenship="NG",
            return_country=self.pick(COUNTRIES),
            exploitation=self.pick(
                ([], ["Servitude"], [Exploitation.SEXUAL.value], ["Other", Exploitation.SEXUAL.value])
            ),
            sex_exploitation=self.pick((None, SexExploitation.PROSTITUTION, *SexExploitation)),
            status=CaseStatus.CLOSED if closed else CaseStatus.ACTIVE,
            closed_on=registered + timedelta(days=300) if closed else None,
            closure_reason=self.pick(list(ClosureReason)) if closed else None,
        )
        for number in range(self.pick((0, 1, 1, 1, 2, 3))):
            self._offer(case, registered + timedelta(days=3 + 9 * number))
        if self.maybe(0.7):
            self.add(Support, case_id=case["id"], kind=self.pick(list(SupportKind)), received_on=registered)
        standing = False
        for _ in range(self.pick((0, 1, 1, 2, 3))):
            standing = self._request(case, standing)

    def _offer(self, case: dict[str, Any], day: date) -> None:
        outcome = self.pick((*OfferOutcome, OfferOutcome.ACCEPTED, OfferOutcome.ACCEPTED))
        said_no = outcome is OfferOutcome.DECLINED and self.maybe(0.8)
        answered = (
            None if outcome is OfferOutcome.PENDING or self.maybe(0.1) else day + timedelta(days=self.pick((0, 5)))
        )
        values = {"case_id": case["id"], "made_on": day, "outcome": outcome, "answered_on": answered}
        self.add(Offer, decline_reason=self.pick(list(DeclineReason)) if said_no else None, **values)

    def _request(self, case: dict[str, Any], standing: bool) -> bool:
        states = [one for one in RequestState if not (standing and one in ACCEPTED_STATES)]
        state = self.pick((*states, *(one for one in TRAVELLED if one in states)))
        sent_on = case["registered_on"] + timedelta(days=self.dice.randrange(10, 60))
        unsent = state in (RequestState.DRAFT, RequestState.BLOCKED)
        sent_at = None if unsent else self.moment(sent_on)
        due_at = None if sent_at is None else sent_at + timedelta(hours=self.pick((24, 72, 336)))
        said_yes = state in ONCE_ACCEPTED and (state is not RequestState.CANCELLED or self.maybe(0.3))
        answered = said_yes or state is RequestState.DECLINED
        answered_at = self.moment(sent_on, self.dice.randrange(24, 500)) if answered else None
        travelled = state in TRAVELLED and self.maybe(0.95)
        request = self.add(
            ReceptionRequest,
            reference=new_reference(),
            case_id=case["id"],
            organization_id=self.pick(self.partners),
            state=state,
            drafted_by=case["owner_id"],
            sent_at=sent_at,
            due_at=due_at,
            answered_at=answered_at,
            accepted_at=answered_at if said_yes else None,
            departed_on=sent_on + timedelta(days=self.dice.randrange(20, 200)) if travelled else None,
        )
        self._events(request)
        if travelled and state is not RequestState.DEPARTED and self.maybe(0.9):
            self._arrival(request)
        return standing or state in ACCEPTED_STATES

    def _events(self, request: dict[str, Any]) -> None:
        state, channel = request["state"], self.pick((Channel.PORTAL, Channel.PHONE, Channel.LINK))
        common = {"request_id": request["id"], "side": Whose.PARTNER, "from_state": RequestState.WAITING}
        if request["answered_at"] is not None:
            step = "accept" if request["accepted_at"] else "decline"
            to_state = RequestState.ACCEPTED if request["accepted_at"] else RequestState.DECLINED
            self.add(RequestEvent, step=step, to_state=to_state, at=request["answered_at"], channel=channel, **common)
        if state in (RequestState.CANCELLED, RequestState.CONSENT_WITHDRAWN) and request["due_at"] is not None:
            at = request["due_at"] + timedelta(hours=self.pick((-20, 30)))
            self.add(RequestEvent, step="cancel", to_state=state, at=at, channel=Channel.PORTAL, **common)

    def _arrival(self, request: dict[str, Any]) -> None:
        outcome = self.pick((*ArrivalOutcome, ArrivalOutcome.MET, ArrivalOutcome.MET, ArrivalOutcome.MET))
        arrived, own = request["departed_on"] + timedelta(days=1), {"case_id": request["case_id"]}
        told = {"happened_on": arrived, "confirmed_at": self.moment(arrived), "confirmed_by": request["drafted_by"]}
        self.add(Arrival, request_id=request["id"], outcome=outcome, **own, **told)
        if outcome in (ArrivalOutcome.NOT_ARRIVED, ArrivalOutcome.REFUSED):
            return
        numbers = [(0, ReportKind.BASELINE, -20), (2, ReportKind.SCHEDULED, 20), (3, ReportKind.SCHEDULED, 30)]
        numbers += [(4, ReportKind.SCHEDULED, 91), (5, ReportKind.SCHEDULED, 182), (6, ReportKind.SCHEDULED, 365)]
        numbers += [(7, ReportKind.FURTHER, 547)] if self.maybe(0.2) else []
        numbers += [(101, ReportKind.EVENT, 40)] if self.maybe(0.2) else []
        for number, kind, days in numbers:
            self._due(request, number, kind, arrived + timedelta(days=days))

    def _due(self, request: dict[str, Any], number: int, kind: ReportKind, due_on: date) -> None:
        state = DueState.WAITING if due_on > today() else self.pick((*DueState, DueState.REPORTED, DueState.REPORTED))
        state = DueState.REPORTED if kind is ReportKind.EVENT else state
        stopped = self.pick(list(StopReason)) if state is DueState.STOPPED else None
        own = {one: request[one] for one in ("case_id", "organization_id")} | {"request_id": request["id"]}
        due = self.add(DueReport, number=number, kind=kind, due_on=due_on, state=state, stopped_why=stopped, **own)
        if state is not DueState.REPORTED:
            return
        contact = self.pick((*ContactMade, ContactMade.PHONE))
        answers = {name: self.pick(choices) for name, choices in ANSWERS.items()}
        if contact is ContactMade.NO_WISH and self.maybe(0.5):
            answers = dict.fromkeys(answers)
        self.add(
            Report,
            due_report_id=due["id"],
            submitted_at=self.moment(due_on, self.pick((0, 48, 2400))),
            submitted_by=request["drafted_by"],
            channel=self.pick((Channel.PORTAL, Channel.PORTAL, Channel.PHONE)),
            contact=contact,
            no_contact_reason=NoContactReason.MOVED if contact is ContactMade.NO_CONTACT else None,
            **answers,
            **own,
        )


def write(people: People, many: int = 400, seed: int = 26) -> None:
    """Fill the database with invented returns."""
    Returns(people, seed).write(many)
