"""The flow, the year's tables and what is due, computed a second way: one person and one row after the other."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC
from typing import Any

from tests.monitoring.plain_counts import ZONE, PlainWorld

Row = Any
STEPS = ("registered", "offered", "accepted", "partner_accepted", "met", "reported_3_months", "reported_12_months")
WITHOUT_BASIS = ("no_basis", "consent_withdrawn", "no_safe_way")


class Person:
    """One person of the world and everything of hers."""

    def __init__(self, world: PlainWorld, case: Row) -> None:
        self.world, self.case = world, case
        self.requests = world.of_case[case.id]
        self.states = [request.state for request in self.requests]
        standing = world.yes_that_stood(case)
        self.partner_yes = bool(standing)
        self.outcomes = [world.arrivals[one.id].outcome for one in standing if one.id in world.arrivals]
        self.dues = [due for request in self.requests for due in world.dues[request.id]]

    def reports(self, number: int) -> list[Row]:
        """Her scheduled and further reports from a number on."""
        right = [due for due in self.dues if due.number >= number and due.kind in ("scheduled", "further")]
        return [report for due in right for report in self.world.reports[due.id]]

    def step(self) -> int:
        """The last step she came to, each with all before it."""
        offers = self.world.outcomes(self.case)
        met = {"met", "met_late", "not_met_contacted"}
        told = [any(self.world.says_how_she_is(one) for one in self.reports(number)) for number in (4, 6)]
        passed = [any(one != "not_possible" for one in offers), "accepted" in offers, self.partner_yes]
        passed += [bool(met & set(self.outcomes)), *told, False]
        return passed.index(False)

    def why(self) -> tuple[str, str | None]:
        """Why she went no further, and the detail of it."""
        found = (self._not_offered, self._not_yes, self._no_partner, self._not_met, self._no_report, self._no_report)
        why = found[self.step()]()
        if why == "closed":
            return why, self.case.closure_reason
        if why == "declined":
            said_no = [offer for offer in self.world.offers[self.case.id] if offer.outcome == "declined"]
            return why, max(said_no, key=lambda offer: (offer.made_on, offer.created_at)).decline_reason
        return why, None

    def _not_offered(self) -> str:
        if "not_possible" in self.world.outcomes(self.case):
            return "offer_not_possible"
        return "closed" if self.case.closed_on else "not_offered"

    def _not_yes(self) -> str:
        offers = self.world.outcomes(self.case)
        if "pending" in offers and not self.case.closed_on:
            return "not_answered"
        if "declined" in offers:
            return "declined"
        return "closed" if self.case.closed_on else "not_answered"

    def _no_partner(self) -> str:
        if self.case.closed_on:
            return "closed"
        reasons = (("waiting", "waiting question"), ("taken_back", "withdrawn_by_partner"))
        reasons += (("refused_by_partner", "declined no_answer"), ("stopped", "cancelled consent_withdrawn"))
        for why, states in reasons:
            if set(states.split()) & set(self.states):
                return why
        return "not_asked"

    def _not_met(self) -> str:
        if "departed" in self.states:
            return "on_the_way"
        if {"accepted", "identity_shared", "travel_set"} & set(self.states):
            return "preparing"
        if "not_arrived" in self.outcomes or "not_met" in self.states:
            return "not_met"
        if "refused_reception" in self.outcomes:
            return "refused_reception"
        return "closed" if self.case.closed_on else "stopped"

    def _no_report(self) -> str:
        number = 4 if self.step() == 4 else 6
        asked = [due for due in self.dues if due.kind in ("scheduled", "further")]
        later = [due for due in asked if due.number >= number]
        every = [report for due in self.dues for report in self.world.reports[due.id]]
        if any(due.state == "ended_by_choice" for due in asked):
            return "by_choice"
        if any(report.contact == "does_not_want_contact" for report in every):
            return "by_choice"
        if any(due.stopped_why in WITHOUT_BASIS for due in later):
            return "no_basis"
        if any(due.stopped_why == "not_agreed" for due in later):
            return "not_agreed"
        if any(report.contact == "no_contact" for report in self.reports(number)):
            return "not_reached"
        if any(d.number == number and d.state == "waiting" and d.due_on > self.world.today for d in later):
            return "not_due"
        return "closed" if self.case.closed_on else "not_reported"


def flow(
    world: PlainWorld, year: int, only: Callable[[Row], bool]
) -> tuple[dict[str, int], dict[tuple[Any, ...], int]]:
    """How many came to each step; and (step, why, detail) of all who left."""
    people = [Person(world, case) for case in world.registered(year, only)]
    last = len(STEPS) - 1
    steps = {name: sum(person.step() >= index for person in people) for index, name in enumerate(STEPS)}
    left = Counter((STEPS[person.step()], *person.why()) for person in people if person.step() < last)
    return steps, dict(left)


def requests_by_state(world: PlainWorld, year: int, only: Callable[[Row], bool]) -> dict[str, int]:
    """The requests sent in a year by state."""
    sent = [one for one in world.requests if one.sent_at and one.state != "entered_in_error"]
    ours = [one for one in sent if one.sent_at.replace(tzinfo=UTC).astimezone(ZONE).year == year]
    return dict(Counter(str(one.state) for one in ours if only(world.cases[one.case_id])))


def reports_by_number(world: PlainWorld, year: int, only: Callable[[Row], bool]) -> list[tuple[int, ...]]:
    """Asked for, due, sent and reached, of those who travelled in a year; events as number 0."""
    found: dict[int, list[int]] = {}
    for request in [one for requests in world.journeys(year, only).values() for one in requests]:
        for due in world.dues[request.id]:
            if due.kind not in ("scheduled", "event"):
                continue
            line = found.setdefault(0 if due.kind == "event" else due.number, [0, 0, 0, 0])
            reports = world.reports[due.id]
            reached = [one for one in reports if one.contact not in ("no_contact", "does_not_want_contact")]
            for place, more in enumerate((1, due.due_on <= world.today, len(reports), len(reached))):
                line[place] += more
    return [(number, *found[number]) for number in sorted(found)]


def reports_due(world: PlainWorld, only: Callable[[Row], bool]) -> tuple[int, list[int]]:
    """The late reports, and those of each of twelve weeks."""
    late, weeks = 0, [0] * 12
    for due in [one for dues in world.dues.values() for one in dues]:
        if due.state == "waiting" and only(world.cases[due.case_id]):
            days = (due.due_on - world.today).days
            late += days < 0
            if 0 <= days < 84:
                weeks[days // 7] += 1
    return late, weeks


def freshness(world: PlainWorld) -> dict[str, int]:
    """The living entries by the age of their last check."""
    found = dict.fromkeys(("fresh", "ask", "old", "stale", "never"), 0)
    for one in world.partners.values():
        if one.merged_into_id is None and one.status not in ("defunct", "inactive"):
            if one.checked_on is None:
                found["never"] += 1
                continue
            months = (world.today.year - one.checked_on.year) * 12 + world.today.month - one.checked_on.month
            months -= 0 if one.checked_on.day < world.today.day else 1
            found["fresh" if months < 6 else "ask" if months < 12 else "old" if months < 18 else "stale"] += 1
    return found
