"""Invitations: one link, one account; a second coordinator for coordinators and auditors; nothing shown twice."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from sqlalchemy import select, update

from portal.access import THE_PORTAL, Role
from portal.accounts import invitations, passwords, second_step
from portal.accounts.actions import EmailTaken, NotAllowed
from portal.accounts.invitations import Gone, Whom
from portal.accounts.models import Account, Invitation
from portal.db import db, now, transaction
from portal.letters.links import token_of
from portal.letters.models import Letter, MailedLink
from tests.accounts.steps import PHRASE, code, fill, half_a_minute_later, sign_in, token_in
from tests.browser import Browser
from tests.conftest import Portal
from tests.people import People

NEW = "new@people.example"


def invited(people: People, **more: object) -> Invitation:
    """An embassy's invitation from the coordinator."""
    values: dict[str, object] = {"email": NEW, "role": Role.EMBASSY, "countries": ("NG",), **more}
    return invitations.invite(people.coordinator.actor, Whom(**values))  # type: ignore[arg-type]


def link_id(invitation: Invitation) -> UUID:
    """The id of the invitation's link."""
    link = invitations.link_of(invitation)
    assert link is not None
    return link.id


def to_join(portal: Portal, invitation: Invitation) -> Browser:
    """A browser that has pressed Continue behind the link."""
    browser = portal.browser()
    assert fill(browser, f"/go/{token_of(link_id(invitation))}", {}).location == "/join"
    return browser


def secret_on(page: str) -> str:
    """The authenticator's secret as the page shows it."""
    found = re.search(r'<strong><bdi dir="ltr">([A-Z2-7 ]+)<', page)
    assert found is not None
    return found[1].replace(" ", "")


def accounts_of(email: str) -> list[Account]:
    """The accounts with an address."""
    db.session.rollback()
    return list(db.session.scalars(select(Account).where(Account.email == email)))


def test_an_invited_person_joins_with_a_phrase_and_an_authenticator(portal: Portal, people: People) -> None:
    invitation = invited(people, locale="da")
    letter = db.session.scalars(select(Letter)).one()
    assert (letter.kind, letter.recipient, letter.locale) == ("invitation", NEW, "da")
    browser = to_join(portal, invitation)
    page = fill(browser, "/join", {"name": "Nina Invented", "password": PHRASE}, 200)
    secret = secret_on(page.text)
    assert page.text.count("data:image/svg+xml") == 1
    token = token_in(page)
    again = browser.post("/join/code", {"csrf_token": token, "code": "000000"}, 200)
    assert secret not in again.text.replace(" ", "")  # it was shown once
    assert browser.post("/join/code", {"csrf_token": token, "code": code(0, secret)}).location == "/home"
    browser.get("/home")
    (account,) = accounts_of(NEW)
    assert (account.name, account.role, account.locale) == ("Nina Invented", Role.EMBASSY, "da")
    assert [one.country for one in account.countries] == ["NG"]
    settled = db.session.get(Invitation, invitation.id)
    assert settled is not None and settled.accepted_at and settled.password_hash is None and not settled.totp_secret


def test_the_code_that_set_the_app_up_signs_nobody_in_again(portal: Portal, people: People) -> None:
    link = link_id(invited(people))
    secret = invitations.prepare(link, "Nina Invented", PHRASE)
    typed = code(0, secret)
    account = invitations.accept(link, typed)
    step = second_step.step_of(typed, secret, now())
    assert step is not None
    with transaction():
        assert not second_step.use(account.id, step)


def test_the_secret_is_on_no_page_afterwards(portal: Portal, people: People) -> None:
    browser = to_join(portal, invited(people))
    page = fill(browser, "/join", {"name": "Nina Invented", "password": PHRASE}, 200)
    secret = secret_on(page.text)
    browser.post("/join/code", {"csrf_token": token_in(page), "code": code(0, secret)})
    (account,) = accounts_of(NEW)
    for reader, addresses in ((browser, ["/me"]), (portal.browser(people.administrator), [f"/accounts/{account.id}"])):
        assert all(secret not in reader.get(address).text.replace(" ", "") for address in addresses)


