"""One request from its draft to the arrival, through the pages that people use."""

from datetime import timedelta
from typing import Any

import pytest

from portal.cases.identity import IdentityRecord
from portal.cases.models import Case, Sharing
from portal.db import db, now, today, transaction
from portal.referrals.models import Arrival, ReceptionRequest, TravelPlan
from portal.referrals.states import RequestState
from portal.vocabulary.casework import SharingPurpose
from portal.vocabulary.requests import ArrivalOutcome
from tests import build
from tests.conftest import Portal
from tests.people import People
from tests.referrals.story import DRAFT, LAGOS, day_boxes, fresh, in_state, letters, steps_of

NAME = "Blessing Canary Invented"


@pytest.fixture
def case(portal: Portal, people: People) -> Case:
    """A ready case with an identity."""
    made = build.case(people.caseworker)
    with transaction():
        who = IdentityRecord(case_id=made.id)
        who.full_name = NAME
        db.session.add(who)
    return made


def drafted(portal: Portal, people: People, case: Case, **more: Any) -> ReceptionRequest:
    """A draft made by the form."""
    form = DRAFT | {"organization_id": str(people.accepting.actor.organization_id)} | more
    portal.browser(people.caseworker).post(f"/cases/{case.code}/requests/new", form)
    db.session.rollback()
    made = db.session.scalars(db.select(ReceptionRequest).where(ReceptionRequest.case_id == case.id)).one()
    return made


def test_a_request_is_drafted_checked_sent_answered_released_and_she_is_met(
    portal: Portal, people: People, case: Case
) -> None:
    ane, ada = portal.browser(people.caseworker), portal.browser(people.accepting)
    request = drafted(portal, people, case)
    page = f"/requests/{request.reference}"

    checked = ane.get(f"{page}/check").text
    assert "She walks with a stick." in checked and "Send request" in checked
    ane.post(f"{page}/send", {"seen": request.row_version})
    assert fresh(request).state is RequestState.WAITING
    assert request.due_at is not None and request.sent_at is not None
    assert request.due_at - request.sent_at == timedelta(hours=72)

    seen = ada.get(page).text
    assert "She walks with a stick." in seen and "+45 33 33 00 01" in seen
    yes = {"answer": "yes", "contact_name": "Efe Invented", "contact_phone": "+234 1 000"}
    ada.post(f"{page}/answer", yes)
    assert fresh(request).state is RequestState.ACCEPTED
    assert (request.contact_name, request.contact_phone) == ("Efe Invented", "+234 1 000")
    ada.post(f"{page}/identity", status=409)

    assert "Consent" in ane.get(f"{page}/release").text
    ane.post(f"{page}/release")
    shown = ada.post(f"{page}/identity", status=200)
    assert NAME in shown.text and shown.headers["Cache-Control"] == "no-store"

    arrives = (now() + timedelta(days=2)).astimezone(LAGOS)
    travel = {
        "seen": fresh(request).row_version,
        "mode": "air",
        **day_boxes("arrives_on", arrives.date()),
        "hour": "14:30",
        "time_zone": "Africa/Lagos",
        "place": "Airport",
        "meeting_point": "Gate 3",
        "agreed_sign": "A green bag",
    }
    ane.post(f"{page}/travel", travel)
    plan = db.session.scalars(db.select(TravelPlan)).one()
    assert plan.arrives_at.astimezone(LAGOS).isoformat().startswith(f"{arrives.date()}T14:30:00+01:00")
    assert "A green bag" in ada.get(page).text
    ane.post(f"{page}/departure", day_boxes("departed_on", today()))
    ada.post(f"{page}/arrival", {"outcome": "met", **day_boxes("happened_on", now().astimezone(LAGOS).date())})
    assert fresh(request).state is RequestState.ARRIVED
    assert db.session.scalars(db.select(Arrival.outcome)).one() is ArrivalOutcome.MET
    assert steps_of(request) == ["send", "accept", "release", "set_travel", "depart", "arrive"]
    assert {kind for kind, _to in letters()} == {
        "request_sent",
        "request_accepted",
        "request_released",
        "request_travel",
        "arrival_told",
    }


