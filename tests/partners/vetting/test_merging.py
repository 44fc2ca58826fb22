"""Two entries become one: the chosen parts, every id and every history kept, and what depends on them follows."""

import uuid
from typing import Any

import pytest
from sqlalchemy import select

from portal.accounts.models import Account, Invitation
from portal.cases.models import Alarm, IdentityGrant
from portal.db import Base, db, today, transaction
from portal.followup.models import DueReport, Report
from portal.partners import actions as entries
from portal.partners.actions import NotYours
from portal.partners.country.models import Mandate
from portal.partners.hsds.models import KeptRow
from portal.partners.models import (
    Contact,
    Language,
    Location,
    Organization,
    Phone,
    ReceptionProfile,
    Schedule,
    Service,
)
from portal.partners.upkeep.models import Concern, Flag, Suggestion
from portal.partners.vetting import merging
from portal.partners.vetting.merging import CannotMerge, Side
from portal.partners.vetting.models import Agreement, Check
from portal.referrals.models import DeletionAsk, ReceptionRequest
from portal.referrals.states import RequestState
from portal.vocabulary.organizations import CheckKind, ListingWish, LocationType, Visibility
from portal.vocabulary.services import ServiceStatus, ServiceType
from tests import build
from tests.conftest import Portal
from tests.partners.vetting.world import agreed, checked, entry, house
from tests.people import People
from tests.referrals.story import in_state

#: Tables that point at an entry and are moved, swapped or chosen by the merging; the test below finds new ones.
MOVED: set[type[Base]] = {
    Account,
    Invitation,
    IdentityGrant,
    Alarm,
    ReceptionRequest,
    DeletionAsk,
    DueReport,
    Report,
    *merging.ALONG,
}
CHOSEN: set[type[Base]] = {model for tables in merging.LISTS.values() for model, _same in tables} | {ReceptionProfile}


def merged(people: People, kept: Organization, other: Organization, **choices: Side) -> Organization:
    """The coordinator merges the other into the kept one."""
    seen = (kept.row_version, other.row_version)
    made = merging.merge(people.coordinator.actor, kept.id, other.id, seen, choices)
    db.session.expire_all()
    return made


def test_every_table_that_points_at_an_entry_is_thought_of() -> None:
    pointing = {
        mapper.class_.__tablename__
        for mapper in Base.registry.mappers
        for column in mapper.local_table.columns
        if any(key.target_fullname == "organization.id" for key in column.foreign_keys)
    }
    own = {"organization", "entry_change", "not_twins"}  # the history stays with its entry, and is read from both
    assert pointing - own == {model.__tablename__ for model in MOVED | CHOSEN | {KeptRow, *merging.ALONG}}
    assert {Check, Agreement, Flag, Concern, Suggestion, Mandate} == set(merging.ALONG)


def test_each_part_is_taken_from_the_chosen_side_with_its_ids(portal: Portal, people: People) -> None:
    kept = house("Invented: Kept", phone="+2348000000001", website="https://kept.example", town="Lagos")
    other = house("Invented: Other", phone="+2348000000002", website="https://other.example", town="Benin City")
    with transaction():
        other.services.append(Service(service_type=ServiceType.LEGAL_ASSISTANCE))
        kept.languages, other.languages = [Language(code="en")], [Language(code="en"), Language(code="bin")]
        kept.schedules, other.schedules = [Schedule(byday="MO")], [Schedule(byday="TU")]
        desk = Contact(name="Desk")
        other.contacts = [desk]
        db.session.flush()
        other.phones.append(Phone(number="+2348000000003", contact_id=desk.id))
        db.session.add(ReceptionProfile(organization_id=other.id, hours_notice=12))
    ids = {one.id for one in [*other.services, *other.languages, *other.schedules, *other.phones, *other.contacts]}
    sides = {"website": Side.OTHER, "town": Side.OTHER, "schedules": Side.OTHER, "profile": Side.OTHER}
    both = {"services": Side.BOTH, "languages": Side.BOTH, "contacts": Side.BOTH}
    merged(people, kept, other, **sides, **both)
    assert (kept.name, kept.website, kept.town) == ("Invented: Kept", "https://other.example", "Benin City")
    assert [one.code for one in kept.languages] == ["bin", "en"]
    assert {one.number for one in kept.phones} == {f"+234800000000{last}" for last in "123"}
    assert [one.byday for one in kept.schedules] == ["TU"] and [one.byday for one in other.schedules] == ["MO"]
    assert {one.service_type for one in kept.services} == {ServiceType.ARRIVAL_RECEPTION, ServiceType.LEGAL_ASSISTANCE}
    assert kept.profile is not None and kept.profile.hours_notice == 12
    assert "benin city" in kept.search_text
    held = [*kept.services, *kept.languages, *kept.schedules, *kept.phones, *kept.contacts]
    still = {one.id for one in [*held, *other.services, *other.languages]}
    assert ids <= still  # no identifier of the standard is lost
    assert kept.phones and any(one.contact_id == kept.contacts[0].id for one in kept.phones)


def test_what_was_not_chosen_stays_as_it_was(portal: Portal, people: People) -> None:
    kept, other = house("Invented: Kept", website="https://kept.example"), house("Invented: Other", email="a@b.example")
    merged(people, kept, other)
    assert (kept.website, kept.email, other.email) == ("https://kept.example", "", "a@b.example")
    assert (other.status, other.merged_into_id) == (ServiceStatus.DEFUNCT, kept.id)
    assert len(kept.services) == 1


