"""Writing in the directory: who may write what, two at once, double posts, the trail, verifying and retiring."""

import uuid
from datetime import time
from typing import Any

import pytest
from sqlalchemy import inspect, select

from portal.access import Actor, Role
from portal.audit.models import AuditEvent
from portal.db import Stale, db, today, transaction
from portal.partners import actions, queries, reaching
from portal.partners.models import Contact, EntryChange, Organization, Phone
from portal.partners.row_forms import groups_of
from portal.vocabulary.organizations import Capacity, OrganizationType, TransferBasis, VerificationTier, Visibility
from portal.vocabulary.services import Population, ServiceStatus, ServiceType
from tests import build
from tests.conftest import Portal
from tests.partners.vetting.world import works
from tests.people import People

FACTS = {
    "name": "Invented: Edo House",
    "town": "Benin City",
    "alternate_name": "",
    "description": "Meets people at the airport.",
    "regions": "Edo\nDelta",
    "spoken": ["en", "pcm"],
    "time_zone": "Africa/Lagos",
    "locale": "en",
    "legal_status": "association",
    "year_incorporated": "1999",
}
RECEPTION = {"capacity": "can_receive", "promise": "3_days", "hours_notice": "48", "meets_at_airport": "yes"}
AS_CENTRE = {"org_type": "NGO", "visibility": "network", "transfer_basis": "standard_clauses"}


def own(people: People) -> Organization:
    """The organisation of the accepting partner, read anew."""
    db.session.rollback()
    return db.session.get_one(Organization, people.accepting.actor.organization_id, populate_existing=True)


def typed(entry: Organization, **more: Any) -> dict[str, Any]:
    """A form over an entry as it was shown."""
    return {**FACTS, "row_version": str(entry.row_version), **more}


def test_a_partner_keeps_its_own_entry_right_and_the_trail_tells_what_changed(portal: Portal, people: People) -> None:
    entry = own(people)
    portal.browser(people.accepting).post(f"/partners/{entry.id}/edit", typed(entry))
    entry = own(people)
    assert entry.town == "Benin City" and [area.region for area in entry.service_areas] == ["Edo", "Delta"]
    assert sorted(one.code for one in entry.languages) == ["en", "pcm"]
    assert "benin city" in entry.search_text
    changed = {one.field_name for one in db.session.scalars(select(EntryChange))}
    assert changed == {"town", "description", "languages", "service_areas", "legal_status", "year_incorporated"}
    page = portal.browser(people.coordinator).get(f"/partners/{entry.id}/history").text
    assert "Town changed by Ada Invented" in page
    assert "changed by" not in portal.browser(people.accepting).get(f"/partners/{entry.id}").text
    noted = db.session.scalar(select(AuditEvent).where(AuditEvent.event == "partner:entry:changed"))
    assert noted is not None and noted.details == {"parts": 6} and noted.actor_id == people.accepting.id


@pytest.mark.parametrize("page", ["edit", "reception", "capacity", "services", "contacts", "hours", "retire", "reopen"])
def test_nobody_but_the_centre_and_its_own_people_can_write_an_entry(portal: Portal, people: People, page: str) -> None:
    entry = own(people)
    before = _columns(entry)
    for who in ("caseworker", "embassy", "declining", "auditor", "administrator"):
        portal.browser(people.everyone()[who]).post(f"/partners/{entry.id}/{page}", typed(entry), 404)
    if page in ("verify", "retire", "reopen"):
        portal.browser(people.accepting).post(f"/partners/{entry.id}/{page}", typed(entry), 404)
    assert _columns(own(people)) == before


def _columns(entry: Organization) -> dict[str, Any]:
    return {one.key: getattr(entry, one.key) for one in inspect(Organization).column_attrs}


