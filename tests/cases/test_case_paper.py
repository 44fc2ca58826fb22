"""The whole case on paper for the agency's journal: facts, days, requests, reports; never who she is."""

import pytest

from portal.cases.child_models import Representative
from portal.cases.identity import IdentityRecord  # type: ignore[attr-defined]
from portal.db import db, transaction
from portal.referrals.models import Message
from portal.referrals.states import RequestState, Whose
from portal.vocabulary.children import RepresentativeKind
from tests import build
from tests.cases.story import events
from tests.conftest import Portal
from tests.paper.reading import A4, foreign_fonts, size_of, text_of
from tests.people import People
from tests.referrals import story


@pytest.mark.parametrize("language", ["da", "en", "ar"])
def test_the_case_stands_on_paper_in_the_readers_language_without_her_name(
    portal: Portal, people: People, language: str
) -> None:
    case = build.case(people.caseworker)
    request = story.in_state(people, RequestState.TRAVEL_SET, case=case)
    with transaction():
        people.caseworker.account.locale = language
        case.needs = "Хоче вчитися ґав · ต้องการเรียน · تريد أن تتعلم"
        said = {"side": Whose.PARTNER, "author_id": case.owner_id, "author_name": "Ada Invented", "at": build.now()}
        message = Message(request_id=request.id, case_id=case.id, **said)
        identity = IdentityRecord(case_id=case.id)
        db.session.add_all([message, identity])
        db.session.flush()
        message.words = "Does she sleep well?"
        identity.full_name, identity.phone = "Kanariename", "+4512345678"
    answer = portal.browser(people.caseworker).post(f"/cases/{case.code}/paper.pdf", status=200)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{case.code}.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    text = text_of(answer.data)
    for wanted in (case.code, request.reference, "Хоче вчитися ґав", "Does she sleep well?", "Gate 3", "Edo House"):
        assert wanted in text, wanted
    assert "Kanariename" not in text and "12345678" not in text
    assert foreign_fonts(answer.data) == set() and size_of(answer.data)[1] == A4
    assert events(case)[-1] == "case:printed"


def test_whoever_only_reads_the_case_does_not_print_it(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    portal.browser(people.colleague).post(f"/cases/{case.code}/paper.pdf", status=404)
    assert "paper.pdf" not in portal.browser(people.colleague).get(f"/cases/{case.code}").text
    assert "paper.pdf" in portal.browser(people.caseworker).get(f"/cases/{case.code}").text
    portal.browser(people.caseworker, check=False).get(f"/cases/{case.code}/paper.pdf", status=404)


def test_a_case_of_nothing_but_a_registration_can_be_printed(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker, ready=False)
    assert case.code in text_of(
        portal.browser(people.coordinator).post(f"/cases/{case.code}/paper.pdf", status=200).data
    )


def test_a_childs_safeguards_stand_there_and_the_parents_name_does_not(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker, is_child=True)
    with transaction():
        kinds = (RepresentativeKind.PARENT, next(one for one in RepresentativeKind if one.value != "parent"))
        rows = [Representative(case_id=case.id, kind=kind, appointed_on=build.today()) for kind in kinds]
        db.session.add_all(rows)
        db.session.flush()
        for row, name in zip(rows, ("Kanarieparent", "Rita Invented"), strict=True):
            row.name, row.contact = name, f"{name}@people.example"
    answer = portal.browser(people.caseworker).post(f"/cases/{case.code}/paper.pdf", status=200)
    text = text_of(answer.data)
    assert "Safeguards of a child" in text and "Rita Invented" in text
    assert "Kanarieparent" not in text and "Record" not in text
