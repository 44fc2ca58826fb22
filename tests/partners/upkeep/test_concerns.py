"""A confidential concern: the centre alone reads it, and nobody else can tell of it, or of a hold, from anything."""

import re
import uuid

import sqlalchemy as sa

from portal.audit.models import AuditEvent
from portal.db import Base, db, today, transaction
from portal.letters.models import Letter
from portal.partners.models import EntryChange, Organization
from portal.partners.upkeep.models import Concern
from portal.referrals.readiness import Missing, missing
from portal.vocabulary.upkeep import ConcernState
from tests import build
from tests.cases.story import at_once
from tests.conftest import Portal
from tests.partners.upkeep.directory import full_entry, posting
from tests.people import People, Person

SECRET = "Kanarie was asked for money"
OUTSIDE = ("caseworker", "colleague", "accepting", "declining", "embassy", "auditor", "administrator")


def told(portal: Portal, person: Person, entry: Organization, **more: str) -> Concern:
    """A concern told on the page; as the database has it."""
    form = {"text": SECRET, "form_key": str(uuid.uuid4()), **more}
    answer = portal.browser(person).post(f"/partners/{entry.id}/concern", form)
    assert answer.headers["Location"] == f"/partners/{entry.id}/concern/told"
    receipt = portal.browser(person).get(answer.headers["Location"]).text
    assert "The centre has what you wrote" in receipt and SECRET not in receipt
    db.session.rollback()
    return db.session.scalars(sa.select(Concern).order_by(Concern.at.desc())).first()  # type: ignore[return-value]


def looks(portal: Portal, people: People, entry: Organization) -> dict[tuple[str, str], bytes]:
    """Every page of the directory, and the first page, as everybody but the centre sees them."""
    addresses = ("/home", "/partners", "/partners?verified=y", "/countries/NG", "/countries/NG/card", "/suggestions")
    own = (f"/partners/{entry.id}", f"/partners/{entry.id}/edit", f"/partners/{entry.id}/concern/told")
    own += (f"/partners/{entry.id}/history", f"/partners/{entry.id}/asked", "/partners.csv", "/partners/upkeep")
    return {
        (name, address): _without_keys(
            portal.browser(getattr(people, name), check=False).client.get(address, base_url="https://portal.test").data
        )
        for name in OUTSIDE
        for address in (*addresses, *own)
    }


def _without_keys(page: bytes) -> bytes:
    return re.sub(rb'name="form_key" value="[^"]*"', b"", page)


def test_everybody_who_reads_the_directory_can_tell_and_only_the_centre_reads_it(
    portal: Portal, people: People
) -> None:
    entry = full_entry(people)
    for number, name in enumerate(("embassy", "caseworker", "accepting", "declining", "coordinator")):
        concern = told(portal, getattr(people, name), entry, from_returned_person="y" if number % 2 else "")
        assert (concern.text, concern.from_returned_person) == (SECRET, bool(number % 2))
        for stranger in OUTSIDE:
            portal.browser(getattr(people, stranger)).get(f"/partners/upkeep/concerns/{concern.id}", 404)
            portal.browser(getattr(people, stranger)).post(f"/partners/upkeep/concerns/{concern.id}", status=404)
    page = portal.browser(people.coordinator).get(f"/partners/upkeep/concerns/{concern.id}").text
    assert SECRET in page and entry.name in page
    assert entry.name in portal.browser(people.coordinator).get("/partners/upkeep?tab=concerns").text
    assert "Concern of" in portal.browser(people.coordinator).get(f"/partners/{entry.id}").text
    for name in ("auditor", "administrator"):
        portal.browser(getattr(people, name)).get(f"/partners/{entry.id}/concern", 404)


