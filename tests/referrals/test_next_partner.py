"""No answer: the next partner is proposed with all that was written; two taps, or by itself where it was ticked."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from portal.db import db, now, today, transaction
from portal.partners.models import Organization
from portal.referrals import answers, next_partner
from portal.referrals.models import ReceptionRequest
from portal.referrals.queries import case_of
from portal.referrals.states import RequestState
from portal.vocabulary.requests import Escort, Priority
from tests import build
from tests.conftest import Portal
from tests.people import People
from tests.referrals.story import fresh, in_state, letters, steps_of
from tests.referrals.test_races import at_once

FACTS: dict[str, Any] = {
    "priority": Priority.URGENT,
    "services_requested": ["arrival_reception", "safehouse"],
    "services_given": ["health"],
    "escort": Escort.STAFF,
    "latest_on": today() + timedelta(days=60),
}


def another(name: str = "Invented: Delta House", country: str = "NG", **more: Any) -> Organization:
    """One more partner of Nigeria, in a town of its own, with somebody who signs in."""
    with transaction():
        made = build.organization(name, country, **{"town": name, **more})
        db.session.flush()
        build.member(made)
    return made


def late(people: People, **more: Any) -> ReceptionRequest:
    """A request to the accepting partner that is a minute late, ticked to be sent on by itself."""
    values = {"due_at": now() - timedelta(minutes=1), "next_by_itself": True, **FACTS, **more}
    request = in_state(people, RequestState.WAITING, **values)
    with transaction():
        request.arrangements = "She walks with a stick."
    return request


def sent_on(request: ReceptionRequest) -> list[ReceptionRequest]:
    """The requests that were made from one."""
    db.session.rollback()
    wanted = sa.select(ReceptionRequest).where(ReceptionRequest.previous_id == request.id)
    return list(db.session.scalars(wanted.execution_options(populate_existing=True)))


def is_the_same(one: ReceptionRequest, other: ReceptionRequest) -> bool:
    """Whether all that was asked for was carried over."""
    names = (*next_partner.CARRIED, "arrangements", "case_id")
    return [getattr(one, name) for name in names] == [getattr(other, name) for name in names]


def test_two_taps_send_the_same_to_the_next_partner(portal: Portal, people: People) -> None:
    request, delta = late(people, next_by_itself=False), another()
    ane, address = portal.browser(people.caseworker), f"/requests/{request.reference}"
    page = ane.get(address).text
    assert "Ask this partner next" in page and delta.name in page
    fields = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("organization_id", "form_key")}
    assert fields["organization_id"] == str(delta.id)
    check = ane.post(f"{address}/next", fields)
    for _twice in range(2):
        assert ane.post(f"{address}/next", fields).location == check.location
    made = sent_on(request)
    assert len(made) == 1 and made[0].state is RequestState.DRAFT and is_the_same(made[0], request)
    seen = ane.get(str(check.location)).text.split('name="seen" value="')[1].split('"')[0]
    ane.post(f"/requests/{made[0].reference}/send", {"seen": seen})
    assert fresh(made[0]).state is RequestState.WAITING
    assert made[0].reference in ane.get(address).text
    assert "Ask this partner next" not in ane.get(address).text


def test_a_partner_that_cannot_be_proposed_any_more_leads_to_the_choice(portal: Portal, people: People) -> None:
    request, held = late(people), another(silent_hold=True)
    ane, address = portal.browser(people.caseworker), f"/requests/{request.reference}/next"
    for typed in (str(held.id), "", "x"):
        answer = ane.post(address, {"organization_id": typed})
        assert answer.location == f"/cases/{request_case(request)}/requests/new?after={request.reference}"
    assert not sent_on(request)
    portal.browser(people.stranger).post(address, {"organization_id": str(held.id)}, 404)
    portal.browser(people.colleague).post(address, {"organization_id": str(held.id)}, 404)


def request_case(request: ReceptionRequest) -> str:
    """The code of a request's case."""
    return case_of(request).code


