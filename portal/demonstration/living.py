"""The invented present: one person at each turn of the way home, by the portal's own acts."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal.access import Actor
from portal.accounts.models import Account
from portal.accounts.sessions import actor_of
from portal.cases import actions as cases
from portal.cases import clock
from portal.cases.identity import Identity
from portal.cases.models import Case, CaseLink, Offer
from portal.db import db, now, today
from portal.demonstration.children import add_safeguards
from portal.demonstration.persons import add_offer, add_person, prepare
from portal.followup import actions as followup
from portal.followup import baseline
from portal.followup.answers import Answers
from portal.followup.models import DueReport
from portal.partners.models import Organization
from portal.referrals import answers, drafts, travel
from portal.referrals.models import ReceptionRequest
from portal.vocabulary.casework import ClockKind, DeclineReason, LinkKind, OfferOutcome, Payer, SupportKind
from portal.vocabulary.children import BestInterestsKind, BestInterestsOutcome
from portal.vocabulary.persons import AgeBand, AgeBasis
from portal.vocabulary.reports import (
    ContactMade,
    Health,
    HelpReceived,
    Housing,
    Income,
    NextStep,
    Retrafficking,
    Safety,
)
from portal.vocabulary.requests import ArrivalOutcome, Escort, Priority, RefusalReason, TravelMode
from portal.vocabulary.services import ServiceType

NIGERIA, ROMANIA, THAILAND = "Invented: Edo Women's House", "Invented: Casa Bună Cluj", "Invented: บ้านกลับใจ Isan Home"
LAGOS = "Invented: Homecoming Lagos"
TOWNS = {"NG": "Benin City", "RO": "Cluj-Napoca", "TH": "Khon Kaen"}
#: How things were before the return.
BEFORE = Answers(
    contact=ContactMade.VISIT,
    safety=Safety.CONCERNS,
    retrafficking=Retrafficking.NO_SIGN,
    housing=Housing.SHELTER,
    health=Health.IN_TREATMENT,
    income=Income.NONE,
    help_received=HelpReceived.SEVERAL,
    next_step=NextStep.CONTINUE,
)
ASKED_FOR = [ServiceType.ARRIVAL_RECEPTION, ServiceType.TEMPORARY_ACCOMMODATION, ServiceType.PSYCHOSOCIAL]


def _days_ago(days: int) -> date:
    return today() - timedelta(days=days)


@dataclass
class Present:
    """Lets the invented persons of today take their steps."""

    accounts: dict[str, Account]
    partners: dict[str, Organization]

    def tell(self) -> None:
        """Add one person at each turn, in the running act."""
        self.ane, self.carl = self.accounts["caseworker"], self.accounts["caseworker2"]
        self._before_the_request()
        self._child_with_her_mother()
        self._child_who_is_safe()
        self._child_whose_plan_ended()
        self._waiting()
        self._two_at_once()
        self._question()
        self._no_answer()
        self._declined()
        self._on_the_way()
        self._silent()
        self._to_be_reported()
        self._in_danger()

    def _ready(
        self, owner: Account, country: str, days: int = 25, kind: ClockKind | None = None, **more: object
    ) -> Case:
        case = add_person(owner, _days_ago(days), country, return_region=TOWNS.get(country, ""), **more)
        add_offer(case, _days_ago(days - 2), _days_ago(days - 4))
        prepare(case, _days_ago(days - 5))
        cases.start_clock(actor_of(owner), case, kind=kind or clock.suggested(case), starts_on=_days_ago(days - 5))
        return case

    def _asked(
        self, case: Case, partner: str, priority: Priority = Priority.NORMAL, words: str = ""
    ) -> ReceptionRequest:
        request = self._draft(case, partner, priority, words)
        return drafts.send(actor_of(db.session.get_one(Account, case.owner_id)), request, request.row_version)

    def _draft(
        self, case: Case, partner: str, priority: Priority = Priority.NORMAL, words: str = ""
    ) -> ReceptionRequest:
        wanted = drafts.Wanted(
            organization_id=self.partners[partner].id,
            priority=priority,
            services_requested=[one.value for one in ASKED_FOR],
            services_given=[SupportKind.HEALTH.value],
            payer=Payer.IMMIGRATION_SERVICE,
            escort=Escort.NONE,
            earliest_on=today() + timedelta(days=14),
            latest_on=today() + timedelta(days=40),
            arrangements=words,
        )
        return drafts.draft(actor_of(db.session.get_one(Account, case.owner_id)), case, wanted, uuid.uuid4())

    def _before_the_request(self) -> None:
        add_person(self.ane, _days_ago(4), "TH")
        self._ready(self.ane, "NG", 12)
        self._child("RO")
        self._ready(self.ane, "GH", 25, ClockKind.STANDARD)
        declined = add_person(self.ane, _days_ago(20), "NG")
        add_offer(declined, _days_ago(18), _days_ago(16), DeclineReason.DISTRUSTS_NGO).ask_again_on = today()
        waiting = add_person(self.carl, _days_ago(6), "BO")
        db.session.add(Offer(case_id=waiting.id, made_on=_days_ago(3), outcome=OfferOutcome.PENDING))

    def _child_with_her_mother(self) -> None:
        mother = self._ready(self.ane, "RO", dependants=1)
        child = add_person(
            self.ane, _days_ago(25), "RO", age_band=AgeBand.CHILD_12_14, age_basis=AgeBasis.DOCUMENTED, is_child=True
        )
        add_offer(child, _days_ago(23), _days_ago(21))
        db.session.add(CaseLink(case_id=mother.id, other_id=child.id, kind=LinkKind.PARENT_AND_CHILD))

    def _child(self, country: str) -> Case:
        """A child whose six safeguards are in place."""
        case = self._ready(
            self.ane, country, age_band=AgeBand.CHILD_15_17, age_basis=AgeBasis.DOCUMENTED, is_child=True
        )
        add_safeguards(case, _days_ago(12))
        return case

    def _child_who_is_safe(self) -> None:
        self._asked(self._child("TH"), THAILAND, words="The child goes to school, and likes to draw.")

    def _child_whose_plan_ended(self) -> None:
        case = self._child("NG")
        self._draft(case, NIGERIA)
        cases.decide_best_interests(
            actor_of(self.ane),
            case,
            kind=BestInterestsKind.DETERMINATION,
            outcome=BestInterestsOutcome.NO_RETURN,
            decided_by="Invented municipality",
            decided_on=_days_ago(1),
            network="Nobody at home whom the child can be with",
        )

    def _waiting(self) -> None:
        self._asked(
            self._ready(self.ane, "NG"), NIGERIA, words="She would like to begin a course soon after her return."
        )

    def _two_at_once(self) -> None:
        case = self._ready(self.carl, "NG")
        for partner in (NIGERIA, LAGOS):
            self._asked(case, partner, words="She would like to finish school.")

    def _question(self) -> None:
        request = self._asked(self._ready(self.ane, "RO"), ROMANIA, Priority.URGENT)
        answers.ask(self._partner("partner.ro"), request, "Does she need a doctor in the first days?", language="en")

    def _no_answer(self) -> None:
        """Where another partner can be asked, and where none can."""
        for country, partner in (("RO", ROMANIA), ("TH", THAILAND)):
            request = self._asked(self._ready(self.ane, country), partner, Priority.URGENT)
            request.sent_at, request.due_at = now() - timedelta(days=4), now() - timedelta(days=1)
        db.session.flush()
        answers.run_out_due(now())

    def _declined(self) -> None:
        request = self._asked(self._ready(self.carl, "NG"), NIGERIA)
        answers.decline(self._partner("partner.ng"), request, RefusalReason.NO_CAPACITY)

    def _travelling(self, local: str, partner: str, country: str, hours: float) -> ReceptionRequest:
        """A request with travel set; the arrival is so many hours from now (negative: ago)."""
        case = self._ready(self.ane, country, 60)
        cases.write_identity(actor_of(self.ane), case, Identity(full_name="Invented Person", called="Blessing"))
        request = self._asked(case, partner)
        answers.accept(self._partner(local), request, "Invented duty desk", self.partners[partner].phones[0].number)
        travel.release(actor_of(self.ane), request)
        organization = self.partners[partner]
        journey = travel.Journey(
            mode=TravelMode.AIR,
            arrives_at=(now() + timedelta(hours=hours)).astimezone(ZoneInfo(organization.time_zone)),
            time_zone=organization.time_zone,
            place=organization.town,
            meeting_point="Arrivals hall, information desk",
            agreed_sign="A blue scarf",
        )
        travel.set_travel(actor_of(self.ane), request, journey, request.row_version)
        return request

    def _on_the_way(self) -> None:
        self._travelling("partner.ng", NIGERIA, "NG", 30)

    def _silent(self) -> None:
        """Expected an hour ago, and three hours ago: nobody has said yet that they were met."""
        for local, partner, country, hours in (("partner.ng", NIGERIA, "NG", -1), ("partner.ro", ROMANIA, "RO", -3)):
            travel.depart(actor_of(self.ane), self._travelling(local, partner, country, hours), today())

    def _arrived(self, local: str, partner: str, country: str, days: int) -> ReceptionRequest:
        request = self._travelling(local, partner, country, -24 * days)
        before = baseline.begin(actor_of(self.ane), request)
        followup.send_report(actor_of(self.ane), before, BEFORE, key=uuid.uuid4())
        travel.depart(actor_of(self.ane), request, _days_ago(days))
        travel.tell_arrival(self._partner(local), request, ArrivalOutcome.MET, _days_ago(days))
        return request

    def _to_be_reported(self) -> None:
        for local, partner, country in (("partner.ng", NIGERIA, "NG"), ("partner.ro", ROMANIA, "RO")):
            self._arrived(local, partner, country, 19)

    def _in_danger(self) -> None:
        request = self._arrived("partner.th", THAILAND, "TH", 33)
        due = db.session.scalars(select(DueReport).filter_by(request_id=request.id, number=2)).one()
        said = Answers(
            contact=ContactMade.PHONE,
            safety=Safety.IN_DANGER,
            retrafficking=Retrafficking.UNKNOWN,
            housing=Housing.UNSTABLE,
            health=Health.UNKNOWN,
            income=Income.NONE,
            help_received=HelpReceived.ADVICE,
            next_step=NextStep.MORE_HELP,
        )
        followup.send_report(self._partner("partner.th"), due, said, key=uuid.uuid4())

    def _partner(self, local: str) -> Actor:
        return actor_of(self.accounts[local])