def test_nobody_but_the_centre_can_tell_of_a_concern_or_a_hold_from_anything(portal: Portal, people: People) -> None:
    entry = full_entry(people)
    told(portal, people.declining, entry)
    with transaction():
        db.session.execute(sa.delete(Concern))
    before, version = looks(portal, people, entry), entry.row_version
    concern = told(portal, people.declining, entry)
    assert looks(portal, people, entry) == before
    portal.browser(people.coordinator).post(f"/partners/upkeep/concerns/{concern.id}", {"hold": "y"})
    db.session.rollback()
    db.session.refresh(entry)
    assert entry.silent_hold and entry.row_version == version, "a stale form would tell of the hold"
    assert looks(portal, people, entry) == before
    assert db.session.scalar(sa.select(sa.func.count(EntryChange.id))) == 0
    form = {"hold": "y", "close": "y", "outcome": "Looked into"}
    portal.browser(people.coordinator).post(f"/partners/upkeep/concerns/{concern.id}", form)
    assert looks(portal, people, entry) == before
    assert "held" in portal.browser(people.coordinator).get(f"/partners/{entry.id}").text


def test_a_hold_and_its_end_are_one_act_with_the_outcome(portal: Portal, people: People) -> None:
    entry = full_entry(people)
    concern, browser = told(portal, people.embassy, entry), portal.browser(people.coordinator)
    address = f"/partners/upkeep/concerns/{concern.id}"
    assert "Write what came of it" in browser.post(address, {"hold": "y", "close": "y"}, 200).text
    db.session.refresh(entry)
    assert not entry.silent_hold, "half an act was kept"
    browser.post(address, {"hold": "y"})
    db.session.refresh(entry)
    assert entry.silent_hold and "checked" in browser.get(address).text
    assert missing(build.case(people.caseworker), entry, today()) == [Missing.CENTRE]
    browser.post(address, {"close": "y", "outcome": "It was not so"})
    db.session.expire_all()
    assert (entry.silent_hold, concern.state, concern.outcome) == (False, ConcernState.CLOSED, "It was not so")
    assert "It was not so" in browser.get(address).text


def test_of_two_who_close_at_once_one_is_heard(portal: Portal, people: People) -> None:
    concern = told(portal, people.embassy, full_entry(people))
    address = f"/partners/upkeep/concerns/{concern.id}"

    acts = [
        posting(portal, person, address, close="y", outcome=outcome)
        for person, outcome in ((people.coordinator, "first"), (people.second_coordinator, "second"))
    ]
    statuses = at_once(*acts)
    db.session.expire_all()
    assert sorted(statuses) == [302, 409]
    assert concern.outcome == ("first" if statuses == [302, 409] else "second")


def test_a_double_post_makes_one_concern_and_an_empty_one_none(portal: Portal, people: People) -> None:
    entry, key = full_entry(people), str(uuid.uuid4())
    for _twice in range(2):
        told(portal, people.embassy, entry, form_key=key)
    portal.browser(people.caseworker).post(f"/partners/{entry.id}/concern", {"text": "x", "form_key": key}, 404)
    page = portal.browser(people.embassy).post(f"/partners/{entry.id}/concern", {"text": " "}, 200)
    assert "Write what worries you" in page.text
    assert db.session.scalar(sa.select(sa.func.count(Concern.id))) == 1


def test_a_concern_is_sealed_and_neither_log_nor_letter_holds_it_or_names_the_partner(
    portal: Portal, people: People
) -> None:
    entry = full_entry(people)
    concern = told(portal, people.embassy, entry)
    portal.browser(people.coordinator).get(f"/partners/upkeep/concerns/{concern.id}")
    form = {"hold": "y", "close": "y", "outcome": "Kanarie outcome"}
    portal.browser(people.coordinator).post(f"/partners/upkeep/concerns/{concern.id}", form)
    db.session.rollback()
    stored = "".join(
        repr(tuple(row)) for table in Base.metadata.sorted_tables for row in db.session.execute(sa.select(table))
    )
    assert "Kanarie" not in stored
    events = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.event.like("concern:%"))).all()
    assert [one.event for one in sorted(events, key=lambda one: one.number)] == [
        "concern:text:told",
        "concern:text:read",
        "concern:case:closed",
        "concern:hold:set",
    ]
    assert all(str(entry.id) not in f"{one.subject} {one.details}" for one in events)
    assert db.session.scalar(sa.select(sa.func.count(Letter.id))) == 0
