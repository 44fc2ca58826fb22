"""Pages, filters, lines, unchanged answers: what a machine may rely on when it reads the directory."""

import json
import time
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from portal.db import db, now, transaction
from portal.partners.hsds import ids, terms
from portal.partners.models import EntryChange, Organization
from portal.vocabulary.services import Population, ServiceStatus, ServiceType
from tests import build
from tests.conftest import BASE_URL, Portal
from tests.partners.hsds import entries
from tests.partners.hsds.machine import Machine, counted

PAGED = ("/organizations", "/services", "/service_at_locations", "/taxonomies", "/taxonomy_terms")
ODD = (
    "%",
    "_",
    "\\",
    "'",
    '"',
    "--",
    "\x00",
    "a\x00b",
    "*",
    "?",
    "[",
    "]",
    "()",
    "a*",
    '"a" OR "b"',
    "NEAR(a b)",
    "^a",
    "-a",
    "a:b",
    "ß",
    "İ",
    "ǅ",
    "\u202eabc",
    "\u200d",
    "\ufeff",
    "👩‍👧",
    "กรุงเทพ",
    "אב",
    "ء",
    "\n",
    "\t",
    " ",
    "a" * 5000,
    "ab " * 700,
)


def test_numbered_pages_hold_everything_once(portal: Portal) -> None:
    with transaction():
        made = {str(build.organization(f"Invented {number}", "NG").id) for number in range(7)}
    machine = Machine.arrive(portal)
    pages = [machine.read(f"/organizations?per_page=3&page={number}") for number in (1, 2, 3, 4)]
    assert [one["size"] for one in pages] == [3, 3, 1, 0]
    assert [one["first_page"] for one in pages] == [True, False, False, False]
    assert [one["last_page"] for one in pages] == [False, False, True, True]
    assert [one["empty"] for one in pages] == [False, False, False, True]
    assert {(one["total_items"], one["total_pages"]) for one in pages} == {(7, 3)}
    assert [one["page_number"] for one in pages] == [1, 2, 3, 4]
    found = [entry["id"] for one in pages for entry in one["contents"]]
    assert set(found) == made and len(found) == 7


def test_an_empty_directory_is_an_empty_page(portal: Portal) -> None:
    machine = Machine.arrive(portal)
    page = machine.read("/services")
    assert page == {
        "total_items": 0,
        "total_pages": 0,
        "page_number": 1,
        "size": 0,
        "first_page": True,
        "last_page": True,
        "empty": True,
        "contents": [],
    }
    assert machine.get("/services?format=ndjson").data == b""


def test_a_page_has_its_most_and_minimal_has_more(portal: Portal) -> None:
    machine = Machine.arrive(portal)
    assert machine.read("/taxonomy_terms?per_page=1000000000")["size"] == 100
    with transaction():
        for number in range(101):
            build.organization(f"Invented {number}", "NG")
    glance = machine.read("/services?minimal=true")
    assert glance["size"] == 101 and glance["last_page"]
    assert {frozenset(one) for one in glance["contents"]} == {frozenset({"id", "modified_date"})}


def test_lines_hold_what_the_pages_hold(portal: Portal) -> None:
    with transaction():
        for number in range(230):  # more than a stream reads at a time
            build.organization(f"Invented {number}", "NG")
    machine = Machine.arrive(portal)
    answer = machine.get("/organizations?format=ndjson&per_page=5&page=3")
    assert answer.mimetype == "application/x-ndjson"
    lines = [json.loads(line)["id"] for line in answer.text.splitlines()]
    assert len(lines) == len(set(lines)) == 230
    paged = [one["id"] for page in (1, 2, 3) for one in machine.contents(f"/organizations?per_page=100&page={page}")]
    assert lines == paged


def test_an_unchanged_answer_is_not_sent_again(portal: Portal) -> None:
    one = entries.whole()
    machine = Machine.arrive(portal)
    for address in ("/", *PAGED, "/openapi.json", f"/organizations/{one.id}", "/services?minimal=1"):
        first = machine.get(address)
        assert first.headers["Cache-Control"] == "private, no-cache" and "Authorization" in first.headers["Vary"]
        same = machine.get(address, 304, If_None_Match=first.headers["ETag"])
        assert same.data == b"" and same.headers["ETag"] == first.headers["ETag"]
        assert same.headers["Cache-Control"] == "private, no-cache"
        assert machine.get(address, If_None_Match='"other"').data == first.data


