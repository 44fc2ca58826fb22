"""The directory's pages: the list and its filter, an entry, a country, and what each reader sees of them."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa

from portal.db import db, today, transaction
from portal.partners.models import Contact, Language, Organization, Phone, Schedule
from portal.vocabulary.organizations import VerificationTier, Visibility
from portal.vocabulary.services import ServiceStatus
from tests import build
from tests.conftest import Portal
from tests.people import People

MARKUP = '<script>alert(1)</script><b>Invented & "quoted"</b>'


def entry(name: str, country: str = "NG", **more: Any) -> Organization:
    """An invented entry in the database."""
    with transaction():
        return build.organization(name, country, **more)


def names(portal: Portal, person: Any, **asked: Any) -> list[str]:
    """The names of the list's cards."""
    text = portal.browser(person).get("/partners?" + urlencode(asked, doseq=True)).text
    return [part.split("</bdi>")[0].split("<bdi>")[-1] for part in text.split('<article class="card">')[1:]]


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that reach the database meanwhile, with nothing remembered from before."""
    db.session.remove()
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "audit_head" not in statement:  # a month's first look also begins its chain
            seen.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(db.engine, "before_cursor_execute", note)


def test_each_filter_narrows_the_list_and_chips_take_it_away_again(portal: Portal, people: People) -> None:
    with transaction():
        polish = build.organization("Invented: Łódź House", "PL")
        polish.languages = [Language(code="pl")]
        build.organization("Invented: Unverified", "PL", tier=VerificationTier.SELF_DECLARED)
    assert names(portal, people.caseworker, country=["PL", "RO"]) == [
        "Invented: Cluj House",
        "Invented: Łódź House",
        "Invented: Unverified",
    ]
    assert names(portal, people.caseworker, q="lodz") == ["Invented: Łódź House"]
    assert names(portal, people.caseworker, q="polen verif") == ["Invented: Unverified"]
    assert names(portal, people.caseworker, language="pl") == ["Invented: Łódź House"]
    assert names(portal, people.caseworker, country="PL", verified="y") == ["Invented: Łódź House"]
    assert names(portal, people.caseworker, country="PL", service="documents") == []
    assert len(names(portal, people.caseworker, group="women", service="arrival_reception")) == 5
    page = portal.browser(people.caseworker).get("/partners?country=PL&verified=y&service=nonsense")
    assert 'href="/partners?country=PL"' in page.text and 'href="/partners?verified=y"' in page.text


@pytest.mark.parametrize("question", ["%", "_", "\\", "100%_", "' OR 1=1 --", "\x00%", "a" * 5000])
def test_signs_of_the_database_are_plain_signs_in_a_search(portal: Portal, people: People, question: str) -> None:
    assert names(portal, people.caseworker, q=question) == []


def test_a_search_that_finds_nothing_says_what_to_do_next(portal: Portal, people: People) -> None:
    page = portal.browser(people.caseworker).get("/partners?q=nowhere")
    assert "No entry fits" in page.text and "0 entries" in page.text


def test_the_list_takes_the_same_number_of_questions_for_one_row_and_for_thirty(portal: Portal, people: People) -> None:
    browser = portal.browser(people.caseworker)
    browser.get("/partners?country=BG")
    entry("Invented: one", "BG")
    with counted() as one:
        browser.get("/partners?country=BG")
    for number in range(29):
        entry(f"Invented: more {number:02}", "BG", languages=[Language(code="bg")])
    with counted() as thirty:
        first = browser.get("/partners?country=BG")
    assert len(thirty) == len(one)
    assert first.text.count('<article class="card">') == 20 and "30 entries" in first.text
    after = first.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert browser.get(after).text.count('<article class="card">') == 10


def test_country_pages_and_files_too_take_as_many_questions_for_thirty_rows(portal: Portal, people: People) -> None:
    browser = portal.browser(people.embassy)
    entry("Invented: one", "BG")
    with counted() as one:
        browser.get("/countries/BG")
        browser.get("/partners.csv?country=BG")
    for number in range(29):
        entry(f"Invented: more {number:02}", "BG")
    with counted() as thirty:
        browser.get("/countries/BG")
        browser.get("/partners.csv?country=BG")
    assert len(thirty) == len(one)


def test_who_sees_an_entry_follows_its_visibility_on_list_page_and_file(portal: Portal, people: People) -> None:
    entries = {one: entry(f"Invented: {one.value}", "BG", visibility=one) for one in Visibility}
    closed = entry("Invented: closed", "BG", status=ServiceStatus.DEFUNCT)
    sees = {
        "caseworker": {Visibility.NETWORK, Visibility.EMBASSY},
        "embassy": {Visibility.NETWORK, Visibility.EMBASSY},
        "coordinator": set(Visibility),
        "accepting": {Visibility.NETWORK},
    }
    for who, seen in sees.items():
        person = people.everyone()[who]
        browser = portal.browser(person)
        expected = {f"Invented: {one.value}" for one in seen} | (
            {"Invented: closed"} if who == "coordinator" else set()
        )
        assert set(names(portal, person, country="BG")) == expected
        for one, record in entries.items():
            browser.get(f"/partners/{record.id}", 200 if one in seen else 404)
        browser.get(f"/partners/{closed.id}", 200 if who == "coordinator" else 404)
        if who != "accepting":
            rows = list(csv.DictReader(io.StringIO(browser.get("/partners.csv?country=BG").data.decode("utf-8-sig"))))
            assert {row["name"] for row in rows} == expected


@pytest.mark.parametrize("who", ["auditor", "administrator"])
def test_those_without_need_of_the_directory_find_none_of_it(portal: Portal, people: People, who: str) -> None:
    browser = portal.browser(people.everyone()[who])
    for address in (
        "/partners",
        "/partners.csv",
        "/countries/NG",
        f"/partners/{people.accepting.actor.organization_id}",
    ):
        browser.get(address, 404)


def test_a_partner_sees_only_the_front_gate_of_another_partner(portal: Portal, people: People) -> None:
    with transaction():
        other = build.organization("Invented: Varna House", "BG", description="Secret plan", email="gate@varna.example")
        other.contacts = [Contact(name="Boyana Invented", email="boyana@varna.example")]
        other.phones = [Phone(number="+35952000001", as_typed="+359 52 000 001", note="Front gate")]
        other.languages = [Language(code="bg")]
        db.session.flush()
        other.phones.append(Phone(number="+35952000002", contact_id=other.contacts[0].id))
    page = portal.browser(people.accepting).get(f"/partners/{other.id}").text
    assert "Varna House" in page and "+359 52 000 001" in page and "gate@varna.example" in page
    for hidden in ("Boyana", "boyana@", "+35952000002", "Secret plan", "Bulgarian", "References checked"):
        assert hidden not in page
    whole = portal.browser(people.caseworker).get(f"/partners/{other.id}").text
    assert "Boyana" in whole and "Secret plan" in whole and "Bulgarian" in whole
    assert names(portal, people.accepting, language="bg", country="BG") == ["Invented: Varna House"]


def test_a_silent_hold_makes_no_difference_to_anybody_but_the_centre(portal: Portal, people: People) -> None:
    held = entry("Invented: held", "BG")
    readers = (people.caseworker, people.embassy, people.accepting)
    addresses = [f"/partners/{held.id}", "/partners?country=BG", "/partners?verified=y", "/countries/BG", "/home"]
    addresses = [one for one in addresses if one != "/home"]

    def looks() -> list[bytes]:
        return [
            portal.browser(person)
            .get(address, 404 if person is people.accepting and "countries" in address else 200)
            .data
            for person in readers
            for address in addresses
        ]

    before = looks()
    with transaction():
        held.silent_hold = True
    assert looks() == before
    assert "held back" in portal.browser(people.coordinator).get(f"/partners/{held.id}").text
    assert "0 working partners" in portal.browser(people.coordinator).get("/countries/BG").text


def test_names_with_markup_are_text_everywhere(portal: Portal, people: People) -> None:
    with transaction():
        bad = build.organization(MARKUP, "BG", alternate_name=MARKUP + "2", town=MARKUP, description=MARKUP)
        bad.contacts = [Contact(name=MARKUP, title=MARKUP)]
        bad.source_title, bad.source_url = MARKUP, "https://example.org/?a=1&b=<2>"
    for address in ("/partners?country=BG", f"/partners/{bad.id}", "/countries/BG", f"/partners/{bad.id}/edit"):
        text = portal.browser(people.coordinator).get(address).text
        assert "<script>" not in text and "<b>" not in text and "&lt;script&gt;" in text


def test_a_cell_of_the_list_is_never_a_formula(portal: Portal, people: People) -> None:
    signs = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u200b=1", "＝1+1", "|x", "%x", "＠x"]
    for number, sign in enumerate(signs):
        entry(f"{sign} {number}", "BG")
    answer = portal.browser(people.coordinator).get("/partners.csv?country=BG")
    assert answer.data.startswith(b"\xef\xbb\xbf") and answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    assert len(rows) == len(signs) and all(row["name"].startswith("'") for row in rows)


def test_hours_stand_in_the_organisations_own_time_and_in_danish_time(portal: Portal, people: People) -> None:
    from datetime import time

    with transaction():
        far = build.organization("Invented: Bangkok", "TH", time_zone="Asia/Bangkok")
        far.schedules = [Schedule(byday="MO,FR", opens_at=time(14, 0), closes_at=time(18, 0))]
    page = portal.browser(people.caseworker).get(f"/partners/{far.id}").text
    assert "Monday" in page and "14:00 to 18:00" in page
    assert "08:00 to 12:00 in Danish time" in page or "09:00 to 13:00 in Danish time" in page


def test_a_country_page_says_plainly_what_is_missing(portal: Portal, people: People) -> None:
    entry("Invented: alone", "BG", tier=VerificationTier.UNVERIFIED, checked_on=None)
    page = portal.browser(people.embassy).get("/countries/BG").text
    assert "0 working partners" in page and "Nobody has verified a partner here yet" in page
    assert "Nobody offers: Legal help" in page and "No authority is listed" in page
    assert "No partner in this country yet" in portal.browser(people.embassy).get("/countries/NE").text
    portal.browser(people.embassy).get("/countries/XX", 404)
    portal.browser(people.embassy).get("/countries/ng", 404)


def test_a_starter_entry_says_that_nobody_has_asked_it(portal: Portal, people: People) -> None:
    more = {"source_title": "A page", "source_url": "https://example.org/a", "source_date": "2019"}
    starter = entry(
        "Invented: starter", "BG", tier=VerificationTier.UNVERIFIED, is_starter=True, looked_up_on=today(), **more
    )
    page = portal.browser(people.caseworker).get(f"/partners/{starter.id}").text
    assert "Unverified starter entry" in page and "https://example.org/a" in page and "2019" in page
    assert "Invented</span>" in page


def test_the_first_page_shows_an_embassy_its_countries_and_a_partner_its_entry(portal: Portal, people: People) -> None:
    assert "1 working partner" in portal.browser(people.embassy).get("/home").text
    assert "Your details were checked today" in portal.browser(people.accepting).get("/home").text
    answer = portal.browser(people.accepting).get("/our-entry", 302)
    assert answer.headers["Location"] == f"/partners/{people.accepting.actor.organization_id}"
