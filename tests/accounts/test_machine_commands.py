"""Machines by the command line: the secret is shown once, the exit codes are as promised."""

import sqlalchemy as sa

from portal.accounts import machines
from portal.accounts.models import MachineClient
from portal.audit.models import AuditEvent
from portal.db import db
from tests.conftest import Portal


def run(portal: Portal, *words: str) -> tuple[int, str]:
    """The exit code and the words of `hjemvej tokens ...`."""
    from portal.accounts.machine_commands import tokens

    answer = portal.app.test_cli_runner().invoke(tokens, list(words))
    return answer.exit_code, answer.output


def made(portal: Portal) -> tuple[str, str]:
    """A machine made by the command: its id and secret."""
    code, words = run(portal, "create", "Invented embassy", "--scope", "hsds:read")
    assert code == 0
    lines = dict(line.split(": ", 1) for line in words.splitlines()[:2])
    return lines["client_id"], lines["client_secret"]


def test_a_machine_is_made_with_a_secret_that_is_right_and_kept_nowhere(portal: Portal) -> None:
    client_id, secret = made(portal)
    assert client_id.isalnum()  # a command's argument never begins like an option
    machine = machines.client_of(client_id)
    assert machine is not None and machines.secret_is_right(machine, secret)
    assert not machines.secret_is_right(machine, secret + "x")
    assert secret not in repr(db.session.execute(sa.select(MachineClient.__table__)).all())
    assert secret not in run(portal, "list")[1]


def test_a_machine_is_shut_out_once(portal: Portal) -> None:
    client_id, _secret = made(portal)
    assert run(portal, "revoke", client_id, "--dry-run")[0] == 0
    assert machines.client_of(client_id) is not None
    assert run(portal, "revoke", client_id) == (0, f"{client_id} is shut out.\n")
    assert machines.client_of(client_id) is None
    assert run(portal, "revoke", client_id)[0] == 1
    assert run(portal, "revoke", "nobody")[0] == 1
    events = db.session.scalars(sa.select(AuditEvent.event).order_by(AuditEvent.number)).all()
    assert events == ["machine:made", "machine:revoked"]


def test_the_list_names_every_machine_with_what_became_of_it(portal: Portal) -> None:
    client_id, _secret = made(portal)
    run(portal, "revoke", client_id)
    other, _other_secret = made(portal)
    _code, words = run(portal, "list")
    lines = {line.split("\t")[0]: line for line in words.splitlines()}
    assert "shut out" in lines[client_id] and "open" in lines[other]
    assert all("never used" in line and "Invented embassy" in line for line in lines.values())


def test_a_rehearsal_and_wrong_use_change_nothing(portal: Portal) -> None:
    assert run(portal, "create", "Invented", "--scope", "hsds:read", "--dry-run")[0] == 0
    assert run(portal, "create", "Invented")[0] == 2
    assert run(portal, "create", "Invented", "--scope", "hsds:write")[0] == 2
    assert run(portal, "create", "  ", "--scope", "hsds:read")[0] == 2
    assert machines.clients() == []
