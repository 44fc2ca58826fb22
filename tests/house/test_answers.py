"""What holds of every answer: its headers, and that a GET changes no record of the domain (rulings 33, R-23)."""

from typing import Any

import pytest
import sqlalchemy as sa

from portal.db import Base, db
from tests.conftest import Portal
from tests.house.access_table import ANYBODY, TABLE
from tests.house.world import World
from tests.people import People

GETS = sorted(route for route in TABLE if route.startswith("GET "))
#: What a GET may write: the log, and when a request was first opened.
LOGS = {"audit_event", "audit_head"}
OPENED = {"opened_at", "opened_by", "row_version"}


def rows() -> dict[str, list[str]]:
    db.session.rollback()
    found = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in LOGS:
            columns = [column for column in table.columns if column.name not in OPENED]
            found[table.name] = sorted(repr(tuple(row)) for row in db.session.execute(sa.select(*columns)))
    db.session.rollback()
    return found


@pytest.mark.parametrize("route", GETS)
def test_a_get_changes_nothing_and_its_answer_is_kept_by_no_cache(portal: Portal, people: People, route: str) -> None:
    world = World.build(people)
    rule = route.split(" ", 1)[1]
    before = rows()
    for name, person in [*people.everyone().items(), ("nobody", None)]:
        browser = portal.browser(person, check=False)
        for which in ("own", "missing"):
            answer = browser.client.get(world.address(rule, which), base_url=browser.base_url)
            assert answer.status_code < 500, f"{name}: {answer.status_code}"
            _check_headers(answer, for_machines=rule.startswith("/api/"))
            answer.close()  # a file that is made while it leaves holds its statement until then
    assert rows() == before


def _check_headers(answer: Any, *, for_machines: bool) -> None:
    # A machine may keep what it was given if it asks each time whether that still holds.
    assert answer.headers["Cache-Control"] == (
        "private, no-cache" if for_machines and answer.status_code == 200 else "no-store"
    )
    assert ("Authorization" if for_machines else "Cookie") in answer.headers["Vary"]
    assert not (for_machines and answer.headers.getlist("Set-Cookie"))
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    for cookie in answer.headers.getlist("Set-Cookie"):
        assert "Secure" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_signing_out_by_a_link_does_nothing(portal: Portal, people: People) -> None:
    browser = portal.browser(people.caseworker)
    browser.get("/sign-out", 404)
    browser.get("/home")


@pytest.mark.parametrize("host", ["evil.test", "portal.test.evil.test", "portal.test@evil.test", "127.0.0.1", ""])
def test_a_request_under_another_hosts_name_is_refused(portal: Portal, host: str) -> None:
    answer = portal.app.test_client().get("/sign-in", headers={"Host": host}, base_url="https://portal.test")
    assert answer.status_code == 400
    assert host == "" or host not in answer.text


def test_every_open_route_is_meant_to_be_open() -> None:
    open_ones = {route.split(" ", 1)[1].split("/")[1] for route, who in TABLE.items() if who is ANYBODY}
    allowed = {"", "accessibility", "api", "go", "healthz", "help", "join", "language", "privacy", "readyz", "sign-in"}
    assert open_ones == allowed | {"signed-out", "was"}