def test_the_card_on_the_check_page_is_what_the_partner_sees(portal: Portal, people: People, case: Case) -> None:
    request = drafted(portal, people, case)
    page = f"/requests/{request.reference}"
    checked = portal.browser(people.caseworker).get(f"{page}/check").text
    portal.browser(people.caseworker).post(f"{page}/send", {"seen": request.row_version})
    seen = portal.browser(people.accepting).get(page).text
    card = checked[checked.index("This is what the partner will see") :]
    facts = card[card.index("<dl") : card.index("</dl>")]
    assert facts in seen


def test_a_draft_with_mistakes_says_which_and_keeps_what_was_typed(portal: Portal, people: People, case: Case) -> None:
    answer = portal.browser(people.caseworker).post(
        f"/cases/{case.code}/requests/new", {"arrangements": "She walks with a stick."}, 200
    )
    for sentence in (
        "Choose a partner",
        "Choose what you ask the partner for",
        "Choose how soon you need an answer",
        "Choose who travels with her",
        "Choose who pays",
    ):
        assert answer.text.count(sentence) == 2  # in the summary and beside the question
    assert "She walks with a stick." in answer.text
    assert db.session.scalar(db.select(db.func.count()).select_from(ReceptionRequest)) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"services_requested": ["nonsense"]},
        {"priority": "nonsense"},
        {"payer": "nonsense"},
        {"organization_id": "0d4f26b4-54f5-4a3f-8f3b-5a6f0a4f7a10"},
        {"arrangements": "hidden \u202e turn"},
        {"arrangements": "x" * 2001},
        {"earliest_on-day": "31", "earliest_on-month": "2", "earliest_on-year": "2027"},
    ],
)
def test_a_draft_with_a_made_up_answer_is_not_kept(
    portal: Portal, people: People, case: Case, wrong: dict[str, Any]
) -> None:
    form = DRAFT | {"organization_id": str(people.accepting.actor.organization_id)} | wrong
    answer = portal.browser(people.caseworker).post(f"/cases/{case.code}/requests/new", form, 200)
    assert "There is a problem" in answer.text
    assert db.session.scalar(db.select(db.func.count()).select_from(ReceptionRequest)) == 0


def test_the_last_day_is_not_before_the_first(portal: Portal, people: People, case: Case) -> None:
    days = day_boxes("earliest_on", today() + timedelta(days=9)) | day_boxes("latest_on", today() + timedelta(days=3))
    form = DRAFT | {"organization_id": str(people.accepting.actor.organization_id)} | days
    answer = portal.browser(people.caseworker).post(f"/cases/{case.code}/requests/new", form, 200)
    assert "The last day must not be before the first day." in answer.text


def test_a_draft_posted_twice_is_one_request_and_sent_twice_is_sent_once(
    portal: Portal, people: People, case: Case
) -> None:
    key = {"form_key": "0d4f26b4-54f5-4a3f-8f3b-5a6f0a4f7a10"}
    request = drafted(portal, people, case, **key)
    assert drafted(portal, people, case, **key).id == request.id
    ane = portal.browser(people.caseworker)
    for _time in range(2):
        ane.post(f"/requests/{request.reference}/send", {"seen": request.row_version})
    assert steps_of(request) == ["send"]
    assert len([kind for kind, _to in letters() if kind == "request_sent"]) == 2  # one for each of the partner's people


def test_a_form_key_of_another_case_is_not_found(portal: Portal, people: People, case: Case) -> None:
    request = in_state(people, RequestState.DRAFT)
    form = DRAFT | {"organization_id": str(people.accepting.actor.organization_id), "form_key": str(request.id)}
    portal.browser(people.caseworker).post(f"/cases/{case.code}/requests/new", form, 404)