EVIL = {
    "id": str(uuid.uuid4()),
    "created_at": "2000-01-01",
    "sort_name": "zzz",
    "org_type": "Embassy",
    "country": "DK",
    "status": "defunct",
    "tier": "agreement_in_force",
    "verified_on": "2000-01-01",
    "verified_on-day": "1",
    "verified_on-month": "1",
    "verified_on-year": "2000",
    "verified_by": "Mallory",
    "next_check_on": "2000-01-01",
    "checked_on": "2000-01-01",
    "checked_by": "Mallory",
    "silent_hold": "y",
    "visibility": "centre",
    "transfer_basis": "adequacy_decision",
    "is_starter": "y",
    "is_invented": "",
    "source_title": "x",
    "source_url": "https://evil.example",
    "source_date": "2000",
    "looked_up_on": "2000-01-01",
    "capacity": "not_until",
    "capacity_said_on": "2000-01-01",
    "not_until": "2000-01-01",
    "promise": "24_hours",
    "listing_wish": "wishes",
    "check_asked_on": "2000-01-01",
    "check_reminded_on": "2000-01-01",
    "service_mask": "1048575",
    "language_codes": "x",
    **{f"for_{group.value}": "y" for group in Population},
    "parent_organization_id": str(uuid.uuid4()),
    "merged_into_id": str(uuid.uuid4()),
    "latitude": "1.5",
    "longitude": "1.5",
    "asked": "99",
    "answered_in_time": "99",
    "recent_answers": "1111",
    "search_text": "x",
    "import_key": "x",
    "organization_id": str(uuid.uuid4()),
}
#: Written with an entry by the portal itself: found by, sorted by, the position of its town.
BY_ITSELF = {"row_version", "search_text", "sort_name", "latitude", "longitude", "service_mask", "language_codes"} | {
    f"for_{group.value}" for group in Population
}
SAID = {"capacity", "capacity_said_on", "not_until"}
WRITES = {
    "edit": {*actions.OWN_FIELDS},
    "reception": {*SAID, "promise"},
    "capacity": SAID,
    "confirm": {"checked_by"},
}


@pytest.mark.parametrize("who", ["accepting", "coordinator"])
@pytest.mark.parametrize("page", ["edit", "reception", "capacity", "services", "contacts", "hours", "confirm"])
def test_posting_every_column_changes_only_what_the_form_shows(
    portal: Portal, people: People, who: str, page: str
) -> None:
    entry = own(people)
    before = _columns(entry)
    unknown = (
        {one.key for one in inspect(Organization).column_attrs}
        - set(EVIL)
        - set(FACTS)
        - BY_ITSELF
        - set(actions.OWN_FIELDS)
    )
    assert unknown == set(), "a new column is not tried here yet"
    data = {**EVIL, **typed(entry)} | (RECEPTION if page in ("reception", "capacity") else {})
    if who == "coordinator" and page == "edit":
        data |= AS_CENTRE
    portal.browser(people.everyone()[who]).post(f"/partners/{entry.id}/{page}", data)
    after = _columns(own(people))
    changed = {name for name in before if before[name] != after[name]}
    if page == "confirm":
        assert after["checked_by"] == people.everyone()[who].actor.name and after["checked_on"] == today()
    if page in ("reception", "capacity"):
        assert (after["capacity"], after["capacity_said_on"]) == (Capacity.CAN_RECEIVE, today())
    assert changed <= WRITES.get(page, set()) | BY_ITSELF


def test_the_centre_alone_writes_visibility_and_transfer_basis_and_nobody_a_hold_by_this_form(
    portal: Portal, people: People
) -> None:
    entry = own(people)
    data = typed(entry, **AS_CENTRE, silent_hold="y") | {"visibility": "embassy", "transfer_basis": "derogation"}
    portal.browser(people.coordinator).post(f"/partners/{entry.id}/edit", data)
    entry = own(people)
    assert (entry.silent_hold, entry.visibility, entry.transfer_basis) == (
        False,
        Visibility.EMBASSY,
        TransferBasis.DEROGATION,
    )
    page = portal.browser(people.accepting).get(f"/partners/{entry.id}").text
    assert (
        "held back" not in page
        and "silent" not in portal.browser(people.accepting).get(f"/partners/{entry.id}/edit").text
    )


