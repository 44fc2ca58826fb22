"""Getting, using and losing a bearer token: the standards' errors, whatever is sent (RFC 6749, 6750, 7009)."""

import base64
import logging
from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.access import THE_PORTAL
from portal.accounts import machines
from portal.accounts.machine_server import TOKENS
from portal.accounts.machine_views import ADDRESS
from portal.accounts.models import MachineClient, MachineToken
from portal.accounts.sessions import hashed
from portal.audit.models import AuditEvent
from portal.db import db, now, transaction
from tests.conftest import BASE_URL, Portal
from tests.partners.hsds.machine import Machine
from tests.people import People

NOT_BEARERS = ("", "Basic abc", "Bearer", "Bearer ", "Token abc", "Bearer\tabc")
BAD_TOKENS = (
    "x",
    "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.",  # another server's, unsigned
    "A" * 100_000,
    "a\x00b",
    "æøå",
    "' OR 1=1 --",
    "%00",
    "two words",
)


def basic(client_id: str, secret: str) -> dict[str, str]:
    """The header of HTTP Basic."""
    return {"Authorization": "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()}


def test_a_machine_gets_a_token_by_header_and_by_form(portal: Portal) -> None:
    machine = Machine.arrive(portal)
    by_header = {"data": {"grant_type": "client_credentials"}, "headers": basic(machine.client_id, machine.secret)}
    for answer in (machine.ask(scope="hsds:read"), machine.post("/api/oauth/token", **by_header)):
        assert answer.status_code == 200
        assert {**answer.get_json(), "access_token": ""} == {
            "access_token": "",
            "expires_in": 3600,
            "scope": "hsds:read",
            "token_type": "Bearer",
        }
        assert answer.headers["Cache-Control"] == "no-store"
        assert not answer.headers.getlist("Set-Cookie")


def test_only_hashes_are_kept_and_nothing_of_them_is_logged(portal: Portal, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    machine = Machine.arrive(portal)
    machine.get("/services")
    machine.ask(client_secret=machine.secret + "x")
    rows = [
        *db.session.execute(sa.select(MachineClient.__table__)),
        *db.session.execute(sa.select(MachineToken.__table__)),
    ]
    rows += db.session.execute(sa.select(AuditEvent.__table__)).all()
    own = "\n".join(one.getMessage() for one in caplog.records if one.name.startswith("portal"))
    for secret in (machine.secret, machine.token):
        assert secret not in repr(rows) and secret not in own


@pytest.mark.parametrize(
    ("sent", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "nobody"}, 401, "invalid_client"),
        ({"client_id": "\x00"}, 401, "invalid_client"),
        ({"client_id": "x" * 100_000}, 401, "invalid_client"),
        ({"client_secret": "\ud800".encode("utf-16", "surrogatepass")}, 401, "invalid_client"),
        ({"client_secret": None}, 401, "invalid_client"),
        ({"scope": "hsds:write"}, 400, "invalid_scope"),
        ({"scope": "hsds:read admin"}, 400, "invalid_scope"),
        ({"scope": '"\x00'}, 400, "invalid_scope"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": "\x00"}, 400, "unsupported_grant_type"),
        ({"grant_type": None}, 400, "invalid_request"),
        ({"grant_type": ["client_credentials", "client_credentials"]}, 400, "invalid_request"),
    ],
)
def test_a_refused_request_gets_the_standards_error_and_is_noted(
    portal: Portal, sent: dict[str, object], status: int, error: str
) -> None:
    machine = Machine.arrive(portal)
    answer = machine.ask(**sent)
    assert (answer.status_code, answer.get_json()["error"]) == (status, error)
    assert answer.headers["Cache-Control"] == "no-store"
    challenge = 'Basic realm="hjemvej", error="invalid_client"'
    assert answer.headers.get("WWW-Authenticate") == (challenge if status == 401 else None)
    noted = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.refused)).one()
    assert (noted.event, noted.details, noted.actor_role) == ("machine:token:refused", {"error": error}, "machine")
    known = machines.client_of(str(sent.get("client_id", machine.client_id)))
    assert noted.subject == (f"machine:{machine.client_id}" if known else "machine:unknown")