def test_what_was_changed_after_the_check_is_not_sent(portal: Portal, people: People, case: Case) -> None:
    request = drafted(portal, people, case)
    seen, page = request.row_version, f"/requests/{request.reference}"
    form = DRAFT | {"organization_id": str(people.accepting.actor.organization_id), "seen": seen}
    portal.browser(people.caseworker).post(f"{page}/edit", form | {"arrangements": "She sees badly."})
    answer = portal.browser(people.coordinator).post(f"{page}/send", {"seen": seen}, 409)
    assert "This has already happened" in answer.text
    assert fresh(request).state is RequestState.DRAFT
    late = portal.browser(people.coordinator).post(f"{page}/edit", form | {"arrangements": "My own words"}, 409)
    assert "My own words" in late.text and "Ane Invented" in late.text
    assert fresh(request).arrangements == "She sees badly."


def test_it_is_sent_on_to_another_partner_with_what_was_written(portal: Portal, people: People, case: Case) -> None:
    request = drafted(portal, people, case)
    ane = portal.browser(people.caseworker)
    address = f"/cases/{case.code}/requests/new?after={request.reference}"
    assert "She walks with a stick." in ane.get(address).text
    other = build_partner_in_nigeria()
    ane.post(address, DRAFT | {"organization_id": str(other)})
    found = db.session.scalars(db.select(ReceptionRequest).where(ReceptionRequest.previous_id == request.id)).one()
    assert found.organization_id == other


def build_partner_in_nigeria() -> Any:
    with transaction():
        made = build.organization("Invented: Lagos Home", "NG", town="Lagos", time_zone="Africa/Lagos")
    return made.id


def test_release_needs_the_basis_for_telling_the_name(portal: Portal, people: People, case: Case) -> None:
    request = in_state(people, RequestState.ACCEPTED, case=case)
    with transaction():
        basis = db.session.scalars(
            db.select(Sharing).where(Sharing.case_id == case.id, Sharing.purpose == SharingPurpose.IDENTITY)
        ).one()
        basis.withdrawn_on = today()
    ane = portal.browser(people.caseworker)
    sentence = "There is no basis, valid today, for telling the partner who she is."
    assert sentence in ane.get(f"/requests/{request.reference}/release").text
    assert sentence in ane.post(f"/requests/{request.reference}/release", status=409).text
    assert fresh(request).state is RequestState.ACCEPTED
    portal.browser(people.accepting).post(f"/requests/{request.reference}/identity", status=409)


@pytest.mark.parametrize(
    ("day", "hour", "sentence"),
    [
        ((2027, 3, 28), "03:30", "This hour does not exist on that day"),
        ((2027, 10, 31), "03:30", "This hour comes twice on that day"),
        ((2020, 1, 1), "12:00", "This time has passed"),
        ((2027, 5, 1), "soon", "Write an hour such as 14:30."),
    ],
)
def test_an_arrival_that_cannot_be_is_told_why(
    portal: Portal, people: People, day: tuple[int, int, int], hour: str, sentence: str
) -> None:
    request = in_state(people, RequestState.IDENTITY_SHARED, people.declining, case=build.case(people.caseworker))
    form = {
        "seen": request.row_version,
        "mode": "air",
        "arrives_on-day": day[2],
        "arrives_on-month": day[1],
        "arrives_on-year": day[0],
        "hour": hour,
        "time_zone": "Europe/Bucharest",
        "place": "Airport",
        "meeting_point": "Gate 3",
        "agreed_sign": "A green bag",
    }
    answer = portal.browser(people.caseworker).post(f"/requests/{request.reference}/travel", form, 200)
    assert sentence in answer.text and "A green bag" in answer.text
    assert fresh(request).state is RequestState.IDENTITY_SHARED


def test_a_missed_connection_gets_a_new_arrival(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.NOT_MET, arrives_at=now() - timedelta(hours=3))
    ane, page = portal.browser(people.caseworker), f"/requests/{request.reference}"
    form = {
        "seen": request.row_version,
        "mode": "air",
        **day_boxes("arrives_on", (now() + timedelta(days=1)).date()),
        "hour": "12:00",
        "time_zone": "Africa/Lagos",
        "place": "Airport",
        "meeting_point": "Gate 3",
        "agreed_sign": "A green bag",
    }
    assert "Gate 3" in ane.get(f"{page}/travel").text
    ane.post(f"{page}/travel", form)
    assert fresh(request).state is RequestState.DEPARTED
