"""A case is in follow-up once she has arrived and the reports begin; no other arrival makes it so."""

import pytest

from portal.cases import actions
from portal.cases.models import Case
from portal.db import now, today, transaction
from portal.referrals.states import RequestState
from portal.vocabulary.casework import CaseStatus, ClosureReason
from portal.vocabulary.requests import ArrivalOutcome
from tests import build
from tests.cases.story import boxes, events, rows
from tests.conftest import Portal
from tests.people import People


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (ArrivalOutcome.MET, CaseStatus.FOLLOW_UP),
        (ArrivalOutcome.MET_LATE, CaseStatus.FOLLOW_UP),
        (ArrivalOutcome.NOT_MET_CONTACTED, CaseStatus.FOLLOW_UP),
        (ArrivalOutcome.NOT_ARRIVED, CaseStatus.ACTIVE),
        (ArrivalOutcome.REFUSED, CaseStatus.ACTIVE),
    ],
)
def test_what_the_partner_tells_of_the_arrival_moves_the_case(
    portal: Portal, people: People, outcome: ArrivalOutcome, status: CaseStatus
) -> None:
    case = build.case(people.caseworker)
    request = build.request(case, people.accepting, state=RequestState.DEPARTED, accepted_at=now())
    typed = {"outcome": outcome.value, **boxes("happened_on", today())}
    portal.browser(people.accepting).post(f"/requests/{request.reference}/arrival", typed)
    begun = status is CaseStatus.FOLLOW_UP
    assert rows(Case)[0].status is status
    assert events(case) == (["case:follow_up:begun"] if begun else ["alarm:rung"] * (outcome == "not_arrived"))
    page = portal.browser(people.caseworker).get(f"/cases/{case.code}").text
    assert ("She has arrived; the partner reports" in page) is begun


def test_it_begins_once_and_a_closed_case_stays_closed(portal: Portal, people: People) -> None:
    case, actor = build.case(people.caseworker), people.accepting.actor
    for _time in range(2):
        actions.note_arrival(actor, case.id)
    assert events(case) == ["case:follow_up:begun"]
    actions.close_case(people.caseworker.actor, case, ClosureReason.PLAN_COMPLETED)
    actions.note_arrival(actor, case.id)
    assert rows(Case)[0].status is CaseStatus.CLOSED


def test_it_goes_with_the_act_that_fails(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    with pytest.raises(RuntimeError), transaction():
        actions.note_arrival(people.accepting.actor, case.id)
        raise RuntimeError("the act fails at its end")
    assert (rows(Case)[0].status, events(case)) == (CaseStatus.ACTIVE, [])
