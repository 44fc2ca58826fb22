"""What all commands share: one sentence for what is missing, progress, and a rehearsal that is taken back."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

NO, MISSING = 1, 3  # exit codes: the answer is no; something needed is missing or down
DRY_RUN = click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")


class _InOneSentence:
    """Says what is missing in one sentence and exits with 3, where Python would show its own trace."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)  # type: ignore[misc]
        except Exception as error:
            sentence = sentence_of(error)
            if sentence is None:
                raise
            click.echo(sentence, err=True)
            ctx.exit(MISSING)


class Command(_InOneSentence, click.Command):
    """A command with these manners."""


class Group(_InOneSentence, click.Group):
    """A group of such commands."""

    command_class = Command


def sentence_of(error: Exception) -> str | None:
    """What is missing, for an error that says so; None for any other, which is a fault of ours."""
    # Not above: `--help` needs neither.
    from sqlalchemy.exc import OperationalError, ProgrammingError

    from portal.config import ConfigError
    from portal.i18n import CatalogueMissing

    if isinstance(error, ConfigError | CatalogueMissing):
        return str(error)
    if isinstance(error, OperationalError | ProgrammingError):
        return "The database does not answer, or is not at the newest migration; see: hjemvej check"
    return None


@contextmanager
def shown_progress(label: str, length: int) -> Iterator[Callable[[int], object]]:
    """A bar on a terminal; elsewhere one plain line at the start."""
    if not sys.stderr.isatty():
        click.echo(f"{label}: {length}", err=True)
        yield bool
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield bar.update


class _OnlyARehearsal(Exception):
    """Leaves an act so that nothing of it is kept."""


@contextmanager
def rehearsed(dry_run: bool) -> Iterator[None]:
    """Run the acts inside for good, or for a dry run all together in one that is taken back."""
    from portal.db import transaction

    if not dry_run:
        yield
        return
    try:
        with transaction():
            yield
            raise _OnlyARehearsal
    except _OnlyARehearsal:
        pass
