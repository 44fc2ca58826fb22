"""Sessions end: idle, absolute, by sign-out, everywhere, by suspension; and what was typed is kept."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select, update

from portal.access import Role
from portal.accounts import keeping
from portal.accounts.models import Account, KeptPost, SignInSession
from portal.accounts.sessions import who_is_asking
from portal.audit.models import AuditEvent
from portal.db import db, now, transaction
from portal.partners import actions as partners
from portal.partners.models import Organization
from portal.vocabulary.services import ServiceStatus
from tests.accounts.steps import PHRASE, code, fill, sign_in, token_in, with_phrase
from tests.browser import Browser
from tests.conftest import Portal
from tests.people import People, Person


def age(person: Person, *, idle: timedelta = timedelta(), whole: timedelta = timedelta()) -> None:
    """Let time pass for a person's session."""
    with transaction():
        db.session.execute(
            update(SignInSession)
            .where(SignInSession.account_id == person.id)
            .values(last_seen_at=now() - idle, expires_at=SignInSession.expires_at if not whole else now() - whole)
            .execution_options(synchronize_session=False)
        )


def test_a_session_ends_after_half_an_hour_idle_an_administrators_after_a_quarter(
    portal: Portal, people: People
) -> None:
    for person, alive in ((people.caseworker, 29), (people.administrator, 14)):
        age(person, idle=timedelta(minutes=alive))
        assert who_is_asking(person.token) is not None
        age(person, idle=timedelta(minutes=alive + 1))
        assert who_is_asking(person.token) is None
        portal.browser(person).get("/home", 302)


def test_a_session_ends_ten_hours_after_it_began_however_busy_it_is(portal: Portal, people: People) -> None:
    one = db.session.scalars(select(SignInSession).where(SignInSession.account_id == people.embassy.id)).one()
    assert one.expires_at - one.created_at <= timedelta(hours=10, seconds=5)
    age(people.embassy, whole=timedelta(seconds=1))
    assert who_is_asking(people.embassy.token) is None


def test_a_page_read_counts_as_being_there_but_is_written_once_a_minute(portal: Portal, people: People) -> None:
    age(people.embassy, idle=timedelta(minutes=5))
    portal.browser(people.embassy).get("/me")
    db.session.rollback()
    one = db.session.scalars(select(SignInSession).where(SignInSession.account_id == people.embassy.id)).one()
    assert now() - one.last_seen_at < timedelta(minutes=1)


def test_signing_out_is_a_post_ends_the_session_and_clears_the_browser(portal: Portal, people: People) -> None:
    browser = portal.browser(people.accepting)
    browser.get("/sign-out", 404)
    browser.post("/sign-out", {"csrf_token": "guessed"}, 400)
    browser.get("/me")
    answer = browser.post("/sign-out")
    assert answer.location == "/signed-out"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert any(line.startswith("__Host-session=;") for line in answer.headers.getlist("Set-Cookie"))
    assert "Close the whole browser" in browser.get("/signed-out").text
    portal.browser(people.accepting).get("/home", 302)
    assert who_is_asking(people.accepting_too.token) is not None


def test_signing_out_everywhere_ends_each_of_ones_own_sessions_and_nobody_elses(portal: Portal, people: People) -> None:
    with_phrase(people.accepting)
    elsewhere = portal.browser()
    sign_in(elsewhere, people.accepting.email)
    browser = portal.browser(people.accepting)
    assert browser.get("/me").text.count("Since ") == 2
    browser.post("/me/sign-out-everywhere")
    for one in (elsewhere, portal.browser(people.accepting)):
        one.get("/home", 302)
    portal.browser(people.accepting_too).get("/home")


def test_the_chosen_language_is_remembered_with_the_account(portal: Portal, people: People) -> None:
    browser = portal.browser(people.accepting)
    assert browser.post("/me/language", {"locale": "ar"}).location == "/me?lang=ar"
    browser.post("/me/language", {"locale": "../../x"}, 400)
    assert people.accepting.account.locale == "ar"
    assert 'dir="rtl"' in portal.browser(people.accepting).get("/me").text


