"""Freshness that asks: a letter after six months, one reminder, one link, one button; and the centre's queue."""

from datetime import UTC, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from flask_babel import force_locale

from portal.accounts.sessions import open_session
from portal.db import db, today, transaction
from portal.letters import links
from portal.letters.models import Letter, MailedLink
from portal.letters.render import words_of
from portal.partners.models import Organization
from portal.partners.upkeep.asking import ask_due
from portal.vocabulary.services import ServiceStatus
from portal.web.gate import cookie_name
from tests import build
from tests.accounts.steps import code, fill
from tests.cases.story import at_once
from tests.conftest import Portal
from tests.partners.upkeep.directory import broken, checked, flag_address, flags, full_entry, letters
from tests.people import People

HALF_A_YEAR, MONTH = 190, 30


@pytest.fixture
def entry(portal: Portal, people: People) -> Organization:
    """The accepting partner's entry, last checked over half a year ago."""
    made = full_entry(people)
    checked(made, HALF_A_YEAR)
    return made


def at(days: int = 0) -> datetime:
    """Noon of the day so many days from today."""
    return datetime.combine(today() + timedelta(days=days), time(12), UTC)


def put() -> tuple[int, int]:
    """How many letters that ask, and how many that remind, wait."""
    return len(letters("entry_asked")), len(letters("entry_reminded"))


def test_one_letter_to_each_person_after_six_months_and_one_reminder_a_month_later(
    portal: Portal, people: People, entry: Organization
) -> None:
    seen = [(ask_due(at(days)), *put()) for days in (0, 0, MONTH - 1, MONTH, MONTH, 100, 150)]
    assert seen == [(1, 2, 0), (0, 2, 0), (0, 2, 0), (1, 2, 2), (0, 2, 2), (0, 2, 2), (0, 2, 2)]
    assert letters("entry_asked") == sorted([people.accepting.email, people.accepting_too.email])


def test_whoever_answered_is_not_reminded_and_asked_again_after_half_a_year(
    portal: Portal, people: People, entry: Organization
) -> None:
    assert ask_due(at()) == 1
    checked(entry, 0)
    assert [ask_due(at(days)) for days in (MONTH, 100, HALF_A_YEAR)] == [0, 0, 4 - 1]
    assert put() == (2 + 2 + 2, 0), "the other partners' entries are half a year old by then"


def test_nobody_is_asked_of_a_fresh_closed_or_unmanned_entry(
    portal: Portal, people: People, entry: Organization
) -> None:
    checked(entry, 100)
    with transaction():
        build.organization("Invented: nobody signs in", "BG", checked_on=None)
    assert ask_due(at()) == 0
    checked(entry, None)
    with transaction():
        entry.status = ServiceStatus.INACTIVE
    assert ask_due(at()) == 0


def test_two_timers_at_once_ask_once(portal: Portal, people: People, entry: Organization) -> None:
    def timer() -> int:
        with portal.app.app_context():
            return ask_due(at())

    assert sorted(at_once(timer, timer)) == [0, 1]
    assert put() == (2, 0)


def test_the_letter_holds_three_sentences_and_one_link_and_says_nothing(
    portal: Portal, people: People, entry: Organization
) -> None:
    ask_due(at())
    letter = db.session.scalars(sa.select(Letter).where(Letter.kind == "entry_asked")).first()
    assert letter is not None
    with force_locale("en"):
        words = words_of(letter, portal.settings)
    assert len(words.paragraphs) == 5 and words.text.count("https://") == 1 and len(words.text) < 600
    for telling in (entry.name, "Edo", "Nigeria", "directory", "partner", "return", "traffick"):
        assert telling.casefold() not in (words.text.replace(words.link, "") + words.subject).casefold()


def test_the_link_the_code_and_one_button_are_all_it_takes(portal: Portal, people: People, entry: Organization) -> None:
    portal.browser(people.embassy).post(flag_address(entry), broken())
    ask_due(at())
    wanted = sa.select(MailedLink).where(MailedLink.account_id == people.accepting.id, MailedLink.purpose == "entry")
    link = db.session.scalars(wanted.order_by(MailedLink.created_at.desc())).first()
    assert link is not None
    db.session.rollback()
    browser = portal.browser()
    opening, address = f"/go/{links.token_of(link.id)}", f"/partners/{entry.id}/asked"
    assert fill(browser, opening, {}).location == "/sign-in/second-step"
    assert fill(browser, "/sign-in/second-step", {"code": code()}).location == address
    page = browser.get(address)
    for said in ("gate@edo.example", "Osaro Invented", "+234 803 000 0002", "1 Invented Road", "The number does not"):
        assert said in page.text
    assert fill(browser, address, {"row_version": str(entry.row_version)}).location == f"{address}?told=confirmed"
    thanks = browser.get(f"{address}?told=confirmed")
    assert "counts as checked today" in thanks.text
    db.session.rollback()
    db.session.refresh(entry)
    assert (entry.checked_on, entry.checked_by) == (today(), "Ada Invented")


