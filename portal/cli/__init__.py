"""The command line: `hjemvej COMMAND`, the same as `flask --app wsgi COMMAND`. Thin: each command asks a chapter.

Exit codes: 0 done, 1 the answer is no, 2 wrong use, 3 something needed is missing or down.
"""

import sys
from importlib import import_module

import click
from flask import Flask
from flask.cli import ScriptInfo

from portal.cli import checks, timers, upkeep
from portal.cli.manners import MISSING, Group, sentence_of

#: Commands that chapters bring along: where each stands.
OF_CHAPTERS = {
    "create-admin": ("portal.accounts.commands", "create_admin"),
    "invite": ("portal.accounts.commands", "invite"),
    "partners": ("portal.partners.commands", "partners"),
    "export": ("portal.cases.htcds_commands", "export"),
    "report": ("portal.monitoring.status.commands", "report"),
    "tokens": ("portal.accounts.machine_commands", "tokens"),
}
OURS = (
    *(checks.check, checks.config, checks.audit, checks.i18n),
    *(timers.letters, timers.remind, upkeep.demo, upkeep.keys),
)


class _Everything(Group):
    """Our own commands and the chapters', whose modules are read when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted([*self.commands, *OF_CHAPTERS])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name; None where there is none."""
        return self.commands.get(cmd_name) or of_a_chapter(cmd_name)


@click.group(cls=_Everything, commands={str(command.name): command for command in OURS})
def hjemvej() -> None:
    """Hjemvej: a portal for prepared return. Exit codes: 0 done, 1 no, 2 wrong use, 3 missing or down."""


def of_a_chapter(name: str) -> click.Command | None:
    """The command that a chapter brings along; None where there is none of that name."""
    if name not in OF_CHAPTERS:
        return None
    module, attribute = OF_CHAPTERS[name]
    try:
        found: click.Command = getattr(import_module(module), attribute)
    except ModuleNotFoundError as missing:
        if missing.name != module:
            raise
        return None
    return found


def main() -> None:
    """The program `hjemvej`. It builds the app only for commands that need one (RULINGS 40)."""
    hjemvej(obj=ScriptInfo(create_app=_app), prog_name="hjemvej")


def app_of_the_web_server() -> Flask:
    """The app for `wsgi.py`, with the commands and every probe of `/readyz`.

    A wrong setting ends the start with one sentence and code 3.
    """
    from portal.check import install

    try:
        app = _to_be_served()
    except Exception as error:
        sentence = sentence_of(error)
        if sentence is None:
            raise
        click.echo(sentence, err=True)
        sys.exit(MISSING)
    install()
    for command in (*OURS, *map(of_a_chapter, OF_CHAPTERS)):
        if command is not None:
            app.cli.add_command(command)
    return app


def _app() -> Flask:
    from portal.app import create_app

    return create_app()


def _to_be_served() -> Flask:
    """The app; a demonstration's only over a demonstration's database, as its buttons ask for no pass phrase."""
    from portal.accounts.queries import holds_real_accounts
    from portal.config import ConfigError

    app = _app()
    with app.app_context():
        if app.extensions["settings"].demonstration and holds_real_accounts():
            raise ConfigError("This database is not a demonstration; demonstration mode does not start over it.")
    return app
