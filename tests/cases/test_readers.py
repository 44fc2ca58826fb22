"""Who looked at a case, its requests and her name, and when: for the caseworker, from the log."""

from portal.audit.trail import note
from portal.cases import identity, readers
from portal.cases.identity_record import IdentityRecord
from portal.cases.models import Case
from portal.db import db, now, transaction
from portal.referrals.models import ReceptionRequest
from portal.referrals.states import RequestState
from tests import build
from tests.conftest import Portal
from tests.people import People, Person
from tests.referrals.story import add_grant


def looked_at(people: People) -> tuple[Case, ReceptionRequest]:
    """A case whose name is released to the accepting partner."""
    case = build.case(people.caseworker)
    request = build.request(case, people.accepting, state=RequestState.IDENTITY_SHARED, accepted_at=now())
    with transaction():
        who = IdentityRecord(case_id=case.id)
        who.full_name = "Invented Person"
        db.session.add(who)
    add_grant(case, request, people.caseworker)
    return case, request


def seen(looks: list[readers.Look]) -> list[tuple[str, str, int]]:
    """Looks as (what, who, how often)."""
    return [(one.event, one.account.name if one.account else "", one.times) for one in looks]


def look(person: Person, event: str, subject: str) -> None:
    """One look in the log."""
    with transaction():
        note(person.actor, event, subject)


def test_the_case_shows_each_look_at_it_its_request_and_her_name_with_who_and_where_from(
    portal: Portal, people: People
) -> None:
    case, request = looked_at(people)
    foreign = build.case(people.stranger)
    look(people.stranger, "case:page:read", f"case:{foreign.code}")
    ada = portal.browser(people.accepting)
    ada.get(f"/requests/{request.reference}")
    ada.post(f"/requests/{request.reference}/identity", status=200)
    portal.browser(people.colleague).get(f"/cases/{case.code}")
    owner = portal.browser(people.caseworker)
    for _time in range(2):
        page = owner.get(f"/cases/{case.code}").text
    assert seen(readers.latest(readers.of_case(case), 20).rows) == [
        ("case:page:read", "Ane Invented", 2),
        ("case:page:read", "Bo Invented", 1),
        ("identity:shown", "Ada Invented", 1),
        ("request:looked", "Ada Invented", 1),
    ]
    for told in ("Invented: Edo House", "Unit A", "looked at who she is", request.reference, "All looks, one by one"):
        assert told in page
    assert "Carl Invented" not in page
    of_request = owner.get(f"/requests/{request.reference}").text
    assert "looked at who she is" in of_request and "Bo Invented" not in of_request
    assert "Who has looked" not in ada.get(f"/requests/{request.reference}").text


def test_why_the_centre_looked_stands_beside_its_look_for_whoever_may_change_the_case(
    portal: Portal, people: People
) -> None:
    case, _request = looked_at(people)
    identity.show(people.coordinator.actor, case.id, "Her papers were lost.")
    address = f"/cases/{case.code}/looks"
    assert "Her papers were lost." in portal.browser(people.caseworker).get(address).text
    assert "Her papers were lost." in portal.browser(people.caseworker).get(f"/cases/{case.code}").text
    of_colleague = portal.browser(people.colleague).get(address).text
    assert "Her papers were lost." not in of_colleague and "Karen Invented" in of_colleague
    portal.browser(people.stranger).get(address, 404)


def test_all_looks_are_paged_without_one_lost_or_twice_and_pressed_together_on_the_case(
    portal: Portal, people: People
) -> None:
    case, _request = looked_at(people)
    with transaction():
        for _number in range(readers.PAGE + 5):
            note(people.colleague.actor, "case:page:read", f"case:{case.code}")
    first = readers.page(readers.of_case(case))
    second = readers.page(readers.of_case(case), first.next_key)
    assert (len(first.rows), len(second.rows), second.next_key) == (readers.PAGE, 5, "")
    assert [one.times for one in readers.latest(readers.of_case(case), 20).rows] == [readers.PAGE + 5]
    page = portal.browser(people.caseworker).get(f"/cases/{case.code}/looks").text
    assert page.count("Bo Invented") == readers.PAGE and "after=" in page
