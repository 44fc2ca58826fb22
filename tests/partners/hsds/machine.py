"""A machine of the tests: it has a secret, gets tokens, and reads."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from werkzeug.test import TestResponse

from portal.access import THE_PORTAL
from portal.accounts import machines
from portal.db import db
from tests.conftest import BASE_URL, ROOT, Portal

API = "/api/hsds"
STANDARD = Path(os.path.normpath(ROOT / ".." / "shared" / "standards" / "hsds-3.0"))


@dataclass
class Machine:
    """A client of the API; `token` is a living one once `arrive` has been called."""

    portal: Portal
    client_id: str
    secret: str
    token: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    known: dict[str, Any] = field(default_factory=dict)  # ids that a test fills addresses with

    @classmethod
    def arrive(cls, portal: Portal) -> "Machine":
        """Make a machine and get it a token the true way."""
        made, secret = machines.make_client(THE_PORTAL, "Invented embassy's own system", machines.SCOPES)
        machine = cls(portal, made.client_id, secret)
        machine.token = machine.ask().get_json()["access_token"]
        machine.headers = {"Authorization": f"Bearer {machine.token}"}
        return machine

    def ask(self, **more: Any) -> TestResponse:
        """Ask for a token by the form; `more` replaces what is sent."""
        form = {"grant_type": "client_credentials", "client_id": self.client_id, "client_secret": self.secret, **more}
        return self.post("/api/oauth/token", data={name: value for name, value in form.items() if value is not None})

    def post(self, address: str, **more: Any) -> TestResponse:
        """Post without any token."""
        return self.portal.app.test_client().post(address, base_url=BASE_URL, **more)

    def get(self, address: str, status: int = 200, **headers: str) -> TestResponse:
        """Read an address of the API with the token, and expect a status."""
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        answer = self.portal.app.test_client().get(API + address, base_url=BASE_URL, headers=sent)
        assert answer.status_code == status, f"{address}: {answer.status_code}\n{answer.text[:2000]}"
        assert not answer.headers.getlist("Set-Cookie")
        return answer

    def read(self, address: str) -> Any:
        """The JSON at an address."""
        return self.get(address).get_json()

    def contents(self, address: str) -> list[dict[str, Any]]:
        """What stands on a page."""
        found: list[dict[str, Any]] = self.read(address)["contents"]
        return found


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent to the database meanwhile."""
    sent: list[str] = []

    def listener(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            sent.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", listener)
    try:
        yield sent
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", listener)
