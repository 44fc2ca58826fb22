"""`hjemvej partners import FILE` and `hjemvej partners export FILE`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from portal.access import THE_PORTAL
from portal.audit.trail import note
from portal.db import transaction
from portal.partners import exchange
from portal.partners.taking import Report

NO, MISSING = 1, 3  # exit codes: the answer is no; something needed is missing or down


@click.group()
def partners() -> None:
    """The directory as files."""


@contextmanager
def _needs_database_and_disk() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        click.echo("The database does not answer, or has no tables yet.", err=True)
        raise SystemExit(MISSING) from error
    except OSError as error:
        click.echo(f"The file cannot be used: {error.strerror}.", err=True)
        raise SystemExit(MISSING) from error


@partners.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@with_appcontext
def import_file(file: Path, dry_run: bool) -> None:
    """Read entries from a CSV file: all of them, or none."""
    with _needs_database_and_disk():
        report = _read(file, dry_run)
    for fault in report.faults:
        column = f", column {fault.column}" if fault.column else ""
        click.echo(f"line {fault.line}{column}: {fault.kind.label}", err=True)
    if report.faults:
        click.echo(f"{len(report.faults)} faults. Nothing was imported.", err=True)
        raise SystemExit(NO)
    counts = f"{report.new} new, {report.changed} changed, {report.unchanged} as they were, {report.held} left alone"
    click.echo(f"{'Would be' if dry_run else 'Done'}: {counts} (somebody has edited or verified those).")


def _read(file: Path, dry_run: bool) -> Report:
    with file.open("rb") as stream:
        if not sys.stderr.isatty():
            click.echo(f"Reading {file.name}, {file.stat().st_size} bytes.", err=True)
            return exchange.import_partners(stream, THE_PORTAL, dry_run=dry_run)
        with click.progressbar(length=file.stat().st_size, label=f"Reading {file.name}", file=sys.stderr) as bar:
            return exchange.import_partners(stream, THE_PORTAL, dry_run=dry_run, on_bytes=bar.update)


@partners.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say how many entries there are, and write nothing.")
@with_appcontext
def export_file(file: Path, dry_run: bool) -> None:
    """Write every entry to a CSV file that `import` reads."""
    with _needs_database_and_disk():
        content, number = exchange.export_partners()
        if not dry_run:
            file.write_bytes(content)
            with transaction():
                note(THE_PORTAL, "partner:list:exported", "directory:all", entries=number)
    click.echo(f"{'Would write' if dry_run else 'Wrote'} {number} entries to {file.name}.")
