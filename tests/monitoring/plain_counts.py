"""The figures computed a second way: plain Python over the rows, without a line of the portal's own counting."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from portal.cases.models import Case, Offer, Support
from portal.db import db
from portal.followup.models import DueReport, Report
from portal.monitoring.models import EarlierOrigin
from portal.partners.models import Organization, Service, ServiceArea, ServicePopulation
from portal.referrals.models import Arrival, ReceptionRequest, RequestEvent

ZONE = ZoneInfo("Europe/Copenhagen")
Row = Any
GROUPS = ("women", "men", "girls", "boys", "families_with_children")
MADE_STOP = ("cancelled", "consent_withdrawn")


def _all(model: type) -> list[Row]:
    return list(db.session.execute(sa.select(model.__table__)))  # type: ignore[attr-defined]


def _by(rows: Iterable[Row], name: str) -> dict[Any, list[Row]]:
    found = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def groups_of(case: Row) -> set[str]:
    """The groups a person is counted in."""
    female, male = ("Feminine", "TransgenderFeminine"), ("Masculine", "TransgenderMasculine")
    found = set()
    if case.gender in female:
        found.add("girls" if case.is_child else "women")
    if case.gender in male:
        found.add("boys" if case.is_child else "men")
    if case.dependants > 0:
        found.add("families_with_children")
    return found


class PlainWorld:
    """All rows of the database, and the figures counted from them one row at a time."""

    def __init__(self, today: date, now: datetime) -> None:
        self.today, self.now = today, now
        self.cases = {case.id: case for case in _all(Case)}
        self.offers, self.supports = _by(_all(Offer), "case_id"), _by(_all(Support), "case_id")
        self.requests = _all(ReceptionRequest)
        self.of_case = _by(self.requests, "case_id")
        self.events = _by(_all(RequestEvent), "request_id")
        self.arrivals = {arrival.request_id: arrival for arrival in _all(Arrival)}
        self.dues, self.reports = _by(_all(DueReport), "request_id"), _by(_all(Report), "due_report_id")
        self.partners = {one.id: one for one in _all(Organization)}
        self.services, self.areas = _all(Service), _all(ServiceArea)
        self.populations, self.earlier = _by(_all(ServicePopulation), "service_id"), _all(EarlierOrigin)

    def registered(self, year: int, only: Callable[[Row], bool]) -> list[Row]:
        """The victims registered in a year."""
        ours = [case for case in self.cases.values() if case.registered_on.year == year and only(case)]
        return [case for case in ours if case.trafficking_status != "NotAVictimOfTrafficking"]

    def outcomes(self, case: Row) -> list[str]:
        """What became of her offers."""
        return [offer.outcome for offer in self.offers[case.id]]

    def offered(self, year: int, only: Callable[[Row], bool]) -> tuple[int, int]:
        """T1."""
        ours = self.registered(year, only)
        return sum(any(one != "not_possible" for one in self.outcomes(case)) for case in ours), len(ours)

    def yes_that_stood(self, case: Row) -> list[Row]:
        """Her requests that a partner accepted and did not take back."""
        gone = ("withdrawn_by_partner", "entered_in_error")
        return [one for one in self.of_case[case.id] if one.accepted_at and one.state not in gone]

    def prepared(self, year: int, only: Callable[[Row], bool]) -> tuple[int, int]:
        """T2 of whom `only` chooses."""
        ours, n = self.registered(year, only), 0
        for case in ours:
            kinds = [self.partners[one.organization_id].org_type for one in self.yes_that_stood(case)]
            n += any(kind in ("NGO", "RedCrossRedCrescent") for kind in kinds) and bool(self.supports[case.id])
        return n, len(ours)

    def journeys(self, year: int, only: Callable[[Row], bool]) -> dict[Any, list[Row]]:
        """The requests of each person who travelled in a year."""
        right = [r for r in self.requests if r.departed_on and r.state != "entered_in_error"]
        mine = [r for r in right if r.departed_on.year == year and only(self.cases[r.case_id])]
        return _by(mine, "case_id")

    def says_how_she_is(self, report: Row) -> bool:
        """She was reached, or something is known of her."""
        if report.contact == "no_contact":
            return False
        if report.contact != "does_not_want_contact":
            return True
        known = [report.safety, report.retrafficking, report.housing, report.health, report.income]
        more = report.help_received is not None or report.next_step is not None
        return more or any(one is not None and one != "unknown" for one in known)

    def counted_reports(self, request: Row, year: int) -> list[Row]:
        """The reports #2 to #6 and events of a request that came by 31 March of the next year."""
        found = []
        for due in self.dues[request.id]:
            for report in self.reports[due.id]:
                right = due.kind in ("scheduled", "event")
                if right and report.submitted_at.replace(tzinfo=UTC) < datetime(year + 1, 4, 1, tzinfo=ZONE):
                    found.append(report)
        return found

    def reported_back(self, year: int, only: Callable[[Row], bool]) -> dict[str, int]:
        """T3 with the numbers beside it."""
        right = ("NGO", "RedCrossRedCrescent", "CentralGovernmentOrganisation")
        right += ("LocalGovernmentOrganisation", "HealthServiceOrganisation")
        found: Counter[str] = Counter()
        for requests in self.journeys(year, only).values():
            reports = [report for one in requests for report in self.counted_reports(one, year)]
            dues = [due for one in requests for due in self.dues[one.id]]
            good = [report for report in reports if self.says_how_she_is(report)]
            ours = [one for one in good if self.partners[one.organization_id].org_type in right]
            found["total"] += 1
            found["by_telephone"] += any(one.channel in ("phone_on_behalf", "post") for one in ours)
            if ours:
                found["n"] += 1
                continue
            outcomes = [self.arrivals[one.id].outcome for one in requests if one.id in self.arrivals]
            met = any(one not in ("not_arrived", "refused_reception") for one in outcomes)
            going = any(one.state in ("travel_set", "departed") for one in requests)
            choice = any(one.contact == "does_not_want_contact" for one in reports)
            choice = choice or any(due.state == "ended_by_choice" for due in dues)
            scheduled = [due for due in dues if due.kind == "scheduled"]
            due_now = any(due.due_on <= self.today or due.state == "reported" for due in scheduled)
            waiting = any(due.state == "waiting" for due in dues)
            found["not_met"] += not met and not going
            found["by_choice"] += choice
            found["no_basis"] += any(
                due.stopped_why in ("no_basis", "consent_withdrawn", "no_safe_way") for due in dues
            )
            found["not_reached"] += not choice and any(one.contact == "no_contact" for one in reports)
            found["by_others"] += bool(good)
            found["not_due"] += (going or (met and waiting)) and not due_now
        return found

    def works(self, partner: Row) -> bool:
        """RULINGS 20, as of today."""
        year_ago = self.today.replace(year=self.today.year - 1)
        recent = partner.recent_answers
        return (
            partner.tier in ("reference_checked", "visited", "agreement_in_force")
            and partner.checked_on is not None
            and partner.checked_on >= year_ago
            and partner.status == "active"
            and not partner.silent_hold
            and (partner.not_until is None or partner.not_until <= self.today)
            and (not recent or recent.count("1") * 2 >= len(recent))
        )

    def receives(self, country: str, group: str = "") -> bool:
        """Whether a working partner that stands or helps in a country receives people, or people of a group."""
        kinds = ("arrival_reception", "airport_pickup", "temporary_accommodation", "safehouse")
        helps = {(area.organization_id, area.country) for area in self.areas}
        helps |= {(one.id, one.country) for one in self.partners.values()}
        for service in self.services:
            theirs = {row.population for row in self.populations[service.id]}
            right = service.service_type in kinds and service.status == "active" and (not group or group in theirs)
            if (
                right
                and (service.organization_id, country) in helps
                and self.works(self.partners[service.organization_id])
            ):
                return True
        return False

    def covered(self, year: int, only: Callable[[Row], bool], group: str = "", *, all_of_them: bool) -> tuple[int, int]:
        """T4; entered years count where nothing is narrowed."""
        begin, end = date(year - 4, 1, 1), date(year, 12, 31)
        if year == self.today.year:
            begin, end = self.today.replace(year=year - 5), self.today
        ours = [case for case in self.cases.values() if begin <= case.registered_on <= end and only(case)]
        countries = {case.return_country for case in ours if case.trafficking_status != "NotAVictimOfTrafficking"}
        if all_of_them:
            countries |= {one.country for one in self.earlier if begin.year <= one.year <= end.year}
        return sum(self.receives(country, group) for country in countries), len(countries)

    def answered(self, year: int, only: Callable[[Row], bool]) -> dict[str, int]:
        """T5 with the numbers beside it."""
        found: Counter[str] = Counter()
        for one in self.requests:
            if one.due_at is None or one.state == "entered_in_error" or not only(self.cases[one.case_id]):
                continue
            due_at = one.due_at.replace(tzinfo=UTC)
            if due_at.astimezone(ZONE).year != year:
                continue
            events = self.events[one.id]
            stopped = one.state in MADE_STOP and any(
                event.to_state in MADE_STOP and event.at <= one.due_at for event in events
            )
            if one.answered_at is None and (due_at > self.now or stopped):
                continue
            found["total"] += 1
            found["no_answer"] += one.answered_at is None
            if one.answered_at is not None:
                found["n" if one.answered_at <= one.due_at else "late"] += 1
                told = [event for event in events if event.step in ("accept", "decline")]
                found["answered_by_telephone"] += any(event.channel in ("phone_on_behalf", "post") for event in told)
        return found

    def year_of(self, moment: datetime) -> int:
        """The year of a moment in Copenhagen."""
        return moment.replace(tzinfo=UTC).astimezone(ZONE).year

    def spread(self, values: list[int]) -> tuple[list[tuple[int, int]], int | None, int | None, int | None]:
        """How many took how long; median and quartiles from the sorted list."""
        values.sort()
        ranks = [values[-(-len(values) * quarter // 4) - 1] if values else None for quarter in (2, 1, 3)]
        return sorted(Counter(values).items()), *ranks

    def answer_hours(self, year: int, only: Callable[[Row], bool]) -> list[int]:
        """Whole hours from sending to an answer, of the requests sent in a year."""
        found = []
        for one in self.requests:
            right = one.sent_at and one.answered_at and one.state != "entered_in_error"
            if right and only(self.cases[one.case_id]) and self.year_of(one.sent_at) == year:
                found.append((one.answered_at - one.sent_at) // timedelta(hours=1))
        return found

    def return_days(self, year: int, only: Callable[[Row], bool]) -> list[int]:
        """Days from the first yes to the first journey of the year."""
        found = []
        for case_id, requests in self.journeys(year, only).items():
            yes = [one for one in self.offers[case_id] if one.outcome == "accepted"]
            wished = [one.answered_on or one.made_on for one in yes]
            left = min(one.departed_on for one in requests)
            if wished and min(wished) <= left:
                found.append((left - min(wished)).days)
        return found
