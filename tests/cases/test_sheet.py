"""The person's own sheet: one page in her language, with what she chose and nothing that tells what it is about."""

from typing import Any

import pytest
import sqlalchemy as sa

from portal.cases import sheet, sheet_words
from portal.cases.models import Case, SheetChoice
from portal.db import db, transaction
from portal.partners.models import Language, Organization, Phone
from portal.places.countries import in_eu
from portal.vocabulary.casework import OfferOutcome
from portal.vocabulary.organizations import PhoneKind, VerificationTier
from tests import build
from tests.cases.story import events
from tests.conftest import Portal
from tests.paper.reading import A4, foreign_fonts, opened, size_of, text_of
from tests.people import People, Person

KEY = "22222222-2222-4222-8222-222222222222"
#: What must not be read off a paper that somebody finds.
TELLING = ("traffick", "menneskehandel", "prostitut", "sexual", "victim", "Unit A", "Ane Invented", "Hjemvej")


@pytest.fixture
def house(portal: Portal, people: People) -> Organization:
    """The accepting partner with a front gate, in a town; there is another one without a telephone."""
    edo = db.session.get_one(Organization, people.accepting.actor.organization_id)
    with transaction():
        edo.town = "Kanarietown"
        edo.phones = [Phone(number="+2348000000001"), Phone(number="+2348000000002", kind=PhoneKind.FAX)]
        edo.languages = [Language(code="bin"), Language(code="en")]
        build.organization("Invented: No Telephone", "NG")
    return edo


def chosen(case: Case, *houses: Organization, language: str = "en", with_town: bool = False) -> SheetChoice:
    """What she chose."""
    with transaction():
        made = SheetChoice(case_id=case.id, language=language, with_town=with_town)
        made.organization_ids = [str(one.id) for one in houses]
        db.session.add(made)
    return made


def printed(portal: Portal, person: Person, case: Case) -> bytes:
    """The sheet as the caseworker gets it."""
    answer = portal.browser(person).post(f"/cases/{case.code}/sheet.pdf", status=200)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="information.pdf"'
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("application/pdf", "no-store")
    return answer.data


def test_she_chooses_and_the_choice_stands_on_the_page_and_in_the_log(
    portal: Portal, people: People, house: Organization
) -> None:
    case = build.case(people.caseworker)
    browser, address = portal.browser(people.caseworker), f"/cases/{case.code}/sheet"
    page = browser.get(address).text
    assert "Edo House" in page and "No Telephone" not in page and "sheet.pdf" not in page
    typed = {"form_key": KEY, "sheet_language": "ar", "contacts": [str(house.id)]}
    browser.post(address, typed)
    browser.post(address, typed | {"sheet_language": "da", "with_town": "y"})
    kept = db.session.scalars(sa.select(SheetChoice)).one()
    assert (kept.language, kept.organization_ids, kept.with_town) == ("da", [str(house.id)], True)
    assert "sheet.pdf" in browser.get(address).text
    assert events(case)[-2:] == ["case:sheet:chosen", "case:sheet:chosen"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"sheet_language": ""}, "Choose the language of the sheet."),
        ({"sheet_language": "xx"}, "Not a valid choice"),
        ({"sheet_language": "en", "contacts": ["00000000-0000-4000-8000-000000000000"]}, "not a valid choice"),
    ],
)
def test_a_wrong_choice_is_told_and_nothing_is_kept(
    portal: Portal, people: People, house: Organization, typed: dict[str, Any], told: str
) -> None:
    case = build.case(people.caseworker)
    page = portal.browser(people.caseworker).post(f"/cases/{case.code}/sheet", typed, status=200).text
    assert told.casefold() in page.casefold()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SheetChoice)) == 0


def test_more_than_four_contacts_do_not_fit(portal: Portal, people: People, house: Organization) -> None:
    with transaction():
        more = [build.organization(f"Invented: House {number}", "NG") for number in range(5)]
        for one in more:
            one.phones = [Phone(number="+2348000000009")]
    case = build.case(people.caseworker)
    typed = {"sheet_language": "en", "contacts": [str(one.id) for one in more]}
    page = portal.browser(people.caseworker).post(f"/cases/{case.code}/sheet", typed, status=200).text
    assert "Choose at most 4" in page


