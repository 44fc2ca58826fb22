"""Two people answer at once: exactly one is heard, the other is told, and nothing is overwritten."""

import threading
from collections.abc import Callable
from typing import Any

from portal.db import db
from portal.referrals.models import ReceptionRequest
from portal.referrals.states import RequestState
from tests import build
from tests.conftest import Portal
from tests.people import People
from tests.referrals.story import fresh, steps_of

YES = {"answer": "yes", "contact_name": "Efe Invented", "contact_phone": "+234 1 000"}
NO = {"answer": "no", "reason": "no_capacity"}


def at_once(*acts: Callable[[], Any]) -> list[Any]:
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
        thread.join(30)
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
