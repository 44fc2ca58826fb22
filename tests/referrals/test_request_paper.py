"""The request on paper: what its page shows the reader at that stage, and not a word more."""

import pytest
import sqlalchemy as sa

from portal.audit.models import AuditEvent
from portal.db import db, transaction
from portal.referrals.states import RequestState
from tests.conftest import Portal
from tests.paper.reading import text_of
from tests.people import People, Person
from tests.referrals import story


def printed(portal: Portal, person: Person, reference: str) -> str:
    """The text of the request's paper."""
    answer = portal.browser(person).post(f"/requests/{reference}/paper.pdf", status=200)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{reference}.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    return text_of(answer.data)


@pytest.mark.parametrize(("state", "journey"), [(RequestState.WAITING, False), (RequestState.TRAVEL_SET, True)])
def test_the_partner_prints_the_card_and_after_its_yes_the_journey(
    portal: Portal, people: People, state: RequestState, journey: bool
) -> None:
    request = story.in_state(people, state)
    with transaction():
        request.arrangements = "She walks with a stick."
    text = printed(portal, people.accepting, request.reference)
    assert request.reference in text and "She walks with a stick." in text and "+45 33 33 00 01" in text
    assert ("Gate 3" in text) == journey
    case_code = db.session.scalar(sa.text('SELECT code FROM "case"'))
    assert str(case_code) not in text and "2026-" not in text
    wanted = sa.select(AuditEvent.actor_id).where(AuditEvent.event == "request:printed")
    assert list(db.session.scalars(wanted)) == [people.accepting.id]


def test_after_her_consent_was_taken_back_nothing_of_her_is_printed(portal: Portal, people: People) -> None:
    request = story.in_state(people, RequestState.CONSENT_WITHDRAWN)
    with transaction():
        request.arrangements = "She walks with a stick."
    text = printed(portal, people.accepting, request.reference)
    assert "stick" not in text and "Edo," not in text


def test_the_page_offers_its_paper_and_another_partner_gets_none(portal: Portal, people: People) -> None:
    request = story.in_state(people, RequestState.WAITING)
    assert "paper.pdf" in portal.browser(people.accepting).get(f"/requests/{request.reference}").text
    portal.browser(people.never_asked).post(f"/requests/{request.reference}/paper.pdf", status=404)