def test_a_suspended_person_is_out_at_the_next_request(portal: Portal, people: People) -> None:
    with_phrase(people.caseworker)
    keeper = portal.browser(people.administrator)
    keeper.post(f"/accounts/{people.caseworker.id}/suspend")
    portal.browser(people.caseworker).get("/home", 302)
    fill(portal.browser(), "/sign-in", {"email": people.caseworker.email, "password": PHRASE}, 200)
    keeper.post(f"/accounts/{people.caseworker.id}/let-in-again")
    portal.browser(people.caseworker).get("/home", 302)  # the old session stays ended
    sign_in(portal.browser(), people.caseworker.email)
    noted = db.session.scalars(select(AuditEvent.event).where(AuditEvent.subject == f"account:{people.caseworker.id}"))
    assert {"account:suspended", "account:let-in-again"} <= set(noted)


def test_nobody_suspends_oneself_and_a_coordinator_no_administrator(portal: Portal, people: People) -> None:
    portal.browser(people.administrator).post(f"/accounts/{people.administrator.id}/suspend", status=404)
    portal.browser(people.coordinator).post(f"/accounts/{people.administrator.id}/suspend", status=404)
    portal.browser(people.caseworker).post(f"/accounts/{people.embassy.id}/suspend", status=404)


def test_suspending_a_partner_ends_its_peoples_sessions_and_keeps_them_out(portal: Portal, people: People) -> None:
    with_phrase(people.accepting)
    organization = db.session.get(Organization, people.accepting.actor.organization_id)
    assert organization is not None
    partners.retire(people.coordinator.actor, organization.id, organization.row_version, ServiceStatus.INACTIVE)
    for person in (people.accepting, people.accepting_too):
        portal.browser(person).get("/home", 302)
    portal.browser(people.declining).get("/home")
    fill(portal.browser(), "/sign-in", {"email": people.accepting.email, "password": PHRASE}, 200)


def late_post(portal: Portal, person: Person, typed: dict[str, str]) -> Browser:
    """A post that arrives after its session has ended; gives back the browser, which stands at the sign-in page."""
    browser = portal.browser(person)
    age(person, idle=timedelta(minutes=31))
    assert browser.post("/accounts/invite", typed).location == "/sign-in"
    browser.token = None
    return browser


TYPED = {"email": "late@people.example", "role": "auditor", "locale": "da", "password": "never kept", "code": "123456"}


def test_what_was_typed_when_the_session_had_ended_comes_back_after_sign_in(portal: Portal, people: People) -> None:
    with_phrase(people.coordinator)
    browser = late_post(portal, people.coordinator, TYPED)
    landed = sign_in(browser, people.coordinator.email).location
    assert re.fullmatch(r"/kept/[0-9a-f-]{36}", landed)
    page = browser.get(landed)
    assert 'action="/accounts/invite"' in page.text and "late@people.example" in page.text
    assert "never kept" not in page.text and "123456" not in page.text
    again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text.split("</form>")[1]))
    assert again["email"] == "late@people.example"
    sent = browser.post("/accounts/invite", {**again, "csrf_token": token_in(page)})
    assert sent.location.startswith("/accounts/invitations/")


def test_what_was_typed_is_sealed_and_nobody_elses(portal: Portal, people: People) -> None:
    with_phrase(people.second_coordinator)
    browser = late_post(portal, people.coordinator, TYPED)
    kept = db.session.scalars(select(KeptPost)).one()
    assert kept.account_id == people.coordinator.id and b"late@people.example" not in kept._typed  # type: ignore[attr-defined]
    assert sign_in(browser, people.second_coordinator.email).location == "/home"
    for person in (people.second_coordinator, people.administrator):
        portal.browser(person).get(f"/kept/{kept.id}", 404)
        portal.browser(person).post(f"/kept/{kept.id}/forget", status=404)