@pytest.mark.parametrize("header", ["Basic", "Basic !!!", "Basic " + base64.b64encode(b"\xff\xfe:x").decode()])
def test_a_header_that_is_no_basic_header_is_an_unknown_machine(portal: Portal, header: str) -> None:
    machine = Machine.arrive(portal)
    form = {"grant_type": "client_credentials"}
    answer = machine.post("/api/oauth/token", data=form, headers={"Authorization": header})
    assert (answer.status_code, answer.get_json()["error"]) == (401, "invalid_client")


def test_what_stands_in_the_address_is_not_read(portal: Portal) -> None:
    machine = Machine.arrive(portal)
    words = f"grant_type=client_credentials&client_id={machine.client_id}&client_secret={machine.secret}"
    assert machine.post(f"/api/oauth/token?{words}").get_json()["error"] == "invalid_request"
    client = portal.app.test_client()
    assert client.get(f"/api/hsds/services?access_token={machine.token}", base_url=BASE_URL).status_code == 401


def test_one_request_authenticates_in_one_way(portal: Portal) -> None:
    machine = Machine.arrive(portal)
    form = {"grant_type": "client_credentials", "client_id": machine.client_id, "client_secret": machine.secret}
    answer = machine.post("/api/oauth/token", data=form, headers=basic(machine.client_id, machine.secret))
    assert (answer.status_code, answer.get_json()["error"]) == (400, "invalid_request")


def test_without_a_bearer_token_the_challenge_names_no_error(portal: Portal) -> None:
    machine = Machine.arrive(portal)
    for header in NOT_BEARERS:
        answer = machine.get("/services", 401, Authorization=header)
        assert answer.headers["WWW-Authenticate"].split(", ")[0] == 'Bearer realm="hjemvej"'
        assert "Location" not in answer.headers and answer.mimetype == "application/json"


def test_a_token_that_is_none_is_an_invalid_token(portal: Portal) -> None:
    machine = Machine.arrive(portal)
    for token in BAD_TOKENS:
        answer = machine.get("/services", 401, Authorization=f"Bearer {token}")
        assert answer.get_json()["error"] == "invalid_token"
        assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_a_cookie_opens_nothing_and_a_token_opens_no_page(portal: Portal, people: People) -> None:
    machine = Machine.arrive(portal)
    client = portal.app.test_client()
    client.set_cookie("__Host-session", people.coordinator.token, domain="portal.test", secure=True)
    assert client.get("/api/hsds/services", base_url=BASE_URL).status_code == 401
    for address in ("/home", "/partners", "/accounts"):
        answer = portal.app.test_client().get(address, base_url=BASE_URL, headers=machine.headers)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in")


def test_a_token_ends_after_its_hour(portal: Portal) -> None:
    machine = Machine.arrive(portal)
    with transaction():
        db.session.execute(sa.update(MachineToken).values(expires_at=now() - timedelta(seconds=1)))
    assert machine.get("/services", 401).get_json()["error"] == "invalid_token"
    machine.ask()
    kept = list(db.session.scalars(sa.select(MachineToken.token_hash)))
    assert len(kept) == 1 and kept != [hashed(machine.token)]  # the old one is swept out


def test_a_revoked_machine_is_out_at_once_and_gets_no_token(portal: Portal) -> None:
    machine = Machine.arrive(portal)
    machine.get("/services")
    machines.revoke_client(THE_PORTAL, machine.client_id)
    assert machine.get("/services", 401).get_json()["error"] == "invalid_token"
    assert machine.ask().get_json()["error"] == "invalid_client"


def test_a_machine_gives_its_own_token_back_and_no_other(portal: Portal) -> None:
    machine, other = Machine.arrive(portal), Machine.arrive(portal)
    own = {"headers": basic(machine.client_id, machine.secret)}
    refused = machine.post("/api/oauth/revoke", data={"token": other.token}, **own)
    assert (refused.status_code, refused.get_json()["error"]) == (400, "invalid_grant")
    other.get("/services")
    for _time in range(2):
        assert machine.post("/api/oauth/revoke", data={"token": machine.token}, **own).status_code == 200
    machine.get("/services", 401)
    assert machine.post("/api/oauth/revoke", data={"token": "\x00"}, **own).status_code == 200
    assert machine.post("/api/oauth/revoke", data={}, **own).get_json()["error"] == "invalid_request"
    assert machine.post("/api/oauth/revoke", data={"token": other.token}).status_code == 401


