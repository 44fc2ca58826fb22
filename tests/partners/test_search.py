"""Finding by words: the same on both databases, in any script, whatever signs are typed."""

import urllib.parse
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.db import db, transaction
from portal.partners.models import Organization
from portal.partners.search import found_by, index_values
from portal.vocabulary.services import Population, ServiceStatus, ServiceType
from tests import build
from tests.conftest import Portal
from tests.partners.directory import offering, speaking
from tests.partners.test_pages import names
from tests.people import People

WOMEN = (Population.WOMEN,)
NASTY = (
    "\x00", "a\x00b", "\ud800", "%", "_", "\\", "%%%", '"', '""', "'", "' OR 1=1 --", "a" * 100_000, "*",
    "AND", "NOT a",
    "NEAR(a b)", "(", ")", "-", "^", ":", "words:x", "{", "\u202e evil", "\u200b", "\ufeff", "🙂", "🙂🙂🙂",
    "ﷺ" * 50, "ﬁ",
    "İ", "ǰ", "ß", "\u0301" * 300, "&lt;script&gt;", "<script>", "../../etc", "%00", "%c0%af", "；DROP TABLE",
    "\r\n", "\t",
    "ا" * 300, "\U0010ffff", "1" * 400, " " * 300, "a b c d e f g h i j k l m n o p q r s t u v w x y z " * 10,
)  # fmt: skip


def found(question: str) -> set[str]:
    """The names of the entries that a question finds."""
    return set(db.session.scalars(sa.select(Organization.name).where(found_by(question))))


def a_world() -> None:
    """Invented entries in several scripts."""
    with transaction():
        build.organization("Invented: Krisecenter", "DK", town="København")
        build.organization("Asociația Reușita (invented)", "RO", town="Iași")
        build.organization("บ้านพักเด็กและครอบครัวขอนแก่น (invented)", "TH", town="ขอนแก่น")
        offering(build.organization("Invented: Łódź", "PL", town="Łódź"), safehouse=WOMEN, legal_assistance=WOMEN)
        build.organization("Центр Надія (invented)", "UA", alternate_name="Hope Centre (invented)")
        build.organization("دار الأمل (invented)", "MA", town="الدار البيضاء")
        build.organization('100% _safe_ \\ "house" (invented)', "NG", town="Uyo")


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("kobenhavn", "Invented: Krisecenter"),
        ("KØBENHAVN krise", "Invented: Krisecenter"),
        ("asociatia", "Asociația Reușita (invented)"),
        ("reusita iasi", "Asociația Reușita (invented)"),
        ("ครอบครัว", "บ้านพักเด็กและครอบครัวขอนแก่น (invented)"),
        ("เด็ก", "บ้านพักเด็กและครอบครัวขอนแก่น (invented)"),
        ("lodz", "Invented: Łódź"),
        ("надія", "Центр Надія (invented)"),
        ("hope centre", "Центр Надія (invented)"),
        ("الامل", "دار الأمل (invented)"),
        ("100%", '100% _safe_ \\ "house" (invented)'),
        ("_safe_", '100% _safe_ \\ "house" (invented)'),
        ("\\", '100% _safe_ \\ "house" (invented)'),
        ('"house"', '100% _safe_ \\ "house" (invented)'),
        ("uyo 0%", '100% _safe_ \\ "house" (invented)'),
        ("juridisk", "Invented: Łódź"),
        ("legal help", "Invented: Łódź"),
    ],
)
def test_an_entry_is_found_by_a_word_of_any_script_and_keyboard(portal: Portal, question: str, name: str) -> None:
    a_world()
    assert found(question) == {name}


def test_words_of_one_and_two_signs_find_too_and_all_words_must_stand(portal: Portal) -> None:
    a_world()
    assert "Asociația Reușita (invented)" in found("ia") and "Invented: Łódź" not in found("ia krise")
    assert found("%") == found("_") == found('"') == {'100% _safe_ \\ "house" (invented)'}
    assert len(found("")) == 7 and found("krise nowhere") == set()


def test_services_are_found_by_their_words_in_each_shipped_language(portal: Portal) -> None:
    with transaction():
        one = offering(build.organization("Invented: one", "NG"), psychosocial=WOMEN)
    assert found("psykologisk") == found("psychological") == {"Invented: one"}
    with transaction():
        offering(one, food=WOMEN)
    assert found("psykologisk") == set()
    with transaction():
        one.services[0].status = ServiceStatus.INACTIVE
    assert found("food") == set()


def test_what_an_entry_is_found_by_follows_each_change_of_it(portal: Portal) -> None:
    with transaction():
        one = build.organization("Invented: before", "NG")
    with transaction():
        one.name = "Invented: after"
    assert found("before") == set() and found("after") == {"Invented: after"}
    with transaction():
        speaking(offering(one, food=(Population.MEN,)), "ha", "en")
    bit = 1 << list(ServiceType).index(ServiceType.FOOD)
    assert (one.service_mask, one.for_men, one.for_women) == (bit, bit, 0)
    assert one.language_codes == " en ha " and index_values(one)["language_codes"] == " en ha "
    with transaction():
        db.session.delete(one)
    assert found("after") == set()
    if db.engine.dialect.name == "sqlite":
        assert db.session.execute(sa.text("SELECT count(*) FROM findable")).scalar() == 0


def test_every_group_has_its_mask(portal: Portal) -> None:
    assert all(hasattr(Organization, f"for_{group.value}") for group in Population)
    assert len(ServiceType) < 63  # bits of a number that both databases keep


def test_nothing_sealed_redacted_or_personal_is_found(portal: Portal, people: People) -> None:
    from portal.partners.models import Contact, Location
    from portal.vocabulary.organizations import LocationType

    with transaction():
        one = build.organization("Invented: quiet", "NG", description="descriptionword", email="mailword@x.example")
        one.contacts = [Contact(name="Contactword")]
        one.locations = [Location(country="NG", location_type=LocationType.REDACTED, address="streetword")]
        speaking(one, "bin")
    for question in ("descriptionword", "mailword", "contactword", "streetword", "bini", "quiet house"):
        assert found(question) == set()


@pytest.mark.parametrize("field", ["q", "place"])
def test_nasty_strings_are_answered(portal: Portal, people: People, field: str) -> None:
    a_world()
    browser = portal.browser(people.caseworker)
    for text in NASTY:
        asked = urllib.parse.urlencode({field: text}, errors="surrogatepass")
        browser.get(f"/partners?{asked}")
        browser.get(f"/partners.csv?{asked}")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(q=st.text(max_size=60), place=st.text(max_size=60), rest=st.dictionaries(st.sampled_from(
    ("country", "service", "group", "language", "kind", "verified", "receiving", "old", "page", "at", "lang")
), st.text(max_size=40)))  # fmt: skip
def test_any_strings_are_answered(portal: Portal, people: People, q: str, place: str, rest: dict[str, Any]) -> None:
    asked = urllib.parse.urlencode({"q": q, "place": place, **rest}, errors="surrogatepass")
    portal.browser(people.caseworker, check=False).get(f"/partners?{asked}")


def test_the_list_by_words_is_the_same_for_a_question_and_its_folded_form(portal: Portal, people: People) -> None:
    a_world()
    assert names(portal, people.caseworker, q="Łódź") == names(portal, people.caseworker, q="lodz") != []
