"""The link of a letter about a silent arrival: what happened is told, no travel is shown, and the link dies with it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.db import db, now, transaction
from portal.letters.models import MailedLink
from portal.referrals import mail, queries
from portal.referrals.forms import ArrivalByLinkForm
from portal.referrals.models import ReceptionRequest
from portal.referrals.states import RequestState
from portal.web.forms import posted
from tests.conftest import Portal
from tests.people import People
from tests.referrals.story import fresh, in_state


def links_to(request: ReceptionRequest, purpose: str) -> list[MailedLink]:
    wanted = select(MailedLink).where(MailedLink.object_id == request.reference, MailedLink.purpose == purpose)
    return list(db.session.scalars(wanted))


def test_a_silent_arrivals_letter_leads_to_the_question_and_its_links_die_with_the_answer(
    portal: Portal, people: People
) -> None:
    request = in_state(people, RequestState.DEPARTED)
    with transaction():
        plan = queries.travel_of(request)
        assert plan is not None
        plan.arrives_at = now() - timedelta(hours=3)
        mail.to_partner("arrival_silent", request)
    assert links_to(request, "arrival") and all(one.used_at is None for one in links_to(request, "arrival"))
    partner = portal.browser(people.accepting)
    assert f'href="/requests/{request.reference}/arrival"' in partner.get("/home").text, "the row leads to the question"
    page = partner.get(f"/requests/{request.reference}/arrival")
    partner.post(f"/requests/{request.reference}/arrival", {"outcome": "met", **day_on(page.text)})
    assert fresh(request).state is RequestState.ARRIVED
    assert all(one.used_at is not None for one in links_to(request, "arrival"))


def day_on(page: str) -> dict[str, str]:
    """The day as the form has it filled in."""
    parts = ("day", "month", "year")
    return {
        f"happened_on-{part}": page.split(f'name="happened_on-{part}"')[1].split('value="')[1].split('"')[0]
        for part in parts
    }


@pytest.mark.parametrize(("ahead", "right"), [(0, True), (1, False)])
def test_by_link_an_empty_day_is_the_expected_one_if_it_has_come(portal: Portal, ahead: int, right: bool) -> None:
    with portal.app.test_request_context(method="POST", data={"outcome": "met"}):
        form = ArrivalByLinkForm(posted())
        form.latest = now().date()
        form.expected = form.latest + timedelta(days=ahead)
        assert form.validate() is right
        assert not right or form.happened_on.data == form.expected


def test_after_a_yes_the_other_links_to_the_request_open_nothing(portal: Portal, people: People) -> None:
    request = in_state(people, RequestState.WAITING)
    with transaction():
        mail.to_partner("request_sent", request)
    yes = {"answer": "yes", "contact_name": "Ada", "contact_phone": "+2348031234501"}
    portal.browser(people.accepting).post(f"/requests/{request.reference}/answer", yes)
    assert fresh(request).state is RequestState.ACCEPTED
    assert all(one.used_at is not None for one in links_to(request, "request"))
