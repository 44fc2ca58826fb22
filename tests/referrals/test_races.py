"""Two people answer at once: exactly one is heard, the other is told, and nothing is overwritten."""

import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from portal.audit.models import AuditEvent
from portal.db import db
from portal.referrals import actions
from portal.referrals.models import ReceptionRequest, RequestEvent
from portal.referrals.states import RequestState
from portal.vocabulary.requests import RefusalReason
from tests import build
from tests.conftest import Portal
from tests.people import People
from tests.referrals.story import fresh, letters, steps_of

YES = {"answer": "yes", "contact_name": "Efe Invented", "contact_phone": "+234 1 000"}
NO = {"answer": "no", "reason": "no_capacity"}


def at_once(*acts: Callable[[], Any], patience: float = 30) -> list[Any]:
    """Do the acts at the same moment, each in a thread of its own; their results in order."""
    db.session.rollback()
    results: list[Any] = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def run(number: int, act: Callable[[], Any]) -> None:
        gate.wait(10)
        results[number] = act()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(patience)
    return results


def posting(portal: Portal, person: Any, request: ReceptionRequest, form: dict[str, str]) -> Callable[[], Any]:
    browser, address = portal.browser(person), f"/requests/{request.reference}/answer"
    typed = form | {"csrf_token": browser.csrf_token()}
    return lambda: browser.client.post(address, data=typed, base_url=browser.base_url)


def test_two_people_of_the_partner_answer_at_once(portal: Portal, people: People) -> None:
    for _round in range(4):
        request = build.request(build.case(people.caseworker), people.accepting)
        answers = at_once(
            posting(portal, people.accepting, request, YES), posting(portal, people.accepting_too, request, NO)
        )
        assert sorted(answer.status_code for answer in answers) == [302, 409]
        late = next(answer for answer in answers if answer.status_code == 409).text
        accepted = fresh(request).state is RequestState.ACCEPTED
        assert ("Ada Invented said yes." if accepted else "Efe Invented said no.") in late
        assert steps_of(request) == ["accept" if accepted else "decline"]
        assert (request.refusal_reason is None) == accepted


def test_two_partners_say_yes_to_one_case_at_once(portal: Portal, people: People) -> None:
    for _round in range(4):
        case = build.case(people.caseworker)
        one, other = build.request(case, people.accepting), build.request(case, people.declining)
        answers = at_once(posting(portal, people.accepting, one, YES), posting(portal, people.declining, other, YES))
        assert sorted(answer.status_code for answer in answers) == [302, 409]
        assert sorted([fresh(one).state.value, fresh(other).state.value]) == ["accepted", "cancelled"]


def test_a_fourth_enquiry_does_not_slip_through(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    build.request(case, people.never_asked), build.request(case, people.declining)
    drafts = []
    for name in ("Invented: North House", "Invented: South House"):
        with build.transaction():
            home = build.organization(name, "NG", town=name)
            db.session.flush()
            build.member(home)
        drafts.append(build.request(case, people.accepting, state=RequestState.DRAFT, organization_id=home.id))
    acts = []
    for draft in drafts:
        browser = portal.browser(people.caseworker)
        typed = {"seen": str(draft.row_version), "csrf_token": browser.csrf_token()}
        address = f"/requests/{draft.reference}/send"
        acts.append(
            lambda b=browser, a=address, t=typed: b.client.post(a, data=t, base_url=b.base_url)  # type: ignore[misc]
        )
    assert sorted(answer.status_code for answer in at_once(*acts)) == [302, 409]
    assert sorted(fresh(draft).state.value for draft in drafts) == ["draft", "waiting"]


REQUESTS, PEOPLE_AT_ONCE, PATIENCE = 200, 16, 240  # seconds


def _answering(portal: Portal, actor: Any, wanted: list[UUID], gate: threading.Barrier, yes: bool) -> Callable[[], int]:
    """Answer every request at the same moment as the others do; how many times this one was heard."""

    def answer_all() -> int:
        heard = 0
        with portal.app.app_context():
            for request_id in wanted:
                request = db.session.get_one(ReceptionRequest, request_id)
                db.session.rollback()
                gate.wait(PATIENCE)
                try:
                    if yes:
                        actions.accept(actor, request, "Efe Invented", "+234 1 000")
                    else:
                        actions.decline(actor, request, RefusalReason.NO_CAPACITY)
                    heard += 1
                except actions.AlreadyHappened:
                    db.session.rollback()
            db.session.remove()
        return heard

    return answer_all


@pytest.mark.parametrize("portal", ["postgresql"], indirect=True)
def test_of_sixteen_answers_at_once_to_each_of_200_requests_exactly_200_are_acts(
    portal: Portal, people: People
) -> None:
    """Half of the sixteen say yes, half no, by two people of the partner; the losers leave no trace."""
    wanted = [
        build.request(build.case(people.caseworker, ready=False), people.accepting).id for _number in range(REQUESTS)
    ]
    gate = threading.Barrier(PEOPLE_AT_ONCE)
    actors = [people.accepting.actor, people.accepting_too.actor]
    acts = [_answering(portal, actors[n % 2], wanted, gate, n < PEOPLE_AT_ONCE // 2) for n in range(PEOPLE_AT_ONCE)]
    began = time.monotonic()
    heard = at_once(*acts, patience=PATIENCE)
    assert time.monotonic() - began < PATIENCE
    assert sum(heard) == REQUESTS
    db.session.expire_all()
    steps = db.session.scalars(db.select(RequestEvent.step)).all()
    assert len(steps) == REQUESTS and set(steps) <= {"accept", "decline"}
    noted = db.select(db.func.count()).select_from(AuditEvent).where(AuditEvent.event.like("request:step:%"))
    assert db.session.scalar(noted) == REQUESTS
    assert len(letters()) == REQUESTS
    states = db.session.execute(db.select(ReceptionRequest.state, ReceptionRequest.refusal_reason)).all()
    assert {tuple(row) for row in states} <= {
        (RequestState.ACCEPTED, None),
        (RequestState.DECLINED, RefusalReason.NO_CAPACITY),
    }
