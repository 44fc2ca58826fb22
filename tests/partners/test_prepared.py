"""Statements are put together once for a form of question: other values, and other readers, get their own answer."""

import pytest

from portal.db import transaction
from portal.partners.models import Language, Service
from portal.vocabulary.organizations import OrganizationType, Visibility
from portal.vocabulary.services import ServiceType
from tests import build
from tests.conftest import Portal
from tests.people import People, Person

ONE, OTHER, HIDDEN = "Invented Alpha", "Invented Omega", "Invented Hidden"


@pytest.fixture
def entries(portal: Portal, people: People) -> None:
    """Two entries that differ in all that can be asked, and one that partners do not see."""
    with transaction():
        one = build.organization(ONE, "GH", org_type=OrganizationType.NGO, latitude=5.55, longitude=-0.2)
        one.services, one.languages = [Service(service_type=ServiceType.FOOD)], [Language(code="tw")]
        kind = OrganizationType.RED_CROSS
        other = build.organization(OTHER, "TG", org_type=kind, latitude=6.13, longitude=1.22)
        other.services, other.languages = [Service(service_type=ServiceType.DOCUMENTS)], [Language(code="ee")]
        build.organization(HIDDEN, "GH", visibility=Visibility.EMBASSY)


def found(portal: Portal, reader: Person, query: str) -> list[str]:
    text = portal.browser(reader).get(f"/partners?{query}").text
    return [name for name in (ONE, OTHER, HIDDEN) if name in text]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("q=alpha", "q=omega"),
        ("country=GH&q=invented&service=food", "country=TG&q=invented&service=documents"),
        ("language=tw", "language=ee"),
        ("service=food", "service=documents"),
        ("q=invented&kind=NGO&language=tw", "q=invented&kind=RedCrossRedCrescent&language=ee"),
    ],
)
def test_another_value_of_the_same_question_gets_its_own_answer(
    portal: Portal, people: People, entries: None, first: str, second: str
) -> None:
    for _again in range(2):
        assert found(portal, people.caseworker, first) == [ONE]
        assert found(portal, people.caseworker, second) == [OTHER]


def test_another_reader_of_the_same_question_sees_what_that_reader_may_see(
    portal: Portal, people: People, entries: None
) -> None:
    for _again in range(2):
        assert found(portal, people.caseworker, "q=invented") == [ONE, OTHER, HIDDEN]
        assert found(portal, people.never_asked, "q=invented") == [ONE, OTHER]
        assert found(portal, people.coordinator, "country=GH") == [ONE, HIDDEN]
        assert found(portal, people.never_asked, "country=GH") == [ONE]
