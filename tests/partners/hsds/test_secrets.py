"""What a reader may not see is not in the API either: the same condition, and less of each entry (RULINGS 21, 23)."""

import sqlalchemy as sa

from portal.access import THE_PORTAL
from portal.accounts import machines
from portal.accounts.policy import may_invite
from portal.db import db, transaction
from portal.partners import policy
from portal.partners.hsds import ids
from portal.partners.hsds.codes import DATED, TOLD
from portal.partners.models import Location, Organization
from portal.vocabulary.organizations import ListingWish, LocationType
from tests.conftest import Portal
from tests.partners.hsds import entries
from tests.partners.hsds.machine import Machine

LISTS = (
    "/organizations",
    "/organizations?full=true",
    "/organizations?full_service=true",
    "/organizations?full_service=true&format=ndjson",
    "/services",
    "/services?full=true",
    "/services?minimal=true",
    "/services?full=true&format=ndjson",
    "/service_at_locations",
    "/service_at_locations?full=true",
    "/service_at_locations?postcode=300001",
    "/service_at_locations?postcode=300001&proximity=2000000",
    "/taxonomies",
    "/taxonomy_terms?per_page=100",
)


def test_no_secret_of_an_entry_and_no_hidden_entry_is_in_any_list(portal: Portal) -> None:
    entries.whole(silent_hold=True)
    hidden = entries.hidden()
    machine = Machine.arrive(portal)
    for address in LISTS:
        text = machine.get(address).text
        assert entries.MARKER.casefold() not in text.casefold(), address
        assert "+2348000000666" not in text and "6.6666" not in text, address
        for why, one in hidden.items():
            assert str(one.id) not in text, f"{address} names the {why} one"


def test_a_hidden_entry_is_as_missing_as_one_that_does_not_exist(portal: Portal) -> None:
    hidden = entries.hidden()
    machine = Machine.arrive(portal)
    missing = {kind: machine.get(f"/{kind}/{ids.OURS}", 404).data for kind in _KINDS}
    for one in hidden.values():
        service, place = one.services[0], one.locations[0]
        known = (one.id, service.id, ids.of_pair(service.id, place.id))
        for kind, record_id in zip(_KINDS, known, strict=True):
            assert machine.get(f"/{kind}/{record_id}", 404).data == missing[kind]
        assert machine.contents(f"/services?organization_id={one.id}") == []


_KINDS = ("organizations", "services", "service_at_locations")


def test_a_protected_place_has_no_pair_and_no_address(portal: Portal) -> None:
    one = entries.whole()
    machine = Machine.arrive(portal)
    redacted = next(place for place in one.locations if place.location_type is LocationType.REDACTED)
    machine.get(f"/service_at_locations/{ids.of_pair(one.services[0].id, redacted.id)}", 404)
    places = machine.read(f"/organizations/{one.id}")["locations"]
    assert len(places) == 4 and str(redacted.id) not in {place["id"] for place in places}
    assert [len(place["addresses"]) for place in places].count(1) == 2  # the one without a postal code has none


def test_a_place_that_becomes_protected_is_gone_at_once(portal: Portal) -> None:
    one = entries.whole()
    machine = Machine.arrive(portal)
    before = machine.get(f"/organizations/{one.id}")
    db.session.rollback()
    with transaction():
        for place in db.session.scalars(sa.select(Location).where(Location.organization_id == one.id)):
            place.location_type = LocationType.REDACTED
    after = machine.get(f"/organizations/{one.id}", If_None_Match=before.headers["ETag"])
    assert after.get_json()["locations"] == []
    assert machine.contents("/service_at_locations?postcode=300001&proximity=1000") == []


def test_a_silent_hold_makes_no_difference_to_any_byte(portal: Portal) -> None:
    one = entries.whole()
    machine = Machine.arrive(portal)
    lists = [address for address in LISTS if "taxonom" not in address]
    before = [machine.get(address).data for address in lists]
    db.session.rollback()
    with transaction():
        db.session.get_one(Organization, one.id).silent_hold = True
    assert [machine.get(address).data for address in lists] == before
    assert not {"silent_hold", "transfer_basis", "contacts", "locale"} & {*TOLD, *DATED}


def test_a_parent_that_may_not_be_seen_is_not_named(portal: Portal) -> None:
    parents = entries.hidden()
    shown = entries.whole(2)
    below_hidden = entries.whole(3, parent_organization_id=parents["centre"].id)
    below_shown = entries.whole(4, parent_organization_id=shown.id)
    machine = Machine.arrive(portal)
    assert "parent_organization_id" not in machine.read(f"/organizations/{below_hidden.id}")
    assert machine.read(f"/organizations/{below_shown.id}")["parent_organization_id"] == str(shown.id)


def test_a_starter_entry_that_wishes_to_be_listed_is_listed(portal: Portal) -> None:
    one = entries.whole(is_starter=True, listing_wish=ListingWish.WISHES)
    assert Machine.arrive(portal).read(f"/organizations/{one.id}")["id"] == str(one.id)


def test_the_history_names_nobody_and_repeats_no_old_text(portal: Portal) -> None:
    one = entries.whole()
    history = Machine.arrive(portal).read(f"/organizations/{one.id}")["metadata"]
    told = {change["field_name"]: (change["previous_value"], change["replacement_value"]) for change in history}
    assert told == {
        "name": ("Invented: Old House", one.name),
        "description": ("", ""),
        "locations": ("", ""),
    }
    assert {change["updated_by"] for change in history} == {"somebody of the network"}


def test_a_machine_is_not_taken_for_the_portal_itself(portal: Portal) -> None:
    asking = machines.who_holds(Machine.arrive(portal).token)
    assert asking is not None and THE_PORTAL.is_the_portal and not asking.is_the_portal
    assert may_invite(asking) == frozenset()
    assert not policy.may_change(asking, ids.OURS)
