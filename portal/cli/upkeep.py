"""Commands for whoever keeps the portal: demo, keys rotate."""

import sys
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.cli.manners import DRY_RUN, NO, Command, Group, shown_progress

if TYPE_CHECKING:
    from portal.config import Settings


@click.command(cls=Command)
@DRY_RUN
@with_appcontext
def demo(dry_run: bool) -> None:
    """Fill an empty database with the demonstration world; any other is refused."""
    settings = current_app.extensions["settings"]
    reason = _why_not(settings)
    if reason:
        click.echo(reason, err=True)
        sys.exit(NO)
    if dry_run:
        click.echo("Would make the demonstration world in an empty database.")
        return
    from portal.demonstration.world import NotForHere, fill

    click.echo("Making the demonstration world; this takes some seconds.")
    _make_tables(settings)
    try:
        made = fill(settings)
    except NotForHere as refused:
        click.echo(str(refused), err=True)
        sys.exit(NO)
    for what, number in made.items():
        click.echo(f"{what}: {number}")


def _why_not(settings: "Settings") -> str:
    """Why this database is left alone; empty where it may be filled."""
    from sqlalchemy import inspect, select

    from portal.accounts.models import Account
    from portal.db import db

    if not settings.demonstration:
        return "This is not a demonstration (PORTAL_MODE); nothing was changed."
    tables = set(inspect(db.engine).get_table_names())
    if tables and "alembic_version" not in tables:
        return "This database holds something else; the demonstration world is made in an empty one."
    if "account" in tables and db.session.scalar(select(Account.id).limit(1)):
        return "This database is not empty; the demonstration world is made in an empty one."
    db.session.remove()
    return ""


def _make_tables(settings: "Settings") -> None:
    from alembic.command import upgrade

    from portal.check import migration_config

    upgrade(migration_config(settings.database_url), "head")


@click.group(cls=Group)
def keys() -> None:
    """The keys that seal."""


@keys.command("rotate")
@DRY_RUN
@with_appcontext
def rotate_keys(dry_run: bool) -> None:
    """Seal everything anew under the newest key of PORTAL_SEAL_KEYS. Broken off, it is simply run again."""
    from portal.cli.keys_rotation import left_over_count, rotate

    number = left_over_count()
    if dry_run:
        click.echo(f"Values under an older key: {number}.")
        return
    with shown_progress("Values under an older key", number) as progress:
        moved, broken = rotate(progress)
    for fault in broken:
        click.echo(fault, err=True)
    click.echo(f"Sealed anew: {moved}. Do not open: {len(broken)}.")
    sys.exit(NO if broken else 0)