def test_a_new_secret_replaces_the_one_before(portal: Portal, people: People) -> None:
    browser = to_join(portal, invited(people))
    page = fill(browser, "/join", {"name": "Nina Invented", "password": PHRASE}, 200)
    first, token = secret_on(page.text), token_in(page)
    second = secret_on(browser.post("/join/another-secret", {"csrf_token": token}, 200).text)
    assert first != second
    browser.post("/join/code", {"csrf_token": token, "code": code(0, first)}, 200)
    browser.post("/join/code", {"csrf_token": token, "code": code(0, second)}, 302)


@pytest.mark.parametrize(
    "phrase",
    [
        "short",
        "passwordpassword",
        "aaaaaaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "NEW@people.example",
        "qwertyuiopasdfghjkl",
    ],
)
def test_a_phrase_that_is_easy_to_guess_is_refused(phrase: str) -> None:
    assert passwords.fault(phrase, NEW) is not None
    assert passwords.fault(PHRASE, NEW) is None


def test_what_was_typed_stays_when_the_phrase_is_refused(portal: Portal, people: People) -> None:
    browser = to_join(portal, invited(people))
    page = fill(browser, "/join", {"name": "Nina Invented", "password": "short"}, 200)
    assert "Nina Invented" in page.text and "at least 15 characters" in page.text and ">short<" not in page.text


def test_of_many_parallel_acceptances_of_one_invitation_exactly_one_makes_the_account(
    portal: Portal, people: People
) -> None:
    link = link_id(invited(people))
    secret = invitations.prepare(link, "Nina Invented", PHRASE)
    typed = code(0, secret)

    def one_try(_turn: int) -> bool:
        with portal.app.app_context():
            try:
                invitations.accept(link, typed)
            except (Gone, EmailTaken):
                return False
            return True

    db.session.rollback()
    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(one_try, range(16))) == 1
    assert len(accounts_of(NEW)) == 1


def test_a_crash_between_claim_and_account_leaves_the_link_usable_once(portal: Portal, people: People) -> None:
    link = link_id(invited(people))
    secret = invitations.prepare(link, "Nina Invented", PHRASE)
    with pytest.raises(RuntimeError), transaction():
        invitations.accept(link, code(0, secret))
        raise RuntimeError("the power went")
    assert not accounts_of(NEW)
    invitations.accept(link, code(0, secret))
    with pytest.raises(Gone):
        invitations.accept(link, code(0, secret))


def test_a_used_a_withdrawn_and_an_old_invitation_open_nothing(portal: Portal, people: People) -> None:
    withdrawn = invited(people)
    browser = to_join(portal, withdrawn)
    invitations.withdraw(people.coordinator.actor, withdrawn.id)
    assert browser.get("/join", 410).status_code == 410
    old = invited(people, email="old@people.example")
    waiting = to_join(portal, old)
    with transaction():
        db.session.execute(update(Invitation).values(expires_at=now()))
        db.session.execute(update(MailedLink).values(expires_at=now()))
    assert waiting.get("/join", 410).data
    assert portal.browser().get("/join", 410).data  # nobody's link
    portal.browser().get(f"/go/{token_of(link_id(old))}", 410)


def test_a_second_invitation_to_an_address_takes_the_first_one_back(portal: Portal, people: People) -> None:
    first, second = invited(people), invited(people)
    with pytest.raises(Gone):
        invitations.opened_by(link_id(first))
    assert invitations.opened_by(link_id(second)).id == second.id


def test_an_invitation_lives_two_days(portal: Portal, people: People) -> None:
    invitation = invited(people)
    link = db.session.get(MailedLink, link_id(invitation))
    assert link is not None and link.account_id is None
    assert timedelta(hours=47) < link.expires_at - now() <= timedelta(hours=48)


def test_nobody_is_invited_to_an_address_that_has_an_account(portal: Portal, people: People) -> None:
    with pytest.raises(EmailTaken):
        invited(people, email="ADA@people.example")


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.AUDITOR])
def test_a_coordinator_or_auditor_joins_only_when_a_second_coordinator_has_confirmed(
    portal: Portal, people: People, role: Role
) -> None:
    invitation = invited(people, role=role, countries=())
    assert invitations.link_of(invitation) is None and not db.session.scalars(select(Letter)).all()
    address = f"/accounts/invitations/{invitation.id}"
    portal.browser(people.coordinator).post(f"{address}/confirm", status=404)  # not by the one who invited
    portal.browser(people.administrator).post(f"{address}/confirm", status=404)
    second = portal.browser(people.second_coordinator)
    assert address in second.get("/home").text
    fill(second, address, {}, 404)  # the page itself takes no post
    second.post(f"{address}/confirm")
    assert db.session.scalars(select(Letter)).one().recipient == NEW
    second.post(f"{address}/confirm")  # twice is once
    assert len(db.session.scalars(select(Letter)).all()) == 1
    to_join(portal, invitation)