def test_of_two_who_save_at_once_the_second_sees_both_and_loses_nothing(portal: Portal, people: People) -> None:
    entry = own(people)
    opened = typed(entry)
    portal.browser(people.accepting).post(f"/partners/{entry.id}/edit", opened | {"town": "Lagos"})
    browser = portal.browser(people.accepting_too)
    late = opened | {"town": "Benin City", "description": "Typed with much care"}
    answer = browser.post(f"/partners/{entry.id}/edit", late, 409)
    assert "Ada Invented saved it" in answer.text and "Lagos" in answer.text
    assert "Typed with much care" in answer.text and 'value="Benin City"' in answer.text
    assert own(people).town == "Lagos"
    version = answer.text.split('name="row_version" value="')[1].split('"')[0]
    browser.post(f"/partners/{entry.id}/edit", late | {"row_version": version})
    assert own(people).town == "Benin City"


@pytest.mark.parametrize("version", ["", "0", "-1", "999", "x", "1' OR 1", "²"])
def test_a_broken_version_saves_nothing(portal: Portal, people: People, version: str) -> None:
    entry = own(people)
    answer = portal.browser(people.accepting).post(f"/partners/{entry.id}/edit", typed(entry, row_version=version), 409)
    assert "Somebody else saved this entry" in answer.text
    assert own(people).town == "Invented Town"


def test_wrong_fields_get_their_sentence_and_nothing_typed_is_lost(portal: Portal, people: People) -> None:
    entry = own(people)
    wrong = typed(entry, website="javascript:alert(1)", email="nobody", town="T" * 121, name="")
    wrong |= {"location_type": "redacted", "address": "Secret Street 1"}
    page = portal.browser(people.accepting).post(f"/partners/{entry.id}/edit", wrong, 200).text
    for sentence in (
        "Write a web address that begins with https://",
        "Write an e-mail address such as",
        "Shorten this to 120 characters; it has 121.",
        "Write the organisation's name.",
        "a protected place is never written down",
    ):
        assert page.count(sentence) == 2, sentence
    assert "javascript:alert(1)" in page and "Secret Street 1" in page
    assert own(people).locations == []


def test_services_keep_their_own_groups(portal: Portal, people: People) -> None:
    entry = own(people)
    chosen = {
        "row_version": str(entry.row_version),
        "services": ["arrival_reception", "legal_assistance"],
        groups_of(ServiceType.LEGAL_ASSISTANCE): ["men", "girls"],
        groups_of(ServiceType.FOOD): ["women"],
    }
    portal.browser(people.accepting).post(f"/partners/{entry.id}/services", chosen)
    entry = own(people)
    groups = {one.service_type: {group.population for group in one.populations} for one in entry.services}
    assert groups == {
        ServiceType.ARRIVAL_RECEPTION: set(),
        ServiceType.LEGAL_ASSISTANCE: {Population.MEN, Population.GIRLS},
    }
    assert "legal help" in entry.search_text


def test_contacts_and_numbers_are_saved_checked_and_removed(portal: Portal, people: People) -> None:
    entry = own(people)
    address, browser = f"/partners/{entry.id}/contacts", portal.browser(people.accepting)
    data = {
        "row_version": str(entry.row_version),
        "contacts-0-name": "Ada Invented",
        "contacts-0-role": "key",
        "contacts-0-phone": "0803 123 4567",
        "contacts-0-email": "ada@edo.example",
        "phones-0-phone": "+234 803 123 4568",
        "phones-0-note": "Front gate",
    }
    browser.post(address, data)
    entry = own(people)
    contact = entry.contacts[0]
    numbers = {phone.number: phone for phone in entry.phones}
    assert numbers["+2348031234567"].contact_id == contact.id and numbers["+2348031234568"].contact_id is None
    assert numbers["+2348031234567"].as_typed == "0803 123 4567"
    assert (contact.checked_on, contact.checked_by) == (today(), "Ada Invented")
    page = browser.get(address).text
    assert "0803 123 4567" in page and "Front gate" in page
    trail = list(db.session.scalars(select(EntryChange).where(EntryChange.field_name == "contacts")))
    assert [(one.previous_value, one.replacement_value) for one in trail] == [("", "")]
    gone = data | {
        "row_version": str(entry.row_version),
        "contacts-0-row_id": str(contact.id),
        "contacts-0-remove": "y",
    }
    browser.post(address, gone)
    entry = own(people)
    assert entry.contacts == [] and [phone.note for phone in entry.phones] == ["Front gate"]


