"""What the police is told: without a name, or with it on the person's own consent for exactly that."""

from datetime import timedelta
from typing import Any

import pytest

from portal.audit.models import AuditEvent
from portal.cases import actions, giveaways, police
from portal.cases.faults import NotHere, Refused
from portal.cases.giveaways import Giveaway
from portal.cases.identity import Identity
from portal.cases.models import Case, PoliceNote, Sharing
from portal.cases.police import Telling
from portal.db import db, today, transaction
from portal.vocabulary.casework import ClosureReason, GivenBy, LegalBasis, SharingPurpose
from tests import build
from tests.cases.story import boxes, events, rows
from tests.conftest import Portal
from tests.people import People

WHO = Identity(
    full_name="Efua Odili",
    called="Blessing",
    birthdate="3 5 2001",
    phone="+234 801 234 5678",
    document_number="A 0123 4567",
    safe_contact="Her aunt, 0809 111 2223, after six",
)


def known(people: People) -> Case:
    """A case of a person whose name is written behind the door."""
    case = build.case(people.caseworker)
    with transaction():
        case.journal_number = "2026-0017"
    actions.write_identity(people.caseworker.actor, case, WHO)
    return case


def typed(**more: Any) -> dict[str, Any]:
    """What the page posts for a note without a name."""
    return {
        "form_key": "22222222-2222-4222-8222-222222222222",
        "telling": "anonymised",
        "to_whom": "The police of an invented district",
        "text": "A flat near the harbour is used, two men keep the door.",
        "step": "show",
        **boxes("told_on", today()),
        **more,
    }


def seen_in(page: str) -> str:
    """The mark of what a preview showed."""
    return page.split('name="seen" value="')[1].split('"')[0]


def the_note(portal: Portal, people: People, case: Case, **more: Any) -> str:
    """Show a note and keep it; the preview's page."""
    browser = portal.browser(people.caseworker)
    page = browser.post(f"/cases/{case.code}/police/new", typed(**more), 200).text
    browser.post(f"/cases/{case.code}/police/new", typed(**more, seen=seen_in(page)) | {"step": "keep"})
    return page


def test_a_note_is_shown_before_it_is_kept_and_kept_as_it_was_shown(portal: Portal, people: People) -> None:
    case = known(people)
    page = the_note(portal, people, case, facts=["gender", "citizenship"])
    assert "Check the note for the police" in page and "A flat near the harbour" in page
    (kept,) = rows(PoliceNote, case)
    assert kept.content.endswith("two men keep the door.") and "Nigeria" in kept.content
    assert "Bulgari" not in kept.content and kept.content.count("\n") == 3
    assert (kept.identified, kept.by_id, kept.told_on) == (False, people.caseworker.id, today())
    basis = db.session.get_one(Sharing, kept.sharing_id)
    assert basis.purpose is SharingPurpose.POLICE_ANONYMISED
    assert events(case).count("case:police_note:kept") == 1
    listed = portal.browser(people.coordinator).get(f"/cases/{case.code}/police").text
    assert "A flat near the harbour" in listed and "Ane Invented" in listed and "Consent" in listed
    assert "The police was told" in portal.browser(people.colleague).get(f"/cases/{case.code}").text


def test_nothing_is_kept_before_the_preview_nor_what_was_changed_after_it(portal: Portal, people: People) -> None:
    case = known(people)
    browser = portal.browser(people.caseworker)
    address = f"/cases/{case.code}/police/new"
    browser.post(address, typed(step="keep"), 200)
    page = browser.post(address, typed(), 200).text
    for change in ({"text": "Something else."}, {"telling": "identified"}, {"to_whom": "Another unit"}):
        again = browser.post(address, typed(seen=seen_in(page), **change) | {"step": "keep"}, 200).text
        assert "Check the note for the police" in again
    assert rows(PoliceNote) == []
    keep = typed(seen=seen_in(page)) | {"step": "keep"}
    browser.post(address, keep)
    browser.post(address, keep)
    assert len(rows(PoliceNote, case)) == 1


@pytest.mark.parametrize(
    "said",
    [
        "She is called efua.",
        "ODILI lives there",
        "Bléssing said it",
        "call 0801 2345678",
        "+234-801-234-5678",
        "passport A01234567",
        "born 03.05.2001",
        "our journal 2026 0017",
        "her aunt has 08091112223",
    ],
)
def test_a_note_without_a_name_that_says_who_she_is_is_refused_without_saying_by_what(
    portal: Portal, people: People, said: str
) -> None:
    case = known(people)
    page = portal.browser(people.caseworker).post(f"/cases/{case.code}/police/new", typed(text=said), 200).text
    assert "The note says who she is" in page and "Check the note" not in page
    for facts in ({"text": said}, {"to_whom": said[:160]}, {"text": f"See {case.code}"}):
        words = {"to_whom": "A unit", "text": "Nothing", **facts}
        with pytest.raises(Refused) as refused:
            actions.keep_police_note(
                people.coordinator.actor,
                case,
                Telling.ANONYMISED,
                to_whom=words["to_whom"],
                told_on=today(),
                content=words["text"],
            )
        assert refused.value.code == "says_who" and refused.value.more == {}
    assert rows(PoliceNote) == []
    refusals = [one for one in rows(AuditEvent) if one.event == "case:police_note:refused"]
    assert [one.details for one in refusals] == [{}] * 4 and all(one.refused for one in refusals)