def test_the_first_coordinator_needs_nobody_to_confirm(portal: Portal) -> None:
    first = invitations.invite(THE_PORTAL, Whom(NEW, Role.COORDINATOR))
    assert not first.needs_confirmation and invitations.link_of(first) is not None


def test_only_administrators_and_coordinators_invite_and_only_administrators_make_administrators(
    portal: Portal, people: People
) -> None:
    for person in (people.caseworker, people.accepting, people.embassy, people.auditor):
        with pytest.raises(NotAllowed):
            invitations.invite(person.actor, Whom(NEW, Role.EMBASSY))
        portal.browser(person).get("/accounts/invite", 404)
    with pytest.raises(NotAllowed):
        invitations.invite(people.coordinator.actor, Whom(NEW, Role.ADMINISTRATOR))
    invitations.invite(people.administrator.actor, Whom(NEW, Role.ADMINISTRATOR))


def test_the_invite_page_sends_an_invitation_once_also_when_posted_twice(portal: Portal, people: People) -> None:
    browser = portal.browser(people.coordinator)
    page = browser.get("/accounts/invite")
    key = re.search(r'name="form_key" value="([^"]+)"', page.text)
    assert key is not None
    data = {"form_key": key[1], "email": NEW, "role": "partner", "partner": "Invented: Edo House", "locale": "en"}
    where = {browser.post("/accounts/invite", data).location for _turn in range(2)}
    assert where == {f"/accounts/invitations/{key[1]}"}
    assert len(db.session.scalars(select(Letter)).all()) == 1
    made = db.session.scalars(select(Invitation)).one()
    assert made.organization_id == people.accepting.actor.organization_id
    assert NEW in browser.get(urlsplit(where.pop()).path).text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"email": "", "role": "auditor"}, "Write the e-mail address."),
        ({"email": "no address", "role": "auditor"}, "Write an e-mail address such as"),
        ({"email": "аda@people.example", "role": "auditor"}, "Write an e-mail address such as"),
        ({"email": NEW, "role": ""}, "Choose what this person does."),
        ({"email": NEW, "role": "administrator"}, "Not a valid choice."),
        ({"email": NEW, "role": "caseworker"}, "Write the unit"),
        ({"email": NEW, "role": "partner"}, "Write the partner"),
        ({"email": NEW, "role": "partner", "partner": "Nowhere House"}, "No partner in the directory"),
        ({"email": NEW, "role": "embassy"}, "Write the countries"),
        ({"email": NEW, "role": "embassy", "countries": "Nigeria, Atlantis"}, "no country called Atlantis"),
        ({"email": "ada@people.example", "role": "auditor"}, "an account with this e-mail address already"),
    ],
)
def test_each_wrong_field_of_an_invitation_gets_its_sentence(
    portal: Portal, people: People, data: dict[str, str], sentence: str
) -> None:
    page = portal.browser(people.coordinator).post("/accounts/invite", {"locale": "en", **data}, 200)
    assert page.text.count(sentence) == 2  # in the summary, and next to the field
    assert not db.session.scalars(select(Invitation)).all()


def test_countries_may_be_written_as_names_or_codes(portal: Portal, people: People) -> None:
    data = {"email": NEW, "role": "embassy", "countries": "nigeria, GH", "locale": "en"}
    portal.browser(people.coordinator).post("/accounts/invite", data)
    assert db.session.scalars(select(Invitation)).one().countries == ["GH", "NG"]


def test_somebody_who_joined_signs_in_afterwards(portal: Portal, people: People) -> None:
    link = link_id(invited(people))
    secret = invitations.prepare(link, "Nina Invented", PHRASE)
    account = invitations.accept(link, code(0, secret))
    half_a_minute_later(account.id)
    with transaction():
        account.totp_secret = "JBSWY3DPEHPK3PXP"
    assert sign_in(portal.browser(), NEW).location == "/home"