def test_a_changed_entry_has_another_etag(portal: Portal) -> None:
    one = entries.whole()
    machine = Machine.arrive(portal)
    first = machine.get(f"/organizations/{one.id}").headers["ETag"]
    db.session.rollback()
    with transaction():
        db.session.get_one(Organization, one.id).description = "Another sentence"
    assert machine.get(f"/organizations/{one.id}", If_None_Match=first).headers["ETag"] != first


def test_services_are_found_by_their_terms_their_organization_and_words(portal: Portal) -> None:
    one, other = entries.whole(), None
    with transaction():
        other = build.organization("Invented: Other House", "TH")
    machine = Machine.arrive(portal)

    def found(query: str) -> int:
        total: int = machine.read(f"/services?{query}")["total_items"]
        return total

    def term(taxonomy: terms.Taxonomy, code: str) -> str:
        return f"taxonomy_term_id={ids.of_term(taxonomy.key, code)}"

    assert found("") == 3
    assert found(term(terms.SERVICE_TYPE, ServiceType.SAFEHOUSE.value)) == 1
    assert found(term(terms.POPULATION, Population.WOMEN.value)) == 3
    assert found(term(terms.POPULATION, Population.GIRLS.value)) == 1
    assert found(term(terms.COUNTRY, "TH")) == 1
    assert found(term(terms.CAPACITY, "can_receive")) == 0  # stands at organizations
    assert found(f"taxonomy_term_id={ids.OURS}") == 0
    assert found(f"taxonomy_id={terms.POPULATION.id}") == 3
    assert found(f"taxonomy_id={terms.CAPACITY.id}") == 0
    assert found(f"organization_id={other.id}") == 1
    assert found(f"organization_id={one.id}&{term(terms.POPULATION, 'girls')}&search=whole") == 1
    assert found(f"organization_id={other.id}&search=whole") == 0


def test_modified_after_finds_what_was_changed_since(portal: Portal) -> None:
    with transaction():
        old = build.organization("Invented: Old", "NG", created_at=now() - timedelta(days=100))
        db.session.flush()
        at = now() - timedelta(days=10)
        values = {"previous_value": "a", "replacement_value": "b", "updated_by": "x"}
        db.session.add(EntryChange(organization_id=old.id, field_name="town", at=at, **values))
        db.session.add(EntryChange(organization_id=old.id, field_name="silent_hold", at=now(), **values))
    machine = Machine.arrive(portal)
    for days, number in ((11, 1), (9, 0)):
        since = (now() - timedelta(days=days)).isoformat().replace("+", "%2B")
        assert machine.read(f"/services?modified_after={since}")["total_items"] == number
        assert machine.read(f"/services?modified_after={since.replace('%2B', '+')}")["total_items"] == number
    stated = machine.contents("/services")[0]["last_modified"]
    assert stated.endswith("Z") and stated.startswith(at.date().isoformat())


BAD = (
    ("/services?page=0", "page"),
    ("/services?page=-1", "page"),
    ("/services?page=1.5", "page"),
    ("/services?page=", "page"),
    ("/services?page=99999999999999999999", "page"),
    ("/services?page=%D9%A1", "page"),
    ("/services?per_page=0", "per_page"),
    ("/services?format=xml", "format"),
    ("/services?full=maybe", "full"),
    ("/services?taxonomy_term_id=1", "taxonomy_term_id"),
    ("/services?taxonomy_id=%00", "taxonomy_id"),
    ("/services?organization_id=x", "organization_id"),
    ("/services?modified_after=yesterday", "modified_after"),
    ("/services?modified_after=2026-13-01", "modified_after"),
    ("/services?minimal=2", "minimal"),
    ("/organizations?full_service=x", "full_service"),
    ("/service_at_locations?proximity=100", "proximity"),
    ("/service_at_locations?postcode=1&proximity=0", "proximity"),
    ("/service_at_locations?postcode=1&proximity=1e9", "proximity"),
    ("/service_at_locations?postcode=%00", "postcode"),
    ("/service_at_locations?postcode=", "postcode"),
    ("/taxonomy_terms?top_only=x", "top_only"),
    ("/taxonomy_terms?parent_id=x", "parent_id"),
)


def test_a_parameter_that_cannot_be_read_is_named(portal: Portal) -> None:
    machine = Machine.arrive(portal)
    for address, name in BAD:
        answer = machine.get(address, 400).get_json()
        assert answer["error"] == "invalid_request" and answer["error_description"].startswith(f"{name} "), address


def test_days_at_the_ends_of_the_calendar_are_days(portal: Portal) -> None:
    machine = Machine.arrive(portal)
    for moment in ("0001-01-01", "0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00"):
        assert machine.read(f"/services?modified_after={moment}")["empty"]


