"""The command line for machines: make one with its id and secret, shut one out, list them."""

from typing import NoReturn

import click
from flask.cli import with_appcontext

from portal.access import THE_PORTAL
from portal.accounts import machines

NO = 1  # exit code: the answer is no
DRY_RUN = click.option("--dry-run", is_flag=True, help="Check and say what would be done; change nothing.")


@click.group("tokens")
def tokens() -> None:
    """Machines that read the directory over the API (OAuth 2 clients)."""


@tokens.command("create")
@click.argument("name")
@click.option(
    "--scope", "scopes", multiple=True, required=True, type=click.Choice(machines.SCOPES), help="What it may read."
)
@DRY_RUN
@with_appcontext
def create(name: str, scopes: tuple[str, ...], dry_run: bool) -> None:
    """Make a machine; prints its id and, this once, its secret."""
    if not name.strip() or not name.isprintable():
        raise click.UsageError("Give the machine a name by which you will know it again.")
    if dry_run:
        click.echo(f"Would make a machine for {' '.join(scopes)}. Nothing was changed.")
        return
    made, secret = machines.make_client(THE_PORTAL, name.strip(), scopes)
    click.echo(f"client_id: {made.client_id}")
    click.echo(f"client_secret: {secret}")
    click.echo("The secret is not kept: hand it over now, by a safe way.", err=True)


@tokens.command("revoke")
@click.argument("client_id", metavar="ID")
@DRY_RUN
@with_appcontext
def revoke(client_id: str, dry_run: bool) -> None:
    """Shut a machine out; its tokens are of no use from this moment."""
    if machines.client_of(client_id) is None:
        _no(client_id)
    if dry_run:
        click.echo(f"Would shut out {client_id}. Nothing was changed.")
        return
    try:
        machines.revoke_client(THE_PORTAL, client_id)
    except machines.NotAMachine:
        _no(client_id)
    click.echo(f"{client_id} is shut out.")


@tokens.command("list")
@with_appcontext
def list_them() -> None:
    """Every machine: id, scope, made, last used, whether shut out, name."""
    for one in machines.clients():
        used = one.last_used_at.isoformat(timespec="minutes") if one.last_used_at else "never used"
        state = f"shut out {one.revoked_at:%Y-%m-%d}" if one.revoked_at else "open"
        click.echo(f"{one.client_id}\t{one.scope}\t{one.created_at:%Y-%m-%d}\t{used}\t{state}\t{one.name}")


def _no(client_id: str) -> NoReturn:
    click.echo(f"There is no open machine with the id {client_id}.", err=True)
    raise click.exceptions.Exit(NO)