@pytest.mark.parametrize("language", ["da", "en", "ar"])
def test_the_sheet_is_one_page_of_a4_in_every_language_and_tells_nothing(
    portal: Portal, people: People, house: Organization, language: str
) -> None:
    with transaction():
        house.name, house.alternate_name = "บ้านสมมุติ " * 12, "Invented: Будинок з дуже довгою назвою " * 4
        others = [build.organization(f"Invented: {'A very long name of a house ' * 6}{n}", "NG") for n in range(3)]
        for one in others:
            one.phones = [Phone(number="+2348000000003"), Phone(number="+2348000000004")]
    case = build.case(people.caseworker, citizenship="RO", is_child=True)
    chosen(case, house, *others, language=language)
    made = printed(portal, people.caseworker, case)
    assert (size_of(made), foreign_fonts(made)) == ((1, A4), set())
    text = text_of(made)
    for phone in ("+45 33 33 00 01", "+45 33 33 00 00", "centre@portal.test", "+2348000000001"):
        assert phone in text
    assert "+2348000000002" not in text, "a fax is no way to turn to somebody"
    for part in sheet_words.parts("RO", True):
        assert part[0] in text, "English stands beside a language that nobody approved"
    assert not [word for word in TELLING if word.casefold() in text.casefold()]
    assert "Kanarietown" not in text and case.code not in text
    assert opened(made).trailer["/Root"]["/Lang"] == language


def test_an_approved_language_stands_alone(portal: Portal, people: People, house: Organization) -> None:
    case = build.case(people.caseworker)
    chosen(case, house, language="en")
    text = text_of(printed(portal, people.caseworker, case))
    assert text.count(sheet_words.BEING_MET[0]) == 1
    assert text.count("Edo House") == 1


def test_the_town_stands_there_only_when_she_asks(portal: Portal, people: People, house: Organization) -> None:
    case = build.case(people.caseworker)
    choice = chosen(case, house)
    assert "Kanarietown" not in text_of(printed(portal, people.caseworker, case))
    with transaction():
        choice.with_town = True
    assert "Kanarietown" in text_of(printed(portal, people.caseworker, case))


@pytest.mark.parametrize(("citizenship", "more"), [("RO", True), ("NG", False), ("NO", False)])
def test_an_eu_citizens_rights_are_more(citizenship: str, more: bool) -> None:
    parts = sheet_words.parts(citizenship, False)
    assert (sheet_words.OF_THE_UNION in parts) == more
    assert {sheet_words.BEING_MET, sheet_words.RIGHTS, sheet_words.LATER, sheet_words.CALL_US} <= set(parts)


def test_a_woman_who_said_no_and_whose_case_is_closed_gets_her_sheet(
    portal: Portal, people: People, house: Organization
) -> None:
    case = build.case(people.caseworker)
    with transaction():
        case.offers[0].outcome, case.closed_on = OfferOutcome.DECLINED, case.registered_on
    portal.browser(people.caseworker).post(f"/cases/{case.code}/sheet", {"sheet_language": "en"})
    text = text_of(printed(portal, people.caseworker, case))
    assert "You can say yes later" in text and "+45 33 33 00 01" in text
    assert "Edo House" not in text, "she chose nobody"


def test_whom_she_chose_and_who_is_not_to_be_trusted_any_more_is_left_out(
    portal: Portal, people: People, house: Organization
) -> None:
    case = build.case(people.caseworker)
    choice = chosen(case, house)
    assert [one.name for one in sheet.chosen(people.caseworker.actor, case, choice)] == ["Invented: Edo House"]
    with transaction():
        house.tier = VerificationTier.UNVERIFIED
    assert sheet.chosen(people.caseworker.actor, case, choice) == []


def test_without_a_choice_the_way_to_the_paper_leads_to_the_choice(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    answer = portal.browser(people.caseworker).post(f"/cases/{case.code}/sheet.pdf")
    assert answer.headers["Location"] == f"/cases/{case.code}/sheet"


def test_every_sentence_of_a_sheet_must_be_approved() -> None:
    parts = sheet_words.parts("RO", True)
    assert in_eu("RO", build.today())
    needed = sheet_words.sentences(parts)
    assert {text for heading, texts in parts for text in (heading, *texts)} < set(needed)
    assert {sheet_words.TITLE, sheet_words.LEAD, sheet_words.TURN_TO, sheet_words.PRINTED} < set(needed)
