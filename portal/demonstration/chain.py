"""The chain of one invented return: asked, answered, travelled, met, reported."""

import random
from datetime import UTC, date, datetime, time, timedelta

from portal.cases.consent import valid_basis
from portal.cases.models import Case
from portal.db import db, new_reference, today
from portal.followup.models import DueReport, DueState, Report, StopReason
from portal.partners.models import Organization
from portal.referrals.card import card_of
from portal.referrals.models import Arrival, ReceptionRequest, RequestEvent
from portal.referrals.states import RequestState, Whose
from portal.vocabulary.casework import CaseStatus, ClosureReason, Payer, SharingPurpose, SupportKind
from portal.vocabulary.reports import (
    ContactMade,
    Health,
    HelpReceived,
    Housing,
    Income,
    NextStep,
    NoContactReason,
    Retrafficking,
    Safety,
)
from portal.vocabulary.requests import ArrivalOutcome, Escort, Priority, RefusalReason
from portal.vocabulary.services import ServiceType

AFTER = {2: 20, 3: 30, 4: 91, 5: 182, 6: 365}  # days after the arrival, near enough for an invented past
REPORTED = 0.72
S = RequestState


def noon(day: date) -> datetime:
    """Noon of a day, UTC."""
    return datetime.combine(day, time(12), UTC)


class Chain:
    """Lets invented persons go home, as far as today allows."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice

    def go_home(self, case: Case, partner: Organization) -> None:
        """Add the request, the arrival and the reports of one person in the running act."""
        sent = case.registered_on + timedelta(days=self.dice.randrange(20, 40))
        answered = sent + timedelta(days=self.dice.randrange(1, 13))
        departed = answered + timedelta(days=self.dice.randrange(10, 40))
        if departed + timedelta(days=3) > today():
            return
        request = self._request(case, partner, sent)
        self._step(request, "send", S.DRAFT, S.WAITING, sent, Whose.CASEWORKER)
        if self.dice.random() < 0.12:
            request.state, request.answered_at = S.DECLINED, noon(answered)
            request.refusal_reason = RefusalReason.NO_CAPACITY
            self._step(request, "decline", S.WAITING, S.DECLINED, answered, Whose.PARTNER)
            return
        request.answered_at = request.accepted_at = noon(answered)
        partner.asked += 1
        partner.answered_in_time += 1
        partner.recent_answers = (partner.recent_answers + "1")[-4:]
        self._step(request, "accept", S.WAITING, S.ACCEPTED, answered, Whose.PARTNER)
        self._travel(case, request, departed)

    def _request(self, case: Case, partner: Organization, sent: date) -> ReceptionRequest:
        request = ReceptionRequest(
            reference=new_reference(),
            case_id=case.id,
            organization_id=partner.id,
            state=S.WAITING,
            priority=Priority.NORMAL,
            services_requested=[ServiceType.ARRIVAL_RECEPTION.value, ServiceType.PSYCHOSOCIAL.value],
            services_given=[SupportKind.HEALTH.value],
            payer=Payer.IMMIGRATION_SERVICE,
            escort=Escort.NONE,
            drafted_by=case.owner_id,
            sent_at=noon(sent),
            due_at=noon(sent) + timedelta(days=14),
            opened_at=noon(sent) + timedelta(hours=5),
        )
        request.card = card_of(case, request)
        db.session.add(request)
        db.session.flush()
        return request

    def _step(
        self, request: ReceptionRequest, step: str, source: RequestState, target: RequestState, day: date, whose: Whose
    ) -> None:
        event = RequestEvent(request_id=request.id, step=step, side=whose, from_state=source, to_state=target)
        event.at, event.actor_name = noon(day), "Invented"
        db.session.add(event)

    def _travel(self, case: Case, request: ReceptionRequest, departed: date) -> None:
        request.departed_on = departed
        self._step(request, "depart", S.TRAVEL_SET, S.DEPARTED, departed, Whose.CASEWORKER)
        fates = (ArrivalOutcome.MET, ArrivalOutcome.MET_LATE, ArrivalOutcome.NOT_ARRIVED, ArrivalOutcome.REFUSED)
        outcome = self.dice.choices(fates, (80, 8, 7, 5))[0]
        arrival = Arrival(request_id=request.id, case_id=case.id, outcome=outcome, happened_on=departed)
        arrival.confirmed_at, arrival.confirmed_by = noon(departed), case.owner_id
        db.session.add(arrival)
        if outcome not in (ArrivalOutcome.MET, ArrivalOutcome.MET_LATE):
            request.state = S.LOST_CONTACT if outcome is ArrivalOutcome.NOT_ARRIVED else S.CLOSED_EARLY
            case.status, case.closed_on = CaseStatus.CLOSED, departed + timedelta(days=2)
            case.closure_reason = ClosureReason.LOST_CONTACT
            return
        request.arrived_on = departed
        request.state, case.status = S.ARRIVED, CaseStatus.FOLLOW_UP
        self._step(request, "arrive", S.DEPARTED, S.ARRIVED, departed, Whose.PARTNER)
        self._reports(case, request, departed)

    def _reports(self, case: Case, request: ReceptionRequest, arrived: date) -> None:
        over = arrived + timedelta(days=380) < today()
        basis = valid_basis(case, SharingPurpose.FOLLOW_UP, arrived)
        for number, days in AFTER.items():
            due = DueReport(request_id=request.id, case_id=case.id, organization_id=request.organization_id)
            due.number, due.due_on = number, arrived + timedelta(days=days)
            if basis is None:
                due.state, due.stopped_why = DueState.STOPPED, StopReason.NO_BASIS
            db.session.add(due)
            db.session.flush()
            if basis is not None and due.due_on <= today():
                late = due.due_on + timedelta(days=45) < today()
                if self.dice.random() < REPORTED:
                    self._report(due, request, self.dice.random() < 0.1)
                elif late:
                    self._report(due, request, True)
        if over:
            request.state, case.status = S.COMPLETED, CaseStatus.CLOSED
            case.closed_on, case.closure_reason = arrived + timedelta(days=370), ClosureReason.PLAN_COMPLETED

    def _report(self, due: DueReport, request: ReceptionRequest, not_reached: bool) -> None:
        dice = self.dice
        report = Report(due_report_id=due.id, request_id=due.request_id, case_id=due.case_id)
        report.organization_id, report.submitted_by = due.organization_id, request.drafted_by
        report.submitted_at = report.read_at = min(noon(due.due_on + timedelta(days=dice.randrange(4))), noon(today()))
        report.read_by = request.drafted_by
        due.state, request.state = DueState.REPORTED, S.IN_REINTEGRATION
        if not_reached:
            report.contact, report.no_contact_reason = ContactMade.NO_CONTACT, NoContactReason.NO_ANSWER
        else:
            report.contact = dice.choice((ContactMade.VISIT, ContactMade.PHONE, ContactMade.MESSAGE))
            report.safety = dice.choice((Safety.SAFE, Safety.SAFE, Safety.CONCERNS))
            report.retrafficking = Retrafficking.NO_SIGN
            report.housing = dice.choice((Housing.OWN_HOME, Housing.SHELTER, Housing.UNSTABLE))
            report.health = dice.choice((Health.GOOD, Health.IN_TREATMENT))
            report.income = dice.choice((Income.WORK, Income.SCHOOL, Income.SUPPORT_ONLY, Income.NONE))
            report.help_received = dice.choice((HelpReceived.ADVICE, HelpReceived.SEVERAL))
            report.next_step = NextStep.CONTINUE
        db.session.add(report)
