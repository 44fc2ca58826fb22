"""Something wrong: seen by all who see the line, asked of the organisation in the same act, settled, kept."""

import uuid
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from portal.audit.models import AuditEvent
from portal.db import db, transaction
from portal.letters.outbox import KINDS
from portal.partners import actions as entries
from portal.partners import reaching
from portal.partners.models import Organization, Phone
from portal.vocabulary.organizations import ContactRole
from portal.vocabulary.services import ServiceStatus
from portal.vocabulary.upkeep import FlagState
from tests.cases.story import at_once
from tests.conftest import Portal
from tests.partners.upkeep.directory import (
    DIRECT,
    NUMBER,
    broken,
    flag_address,
    flags,
    full_entry,
    gate,
    letters,
    posting,
)
from tests.people import People

REPORTED = "The number does not work"


@pytest.fixture
def entry(portal: Portal, people: People) -> Organization:
    """The accepting partner's whole entry."""
    return full_entry(people)


def test_a_dead_number_is_marked_for_everybody_at_once_and_the_organisation_is_asked(
    portal: Portal, people: People, entry: Organization
) -> None:
    page = portal.browser(people.embassy).get(flag_address(entry)).text
    assert NUMBER in page and REPORTED in page and "write no names" in page and f"/partners/{entry.id}/concern" in page
    answer = portal.browser(people.embassy).post(flag_address(entry), broken(note="Rang three times"))
    receipt = portal.browser(people.embassy).get(answer.headers["Location"]).text
    assert "the organisation has been asked to look" in receipt
    for reader in (people.caseworker, people.accepting, people.declining, people.coordinator, people.embassy):
        assert "Reported by an embassy on" in portal.browser(reader).get(f"/partners/{entry.id}").text
    assert letters("entry_reported") == sorted([people.accepting.email, people.accepting_too.email])
    assert "Settle the report" not in receipt
    assert "Reported as wrong" in portal.browser(people.coordinator).get("/home").text
    queue = portal.browser(people.coordinator).get("/partners/upkeep?tab=reported").text
    assert entry.name in queue and REPORTED in queue


def test_another_partner_reads_from_where_it_was_reported_and_nobodys_name(
    portal: Portal, people: People, entry: Organization
) -> None:
    portal.browser(people.embassy).post(flag_address(entry), broken())
    address = f"/partners/{entry.id}/flags/{flags()[0].id}"
    for reader, named in ((people.declining, False), (people.accepting, True), (people.caseworker, True)):
        pages = portal.browser(reader).get(address).text + portal.browser(reader).get(f"/partners/{entry.id}").text
        assert ("Ellen Invented" in pages) is named


def test_a_line_that_a_partner_does_not_see_it_cannot_point_at(
    portal: Portal, people: People, entry: Organization
) -> None:
    direct = next(one for one in entry.phones if one.contact_id)
    hidden = (("phone", direct.id), ("contact", entry.contacts[0].id), ("hours", entry.schedules[0].id))
    for line, line_id in (*hidden, ("location", entry.locations[0].id)):
        portal.browser(people.declining).get(flag_address(entry, line, line_id), 404)
        portal.browser(people.caseworker).get(flag_address(entry, line, line_id))
        portal.browser(people.caseworker).post(flag_address(entry, line, line_id), broken(problem="changed"))
    for flag in flags():
        portal.browser(people.declining).get(f"/partners/{entry.id}/flags/{flag.id}", 404)
    assert "Reported by" not in portal.browser(people.declining).get(f"/partners/{entry.id}").text


def test_a_double_post_makes_one_report_and_one_letter(portal: Portal, people: People, entry: Organization) -> None:
    form = broken()
    for _twice in range(2):
        portal.browser(people.embassy).post(flag_address(entry), form)
    assert len(flags()) == 1 and len(letters("entry_reported")) == 2
    portal.browser(people.caseworker).post(flag_address(entry), broken())
    assert len(flags()) == 2 and len(letters("entry_reported")) == 2, "the organisation was asked already"


def test_somebody_elses_form_key_finds_nothing(portal: Portal, people: People, entry: Organization) -> None:
    form = broken()
    portal.browser(people.embassy).post(flag_address(entry), form)
    portal.browser(people.caseworker).post(flag_address(entry), form, 404)
    assert len(flags()) == 1


@pytest.fixture
def no_such_letter(portal: Portal) -> Iterator[None]:
    """The letter cannot be put into the outbox."""
    kept = KINDS.pop("entry_reported")
    yield
    KINDS["entry_reported"] = kept


