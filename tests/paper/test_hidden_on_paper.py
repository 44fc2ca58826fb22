"""A marker in every sealed field, and none on a paper whose reader may not see it; the identity on none at all."""

import pytest

from portal.cases.models import SheetChoice
from portal.db import db, transaction
from portal.referrals.states import RequestState
from portal.sealed import EVERY_SEALED
from tests.conftest import Portal
from tests.house.test_canaries import ALLOWED, _field, _mark_everything, _marker
from tests.house.world import World
from tests.paper.reading import text_of
from tests.people import People


def markers_in(pdf: bytes) -> set[str]:
    """The sealed fields whose marker stands on a paper, however its lines are broken."""
    text = text_of(pdf).replace(" ", "")
    return {_field(owner, name) for owner, name in EVERY_SEALED if _marker(owner, name) in text}


@pytest.mark.parametrize("state", [RequestState.WAITING, RequestState.TRAVEL_SET])
def test_a_paper_shows_what_its_reader_may_see_and_nothing_more(
    portal: Portal, people: People, state: RequestState
) -> None:
    world = World.build(people)
    _mark_everything(world)
    case, request = world.own.case, world.own.request
    with transaction():
        request.state = state
        request.accepted_at = request.sent_at if state is RequestState.TRAVEL_SET else None
        db.session.merge(SheetChoice(case_id=case.id, language="en", organization_ids=[str(world.own.organization_id)]))
    readers = {"accepting": people.accepting, "caseworker": people.caseworker}
    made = {
        name: portal.browser(person).post(f"/requests/{request.reference}/paper.pdf", status=200).data
        for name, person in readers.items()
    }
    for name, pdf in made.items():
        assert not [field for field in markers_in(pdf) if name not in ALLOWED[field]], name
    seen = markers_in(made["accepting"])
    assert "reception_request.arrangements" in seen
    assert ("travel_plan.meeting_point" in seen) == (state is RequestState.TRAVEL_SET)
    whole = markers_in(portal.browser(people.caseworker).post(f"/cases/{case.code}/paper.pdf", status=200).data)
    assert not [field for field in whole if "caseworker" not in ALLOWED[field]]
    assert {
        "case.needs",
        "case.journal_number",
        "risk_assessment.grounds",
        "message.words",
        "report.own_words",
    } <= whole
    sheet = portal.browser(people.caseworker).post(f"/cases/{case.code}/sheet.pdf", status=200).data
    assert markers_in(sheet) == set()