def test_odd_strings_are_answered_quickly_everywhere(portal: Portal) -> None:
    entries.whole()
    machine = Machine.arrive(portal)
    client = portal.app.test_client()

    def ask(address: str, **sent: str) -> None:
        began = time.monotonic()
        answer = client.get(f"/api/hsds{address}", query_string=sent, base_url=BASE_URL, headers=machine.headers)
        assert answer.status_code in (200, 400, 404), (address, sent)
        assert time.monotonic() - began < 2, (address, sent)

    for text in ODD:
        for path in PAGED:
            ask(path, search=text)
            if text.strip() and not {"/", "?"} & set(text):
                ask(f"{path}/{text}")
        ask("/service_at_locations", postcode=text, proximity="5")
        ask("/services", **{text: text, "modified_after": text})


@pytest.mark.parametrize("writing", ["{}", "urn:uuid:{}", "{{{}}}"])
def test_an_id_has_one_way_of_writing(portal: Portal, writing: str) -> None:
    one = entries.whole()
    Machine.arrive(portal).get(f"/organizations/{writing.format(one.id)}", 200 if writing == "{}" else 404)


def test_a_page_asks_the_database_as_often_for_one_entry_as_for_twenty(portal: Portal) -> None:
    entries.whole()
    machine = Machine.arrive(portal)
    machine.get("/organizations")
    few = {address: _statements(machine, address) for address in ASKED}
    for number in range(2, 21):
        entries.whole(number)
    many = {address: _statements(machine, f"{address}&per_page=20") for address in ASKED}
    assert many == few and max(few.values()) <= 10, (few, many)


ASKED = (
    "/organizations?full=false",
    "/organizations?full=true",
    "/organizations?full_service=true",
    "/services?full=false",
    "/services?full=true",
    "/services?minimal=true",
    "/service_at_locations?full=false",
    "/service_at_locations?full=true",
)


def _statements(machine: Machine, address: str) -> int:
    with counted() as sent:
        machine.get(address)
    return len(sent)


def test_an_organization_that_closed_for_a_time_says_so_of_its_services(portal: Portal) -> None:
    one = entries.whole(status=ServiceStatus.TEMPORARILY_CLOSED)
    read: dict[str, Any] = Machine.arrive(portal).read(f"/organizations/{one.id}")
    assert {service["status"] for service in read["services"]} == {"temporarily closed"}


def test_what_is_known_of_an_entry_is_stated_in_the_standards_words(portal: Portal) -> None:
    one = entries.whole()
    machine = Machine.arrive(portal)
    read = machine.read(f"/organizations/{one.id}?full_service=true")
    assert read["website"].isascii() and read["year_incorporated"] == 1999
    assert [phone["number"] for phone in read["phones"]] == ["+2348000000001"]
    assert "contacts" not in read
    borne = {(mark["link_type"], mark["taxonomy_term"]["code"]): mark.get("value") for mark in read["attributes"]}
    assert borne[("country", "NG")] == "Invented Town"
    assert borne[("capacity", "not_until")] == one.not_until.isoformat()
    assert borne[("reception", "meets_at_airport")] == "yes"
    assert borne[("reception", "night_arrivals")] == "no"
    assert borne[("reception", "hours_notice")] == "24"
    assert ("reception", "meets_at_border") not in borne
    house = next(service for service in read["services"] if service["name"] == "Own house")
    assert house["assured_date"] == one.checked_on.isoformat() and house["minimum_age"] == 18
    assert house["eligibility_description"] == "Girls; Women"
    assert {spoken["name"] for spoken in house["languages"]} == {"English", "Bini"}
    hours = next(hours for hours in house["schedules"] if hours["byday"] == "MO,FR")
    assert (hours["opens_at"], hours["closes_at"], hours["timezone"]) == ("09:00+01:00", "16:30+01:00", 1)
    assert {area["name"] for area in house["service_areas"]} == {"Edo", "Ghana"}
    assert len(house["service_at_locations"]) == 4


def test_every_id_that_is_stated_is_found_again(portal: Portal) -> None:
    entries.whole()
    machine = Machine.arrive(portal)
    for kind in PAGED:
        for one in machine.contents(f"{kind}?per_page=100"):
            assert machine.read(f"{kind}/{one['id']}")["id"] == one["id"]


def test_reading_changes_nothing_but_when_the_machine_was_last_seen(portal: Portal) -> None:
    entries.whole()
    machine = Machine.arrive(portal)
    machine.get("/organizations?full_service=true")
    events = db.session.scalar(sa.text("SELECT count(*) FROM audit_event"))
    db.session.rollback()
    machine.get("/services?full=true")
    assert db.session.scalar(sa.text("SELECT count(*) FROM audit_event")) == events
