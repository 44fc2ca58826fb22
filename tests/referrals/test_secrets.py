"""Who sees what of a request: no name before release, and no form sets more than its own fields."""

from datetime import timedelta
from typing import Any

import pytest

from portal.audit.models import AuditEvent
from portal.cases.identity import IdentityRecord
from portal.cases.models import Case
from portal.db import db, new_reference, now, today, transaction
from portal.referrals.models import ReceptionRequest
from portal.referrals.states import RequestState
from tests import build
from tests.browser import Browser
from tests.conftest import Portal
from tests.people import People
from tests.referrals.story import DRAFT, fresh, in_state, whole_database

CANARIES = {
    "full_name": "Canaryname Invented",
    "called": "Canarycalled",
    "phone": "+4500000009",
    "safe_contact": "Canarysafe aunt",
}
#: The pages of one request, by method.
PAGES = [
    ("get", ""),
    ("get", "/check"),
    *(
        (method, f"/{page}")
        for page in "edit answer reply take-back release travel departure arrival cancel end".split()
        for method in ("get", "post")
    ),
    ("post", "/send"),
    ("post", "/identity"),
]


@pytest.fixture
def case(portal: Portal, people: People) -> Case:
    """A ready case whose sealed words are marked."""
    made = build.case(people.caseworker)
    with transaction():
        made.journal_number, made.needs = "CANARYJOURNAL1", "Canaryneeds"
        who = IdentityRecord(case_id=made.id)
        for name, value in CANARIES.items():
            setattr(who, name, value)
        db.session.add(who)
    return made


def reach(browser: Browser, method: str, address: str, status: int) -> bytes:
    answer = browser.get(address, status) if method == "get" else browser.post(address, {}, status)
    return answer.data


@pytest.mark.parametrize("who", ["stranger", "declining", "never_asked", "embassy", "auditor", "administrator"])
def test_a_foreign_and_a_guessed_request_are_the_same_bytes_on_every_page(
    portal: Portal, people: People, case: Case, who: str
) -> None:
    request = build.request(case, people.accepting, state=RequestState.TRAVEL_SET, accepted_at=now())
    browser = portal.browser(people.everyone()[who])
    for method, page in PAGES:
        foreign = reach(browser, method, f"/requests/{request.reference}{page}", 404)
        assert foreign == reach(browser, method, f"/requests/{new_reference()}{page}", 404)


@pytest.mark.parametrize("state", [RequestState.DRAFT, RequestState.BLOCKED, RequestState.ENTERED_IN_ERROR])
def test_the_partner_does_not_see_what_was_not_sent_or_was_a_mistake(
    portal: Portal, people: People, state: RequestState
) -> None:
    request = in_state(people, state)
    ada = portal.browser(people.accepting)
    ada.get(f"/requests/{request.reference}", 404)
    assert request.reference not in ada.get("/requests").text


@pytest.mark.parametrize("state", [one for one in RequestState if one not in ("draft", "blocked", "entered_in_error")])
def test_no_page_of_the_request_shows_the_partner_a_name_or_the_case(
    portal: Portal, people: People, case: Case, state: RequestState
) -> None:
    request = in_state(people, state, case=case)
    ada = portal.browser(people.accepting)
    seen = ada.get(f"/requests/{request.reference}").text + ada.get("/requests").text + ada.get("/home").text
    seen += ada.get("/requests.csv").text
    for canary in (*CANARIES.values(), "CANARYJOURNAL1", "Canaryneeds", case.code, "Possible victim"):
        assert canary not in seen


def test_colleagues_of_the_unit_read_and_do_not_act(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.ACCEPTED)
    bo = portal.browser(people.colleague)
    assert "Let the partner see who she is" not in bo.get(f"/requests/{request.reference}").text
    for page in ("release", "cancel", "end", "take-back"):
        bo.get(f"/requests/{request.reference}/{page}", 404)
        bo.post(f"/requests/{request.reference}/{page}", {"reason": "other"}, 404)


def test_the_first_look_of_the_partners_people_opens_it_and_is_written_down(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.WAITING)
    page = f"/requests/{request.reference}"
    ada = portal.browser(people.accepting)
    portal.browser(people.caseworker).get(page)
    ada.client.head(page, base_url=ada.base_url)
    ada.get(page, headers={"Sec-Purpose": "prefetch"})
    ada.get(page, headers={"Purpose": "prefetch"})
    assert fresh(request).opened_at is None
    ada.get(page)
    portal.browser(people.accepting_too).get(page)
    assert fresh(request).opened_by == people.accepting.id
    assert request.state is RequestState.WAITING
    subject = f"request:{request.reference}"
    events = db.select(AuditEvent.event, AuditEvent.actor_id).where(AuditEvent.subject == subject)
    noted = sorted(map(str, db.session.execute(events).all()))
    looked = [people.caseworker.id, people.accepting.id, people.accepting_too.id]
    expected = [("request:looked", one) for one in looked] + [("request:opened", people.accepting.id)]
    assert noted == sorted(map(str, expected))


