"""The demonstration shows the letters that would have left; a production site has no such page."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from portal.app import create_app
from portal.db import db, now, transaction
from portal.letters import links, outbox, probes
from portal.letters.models import Letter, LetterState
from portal.letters.sender import send_due
from tests.browser import Browser
from tests.conftest import BASE_URL, Portal
from tests.letters.conftest import KIND
from tests.people import People


@pytest.fixture
def demonstration(portal: Portal) -> Iterator[Flask]:
    """The same portal as a demonstration, over the same database."""
    app = create_app(replace(portal.settings, mode="demonstration"))
    app.testing = True
    yield app
    with app.app_context():
        db.engine.dispose()


def write(number: int) -> None:
    with transaction():
        for one in range(number):
            link = ("of_the_tests", str(one))
            outbox.put(KIND, to=f"p{one}@people.example", locale="ar", reference=f"R{one}", link=link)


def test_letters_are_read_newest_first_page_by_page_each_once(demonstration: Flask, people: People) -> None:
    write(23)
    browser, address, seen = Browser(demonstration, BASE_URL, people.embassy), "/letters", []
    while address:
        page = browser.get(address).text
        seen += [part.split("<")[0] for part in page.split('<bdi dir="ltr">p')[1:]]
        address = page.split('rel="next" href="')[1].split('"')[0] if 'rel="next"' in page else ""
    assert [f"p{name}" for name in seen] == [f"p{one}@people.example" for one in reversed(range(23))]


def test_the_link_of_a_shown_letter_works(demonstration: Flask, people: People) -> None:
    write(1)
    browser = Browser(demonstration, BASE_URL, people.accepting)
    link = browser.get("/letters").text.split(f'href="{BASE_URL}')[1].split('"')[0]
    assert "Continue" in browser.get(link).text


def test_a_letter_that_is_held_until_later_is_not_shown_yet(demonstration: Flask, people: People) -> None:
    with transaction():
        outbox.put(KIND, to="p@people.example", locale="en", not_before=now() + timedelta(days=1))
    assert "No letter has been written yet" in Browser(demonstration, BASE_URL, people.auditor).get("/letters").text


def test_one_letter_and_ten_cost_the_same_number_of_queries(demonstration: Flask, people: People) -> None:
    asked: list[str] = []

    def counted(connection: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    browser, counts = Browser(demonstration, BASE_URL, people.coordinator), []
    with demonstration.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", counted)
    for number in (1, 9):
        write(number)
        asked.clear()
        browser.get("/letters")
        counts.append(len(asked))
    event.remove(engine, "before_cursor_execute", counted)
    assert counts[0] == counts[1] > 0


def test_a_production_site_has_no_letters_page(portal: Portal, people: People) -> None:
    assert "letters.index" not in portal.app.view_functions
    portal.browser(people.coordinator).get("/letters", status=404)


def test_mail_is_said_to_wait_once_a_letter_is_a_quarter_of_an_hour_late(portal: Portal) -> None:
    write(1)
    assert probes.mail() == ("mail: ok", True)
    with transaction():
        db.session.execute(db.update(Letter).values(not_before=now() - timedelta(minutes=16)))
    assert probes.mail() == ("mail: waiting", True)


def test_a_stopped_mail_server_is_said_at_once_and_the_letter_waits(portal: Portal) -> None:
    write(1)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound and not listening: nothing answers there
        port = nobody.getsockname()[1]
        counts = send_due(replace(portal.settings, smtp_url=f"smtp://127.0.0.1:{port}"), now())
    assert (counts.sent, counts.down != "") == (0, True)
    assert probes.mail() == ("mail: waiting", True)
    assert db.session.scalars(db.select(Letter.state)).all() == [LetterState.QUEUED]


def test_a_letter_with_a_planned_retry_still_counts_as_waiting(portal: Portal) -> None:
    write(1)
    later, old = now() + timedelta(hours=1), now() - timedelta(hours=1)
    with transaction():
        db.session.execute(db.update(Letter).values(not_before=later, created_at=old, attempts=3))
    assert probes.mail() == ("mail: waiting", True)


def test_a_used_link_stays_used(portal: Portal) -> None:
    with transaction():
        link = links.make("of_the_tests", "1")
    with transaction():
        assert [links.claim(link.id) for _time in range(3)] == [True, False, False]
