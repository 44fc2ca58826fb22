"""Commands that ask whether all is well, and change nothing: check, config show, audit verify, i18n status."""

import sys

import click
from flask.cli import with_appcontext

from portal.cli.manners import MISSING, NO, Command, Group


@click.command(cls=Command)
def check() -> None:
    """Configuration, database, keys, letters, mail, clock, catalogues: one line each."""
    from portal.check import lines
    from portal.config import read_settings

    fine = True
    for line in lines(read_settings()):
        click.echo(line.words)
        fine = fine and line.fine
    sys.exit(0 if fine else NO)


@click.group(cls=Group)
def config() -> None:
    """The settings in force."""


@config.command("show")
def show_config() -> None:
    """Every setting, secrets masked."""
    from portal.config import read_settings

    for name, value in read_settings().masked().items():
        click.echo(f"{name}={value}")


@click.group(cls=Group)
def audit() -> None:
    """The log of what happened."""


@audit.command("verify")
@with_appcontext
def verify_audit() -> None:
    """Prove that no row of the log was changed, moved or taken out; name each fault."""
    from portal.audit.trail import faults

    found = 0
    for fault in faults():
        click.echo(fault)
        found += 1
    click.echo(f"Faults: {found}." if found else "The log is whole.")
    sys.exit(NO if found else 0)


@click.group(cls=Group)
def i18n() -> None:
    """The languages."""


@i18n.command("status")
def i18n_status() -> None:
    """How far each language is; 1 unless every one is complete."""
    from portal.cli.catalogues import standings

    try:
        found = list(standings())
    except OSError as error:
        click.echo(f"A catalogue cannot be read: {error.filename}", err=True)
        sys.exit(MISSING)
    for one in found:
        doubt = f"{one.fuzzy} doubtful, {len(one.mismatches)} with other placeholders"
        click.echo(f"{one.code}: {one.percent} % of {one.total}, {doubt}")
        for sentence in one.mismatches:
            click.echo(f"  {sentence}")
    sys.exit(0 if all(one.complete for one in found) else NO)