def test_the_address_of_the_closed_entry_leads_on_for_those_who_may_see(portal: Portal, people: People) -> None:
    first, kept, other = house("Invented: First"), house("Invented: Kept"), house("Invented: Other")
    merged(people, other, first)
    merged(people, kept, other)
    for who in (people.caseworker, people.coordinator, people.accepting):
        for one in (first, other):
            answer = portal.browser(who).get(f"/partners/{one.id}", 302)
            assert answer.location == f"/partners/{kept.id}"
    kept.visibility = Visibility.CENTRE
    db.session.commit()
    portal.browser(people.caseworker).get(f"/partners/{other.id}", 404)


def test_both_histories_are_read_on_the_kept_ones_page(portal: Portal, people: People) -> None:
    kept, other = house("Invented: Kept"), house("Invented: Other")
    by = people.coordinator.actor
    entries.change(by, other.id, other.row_version, {"town": "Town of the other"})
    entries.change(by, kept.id, kept.row_version, {"town": "Town of the kept", "silent_hold": True})
    merged(people, kept, other)
    page = portal.browser(people.caseworker).get(f"/partners/{kept.id}/history").text
    for told in ("Town of the other", "Town of the kept", "On the entry Invented: Other", "Merged into this entry"):
        assert told in page
    assert "No new requests" not in page  # the hold is the centre's secret (RULINGS 17)
    assert "Karen Invented" in page


def test_people_requests_checks_and_grants_follow(portal: Portal, people: People) -> None:
    other, kept = entry(people.accepting), house("Invented: Kept")
    request = in_state(people, RequestState.TRAVEL_SET)
    with transaction():
        due = DueReport(request_id=request.id, case_id=request.case_id, organization_id=other.id, number=2)
        due.due_on = today()
        db.session.add(due)
        other.asked, other.answered_in_time = 4, 3
    checked(other, CheckKind.VISIT)
    agreed(other)
    merged(people, kept, other)
    for model in (Account, ReceptionRequest, IdentityGrant, DueReport, Check, Agreement):
        left: Any = db.session.scalars(select(model).where(model.organization_id == other.id)).all()
        assert left == [], model
    assert (kept.asked, kept.answered_in_time) == (4, 3)
    browser = portal.browser(people.accepting)
    assert browser.get("/our-entry", 302).location == f"/partners/{kept.id}"
    browser.get(f"/requests/{request.reference}")


def test_what_protects_stays_from_either_side(portal: Portal, people: People) -> None:
    kept, other = house("Invented: Kept", town="Lagos"), house("Invented: Other")
    with transaction():
        kept.locations = [Location(location_type=LocationType.PHYSICAL, address="1 Open Road", country="NG")]
        other.locations = [Location(location_type=LocationType.REDACTED, town="Lagos", country="NG")]
        other.silent_hold, other.listing_wish = True, ListingWish.DECLINED
    merged(people, kept, other, locations=Side.BOTH)
    assert [one.location_type for one in kept.locations] == [LocationType.REDACTED]
    assert kept.silent_hold and (kept.listing_wish, kept.visibility) == (ListingWish.DECLINED, Visibility.CENTRE)


def test_two_with_an_open_request_for_one_person_are_not_merged(portal: Portal, people: People) -> None:
    case = build.case(people.caseworker)
    build.request(case, people.accepting)
    build.request(case, people.declining)
    kept, other = entry(people.accepting), entry(people.declining)
    page = portal.browser(people.coordinator).get(f"/partners/{kept.id}/merge/{other.id}").text
    assert "Both have an open request for the same person" in page and "Merge the two" not in page
    with pytest.raises(CannotMerge):
        merged(people, kept, other)
    assert other.merged_into_id is None


def test_nobody_merges_an_entry_with_itself_or_twice_or_without_being_the_centre(
    portal: Portal, people: People
) -> None:
    kept, other, third = house("Invented: Kept"), house("Invented: Other"), house("Invented: Third")
    with pytest.raises(CannotMerge):
        merged(people, kept, kept)
    with pytest.raises(NotYours):
        merging.merge(people.caseworker.actor, kept.id, other.id, (1, 1), {})
    merged(people, kept, other)
    with pytest.raises(CannotMerge):
        merged(people, third, other)


def test_the_page_merges_and_a_stale_one_merges_nothing(portal: Portal, people: People) -> None:
    kept, other = house("Invented: Kept", town="Here"), house("Invented: Other", town="There")
    browser, address = portal.browser(people.coordinator), f"/partners/{kept.id}/merge/{other.id}"
    page = browser.get(address).text
    assert "Here" in page and "There" in page
    typed = {"version-kept": "1", "version-other": "7", "town": "other"}
    assert "in the meantime" in browser.post(address, typed, 409).text
    db.session.expire_all()
    assert other.merged_into_id is None
    answer = browser.post(address, typed | {"version-other": "1"})
    assert answer.location == f"/partners/{kept.id}?told=merged"
    db.session.expire_all()
    assert kept.town == "There"
    browser.get(f"/partners/{kept.id}?told=merged")
    assert uuid.UUID(str(other.merged_into_id)) == kept.id