def test_a_strangers_a_forged_and_a_huge_late_post_keep_nothing(portal: Portal, people: People) -> None:
    stranger = portal.browser()
    stranger.client.set_cookie("__Host-session", "made-up", domain="portal.test", secure=True)
    stranger.post("/accounts/invite", TYPED)
    late_post(portal, people.coordinator, {**TYPED, "csrf_token": "forged"})
    late_post(portal, people.coordinator, {**TYPED, "name": "x" * keeping.MOST})
    late_post(portal, people.coordinator, {"form_key": "nothing typed"})
    assert db.session.scalar(select(func.count()).select_from(KeptPost)) == 0


def test_kept_text_can_be_thrown_away_and_is_gone_after_a_day(portal: Portal, people: People) -> None:
    with_phrase(people.coordinator)
    browser = late_post(portal, people.coordinator, TYPED)
    landed = sign_in(browser, people.coordinator.email).location
    with transaction():
        db.session.execute(update(KeptPost).values(expires_at=now()))
    browser.get(landed, 404)
    with transaction():
        db.session.execute(update(KeptPost).values(expires_at=now() + timedelta(hours=1)))
    token = token_in(browser.get(landed))
    browser.post(f"{landed}/forget", {"csrf_token": token})
    browser.get(landed, 404)


def test_administrators_and_coordinators_see_the_accounts_page_by_page(portal: Portal, people: People) -> None:
    for turn in range(40):
        with transaction():
            db.session.add(Account(email=f"many{turn:02}@people.example", name="Invented", role=Role.AUDITOR))
    page = portal.browser(people.administrator).get("/accounts?role=auditor")
    assert page.text.count("many") == 30
    following = re.search(r'rel="next" href="([^"]+)"', page.text)
    assert following is not None
    rest = portal.browser(people.administrator).get(following[1].replace("&amp;", "&"))
    assert rest.text.count("many") + rest.text.count("otto@") == 11
    assert "ida@people.example" not in portal.browser(people.coordinator).get("/accounts").text
    assert "ida@people.example" in portal.browser(people.administrator).get("/accounts?q=IDA").text


@pytest.mark.parametrize("who", ["caseworker", "accepting", "embassy", "auditor"])
def test_nobody_else_sees_the_accounts(portal: Portal, people: People, who: str) -> None:
    browser = portal.browser(people.everyone()[who])
    for address in ("/accounts", f"/accounts/{people.embassy.id}", "/accounts/invite"):
        browser.get(address, 404)


def test_a_half_session_sees_nothing_and_dies_after_a_quarter_of_an_hour(portal: Portal, people: People) -> None:
    with_phrase(people.accepting)
    browser = portal.browser()
    fill(browser, "/sign-in", {"email": people.accepting.email, "password": PHRASE})
    browser.get("/me", 302)
    with transaction():
        db.session.execute(update(SignInSession).where(~SignInSession.complete).values(expires_at=now()))
    assert browser.get("/sign-in/second-step", 302).location == "/sign-in"
    token = token_in(browser.get("/sign-in"))
    assert browser.post("/sign-in/second-step", {"csrf_token": token, "code": code()}).location == "/sign-in"


def test_the_actor_is_the_account_with_its_unit_partner_and_countries(portal: Portal, people: People) -> None:
    assert who_is_asking(people.caseworker.token) == people.caseworker.actor
    assert people.accepting.actor.organization_name == "Invented: Edo House"
    assert people.embassy.actor.countries == ("NG",)


def statements(browser: Browser, address: str) -> int:
    """How many statements a page sends to the database."""
    sent: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    with browser.app.app_context():
        event.listen(db.engine, "before_cursor_execute", count)
        browser.get(address)
        event.remove(db.engine, "before_cursor_execute", count)
    return len(sent)


def test_the_list_of_accounts_takes_the_same_queries_for_one_row_as_for_thirty(portal: Portal, people: People) -> None:
    browser = portal.browser(people.administrator)
    browser.get("/accounts")
    one = statements(browser, "/accounts?q=ane@")
    for turn in range(30):
        with transaction():
            made = Account(email=f"many{turn:02}@people.example", name="Invented", role=Role.PARTNER)
            made.organization_id = (people.accepting if turn % 2 else people.declining).actor.organization_id
            db.session.add(made)
    assert statements(browser, "/accounts?q=many") == one
