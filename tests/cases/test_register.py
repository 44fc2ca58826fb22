"""Registering, the journal number that warns of a repeat, and two people who change the working copy at once."""

from typing import Any

import pytest
import sqlalchemy as sa

from portal.cases import actions, identity
from portal.cases.identity import Identity
from portal.cases.models import Case, Offer
from portal.db import Base, db, today
from portal.vocabulary.casework import ClosureReason
from portal.vocabulary.persons import AgeBand, AgeBasis
from tests import build
from tests.cases.story import at_once, boxes, events, facts, registration, rows
from tests.conftest import Portal
from tests.people import People, Person


def test_a_person_is_registered_on_one_page(portal: Portal, people: People) -> None:
    browser = portal.browser(people.caseworker)
    answer = browser.post("/cases/new", registration())
    (case,) = rows(Case)
    assert answer.headers["Location"] == f"/cases/{case.code}?told=registered"
    assert (case.owner_id, case.unit_id, case.is_child) == (
        people.caseworker.id,
        people.caseworker.actor.unit_id,
        False,
    )
    assert (case.languages, case.dependants, case.registered_on) == (["en", "bin"], 1, today())
    page = browser.get(answer.headers["Location"]).text
    assert "The person is registered." in page and "Next: record the offer of prepared return" in page
    assert "Wants to learn tailoring" in page and "2026-0017" in page
    assert events(case) == ["case:registered", "case:page:read"]


def test_a_form_posted_twice_makes_one_record(portal: Portal, people: People) -> None:
    browser = portal.browser(people.caseworker)
    first, second = browser.post("/cases/new", registration()), browser.post("/cases/new", registration())
    assert first.headers["Location"] == second.headers["Location"]
    (case,) = rows(Case)
    key = {"form_key": "22222222-2222-4222-8222-222222222222"}
    for _time in range(2):
        browser.post(f"/cases/{case.code}/offer", {"outcome": "pending", **boxes("made_on", today()), **key})
    assert len(rows(Offer, case)) == 1
    assert [one for one in events(case) if one.startswith("case:offer")] == ["case:offer:made"]


def test_a_strangers_form_key_gives_away_nothing(portal: Portal, people: People) -> None:
    portal.browser(people.caseworker).post("/cases/new", registration())
    portal.browser(people.stranger).post("/cases/new", registration(journal_number="another"), 404)
    assert len(rows(Case)) == 1


def test_what_is_missing_is_said_at_each_question(portal: Portal, people: People) -> None:
    page = portal.browser(people.caseworker).post("/cases/new", {"needs": "I typed this"}, 200).text
    for sentence in (
        "Write the day she was registered.",
        "Choose an age. If it is not known, choose the likely one.",
        "Choose how the age is known.",
        "Choose how sure it is that this is trafficking.",
        "Choose a gender, or that it is not stated.",
        "Choose the country of citizenship.",
        "Choose the country she would return to.",
    ):
        assert page.count(sentence) == 2, sentence
    assert "I typed this" in page and rows(Case) == []


@pytest.mark.parametrize(
    ("age_band", "age_basis", "child"),
    [
        (AgeBand.CHILD_15_17, AgeBasis.DOCUMENTED, True),
        (AgeBand.ADULT_18_24, AgeBasis.DISPUTED, True),
        (AgeBand.ADULT_18_24, AgeBasis.STATED, False),
    ],
)
def test_under_18_or_in_dispute_is_a_child(
    portal: Portal, people: People, age_band: AgeBand, age_basis: AgeBasis, child: bool
) -> None:
    form = registration(age_band=age_band.value, age_basis=age_basis.value)
    browser = portal.browser(people.caseworker)
    page = browser.get(browser.post("/cases/new", form).headers["Location"]).text
    assert rows(Case)[0].is_child is child
    assert ("No request can be sent to a partner until all of these are in place." in page) is child


