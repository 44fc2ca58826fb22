"""The demonstration's sign-in buttons exist in demonstration mode alone (RULINGS 31)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from portal.access import THE_PORTAL, Role
from portal.accounts.actions import create_account
from portal.app import create_app
from portal.db import db
from portal.migrations.records import METADATA
from tests.accounts.steps import AUTHENTICATOR, token_in
from tests.conftest import Portal

URL = "http://127.0.0.1:8000"
PHRASE = "demo-demo-demo-demo"


@pytest.fixture
def demonstration(on_sqlite: Portal, tmp_path: Path) -> Iterator[Flask]:
    """A portal in demonstration mode with two accounts, one of them of the demonstration."""
    settings = replace(
        on_sqlite.settings, mode="demonstration", database_url=f"sqlite:///{tmp_path / 'd.sqlite'}", base_url=URL
    )
    app = create_app(settings)
    app.testing = True
    with app.app_context():
        METADATA.create_all(db.engine)
        for email in ("embassy@demo.example", "real@people.example"):
            create_account(
                THE_PORTAL, email=email, name="Invented", role=Role.EMBASSY, password=PHRASE, totp_secret=AUTHENTICATOR
            )
        yield app
        db.session.remove()
        db.engine.dispose()


def test_a_button_signs_a_demonstration_account_in(demonstration: Flask) -> None:
    client = demonstration.test_client()
    page = client.get("/sign-in", base_url=URL)
    assert "Sign in as embassy@demo.example" in page.text and "real@people.example" not in page.text
    data = {"csrf_token": token_in(page), "email": "embassy@demo.example"}
    assert client.post("/sign-in/demo", base_url=URL, data=data).location == "/home"
    assert "Sign out" in client.get("/home", base_url=URL).text
    held = client.get_cookie("session", domain="127.0.0.1")
    assert held is not None and held.http_only and not held.secure


def test_a_button_signs_no_other_account_in_and_nobody_from_another_site(demonstration: Flask) -> None:
    client = demonstration.test_client()
    from_elsewhere = {"Sec-Fetch-Site": "cross-site"}
    for email, headers, status in (("real@people.example", {}, 404), ("embassy@demo.example", from_elsewhere, 400)):
        answer = client.post("/sign-in/demo", base_url=URL, data={"email": email}, headers=headers)
        assert answer.status_code == status
        assert client.get_cookie("session", domain="127.0.0.1") is None


def test_a_script_signs_in_with_the_field_alone(demonstration: Flask) -> None:
    client = demonstration.test_client()
    assert client.post("/sign-in/demo", base_url=URL, data={"email": "embassy@demo.example"}).location == "/home"
    assert "Sign out" in client.get("/home", base_url=URL).text


def test_in_production_there_is_no_such_address(portal: Portal) -> None:
    page = portal.browser().get("/sign-in")
    assert "Demonstration" not in page.text
    assert "accounts.demo_sign_in" not in portal.app.view_functions
    portal.browser().post("/sign-in/demo", {"email": "embassy@demo.example"}, 302)
