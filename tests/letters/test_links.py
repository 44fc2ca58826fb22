"""The page behind a mailed link: reading it changes nothing, and an old link leads to a new letter."""

from datetime import timedelta

import pytest
from flask import redirect
from sqlalchemy import func, select, update
from werkzeug.wrappers import Response

from portal.accounts.models import AccountState
from portal.audit.trail import looks
from portal.db import db, now, transaction
from portal.i18n import LANGUAGES
from portal.letters import links, outbox, views
from portal.letters.models import Letter, MailedLink
from tests.conftest import Portal
from tests.letters.conftest import KIND
from tests.people import People, Person


def a_token(holder: Person | None = None) -> str:
    """The token of a link in a letter that has left, to an account or to nobody known."""
    more = {"account_id": holder.id} if holder else {}
    link = ("of_the_tests", "1")
    with transaction():
        letter = outbox.put(KIND, to="p@people.example", locale="en", reference="7K3Q22", link=link, **more)
    assert letter.link_id is not None
    return links.token_of(letter.link_id)


def make_old(**more: object) -> None:
    """Let a day pass for every link."""
    with transaction():
        db.session.execute(update(MailedLink).values(created_at=now() - timedelta(days=8), **more))


def letters() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Letter)) or 0


def takes_the_link(link: MailedLink) -> Response | None:
    with transaction():
        return redirect("/home") if links.claim(link.id) else None


def test_scanners_that_open_the_link_ten_times_do_not_use_it_up(portal: Portal) -> None:
    token, browser = a_token(), portal.browser()
    for _time in range(10):
        page = browser.get(f"/go/{token}")
        assert browser.client.head(f"/go/{token}", base_url=browser.base_url).status_code == 200
    assert "Continue" in page.text
    link = links.found(token)
    assert link is not None
    assert links.still_opens(link, now())


def test_the_page_says_nothing_of_what_the_link_opens(portal: Portal) -> None:
    page = portal.browser().get(f"/go/{a_token()}")
    assert "7K3Q22" not in page.text
    assert "p@people.example" not in page.text


@pytest.mark.parametrize("language", [one.code for one in LANGUAGES])
def test_the_page_is_there_in_every_language_and_leads_to_the_others(portal: Portal, language: str) -> None:
    token = a_token()
    page = portal.browser().get(f"/go/{token}?lang={language}")
    assert f'lang="{language}"' in page.text
    for other in LANGUAGES:
        assert f"/go/{token}?lang={other.code}" in page.text


def test_the_button_goes_on_once(portal: Portal) -> None:
    views.CONTINUE.insert(0, takes_the_link)
    try:
        token, browser = a_token(), portal.browser()
        assert browser.post(f"/go/{token}").location == "/home"
        assert "no longer works" in browser.post(f"/go/{token}", status=410).text
    finally:
        views.CONTINUE.remove(takes_the_link)


def test_a_used_an_old_and_an_unknown_link_show_the_same_page(portal: Portal) -> None:
    browser = portal.browser()
    used, old, never = a_token(), a_token(), "never-was-a-token"
    with transaction():
        link, older = links.found(used), links.found(old)
        assert link is not None
        assert older is not None
        links.claim(link.id)
        older.expires_at = now() - timedelta(minutes=1)
    pages = {browser.get(f"/go/{token}", status=410).text.replace(token, "") for token in (used, old, never)}
    assert len(pages) == 1


def test_an_old_link_brings_a_new_letter_to_the_old_recipient(portal: Portal, people: People) -> None:
    token = a_token(people.accepting)
    make_old(expires_at=now() - timedelta(days=1))
    portal.browser().post(f"/go/{token}/again", {"email": "stranger@evil.example"}, status=200)
    db.session.rollback()
    newest = db.session.scalars(select(Letter).order_by(Letter.created_at.desc())).first()
    assert newest is not None
    assert (newest.recipient, newest.kind, newest.reference) == ("p@people.example", KIND, "7K3Q22")
    assert newest.link_id is not None
    new = links.found(links.token_of(newest.link_id))
    assert new is not None
    assert links.still_opens(new, now())


def test_the_answer_to_send_me_a_new_link_is_always_the_same(portal: Portal, people: People) -> None:
    browser, token = portal.browser(), a_token(people.accepting)
    make_old()
    answers = {browser.post(f"/go/{one}/again", status=200).text for one in (token, token, "never-was")}
    assert len(answers) == 1
    assert letters() == 2


def test_nobodys_box_can_be_filled_by_asking_again_and_again(portal: Portal, people: People) -> None:
    browser, token = portal.browser(), a_token(people.accepting)
    make_old()
    for _time in range(5):
        browser.post(f"/go/{token}/again", status=200)
    assert letters() == 2


def test_a_holder_who_may_not_sign_in_any_more_gets_no_letter(portal: Portal, people: People) -> None:
    token = a_token(people.accepting)
    make_old()
    with transaction():
        people.accepting.account.state = AccountState.SUSPENDED
    portal.browser().post(f"/go/{token}/again", status=200)
    assert letters() == 1


def test_a_renewed_letter_is_noted_in_the_log(portal: Portal, people: People) -> None:
    token = a_token(people.accepting)
    make_old()
    portal.browser().post(f"/go/{token}/again", status=200)
    link = links.found(token)
    assert link is not None
    assert [one.event for one in looks(f"link:{link.id}")] == ["link:letter:renewed"]