def test_ordinary_words_are_not_taken_for_her_name(portal: Portal, people: People) -> None:
    case = known(people)
    for said in ("It happened in May 2026, after six.", "Two of 2001 flats", "An aunt of somebody", "Inventory"):
        assert not police.says_who(case, said), said


def test_the_name_needs_her_own_consent_for_exactly_that_on_the_day(portal: Portal, people: People) -> None:
    case = known(people)
    with transaction():
        for one in case.sharings:
            if one.purpose is SharingPurpose.POLICE_IDENTIFIED:
                one.basis = LegalBasis.LEGAL_OBLIGATION
    told = {"to_whom": "A unit", "content": "Efua Odili was held there."}

    def tell(telling: Telling, on: Any = None) -> Any:
        return actions.keep_police_note(people.caseworker.actor, case, telling, told_on=on or today(), **told)

    with pytest.raises(Refused, match="no_basis_identified"):
        tell(Telling.IDENTIFIED)
    with transaction():
        consent = build.share(case, SharingPurpose.POLICE_IDENTIFIED, today(), people.caseworker.id)
        consent.given_by = GivenBy.CAREGIVER
    with pytest.raises(Refused, match="no_basis_identified"):
        tell(Telling.IDENTIFIED)
    with transaction():
        consent.given_by = GivenBy.INDIVIDUAL
    with pytest.raises(Refused, match="no_basis_identified"):  # told before she agreed
        tell(Telling.IDENTIFIED, today() - timedelta(days=1))
    assert tell(Telling.IDENTIFIED).sharing_id == consent.id
    with transaction():
        consent.withdrawn_on = today()
    with pytest.raises(Refused, match="no_basis_identified"):
        tell(Telling.IDENTIFIED)


def test_a_childs_representative_consents_for_it(portal: Portal, people: People) -> None:
    child = build.case(people.caseworker, is_child=True)
    with transaction():
        for one in child.sharings:
            one.given_by = GivenBy.REPRESENTATIVE
    assert police.basis_for(child, Telling.IDENTIFIED, today()) is not None
    with transaction():
        child.is_child = False
    assert police.basis_for(child, Telling.IDENTIFIED, today()) is None


def test_a_note_that_says_who_she_is_stands_open_to_her_own_caseworker_alone(portal: Portal, people: People) -> None:
    case = known(people)
    told = {"to_whom": "A unit", "told_on": today(), "content": "Efua Odili was held there."}
    actions.keep_police_note(people.caseworker.actor, case, Telling.IDENTIFIED, **told)
    address = f"/cases/{case.code}/police"
    assert "Efua" in portal.browser(people.caseworker).get(address).text
    page = portal.browser(people.coordinator).get(address).text
    assert "Efua" not in page and "alone" in page
    portal.browser(people.colleague).get(address, 404)
    assert "case:police_notes:read" in events(case)


def test_without_a_basis_in_the_future_or_with_nothing_said_nothing_is_told(portal: Portal, people: People) -> None:
    case, bare = known(people), build.case(people.caseworker, ready=False)
    told = {"to_whom": "A unit", "content": "A flat."}
    for of, code, more in (
        (bare, "no_basis_anonymised", {}),
        (case, "in_the_future", {"told_on": today() + timedelta(days=1)}),
        (case, "nothing_told", {"content": " \n"}),
    ):
        with pytest.raises(Refused) as refused:
            actions.keep_police_note(
                people.caseworker.actor, of, Telling.ANONYMISED, **{"told_on": today(), **told, **more}
            )
        assert refused.value.code == code
    with pytest.raises(NotHere):
        actions.keep_police_note(people.colleague.actor, case, Telling.ANONYMISED, told_on=today(), **told)
    page = portal.browser(people.caseworker).post(f"/cases/{bare.code}/police/new", typed(), 200).text
    assert "Record it first" in page
    assert rows(PoliceNote) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The driver was Peter Hansen.", [Giveaway.NAME]),
        ("Ring +45 12 34 56 78.", [Giveaway.PHONE]),
        ("Plate or paper: AB123456", [Giveaway.DOCUMENT]),
        ("CPR 010190-1234", [Giveaway.PHONE, Giveaway.DOCUMENT]),
        ("Born 3.5.2001", [Giveaway.BIRTHDATE]),
        ("Writes as @blessing", [Giveaway.MAIL]),
        ("In May they drove from Nigeria to Denmark. Two men came in 2026 at 23:30, NGO staff saw it.", []),
        ("", []),
    ],
)
def test_what_looks_like_a_giveaway(text: str, found: list[Giveaway]) -> None:
    assert giveaways.looks_like(text) == found


def test_the_preview_warns_but_lets_the_writer_decide(portal: Portal, people: People) -> None:
    case = known(people)
    facts = ["child", "gender", "citizenship"]
    page = the_note(portal, people, case, text="The driver was Peter Hansen, +45 31 41 59 26.", facts=facts)
    for caution in ("looks like a name", "looks like a telephone number", "So many facts together"):
        assert caution in page
    assert len(rows(PoliceNote, case)) == 1


def test_of_a_closed_case_the_notes_stay_and_none_is_added(portal: Portal, people: People) -> None:
    case = known(people)
    the_note(portal, people, case)
    actions.close_case(people.caseworker.actor, case, ClosureReason.OTHER)
    browser = portal.browser(people.caseworker)
    assert "A flat near the harbour" in browser.get(f"/cases/{case.code}/police").text
    browser.get(f"/cases/{case.code}/police/new", 404)