@pytest.mark.parametrize(
    ("age_band", "age_basis", "child"),
    [
        (AgeBand.CHILD_15_17, AgeBasis.DOCUMENTED, True),
        (AgeBand.ADULT_18_24, AgeBasis.DISPUTED, True),
        (AgeBand.ADULT_18_24, AgeBasis.DOCUMENTED, False),
    ],
)
def test_an_adult_who_turns_out_to_be_a_child_is_one_from_then_on(
    portal: Portal, people: People, age_band: AgeBand, age_basis: AgeBasis, child: bool
) -> None:
    case, browser = build.case(people.caseworker), portal.browser(people.caseworker)
    address = f"/cases/{case.code}/edit"
    assert "If the age is under 18 or in dispute, she counts as a child from now on." in browser.get(address).text
    form = facts(case, people.colleague, case)["edit"]
    browser.post(address, form | {"age_band": age_band.value, "age_basis": age_basis.value})
    (stands,) = rows(Case)
    assert (stands.age_band, stands.age_basis, stands.is_child) == (age_band, age_basis, child)
    assert events(case).count("case:child:found") == child
    page = browser.get(f"/cases/{case.code}").text
    assert ("No request can be sent to a partner until all of these are in place." in page) is child


def test_no_edit_makes_a_child_an_adult_and_the_page_says_so(portal: Portal, people: People) -> None:
    case, browser = build.case(people.caseworker), portal.browser(people.coordinator)
    address, form = f"/cases/{case.code}/edit", facts(case, people.colleague, case)["edit"]
    browser.post(address, form | {"age_basis": "disputed"})
    assert "it takes the national centre and a second person together" in browser.get(address).text
    browser.post(address, form | {"seen": "2", "age_band": "35+", "age_basis": "documented"})
    (stands,) = rows(Case)
    assert (stands.age_band.value, stands.age_basis.value, stands.is_child) == ("35+", "documented", True)
    assert events(case).count("case:child:found") == 1


def test_an_edit_without_an_age_is_asked_for_it(portal: Portal, people: People) -> None:
    case, browser = build.case(people.caseworker), portal.browser(people.caseworker)
    form = facts(case, people.colleague, case)["edit"] | {"age_band": "", "age_basis": "guessed"}
    page = browser.post(f"/cases/{case.code}/edit", form, 200).text
    assert "Choose an age. If it is not known, choose the likely one." in page
    assert rows(Case)[0].age_band is AgeBand.ADULT_25_34


def test_a_childs_page_names_each_missing_safeguard_and_the_plans_lines(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker, is_child=True, age_band=AgeBand.CHILD_12_14)
    page = portal.browser(people.caseworker).get(f"/cases/{case.code}").text
    for words, lines in (
        ("A representative is appointed", "1052-1066"),
        ("The plan is made with the representative", "1077-1080"),
        ("The collaboration committee has given its advice", "1081-1085"),
        ("Return is found to be in the child&#39;s best interests", "903-919"),
        ("The child&#39;s own view is recorded", "903-919"),
        ("It is assessed whether the family took part", "1128-1131"),
    ):
        assert words in page and lines in page
    assert "A child: safeguards are missing, no request can be sent yet" in page


def test_a_living_case_with_the_same_number_is_told(portal: Portal, people: People) -> None:
    browser = portal.browser(people.caseworker)
    browser.post("/cases/new", registration())
    (first,) = rows(Case)
    again = registration(form_key="", needs="Typed with care", journal_number=" 2026-0017 ")
    page = portal.browser(people.colleague).post("/cases/new", again, 200).text
    assert "A case that is open has this number already." in page and f'href="/cases/{first.code}"' in page
    assert "Typed with care" in page
    page = portal.browser(people.stranger).post("/cases/new", again, 200).text
    assert "Another unit has a living case with this number. Call the national centre." in page
    assert first.code not in page
    assert len(rows(Case)) == 1