def test_a_contact_of_another_organisation_cannot_be_taken_over(portal: Portal, people: People) -> None:
    entry = own(people)
    with transaction():
        other = build.organization("Invented: other", "BG")
        other.contacts = [Contact(name="Boyana Invented")]
    data = {
        "row_version": str(entry.row_version),
        "contacts-0-row_id": str(other.contacts[0].id),
        "contacts-0-name": "Stolen",
        "phones-0-row_id": str(uuid.uuid4()),
        "phones-0-phone": "not a number",
    }
    page = portal.browser(people.accepting).post(f"/partners/{entry.id}/contacts", data, 200).text
    assert "Write a telephone number" in page
    portal.browser(people.accepting).post(f"/partners/{entry.id}/contacts", data | {"phones-0-phone": ""})
    assert own(people).contacts == []
    assert [one.name for one in db.session.scalars(select(Contact))] == ["Boyana Invented"]
    assert list(db.session.scalars(select(Phone))) == []


def test_hours_are_written_as_the_clock_shows_them_there(portal: Portal, people: People) -> None:
    entry = own(people)
    data = {"row_version": str(entry.row_version), "hours-0-days": ["MO", "TU"], "hours-0-opens": "08:30"}
    browser = portal.browser(people.accepting)
    assert "Write both hours" in browser.post(f"/partners/{entry.id}/hours", data, 200).text
    browser.post(f"/partners/{entry.id}/hours", data | {"hours-0-closes": "16:00"})
    schedule = own(people).schedules[0]
    assert (schedule.byday, schedule.opens_at, schedule.closes_at) == ("MO,TU", time(8, 30), time(16, 0))


def test_all_is_still_correct_counts_for_what_was_seen_alone(portal: Portal, people: People) -> None:
    entry = own(people)
    with transaction():
        entry.checked_on, entry.contacts = None, [Contact(name="Ada Invented")]
    seen = {"row_version": str(entry.row_version)}
    browser = portal.browser(people.accepting)
    browser.post(f"/partners/{entry.id}/confirm", seen)
    entry = own(people)
    assert entry.checked_on == entry.contacts[0].checked_on == today() and entry.checked_by == "Ada Invented"
    browser.post(f"/partners/{entry.id}/confirm", seen, 409)


NEW = {
    "name": "Invented: Ruse House",
    "country": "BG",
    "town": "Ruse",
    "org_type": "NGO",
    "visibility": "network",
}


def test_a_form_posted_twice_makes_one_entry_and_the_same_name_none(portal: Portal, people: People) -> None:
    browser = portal.browser(people.coordinator)
    key = browser.get("/partners/new").text.split('name="form_key" value="')[1].split('"')[0]
    answers = [browser.post("/partners/new", NEW | {"form_key": key}).headers["Location"] for _ in range(2)]
    assert answers[0] == answers[1] == f"/partners/{key}?told=made"
    made = db.session.get_one(Organization, uuid.UUID(key))
    assert made.transfer_basis is TransferBasis.EEA and made.time_zone == "Europe/Sofia"
    assert made.tier is VerificationTier.UNVERIFIED
    page = browser.post("/partners/new", NEW | {"name": "INVENTED: ruse house", "is_new": "y"}, 409).text
    assert "stands in the directory for this country already" in page and f"/partners/{key}" in page
    browser.post("/partners/new", NEW | {"country": "MD"})
    far = db.session.scalars(select(Organization).where(Organization.country == "MD")).one()
    assert far.transfer_basis is None
    portal.browser(people.accepting).get("/partners/new", 404)


def test_retiring_calls_the_hooks_in_the_same_act_and_the_entry_can_come_back(portal: Portal, people: People) -> None:
    entry = own(people)
    called: list[tuple[Actor, uuid.UUID]] = []

    def hook(actor: Actor, organization_id: uuid.UUID) -> None:
        called.append((actor, organization_id))

    actions.ON_SUSPEND.append(hook)
    try:
        browser = portal.browser(people.coordinator)
        browser.post(f"/partners/{entry.id}/retire", {"row_version": str(entry.row_version), "status": "active"}, 200)
        browser.post(f"/partners/{entry.id}/retire", {"row_version": str(entry.row_version), "status": "inactive"})
    finally:
        actions.ON_SUSPEND.remove(hook)
    assert [organization_id for _actor, organization_id in called] == [entry.id]
    portal.browser(people.caseworker).get(f"/partners/{entry.id}", 404)
    browser.post(f"/partners/{entry.id}/reopen", {"row_version": str(own(people).row_version)})
    assert own(people).status is ServiceStatus.ACTIVE


