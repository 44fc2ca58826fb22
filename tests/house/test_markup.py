"""What people write is text on every page they can reach: no name and no note becomes markup (R-09)."""

import pytest
import sqlalchemy as sa

from portal.accounts.models import Account, Unit
from portal.cases.models import Case
from portal.db import Base, db, transaction
from portal.partners.models import Contact, EntryChange, Location, Organization, Phone, Schedule, Service, ServiceArea
from portal.partners.vetting.models import Agreement, Check
from portal.referrals.models import Message, RequestEvent
from portal.referrals.states import RequestState
from portal.sealed import EVERY_SEALED
from tests.conftest import Portal
from tests.house.test_canaries import _mark_everything, _pages
from tests.house.world import World
from tests.people import People

HOSTILE = "<script>x</script>\"'><img src=x onerror=x>"
#: What people write in clear.
WRITTEN: dict[type[Base], tuple[str, ...]] = {
    Account: ("name",),
    Unit: ("name",),
    Organization: (
        *("name", "alternate_name", "description", "town", "checked_by", "verified_by", "source_title"),
        "legal_status",
    ),
    Contact: ("name", "title", "checked_by"),
    Phone: ("note", "checked_by"),
    Schedule: ("notes", "checked_by"),
    Location: ("address", "town", "checked_by"),
    Service: ("name",),
    ServiceArea: ("region",),
    Check: ("by", "note"),
    Agreement: ("reference", "made_by"),
    EntryChange: ("previous_value", "replacement_value", "updated_by"),
    Case: ("return_region",),
    RequestEvent: ("actor_name", "said_by"),
    Message: ("author_name",),
}


def _write_everywhere() -> None:
    with transaction():
        for entry in db.session.scalars(sa.select(Organization)):
            entry.contacts, entry.phones = [Contact()], [Phone(number="+4533330000")]
            entry.locations, entry.schedules = [Location(country=entry.country)], [Schedule()]
            entry.service_areas = [ServiceArea(country="DK"), ServiceArea(country=entry.country)]
        db.session.flush()
        for model, columns in WRITTEN.items():
            for number, row in enumerate(db.session.scalars(sa.select(model))):
                for column in columns:
                    setattr(row, column, f"{HOSTILE}{number}"[:120])
        for model, column in EVERY_SEALED:
            for row in db.session.scalars(sa.select(model)):
                if getattr(row, column) and column not in ("totp_secret", "typed"):
                    setattr(row, column, HOSTILE)


@pytest.mark.parametrize("state", [RequestState.WAITING, RequestState.TRAVEL_SET])
def test_no_text_of_people_becomes_markup(portal: Portal, people: People, state: RequestState) -> None:
    world = World.build(people)
    _mark_everything(world)
    with transaction():
        world.own.request.state = state
    _write_everywhere()
    shown = 0
    for person in people.everyone().values():
        for address, text in _pages(portal, person).items():
            if "text/html" in text:
                assert "<script>" not in text and "<img src=x" not in text, address
                shown += text.count("&lt;script&gt;")
    assert shown > 50, "the crawl met too little of what was written"
