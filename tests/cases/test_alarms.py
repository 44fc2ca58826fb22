"""What rings is first on the pages of those it concerns until one person has taken care of it (RULINGS 16)."""

import threading
import uuid
from collections.abc import Callable

import pytest

from portal.cases import actions
from portal.cases.faults import NotHere, Refused
from portal.cases.models import Alarm, Case, Support
from portal.db import db, today, transaction
from portal.vocabulary.casework import AlarmKind, SupportKind
from tests import build
from tests.cases.story import at_once, events, letters, rows
from tests.cases.test_register import posting
from tests.conftest import Portal
from tests.people import People

DUTY = ("alarm", "duty@portal.test")


def ring(people: People, case: Case, cause: str = "report:1", **more: bool) -> Alarm:
    kind = AlarmKind.IN_DANGER
    return actions.ring(people.caseworker.actor, case_id=case.id, kind=kind, cause=cause, **more)


def test_a_cause_rings_once_and_the_duty_phone_gets_one_letter(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    assert ring(people, case).id == ring(people, case).id
    assert letters() == [DUTY]
    ring(people, case, again=True)
    assert letters() == [DUTY, DUTY]
    assert len(rows(Alarm, case)) == 1


def test_the_letter_leaves_with_the_act_or_not_at_all(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    with pytest.raises(RuntimeError), transaction():
        ring(people, case)
        raise RuntimeError("the act fails at its end")
    assert (letters(), rows(Alarm, case)) == ([], [])


def test_who_sees_an_alarm_first(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    ring(people, case)
    actions.name_deputy(people.caseworker.actor, case, people.colleague.id)
    first = "Alarms nobody has taken care of"
    told = {name for name, person in people.everyone().items() if first in portal.browser(person).get("/home").text}
    assert told == {"caseworker", "colleague", "coordinator", "second_coordinator"}
    home = portal.browser(people.coordinator).get("/home").text
    assert home.index(first) == home.index("<h2") + len("<h2>")
    page = portal.browser(people.caseworker).get(f"/cases/{case.code}").text
    assert page.index(first) < page.index("The person, without a name")


def test_an_alarm_stays_until_it_is_taken_care_of_with_a_note(portal: Portal, people: People) -> None:
    case, browser = build.case(people.caseworker), portal.browser(people.coordinator)
    alarm = ring(people, case)
    address = f"/alarms/{alarm.id}/acknowledge"
    page = browser.post(address, {"note": " "}, 200).text
    assert "Write what was done, so that the next one knows." in page
    assert "The person is in danger" in browser.get("/home").text
    browser.post(address, {"note": "The partner has called her; she is safe"})
    assert "Alarms nobody has taken care of" not in browser.get("/home").text
    page = browser.get(f"/cases/{case.code}").text
    assert "Karen Invented took care of it" in page and "she is safe" in page
    (stands,) = rows(Alarm, case)
    assert (stands.acknowledged_by, stands.note) == (people.coordinator.id, "The partner has called her; she is safe")
    assert events(case)[:2] == ["alarm:rung", "alarm:acknowledged"]


def test_of_two_who_take_care_at_once_the_second_is_told_by_whom(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    alarm = ring(people, case)
    people_and_notes = ((people.caseworker, "I called"), (people.coordinator, "I wrote"))
    posts = [posting(portal, who, f"/alarms/{alarm.id}/acknowledge", {"note": note}) for who, note in people_and_notes]
    answers = at_once(*posts)
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    late = next(answer.text for answer in answers if answer.status_code == 409)
    (stands,) = rows(Alarm, case)
    assert "Somebody has already taken care of this alarm." in late
    assert ("Ane Invented" if stands.acknowledged_by == people.caseworker.id else "Karen Invented") in late
    assert "I called" in late and "I wrote" in late
    with pytest.raises(Refused):
        actions.acknowledge_alarm(people.caseworker.actor, alarm.id, "A third time")
    db.session.rollback()


@pytest.mark.parametrize("who", ["colleague", "stranger", "accepting", "embassy", "auditor", "administrator"])
def test_an_alarm_is_not_there_for_others(portal: Portal, people: People, who: str) -> None:
    alarm = ring(people, build.case(people.caseworker))
    person = people.everyone()[who]
    portal.browser(person).post(f"/alarms/{alarm.id}/acknowledge", {"note": "Let it be"}, 404)
    with pytest.raises(NotHere):
        actions.acknowledge_alarm(person.actor, alarm.id, "Let it be")
    assert rows(Alarm)[0].acknowledged_at is None


def test_several_alarms_on_one_page_have_forms_of_their_own(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    made = [ring(people, case, f"report:{number}") for number in range(3)]
    page = portal.browser(people.caseworker).get(f"/cases/{case.code}").text
    assert all(f"/alarms/{alarm.id}/acknowledge" in page for alarm in made)


def ringing(portal: Portal, people: People, case: Case) -> Callable[[], uuid.UUID]:
    """An act that writes something of its own and then rings, in a thread of its own; it gives the alarm's id."""
    case_id, actor = case.id, people.caseworker.actor

    def act() -> uuid.UUID:
        with portal.app.app_context(), transaction():
            db.session.add(Support(case_id=case_id, kind=SupportKind.LEGAL, received_on=today()))
            db.session.flush()
            return actions.ring(actor, case_id=case_id, kind=AlarmKind.IN_DANGER, cause="report:1").id

    return act


def test_two_who_ring_for_one_cause_at_once_make_one_alarm_and_lose_nothing(portal: Portal, people: People) -> None:
    for number in range(1, 5):
        case = build.case(people.caseworker, ready=False)
        one, other = at_once(ringing(portal, people, case), ringing(portal, people, case))
        (alarm,) = rows(Alarm, case)
        assert one == other == alarm.id
        assert len(rows(Support, case)) == 2
        assert (letters(), events(case)) == ([DUTY] * number, ["alarm:rung"])


def test_who_rings_before_another_act_has_ended_finds_that_acts_alarm(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker, ready=False)
    act, found = ringing(portal, people, case), []
    db.session.rollback()
    thread = threading.Thread(target=lambda: found.append(act()))
    with transaction():
        first = ring(people, case).id
        db.session.flush()
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()  # it waits for this act's end
    thread.join(30)
    assert found == [first]
    assert len(rows(Support, case)) == 1
    assert (letters(), events(case)) == ([DUTY], ["alarm:rung"])