def test_the_rules_refuse_what_the_pages_do_not_offer(portal: Portal, people: People) -> None:
    entry = own(people)
    partner, stranger = people.accepting.actor, people.declining.actor
    with pytest.raises(actions.NotYours):
        actions.change(stranger, entry.id, entry.row_version, {"town": "Taken"})
    with pytest.raises(actions.NotYours):
        actions.retire(partner, entry.id, entry.row_version, ServiceStatus.DEFUNCT)
    with pytest.raises(actions.NotYours):
        actions.create(partner, uuid.uuid4(), "NG", {"name": "x", "org_type": OrganizationType.NGO})
    with pytest.raises(Stale):
        actions.change(partner, entry.id, entry.row_version + 1, {"town": "Late"})
    actions.change(partner, entry.id, own(people).row_version, {"tier": VerificationTier.VISITED, "silent_hold": True})
    assert (own(people).tier, own(people).silent_hold) == (VerificationTier.REFERENCE_CHECKED, False)
    link = Actor(partner.id, Role.PARTNER, organization_id=entry.id, limited_to="BCDFGHJKMN")
    assert queries.editable(link, entry.id) is None and queries.organization_for(link, entry.id) is not None
    assert queries.organization_for(link, people.declining.actor.organization_id or uuid.uuid4()) is None


def test_a_working_partner_is_verified_checked_open_and_keeps_its_promise(portal: Portal, people: People) -> None:
    entry = own(people)
    assert works(entry.id)
    wrong: dict[str, Any] = {
        "tier": VerificationTier.SELF_DECLARED,
        "checked_on": today().replace(year=today().year - 2),
        "status": ServiceStatus.TEMPORARILY_CLOSED,
        "not_until": today().replace(year=today().year + 1),
        "silent_hold": True,
        "recent_answers": "1000",
    }
    for name, value in wrong.items():
        was = getattr(own(people), name)
        with transaction():
            setattr(own(people), name, value)
        assert not works(entry.id), name
        with transaction():
            setattr(own(people), name, was)
    assert works(entry.id)


def test_the_last_four_answers_count_and_the_newest_stands_last(portal: Portal, people: People) -> None:
    entry_id = own(people).id
    seen = []
    for in_time in (False, True, True, False, True, False, False):
        with transaction():
            actions.note_answer(entry_id, in_time=in_time)
        seen.append((own(people).recent_answers, works(entry_id)))
    assert seen == [
        ("0", False),
        ("01", True),
        ("011", True),
        ("0110", True),
        ("1101", True),
        ("1010", True),
        ("0100", False),
    ]
    assert (own(people).asked, own(people).answered_in_time) == (7, 3)


def test_those_to_ask_are_open_asked_before_and_not_held_working_ones_first(portal: Portal, people: People) -> None:
    with transaction():
        build.organization("Invented: a unverified", "BG", tier=VerificationTier.UNVERIFIED)
        build.organization("Invented: b works", "BG")
        build.organization("Invented: c held", "BG", silent_hold=True)
        build.organization("Invented: d starter", "BG", is_starter=True)
        build.organization("Invented: e closed", "BG", status=ServiceStatus.DEFUNCT)
    found = queries.asked_candidates(people.caseworker.actor, "BG")
    assert [one.name for one in found] == ["Invented: b works", "Invented: a unverified"]


@pytest.mark.parametrize(
    ("typed_number", "country", "expected"),
    [("20 12 34 56", "DK", "+4520123456"), ("+234 803 123 4567", "DK", "+2348031234567"), ("abc", "NG", None)],
)
def test_numbers_are_read_as_people_of_the_country_write_them(
    typed_number: str, country: str, expected: str | None
) -> None:
    assert reaching.e164(typed_number, country) == expected
