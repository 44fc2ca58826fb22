"""The access table, by real requests: every route and method, every role, own, foreign and missing objects."""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from portal.audit.models import AuditEvent, AuditHead
from portal.db import Base, db
from tests.conftest import Portal
from tests.house.access_table import ANYBODY, MACHINES, TABLE
from tests.house.world import World, machine_token
from tests.people import People

#: What a denied request may touch: the audit log, and when a session was last seen.
MAY_CHANGE = {AuditEvent.__tablename__, AuditHead.__tablename__}


def routes(app: Any) -> Iterator[str]:
    """Every `METHOD /rule` of the app, static files apart."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            yield from (f"{method} {rule.rule}" for method in sorted(rule.methods - {"HEAD", "OPTIONS"}))


def test_every_route_has_a_line_in_the_table_and_every_line_a_route(on_sqlite: Portal) -> None:
    assert sorted(routes(on_sqlite.app)) == sorted(TABLE)


def _digest() -> dict[str, str]:
    db.session.rollback()
    digests = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in MAY_CHANGE:
            rows = sorted(repr(tuple(row)) for row in db.session.execute(sa.select(table)))
            digests[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    db.session.rollback()
    return digests


def _refusals() -> int:
    count = db.session.scalar(sa.select(sa.func.count()).select_from(AuditEvent)) or 0
    db.session.rollback()
    return count


@pytest.mark.parametrize("route", sorted(TABLE))
def test_who_may_enter(portal: Portal, people: People, route: str) -> None:
    method, rule = route.split(" ", 1)
    world = World.build(people)
    own, foreign, missing = (world.address(rule, which) for which in ("own", "foreign", "missing"))
    if TABLE[route] is MACHINES:
        _only_a_machine_enters(portal, people, own)
        return
    before = _digest()
    for name, person in people.everyone().items():
        browser = portal.browser(person, check=False)
        for which, address in (("own", own), ("foreign", foreign), ("missing", missing)):
            if _may(route, name, which) or (which != "own" and address == own):
                continue
            noted = _refusals()
            answer = browser.client.open(
                address, method=method, base_url=browser.base_url, data={"csrf_token": browser.csrf_token()}
            )
            assert answer.status_code == 404, f"{name} gets {answer.status_code} for the {which} {route}"
            assert _refusals() == noted + 1, f"{name}: not one audit row for the {which} {route}"
    assert _digest() == before, "a refused request changed the database"
    _strangers_are_led_to_sign_in(portal, route, method, own)
    for name, person in people.everyone().items():
        if _may(route, name, "own"):
            browser = portal.browser(person, check=False)
            data = {"csrf_token": browser.csrf_token()} if method == "POST" else None
            answer = browser.client.open(own, method=method, base_url=browser.base_url, data=data)
            assert answer.status_code not in (404, 500), f"{name} gets {answer.status_code} for {route}"
            answer.close()  # as a server does, also with a file whose reader went away


def _only_a_machine_enters(portal: Portal, people: People, address: str) -> None:
    """Whoever signs in gets the same as a stranger: the standard's error, never the way to sign-in or a cookie."""
    before = _digest()
    for person in [*people.everyone().values(), None]:
        browser = portal.browser(person, check=False)
        answer = browser.client.get(address, base_url=browser.base_url)
        assert (answer.status_code, answer.mimetype) == (401, "application/json")
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="hjemvej"'
        assert not answer.headers.getlist("Set-Cookie")
    assert _digest() == before, "a refused request changed the database"
    token = {"Authorization": f"Bearer {machine_token()}"}
    answer = portal.app.test_client().get(address, base_url=browser.base_url, headers=token)
    assert answer.status_code == 200, address


def _may(route: str, name: str, which: str) -> bool:
    who = TABLE[route]
    if who is ANYBODY:
        return True
    own, _, foreign = who.partition("|")
    return name in {"own": own, "foreign": foreign, "missing": ""}[which].split()


def _strangers_are_led_to_sign_in(portal: Portal, route: str, method: str, address: str) -> None:
    if TABLE[route] is ANYBODY:
        return
    browser = portal.browser(check=False)
    answer = browser.client.open(address, method=method, base_url=browser.base_url)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in")


@pytest.mark.parametrize("rule", sorted({route.split(" ", 1)[1] for route in TABLE if "<" in route}))
def test_a_foreign_and_a_missing_object_are_the_same_bytes(portal: Portal, people: People, rule: str) -> None:
    if TABLE.get(f"GET {rule}", ANYBODY) in (ANYBODY, MACHINES):
        return
    world = World.build(people)
    foreign, missing = world.address(rule, "foreign"), world.address(rule, "missing")
    for person in people.everyone().values():
        browser = portal.browser(person, check=False)
        answers = [browser.client.get(one, base_url=browser.base_url) for one in (foreign, missing)]
        if answers[0].status_code == 404:
            assert answers[0].data == answers[1].data
            assert _headers(answers[0]) == _headers(answers[1])


def _headers(answer: Any) -> list[tuple[str, str]]:
    return sorted((name, value) for name, value in answer.headers.items() if name != "Date")


def test_the_table_names_only_the_cast(people: People) -> None:
    names = {name for who in TABLE.values() if who not in (ANYBODY, MACHINES) for name in re.findall(r"\w+", who)}
    assert names <= set(people.everyone())
