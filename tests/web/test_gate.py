"""The closed gate: unmarked is not found, strangers are led to sign in, a post comes from our own page."""

import pytest
from flask import Blueprint

from portal.access import Role
from portal.app import create_app
from portal.db import db
from portal.web.gate import open_to
from tests.conftest import Portal
from tests.people import People


def test_a_stranger_is_led_to_sign_in_from_every_address_alike(portal: Portal) -> None:
    answers = [portal.browser().get(address, 302) for address in ("/home", "/nowhere", "/partners", "/cases/XXXX")]
    assert {(answer.headers["Location"], answer.data) for answer in answers} == {("/sign-in", answers[0].data)}


def test_missing_and_forbidden_are_the_same_bytes_and_one_audit_row_each(portal: Portal, people: People) -> None:
    browser = portal.browser(people.accepting)
    assert browser.get("/monitoring", 404).data == browser.get("/no/such/page", 404).data


@pytest.mark.parametrize("first", ["route", "mark"])
def test_an_unmarked_view_is_not_found_and_the_order_of_marks_does_not_matter(
    portal: Portal, people: People, first: str
) -> None:
    app = create_app(portal.settings)
    planted = Blueprint("planted", __name__)

    def page() -> str:
        return "open"

    planted.get("/unmarked")(lambda: "open")
    if first == "route":
        open_to(Role.CASEWORKER)(planted.get("/marked")(page))
    else:
        planted.get("/marked")(open_to(Role.CASEWORKER)(page))
    app.register_blueprint(planted)
    browser = Portal(app, portal.settings).browser(people.caseworker, check=False)
    browser.get("/unmarked", 404)
    assert browser.get("/marked").text == "open"
    Portal(app, portal.settings).browser(people.accepting, check=False).get("/marked", 404)
    with app.app_context():
        db.engine.dispose()


def test_a_post_without_the_sessions_token_or_from_another_site_changes_nothing(portal: Portal, people: People) -> None:
    browser = portal.browser(people.caseworker)
    browser.post("/language", {"csrf_token": "guessed"}, 400)
    browser.post("/language", {"locale": "da"}, 400, headers={"Sec-Fetch-Site": "cross-site"})
    browser.post("/language", {"locale": "da"})