def test_by_itself_the_next_partner_is_asked_without_a_name_and_the_caseworker_is_told(
    portal: Portal, people: People
) -> None:
    request, delta = late(people), another()
    assert (answers.run_out_due(now()), next_partner.send_on_due(now())) == (1, 1)
    (made,) = sent_on(request)
    assert made.organization_id == delta.id and made.state is RequestState.WAITING and is_the_same(made, request)
    assert made.sent_at is not None and made.due_at is not None and made.due_at - made.sent_at == timedelta(hours=72)
    assert (made.next_by_itself, made.drafted_by) == (False, request.drafted_by)
    assert steps_of(made) == ["send"]
    assert ("request_sent_on", people.caseworker.email) in letters()
    assert [kind for kind, to in letters() if to == f"{delta.id.hex}@people.example"] == ["request_sent"]
    page = portal.browser(people.caseworker).get(f"/requests/{made.reference}").text
    assert "Sent by itself, because the partner before did not answer in time." in page
    assert fresh(request).state is RequestState.NO_ANSWER


def test_by_itself_it_is_done_once_however_often_and_however_the_clock_is_set(portal: Portal, people: People) -> None:
    request, _delta, _other = late(people), another(), another("Invented: Kano House")
    day = timedelta(days=1)
    answers.run_out_due(now())
    assert [next_partner.send_on_due(now() + way * day) for way in (0, 0, 1, -1, 0)] == [1, 0, 0, 0, 0]
    assert len(sent_on(request)) == 1


def test_two_timers_at_once_ask_one_partner(portal: Portal, people: People) -> None:
    another(), another("Invented: Kano House")
    for _round in range(3):
        request = late(people)
        answers.run_out_due(now())

        def run() -> int:
            with portal.app.app_context():
                return next_partner.send_on_due(now())

        assert sum(at_once(run, run, run)) == 1
        assert len(sent_on(request)) == 1
        assert [kind for kind, _to in letters()].count("request_sent_on") == _round + 1


def _not_ticked(request: ReceptionRequest, delta: Organization) -> None:
    request.next_by_itself = False


def _answered(request: ReceptionRequest, delta: Organization) -> None:
    request.state = RequestState.QUESTION


def _held(request: ReceptionRequest, delta: Organization) -> None:
    delta.silent_hold = True


def _same_town(request: ReceptionRequest, delta: Organization) -> None:
    delta.town = db.session.get_one(Organization, request.organization_id).town.upper()


def _no_basis(request: ReceptionRequest, delta: Organization) -> None:
    delta.transfer_basis = None


def _too_late(request: ReceptionRequest, delta: Organization) -> None:
    request.latest_on = today() - timedelta(days=1)


def _long_ago(request: ReceptionRequest, delta: Organization) -> None:
    request.due_at = now() - timedelta(days=3)


@pytest.mark.parametrize(
    "change", [_not_ticked, _answered, _held, _same_town, _no_basis, _too_late, _long_ago], ids=lambda one: one.__name__
)
def test_by_itself_nobody_is_asked_where_something_stands_in_the_way(
    portal: Portal, people: People, change: Any
) -> None:
    request, delta = late(people), another()
    answers.run_out_due(now())
    with transaction():
        change(request, db.session.get_one(Organization, delta.id))
    assert next_partner.send_on_due(now()) == 0
    assert sent_on(request) == []


def test_by_itself_never_more_than_three_are_asked(portal: Portal, people: People) -> None:
    request, _delta = late(people), another()
    answers.run_out_due(now())
    case = case_of(request)
    for number, town in enumerate(("A", "B", "C")):
        home = another(f"Invented: {town} House", "RO" if number else "TH")
        build.request(case, people.declining, organization_id=home.id)
    assert next_partner.send_on_due(now()) == 0
    assert sent_on(request) == []


def test_the_tick_on_the_last_look_is_kept_with_the_sending(portal: Portal, people: People) -> None:
    draft = build.request(build.case(people.caseworker), people.accepting, state=RequestState.DRAFT)
    ane = portal.browser(people.caseworker)
    assert "ask the next partner on the list by itself" in ane.get(f"/requests/{draft.reference}/check").text
    ane.post(f"/requests/{draft.reference}/send", {"seen": str(draft.row_version), "next_by_itself": "y"})
    assert fresh(draft).next_by_itself is True