def test_without_the_letter_there_is_no_report(
    portal: Portal, people: People, entry: Organization, no_such_letter: None
) -> None:
    browser = portal.browser(people.embassy, check=False)
    with pytest.raises(KeyError):
        browser.client.post(
            flag_address(entry), data=broken(csrf_token=browser.csrf_token()), base_url=browser.base_url
        )
    db.session.rollback()
    assert flags() == [] and letters("entry_reported") == []


def change_number(people: People, entry: Organization, number: str) -> None:
    db.session.rollback()
    phone, contact = gate(entry), entry.contacts[0]
    reaching.set_contacts(
        people.accepting.actor,
        entry.id,
        entry.row_version,
        [reaching.ContactLine(contact.id, ContactRole.KEY, contact.name, contact.title, contact.email, DIRECT)],
        [reaching.PhoneLine(phone.id, number, "Front gate")],
    )


def test_correcting_the_line_settles_its_report_and_no_other(
    portal: Portal, people: People, entry: Organization
) -> None:
    portal.browser(people.embassy).post(flag_address(entry), broken())
    portal.browser(people.embassy).post(flag_address(entry, "website"), broken())
    change_number(people, entry, NUMBER)
    assert [one.state for one in flags()] == [FlagState.OPEN] * 2, "nothing was changed"
    change_number(people, entry, "+234 803 000 0009")
    phone, website = flags()
    assert (phone.state, phone.settled_by) == (FlagState.CORRECTED, "Ada Invented")
    assert (phone.line_text, website.state) == (NUMBER, FlagState.OPEN)
    story = portal.browser(people.caseworker).get(f"/partners/{entry.id}").text
    assert "Corrected" in story and NUMBER in story and "Ellen Invented" in story


def test_rows_that_are_written_anew_keep_their_report(portal: Portal, people: People, entry: Organization) -> None:
    portal.browser(people.embassy).post(flag_address(entry, "hours", entry.schedules[0].id), broken())
    old = entry.schedules[0]
    same = reaching.HoursLine(byday=old.byday, opens_at=old.opens_at, closes_at=old.closes_at)
    reaching.set_hours(people.accepting.actor, entry.id, entry.row_version, [same])
    assert flags()[0].state is FlagState.OPEN
    assert "Nobody is there at these hours" in portal.browser(people.embassy).get(f"/partners/{entry.id}").text
    db.session.refresh(entry)
    reaching.set_hours(people.accepting.actor, entry.id, entry.row_version, [])
    assert flags()[0].state is FlagState.CORRECTED


def test_confirming_the_entry_settles_nothing_and_retiring_settles_closed_for_good(
    portal: Portal, people: People, entry: Organization
) -> None:
    portal.browser(people.embassy).post(flag_address(entry, "entry"), broken(problem="closed"))
    portal.browser(people.embassy).post(flag_address(entry, "entry"), broken(problem="changed"))
    entries.confirm(people.accepting.actor, entry.id, entry.row_version)
    assert [one.state for one in flags()] == [FlagState.OPEN] * 2
    entries.retire(people.coordinator.actor, entry.id, entry.row_version, ServiceStatus.DEFUNCT)
    assert sorted(one.state for one in flags()) == [FlagState.CORRECTED, FlagState.OPEN]


@pytest.mark.parametrize("who", ["accepting", "coordinator", "embassy", "caseworker"])
def test_the_partner_the_centre_the_embassy_and_who_reported_may_say_that_it_was_right(
    portal: Portal, people: People, entry: Organization, who: str
) -> None:
    portal.browser(people.caseworker).post(flag_address(entry), broken())
    address = f"/partners/{entry.id}/flags/{flags()[0].id}"
    for stranger in (people.stranger, people.declining):
        portal.browser(stranger).post(address, {"state": "was_right"}, 404)
    portal.browser(getattr(people, who)).post(address, {"state": "", "answer": ""}, 200)
    portal.browser(getattr(people, who)).post(address, {"state": "was_right", "answer": "It rings"})
    assert (flags()[0].state, flags()[0].answer) == (FlagState.WAS_RIGHT, "It rings")
    page = portal.browser(people.stranger).get(f"/partners/{entry.id}").text
    assert "Looked into: it was right" in page and "It rings" in page