def test_a_look_changes_nothing_but_opened_and_the_log(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.TRAVEL_SET, opened_at=now(), opened_by=people.accepting.id)
    own = ("audit_event", "audit_head", "sign_in_session")
    before = whole_database(but=own)
    for person in (people.caseworker, people.accepting, people.coordinator):
        for address in (f"/requests/{request.reference}", "/requests", "/home"):
            portal.browser(person).get(address)
    assert whole_database(but=own) == before


#: Forms of this chapter: the state before, who posts, the page, and what is posted when all is right.
FORMS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("draft", "caseworker", "edit", DRAFT),
    ("draft", "caseworker", "send", {}),
    ("waiting", "accepting", "answer", {"answer": "no", "reason": "other"}),
    ("question", "caseworker", "reply", {"words": "Yes"}),
    ("accepted", "accepting", "take-back", {"reason": "other"}),
    ("accepted", "caseworker", "release", {}),
    ("travel_set", "caseworker", "departure", {"departed_on-day": 1, "departed_on-month": 1, "departed_on-year": 2026}),
    ("waiting", "caseworker", "cancel", {"reason": "other"}),
    ("arrived", "caseworker", "end", {"step": "complete"}),
]


@pytest.mark.parametrize(("state", "who", "page", "typed"), FORMS)
def test_no_form_sets_a_column_that_it_does_not_ask_for(
    portal: Portal, people: People, state: str, who: str, page: str, typed: dict[str, Any]
) -> None:
    partner = str(people.accepting.actor.organization_id)
    outcomes = []
    for planted in ({}, {column.name: _planted(column) for column in ReceptionRequest.__table__.columns}):
        request = in_state(people, RequestState(state))
        own = typed | {"seen": request.row_version} | ({"organization_id": partner} if page == "edit" else {})
        answer = portal.browser(people.everyone()[who]).post(f"/requests/{request.reference}/{page}", planted | own)
        assert answer.status_code == 302
        fresh(request)
        columns = {name: getattr(request, name) for name in KEPT}
        outcomes.append(columns)
        assert request.reference != "PLANTED" and request.opened_at is None and request.previous_id is None
    assert outcomes[0] == outcomes[1]


KEPT = (
    "state row_version priority services_requested services_given payer escort earliest_on latest_on drafted_by "
    "opened_by refusal_reason cancel_reason departed_on arrived_on organization_id previous_id"
).split()


def _planted(column: Any) -> str:
    if column.name in ("state", "cancel_reason", "refusal_reason"):
        return {"state": "completed", "cancel_reason": "case_closed", "refusal_reason": "unsafe"}[column.name]
    return {"reference": "PLANTED", "row_version": "900"}.get(column.name, "2026-01-01")


def test_a_mailed_links_session_opens_the_card_and_the_answer_and_nothing_else(portal: Portal, people: People) -> None:
    from portal.accounts.sessions import open_session
    from portal.web.gate import cookie_name

    request = in_state(people, RequestState.TRAVEL_SET)
    other = in_state(people, RequestState.WAITING)
    browser = portal.browser(people.accepting)
    token = open_session(people.accepting.account, limited_to=request.reference)
    browser.client.set_cookie(cookie_name(portal.app), token, domain="portal.test", secure=True, httponly=True)
    browser.token = token
    seen = browser.get(f"/requests/{request.reference}").text
    assert "25 to 34 years" in seen and "Gate 3" not in seen and "Show who it is" not in seen
    browser.get(f"/requests/{other.reference}", 404)
    browser.get("/requests", 404)
    browser.post(f"/requests/{request.reference}/identity", status=404)


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (RequestState.ACCEPTED, "release"),
        (RequestState.IDENTITY_SHARED, "travel"),
        (RequestState.TRAVEL_SET, "departure"),
    ],
)
def test_who_is_found_to_be_a_child_is_not_named_and_does_not_travel(
    portal: Portal, people: People, state: RequestState, step: str
) -> None:
    case = build.case(people.caseworker)
    request = build.request(case, people.accepting, state=state, accepted_at=now())
    with transaction():
        case.is_child = True
    tomorrow = today() + timedelta(days=2)
    typed = {
        "mode": "air",
        "hour": "12.00",
        "time_zone": "Africa/Lagos",
        "place": "Lagos",
        "meeting_point": "Hall",
        "agreed_sign": "Scarf",
        "seen": request.row_version,
        "departed_on-day": today().day,
        "arrives_on-day": tomorrow.day,
        "arrives_on-month": tomorrow.month,
        "arrives_on-year": tomorrow.year,
        "departed_on-month": today().month,
        "departed_on-year": today().year,
    }
    page = portal.browser(people.caseworker).post(f"/requests/{request.reference}/{step}", typed, 409)
    assert "She is a child" in page.text
    db.session.expire_all()
    assert request.state is state