def test_the_link_opens_this_page_and_its_reports_alone(portal: Portal, people: People, entry: Organization) -> None:
    portal.browser(people.embassy).post(flag_address(entry), broken())
    other = full_entry(people, people.declining)
    portal.browser(people.embassy).post(flag_address(other), broken())
    mine, theirs = (next(one for one in flags() if one.organization_id == of.id) for of in (entry, other))
    limited = portal.browser(people.accepting)
    with transaction():
        token = open_session(people.accepting.account, limited_to=str(entry.id))
    limited.token = token
    limited.client.set_cookie(cookie_name(portal.app), token, domain="portal.test", secure=True, httponly=True)
    limited.get(f"/partners/{entry.id}/asked")
    limited.post(f"/partners/{entry.id}/flags/{mine.id}", {"state": "was_right"})
    for address in (f"/partners/{other.id}/asked", f"/partners/{other.id}/flags/{theirs.id}"):
        limited.get(address, 404)
        limited.post(address, status=404)
    for address in ("/home", "/partners", f"/partners/{entry.id}", f"/partners/{entry.id}/edit", "/requests", "/me"):
        limited.get(address, 404)
    assert limited.get(f"/partners/{entry.id}/asked/change", 302).location == "/sign-in"
    limited.get("/sign-in")
    with transaction():
        token = open_session(people.accepting.account, limited_to="QQQQQQQQQQ")
    limited.client.set_cookie(cookie_name(portal.app), token, domain="portal.test", secure=True, httponly=True)
    limited.get(f"/partners/{entry.id}/asked", 404)
    limited.get(f"/partners/{entry.id}/flags/{mine.id}", 404)


def test_what_changed_since_the_page_was_opened_is_not_confirmed(
    portal: Portal, people: People, entry: Organization
) -> None:
    address = f"/partners/{entry.id}/asked"
    for version in (str(entry.row_version + 1), "", "x"):
        portal.browser(people.accepting).post(address, {"row_version": version}, 409)
    db.session.refresh(entry)
    assert entry.checked_on != today()


def test_the_queue_counts_and_asks_in_bulk(portal: Portal, people: People, entry: Organization) -> None:
    with transaction():
        nobody = build.organization("Invented: nobody signs in", "BG", checked_on=None, looked_up_on=None)
    browser = portal.browser(people.coordinator)
    page = browser.get("/partners/upkeep").text
    assert "Not checked (2)" in page and entry.name in page and nobody.name in page
    assert entry.name not in browser.get("/partners/upkeep?tab=unchecked&months=12").text
    form = {"entry": [str(entry.id), str(nobody.id), "x"], "shown": [str(entry.id)]}
    told = browser.get(browser.post("/partners/upkeep/ask", form).location).text
    assert "1 organisation was asked." in told and "1 has nobody who signs in" in told
    assert "Asked on" in told and put() == (2, 0)
    assert "0 organisations were asked." in browser.get(browser.post("/partners/upkeep/ask", form).location).text
    browser.post("/partners/upkeep/ask", {"which": "all", "shown": [str(entry.id)]})
    assert put() == (2, 0), "asked today already"
    assert ask_due(at()) == 0


def test_an_empty_queue_says_so_and_odd_addresses_are_no_fault(portal: Portal, people: People) -> None:
    browser = portal.browser(people.coordinator)
    assert "Every entry was checked in the last 6 months." in browser.get("/partners/upkeep").text
    assert "Keeping the directory true" not in browser.get("/home").text
    for odd in ("tab=nonsense", "tab=unchecked&months=7", "after=%00", "asked=-1&nobody=x", "tab=reported&after=QQ=="):
        browser.get(f"/partners/upkeep?{odd}")
    for tab, said in (
        ("reported", "Nothing is reported"),
        ("concerns", "No concern"),
        ("suggestions", "No suggestion"),
    ):
        assert said in browser.get(f"/partners/upkeep?tab={tab}").text


def test_the_queue_goes_on_by_key_without_skipping_or_doubling(portal: Portal, people: People) -> None:
    with transaction():
        for number in range(45):
            day = None if number < 25 else today() - timedelta(days=300 + number % 3)
            build.organization(f"Invented: house {number:02}", "BG", checked_on=day, looked_up_on=None)
    seen, address = [], "/partners/upkeep?tab=unchecked"
    while address:
        text = portal.browser(people.coordinator).get(address).text
        seen += [part[:2] for part in text.split("<bdi>Invented: house ")[1:]]
        address = text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&") if 'rel="next"' in text else ""
    assert sorted(seen) == [f"{number:02}" for number in range(45)]