def test_of_two_who_settle_at_once_one_is_heard(portal: Portal, people: People, entry: Organization) -> None:
    portal.browser(people.embassy).post(flag_address(entry), broken())
    address = f"/partners/{entry.id}/flags/{flags()[0].id}"

    acts = [
        posting(portal, person, address, state=state, answer=state)
        for person, state in ((people.accepting, "corrected"), (people.coordinator, "was_right"))
    ]
    assert sorted(at_once(*acts)) == [302, 409]
    assert flags()[0].answer == flags()[0].state.value


def test_bad_input_gets_a_sentence_or_not_found(portal: Portal, people: People, entry: Organization) -> None:
    browser = portal.browser(people.embassy)
    for line in ("nonsense", "phone&line_id=x", f"phone&line_id={uuid.uuid4()}", "email&line_id=" + str(entry.id)):
        browser.get(f"/partners/{entry.id}/flag?line={line}", 404)
    assert "Choose what is wrong" in browser.post(flag_address(entry), broken(problem=""), 200).text
    browser.post(flag_address(entry), broken(problem="closed"), 200)
    assert "hidden control characters" in browser.post(flag_address(entry), broken(note="a\u202eb"), 200).text
    assert "Shorten this" in browser.post(flag_address(entry), broken(note="x" * 501), 200).text
    assert flags() == []
    browser.post(flag_address(entry), broken(note="<script>alert(1)</script>"))
    assert "<script>" not in browser.get(f"/partners/{entry.id}/flags/{flags()[0].id}").text


def test_a_persons_line_is_remembered_without_the_person(portal: Portal, people: People, entry: Organization) -> None:
    portal.browser(people.embassy).post(flag_address(entry, "contact", entry.contacts[0].id), broken())
    with transaction():
        row = repr(db.session.execute(sa.select(sa.text("*")).select_from(sa.text("flag"))).all())
    assert "Osaro" not in row and "osaro@" not in row


def test_the_letter_and_the_log_say_nothing_of_what_was_reported(
    portal: Portal, people: People, entry: Organization
) -> None:
    portal.browser(people.embassy).post(flag_address(entry), broken(note="Kanarie"))
    noted = [repr(tuple(one)) for one in db.session.execute(sa.select(AuditEvent.__table__))]
    assert "Kanarie" not in "".join(noted) and NUMBER not in "".join(noted)
    for word in ("number", "phone", "entry", "directory", "embassy", "partner"):
        assert word not in KINDS["entry_reported"].sentence.casefold()


def test_the_entry_asks_as_much_of_the_database_with_twenty_reports_as_with_one(
    portal: Portal, people: People, entry: Organization
) -> None:
    def statements() -> int:
        counted: list[str] = []

        def count(_c: object, _cu: object, statement: str, *_more: object) -> None:
            counted.append(statement)

        browser = portal.browser(people.caseworker, check=False)
        sa.event.listen(db.engine, "before_cursor_execute", count)
        browser.client.get(f"/partners/{entry.id}", base_url=browser.base_url)
        sa.event.remove(db.engine, "before_cursor_execute", count)
        return len(counted)

    portal.browser(people.embassy).post(flag_address(entry), broken())
    one = statements()
    for _more in range(19):
        portal.browser(people.embassy).post(flag_address(entry), broken())
    assert statements() == one


def test_the_organisation_itself_changes_its_line_instead(portal: Portal, people: People, entry: Organization) -> None:
    assert "Something wrong?" not in portal.browser(people.accepting).get(f"/partners/{entry.id}").text
    assert "Something wrong?" in portal.browser(people.caseworker).get(f"/partners/{entry.id}").text
    assert db.session.get(Phone, gate(entry).id) is not None


def test_a_report_on_the_whole_entry_stands_at_its_top_and_the_ways_to_tell_at_its_end(
    portal: Portal, people: People, entry: Organization
) -> None:
    portal.browser(people.caseworker).post(flag_address(entry, "entry"), broken(problem="closed"))
    for reader in (people.caseworker, people.accepting, people.declining, people.embassy, people.coordinator):
        page = portal.browser(reader).get(f"/partners/{entry.id}").text
        mark, services = page.index("The organisation is closed for good"), page.index("<h2>Services")
        assert mark < services < page.index("Tell the centre of a worry, in confidence")
    portal.browser(people.caseworker).post(flag_address(entry, "services"), broken())
    page = portal.browser(people.declining).get(f"/partners/{entry.id}").text
    assert page.count("Something named here is not offered") == 1
