"""`hjemvej partners import PATH`, `hjemvej partners export PATH` and `hjemvej partners starter`."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from portal.access import THE_PORTAL
from portal.audit.trail import note
from portal.db import transaction
from portal.partners import exchange
from portal.partners.country.actions import add_starter
from portal.partners.faults import Fault, FaultKind
from portal.partners.hsds.package_exchange import import_package
from portal.partners.hsds.package_opening import END_OF_ZIP
from portal.partners.hsds.package_writing import write_folder, zipped
from portal.partners.taking import Report
from portal.places import countries

NO, MISSING = 1, 3  # exit codes: the answer is no; something needed is missing or down
BEGINS_A_ZIP = (b"PK\x03\x04", END_OF_ZIP)


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
        click.echo(f"The file cannot be used: {error.strerror or error}.", err=True)
        raise SystemExit(MISSING) from error


def _known_country(_context: click.Context, _option: click.Parameter, text: str) -> str:
    if text and text not in countries.codes():
        raise click.BadParameter("not a country's code of two letters, such as NG")
    return text


@partners.command("import")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option(
    "--country", default="", callback=_known_country, help="For organisations that do not say where they are."
)
@with_appcontext
def import_file(path: Path, dry_run: bool, country: str) -> None:
    """Read entries from a CSV file or a HSDS 3.0 data package (a folder or a zip file): all of them, or none."""
    with _needs_database_and_disk():
        report = _read(path, dry_run, country)
    for fault in report.faults:
        click.echo(_sentence(fault), err=True)
    if report.faults:
        click.echo(f"{len(report.faults)} faults. Nothing was imported.", err=True)
        raise SystemExit(NO)
    counts = f"{report.new} new, {report.changed} changed, {report.unchanged} as they were, {report.held} left alone"
    click.echo(f"{'Would be' if dry_run else 'Done'}: {counts} (somebody has edited or verified those).")


def _sentence(fault: Fault) -> str:
    line = f"line {fault.line}" if fault.line else ""
    column = f"column {fault.column}" if fault.column else ""
    place = ", ".join(part for part in (fault.file, line, column) if part)
    return f"{place}: {fault.kind.label}" if place else fault.kind.label


def _read(path: Path, dry_run: bool, country: str) -> Report:
    size = path.stat().st_size if path.is_file() else sum(one.stat().st_size for one in path.glob("*.csv"))
    if not sys.stderr.isatty():
        click.echo(f"Reading {path.name}, {size} bytes.", err=True)
        return _take(path, dry_run, country, lambda number: None)
    with click.progressbar(length=size, label=f"Reading {path.name}", file=sys.stderr) as bar:
        return _take(path, dry_run, country, bar.update)


def _take(path: Path, dry_run: bool, country: str, on_bytes: Callable[[int], object]) -> Report:
    if path.is_dir() or _is_zip(path):
        return import_package(path, THE_PORTAL, dry_run=dry_run, country=country, on_bytes=on_bytes)
    if not path.is_file():
        return Report(faults=[Fault(0, "", FaultKind.NOT_A_PACKAGE, path.name)])
    with path.open("rb") as stream:
        return exchange.import_partners(stream, THE_PORTAL, dry_run=dry_run, on_bytes=on_bytes)


def _is_zip(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return path.suffix.lower() == ".zip" or stream.read(4) in BEGINS_A_ZIP


@partners.command("export")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say how many entries there are, and write nothing.")
@with_appcontext
def export_file(path: Path, dry_run: bool) -> None:
    """Write every entry: to a .csv file, or as a HSDS 3.0 data package to a .zip file or a new folder."""
    if path.exists() and (path.is_dir() != (path.suffix.lower() not in (".csv", ".zip")) or _is_full(path)):
        raise click.UsageError(f"{path.name} is there already and is no place for this.")
    with _needs_database_and_disk():
        ids = exchange.ids_for(THE_PORTAL)
        if not dry_run:
            if not sys.stderr.isatty():
                click.echo(f"Writing {len(ids)} entries to {path.name}.", err=True)
            if path.suffix.lower() == ".csv":
                _write(path, exchange.written_out(ids))
            elif path.suffix.lower() == ".zip":
                _write(path, zipped(ids))
            else:
                write_folder(path, ids)
            with transaction():
                note(THE_PORTAL, "partner:list:exported", "directory:all", entries=len(ids))
    click.echo(f"{'Would write' if dry_run else 'Wrote'} {len(ids)} entries to {path.name}.")


@partners.command("starter")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@with_appcontext
def starter(dry_run: bool) -> None:
    """Add who is responsible by the action plan and which Danish mission covers a country, as public sources say.

    All of it is unverified. What stands there already is left alone.
    """
    with _needs_database_and_disk():
        done = add_starter(THE_PORTAL, dry_run=dry_run)
    counts = f"{done.mandates} mandates and {done.missions} missions added, {done.there} left as they are"
    click.echo(f"{'Would be' if dry_run else 'Done'}: {counts}.")


def _is_full(path: Path) -> bool:
    return path.is_dir() and any(path.iterdir())


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    """Write beside the file and put it in its place when it is whole, so that nobody reads half a directory."""
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            if sys.stderr.isatty():
                with click.progressbar(pieces, label=f"Writing {path.name}", file=sys.stderr) as shown:
                    stream.writelines(shown)
            else:
                stream.writelines(pieces)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