def test_the_number_is_free_again_when_the_case_is_closed(portal: Portal, people: People) -> None:
    browser = portal.browser(people.caseworker)
    browser.post("/cases/new", registration())
    actions.close_case(people.caseworker.actor, rows(Case)[0], ClosureReason.MOVED_AGAIN)
    browser.post("/cases/new", registration(form_key=""))
    assert len({case.journal_index for case in rows(Case)}) == 1 and len(rows(Case)) == 2


def test_two_units_register_the_same_number_at_once(portal: Portal, people: People) -> None:
    for turn in range(3):
        number = f"at-once-{turn}"
        posts = [
            posting(portal, who, "/cases/new", registration(form_key="", journal_number=number))
            for who in (people.caseworker, people.stranger)
        ]
        answers = at_once(*posts)
        assert sorted(answer.status_code for answer in answers) == [200, 302]
        late = next(answer.text for answer in answers if answer.status_code == 200)
        assert "Another unit has a living case with this number." in late
        assert len(rows(Case)) == turn + 1


def posting(portal: Portal, person: Person, address: str, form: dict[str, Any]) -> Any:
    browser = portal.browser(person)
    typed = form | {"csrf_token": browser.csrf_token()}
    return lambda: browser.client.post(address, data=typed, base_url=browser.base_url)


def test_what_is_sealed_is_nowhere_readable_in_the_database(portal: Portal, people: People) -> None:
    browser = portal.browser(people.caseworker)
    browser.post("/cases/new", registration(journal_number="Kanarie17", needs="Kanarieneeds"))
    (case,) = rows(Case)
    browser.post(
        f"/cases/{case.code}/risk", {"level": "high", "grounds": "Kanariegrounds", **boxes("assessed_on", today())}
    )
    basis = {"purpose": "share_identity", "basis": "other", "derogation_reason": "Kanariereason"}
    browser.post(f"/cases/{case.code}/sharing", {**basis, **boxes("given_on", today())})
    names = {name: f"Kanarie{name}" for name in Identity.__dataclass_fields__}
    browser.post(f"/cases/{case.code}/identity/write", names)
    assert vars(identity.show(people.caseworker.actor, case.id)) == names
    db.session.rollback()
    for table in Base.metadata.sorted_tables:
        raw = db.session.execute(sa.text(f'SELECT * FROM "{table.name}"'))
        for row in raw:
            readable = b"".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row)
            assert b"Kanarie" not in readable, table.name
    page = browser.get(f"/cases/{case.code}").text
    assert all(words in page for words in ("Kanarie17", "Kanarieneeds", "Kanariegrounds", "Kanariereason"))
    assert "Kanariefull_name" not in page


def test_two_who_edit_at_once_both_keep_what_they_typed(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    mine, theirs = portal.browser(people.caseworker), portal.browser(people.coordinator)
    form = facts(case, people.colleague, case)["edit"]
    theirs.post(f"/cases/{case.code}/edit", form | {"return_region": "Lagos", "dependants": "3"})
    page = mine.post(f"/cases/{case.code}/edit", form | {"return_region": "Kano"}, 409).text
    assert "Karen Invented saved it on" in page
    assert "Lagos" in page and 'value="Kano"' in page
    stands = rows(Case)[0]
    assert (stands.return_region, stands.dependants, stands.row_version) == ("Lagos", 3, 2)
    mine.post(f"/cases/{case.code}/edit", form | {"return_region": "Kano", "seen": "2"})
    assert (rows(Case)[0].return_region, rows(Case)[0].row_version) == ("Kano", 3)


def test_of_two_saves_at_the_same_moment_one_is_told(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    for turn in range(3):
        form = facts(case, people.colleague, case)["edit"] | {"seen": str(turn + 1)}
        posts = [
            posting(portal, who, f"/cases/{case.code}/edit", form | {"return_region": name})
            for who, name in ((people.caseworker, "Kano"), (people.coordinator, "Lagos"))
        ]
        answers = at_once(*posts)
        assert sorted(answer.status_code for answer in answers) == [302, 409]
        assert rows(Case)[0].row_version == turn + 2
