"""The command line: the first administrator and invitations, each with a one-time link; a dry run changes nothing."""

from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import select

from portal.accounts.commands import create_admin, invite
from portal.accounts.models import Invitation
from portal.db import db
from tests.accounts.steps import fill
from tests.conftest import Portal
from tests.people import People


def run(portal: Portal, command: Any, *arguments: str) -> Result:
    """Run a command as the command line does."""
    return portal.app.test_cli_runner().invoke(command, list(arguments))


def invitations() -> list[Invitation]:
    """Every invitation there is."""
    db.session.rollback()
    return list(db.session.scalars(select(Invitation)))


def test_the_first_administrator_gets_a_link_that_leads_to_joining(portal: Portal) -> None:
    done = run(portal, create_admin, "ida@people.example")
    assert done.exit_code == 0 and done.output.startswith("https://portal.test/go/")
    address = done.output.strip().removeprefix("https://portal.test")
    assert fill(portal.browser(), address, {}).location == "/join"


def test_a_dry_run_says_what_it_would_do_and_changes_nothing(portal: Portal) -> None:
    for command, more in ((create_admin, []), (invite, ["--role", "auditor"])):
        done = run(portal, command, "new@people.example", *more, "--dry-run")
        assert done.exit_code == 0 and "Nothing was changed" in done.output
    assert invitations() == []


def test_each_role_is_invited_with_what_belongs_to_it(portal: Portal, people: People) -> None:
    partner = str(people.accepting.actor.organization_id)
    for role, more in (
        ("caseworker", ["--unit", "Unit C"]),
        ("partner", ["--partner", partner]),
        ("embassy", ["--country", "ng", "--country", "GH"]),
    ):
        assert run(portal, invite, f"{role}@people.example", "--role", role, *more).exit_code == 0
    made = {one.role.value: one for one in invitations()}
    assert made["caseworker"].unit is not None and made["caseworker"].unit.name == "Unit C"
    assert str(made["partner"].organization_id) == partner
    assert made["embassy"].countries == ["GH", "NG"]


def test_a_coordinator_waits_for_the_others(portal: Portal, people: People) -> None:
    done = run(portal, invite, "new@people.example", "--role", "coordinator")
    assert done.exit_code == 0 and "must confirm first" in done.output and "/go/" not in done.output


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["new@people.example", "--role", "caseworker"], 2),
        (["new@people.example", "--role", "auditor", "--unit", "Unit A"], 2),
        (["new@people.example", "--role", "partner", "--partner", "no-id"], 2),
        (["new@people.example", "--role", "partner", "--partner", "00000000-0000-0000-0000-000000000001"], 2),
        (["new@people.example", "--role", "embassy", "--country", "XQ"], 2),
        (["no address", "--role", "auditor"], 2),
        (["new@people.example", "--role", "king"], 2),
        (["ada@people.example", "--role", "auditor"], 1),
    ],
)
def test_wrong_use_and_a_taken_address_have_their_exit_codes(
    portal: Portal, people: People, arguments: list[str], code: int
) -> None:
    assert run(portal, invite, *arguments).exit_code == code
    assert invitations() == []