def test_a_token_for_something_else_is_refused_and_noted(portal: Portal) -> None:
    machine = Machine.arrive(portal)
    with transaction():
        db.session.execute(sa.update(MachineToken).values(scope="something:else"))
    answer = machine.get("/services", 403)
    assert answer.get_json()["error"] == "insufficient_scope"
    assert 'error="insufficient_scope", scope="hsds:read"' in answer.headers["WWW-Authenticate"]
    noted = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.refused)).one()
    assert (noted.event, noted.actor_role) == ("page:refused", "machine")


def test_wrong_secrets_from_one_address_are_slowed_down_and_noted_once_too_many(portal: Portal) -> None:
    machine = Machine.arrive(portal)
    answers = [machine.ask(client_secret="wrong").status_code for _try in range(ADDRESS.most + 3)]
    assert answers == [401] * ADDRESS.most + [429] * 3
    slowed = machine.ask()
    assert slowed.status_code == 429 and int(slowed.headers["Retry-After"]) in range(1, ADDRESS.seconds + 1)
    refused = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.refused)).all()
    assert len(refused) == ADDRESS.most + 1


def test_right_secrets_count_for_no_address_but_a_machine_gets_so_many_tokens(portal: Portal) -> None:
    machine = Machine.arrive(portal)
    answers = [machine.ask() for _try in range(TOKENS.most)]
    assert [one.status_code for one in answers] == [200] * (TOKENS.most - 1) + [429]
    assert answers[-1].get_json()["error"] == "too_many_requests" and int(answers[-1].headers["Retry-After"]) > 0
    assert Machine.arrive(portal).token


def test_reading_without_pause_is_slowed_down_for_that_machine_alone(portal: Portal) -> None:
    machine, other = Machine.arrive(portal), Machine.arrive(portal)
    asking = machines.who_holds(machine.token)
    assert asking is not None
    waits = [machines.wait_before_reading(asking) for _reading in range(machines.READINGS.most)]
    assert set(waits) == {0}
    answer = machine.get("/taxonomies", 429)
    assert answer.get_json()["error"] == "too_many_requests"
    assert int(answer.headers["Retry-After"]) in range(1, machines.READINGS.seconds + 1)
    other.get("/taxonomies")


def test_a_secret_is_right_after_the_index_key_was_replaced(portal: Portal) -> None:
    from portal import sealed

    machine = Machine.arrive(portal)
    ring = sealed.keys()
    sealed.use_keys(sealed.KeyRing(ring.masters, {**ring.index_keys, 2: b"n" * 32}))
    assert machine.ask().status_code == 200
    sealed.use_keys(sealed.KeyRing(ring.masters, {2: b"n" * 32}))
    assert machine.ask().status_code == 401


def test_issues_and_revocations_are_in_the_log(portal: Portal) -> None:
    machine = Machine.arrive(portal)
    machines.revoke_client(THE_PORTAL, machine.client_id)
    events = db.session.execute(sa.select(AuditEvent.event, AuditEvent.actor_role, AuditEvent.subject)).all()
    subject = f"machine:{machine.client_id}"
    assert sorted(tuple(one) for one in events) == [
        ("machine:made", "portal", subject),
        ("machine:revoked", "portal", subject),
        ("machine:token:issued", "machine", subject),
    ]


def test_an_unknown_address_below_the_api_is_json_and_no_way_to_sign_in(portal: Portal) -> None:
    machine = Machine.arrive(portal)
    assert machine.get("/nothing", 404).get_json()["error"] == "not_found"
    answer = portal.app.test_client().post("/api/hsds/services", base_url=BASE_URL, headers=machine.headers)
    assert (answer.status_code, answer.get_json()["error"]) == (405, "method_not_allowed")
    assert "GET" in answer.headers["Allow"]
    assert portal.app.test_client().get("/api/anything", base_url=BASE_URL).status_code == 401
