"""Outside the EEA no request leaves without what allows the data to go there, or the case's own exception (R6)."""

from sqlalchemy import select

from portal.cases.models import Sharing
from portal.db import db, transaction
from portal.referrals.models import ReceptionRequest
from portal.referrals.states import RequestState
from portal.vocabulary.casework import SharingPurpose
from portal.vocabulary.organizations import TransferBasis
from tests.conftest import Portal
from tests.partners.vetting.world import entry
from tests.people import People
from tests.referrals.story import in_state

SENTENCE = "Nothing allows her data to go to this partner"


def state_of(reference: str) -> RequestState | None:
    """The request's state as stored."""
    return db.session.scalar(select(ReceptionRequest.state).where(ReceptionRequest.reference == reference))


def test_sending_stops_with_a_sentence_until_the_case_has_its_own_exception(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.DRAFT)
    with transaction():
        entry(people.accepting).transfer_basis = None
    browser, address = portal.browser(people.caseworker), f"/requests/{request.reference}"
    assert SENTENCE in browser.get(f"{address}/check").text
    assert SENTENCE in browser.post(f"{address}/send", {"seen": request.row_version}, 409).text
    assert state_of(request.reference) is RequestState.DRAFT
    for person in (people.coordinator,):
        page = portal.browser(person).get(f"/partners/{entry(people.accepting).id}/vetting").text
        assert "no request can be sent to this partner" in page
    pseudonymous = (Sharing.case_id == request.case_id, Sharing.purpose == SharingPurpose.PSEUDONYMOUS)
    with transaction():
        basis = db.session.scalars(select(Sharing).where(*pseudonymous)).one()
        basis.transfer_basis, basis.derogation_reason = TransferBasis.DEROGATION, "No other partner can receive her"
    assert SENTENCE not in browser.get(f"{address}/check").text
    browser.post(f"{address}/send", {"seen": request.row_version})
    assert state_of(request.reference) is RequestState.WAITING
