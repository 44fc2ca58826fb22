"""Suggestions and wishes: made by who knows, answered by the centre, read by who made them."""

import uuid
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from portal.db import db, now, transaction
from portal.partners.upkeep.models import Suggestion
from portal.vocabulary.services import Population, ServiceType
from portal.vocabulary.upkeep import SuggestionKind, SuggestionState
from tests.cases.story import at_once
from tests.conftest import Portal
from tests.partners.upkeep.directory import full_entry, posting
from tests.people import People, Person

NEW = {"name": "Invented: Niamey House", "country": "NE", "town": "Niamey", "how_known": "We met them"}
WISH = {"country": "NE", "town": "Agadez", "service": "arrival_reception", "group": "women"}


def suggestions() -> list[Suggestion]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Suggestion).order_by(Suggestion.at)))


@pytest.mark.parametrize("who", ["embassy", "caseworker", "accepting"])
def test_a_new_partner_is_suggested_and_its_answer_read(portal: Portal, people: People, who: str) -> None:
    browser, centre = portal.browser(getattr(people, who)), portal.browser(people.coordinator)
    assert "You have suggested nothing yet." in browser.get("/suggestions").text
    assert 'selected value="NE"' in browser.get("/suggest?country=NE").text
    form = NEW | {"form_key": str(uuid.uuid4())}
    for _twice in range(2):
        assert browser.post("/suggest", form).headers["Location"].startswith("/suggestions")
    (made,) = suggestions()
    assert "Waiting for the centre" in browser.get("/suggestions").text
    assert "Niamey House" in centre.get("/partners/upkeep?tab=suggestions").text
    address = f"/suggestions/{made.id}"
    page = centre.get(address).text
    assert "We met them" in page and "/partners/new?name=Invented:" in page and "country=NE" in page
    prefilled = centre.get("/partners/new?name=Invented:+Niamey+House&country=NE&town=Niamey").text
    assert 'value="Invented: Niamey House"' in prefilled and 'selected value="NE"' in prefilled
    assert "Write why" in centre.post(address, {"state": "not_taken"}, 200).text
    centre.post(address, {"state": "not_taken", "answer": "They closed in spring"})
    seen = browser.get(address).text
    assert "They closed in spring" in seen and "Not taken" in browser.get("/suggestions").text
    if who == "embassy":
        assert "Not taken" in browser.get("/home").text


def test_a_change_stands_with_its_entry(portal: Portal, people: People) -> None:
    entry = full_entry(people)
    browser = portal.browser(people.embassy)
    page = browser.get(f"/suggest?organization={entry.id}").text
    assert entry.name in page
    browser.post(f"/suggest?organization={entry.id}", {"text": "A second house", "how_known": "Visited"})
    (made,) = suggestions()
    assert (made.kind, made.organization_id, made.country) == (SuggestionKind.CHANGE, entry.id, "NG")
    assert entry.name in portal.browser(people.coordinator).get(f"/suggestions/{made.id}").text


def test_nobody_reads_another_ones_suggestion(portal: Portal, people: People) -> None:
    portal.browser(people.embassy).post("/suggest", NEW)
    (made,) = suggestions()
    for stranger in (people.caseworker, people.accepting, people.auditor):
        portal.browser(stranger).get(f"/suggestions/{made.id}", 404)
    portal.browser(people.embassy).post(f"/suggestions/{made.id}", {"state": "taken", "answer": "mine"}, 404)
    assert "Niamey" not in portal.browser(people.caseworker).get("/suggestions").text


def test_two_quick_wishes_are_one_and_its_asker_sees_the_answer(portal: Portal, people: People) -> None:
    def wishing(person: Person) -> Callable[[], int]:
        return posting(portal, person, "/partners/want", **WISH)

    assert at_once(wishing(people.caseworker), wishing(people.caseworker)) == [302, 302]
    (made,) = suggestions()
    assert (made.kind, made.country, made.town) == (SuggestionKind.WANTED, "NE", "Agadez")
    assert (made.service_type, made.population) == (ServiceType.ARRIVAL_RECEPTION, Population.WOMEN)
    assert at_once(wishing(people.embassy), wishing(people.caseworker)) == [302, 302]
    assert len(suggestions()) == 2, "another one's wish is another wish"
    centre = portal.browser(people.coordinator)
    assert "Agadez · Niger" in centre.get("/partners/upkeep?tab=suggestions").text
    centre.post(f"/suggestions/{made.id}", {"state": "taken", "answer": "Found one in Zinder"})
    page = portal.browser(people.caseworker).get(f"/suggestions/{made.id}").text
    assert "Found one in Zinder" in page and "Taken" in page


def test_of_two_answers_at_once_one_is_heard(portal: Portal, people: People) -> None:
    portal.browser(people.embassy).post("/suggest", NEW)
    (made,) = suggestions()

    address = f"/suggestions/{made.id}"
    acts = [
        posting(portal, person, address, state=state, answer=state)
        for person, state in ((people.coordinator, "taken"), (people.second_coordinator, "not_taken"))
    ]
    assert sorted(at_once(*acts)) == [302, 409]
    assert suggestions()[0].answer == suggestions()[0].state.value != SuggestionState.OPEN.value


def test_bad_input_makes_nothing(portal: Portal, people: People) -> None:
    browser, entry = portal.browser(people.embassy), full_entry(people)
    for form in ({}, NEW | {"name": ""}, NEW | {"country": "XX"}, NEW | {"website": "javascript:alert(1)"}):
        assert "There is a problem" in browser.post("/suggest", form, 200).text
    assert "There is a problem" in browser.post(f"/suggest?organization={entry.id}", {"text": ""}, 200).text
    browser.get("/suggest?organization=x", 404)
    browser.get(f"/suggest?organization={uuid.uuid4()}", 404)
    browser.post("/partners/want", {}, 400)
    browser.post("/partners/want", {"country": "XX", "service": "nothing", "town": "\x00"}, 400)
    browser.get("/suggestions?after=nonsense")
    assert suggestions() == []
    browser.post("/suggest", NEW | {"name": "<b>x</b>", "text": "<script>"})
    page = portal.browser(people.coordinator).get(f"/suggestions/{suggestions()[0].id}").text
    assert "<script>" not in page and "<b>x" not in page


def test_a_long_list_goes_on_by_key_without_doubling(portal: Portal, people: People) -> None:
    with transaction():
        for number in range(45):
            made = Suggestion(kind=SuggestionKind.NEW, country="NE", name=f"Invented: house {number:02}", at=now())
            made.by_id, made.by_name = people.embassy.id, "Invented"
            db.session.add(made)
    for start, who in (("/suggestions", people.embassy), ("/partners/upkeep?tab=suggestions", people.coordinator)):
        seen, address = [], start
        while address:
            text = portal.browser(who).get(address).text
            seen += [part[:2] for part in text.split("Invented: house ")[1:]]
            address = (
                text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&") if 'rel="next"' in text else ""
            )
        assert sorted(seen) == [f"{number:02}" for number in range(45)]
