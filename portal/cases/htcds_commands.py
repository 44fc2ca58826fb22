"""`hjemvej export htcds FILE`: the cases in the terms of HTCDS 2.0, as CSV or JSON by the file's name."""

import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from portal.access import THE_PORTAL
from portal.cases import htcds
from portal.db import today, transaction

MISSING = 3  # exit code: something needed is missing or down
WRITTEN_AS = {".csv": htcds.as_csv, ".json": htcds.as_json}


@click.group()
def export() -> None:
    """Case data for the centre, without names."""


@export.command("htcds")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say how many cases there are, and write nothing.")
@with_appcontext
def export_htcds(file: Path, dry_run: bool) -> None:
    """Write the cases to FILE (.csv or .json) in the terms of HTCDS 2.0; only you can read the file."""
    ending = file.suffix.lower()
    if ending not in WRITTEN_AS:
        raise click.UsageError("The file's name must end with .csv or .json.")
    if file.exists():
        raise click.UsageError(f"{file.name} is there already.")
    on = today()
    try:
        ids, stay = htcds.ids_for(THE_PORTAL, on), htcds.left_out(THE_PORTAL, on)
        if not dry_run:
            # Noted first: a file that was half written by a full disk was taken out all the same.
            with transaction():
                htcds.note_taken_out(THE_PORTAL, len(ids), ending[1:])
            if not sys.stderr.isatty():
                click.echo(f"Writing {len(ids)} cases to {file.name}.", err=True)
            _write(file, WRITTEN_AS[ending](ids, on), len(ids))
    except OperationalError as error:
        click.echo("The database does not answer, or has no tables yet.", err=True)
        raise SystemExit(MISSING) from error
    except OSError as error:
        click.echo(f"The file cannot be used: {error.strerror or error}.", err=True)
        raise SystemExit(MISSING) from error
    click.echo(f"{'Would write' if dry_run else 'Wrote'} {len(ids)} cases to {file.name}; {stay} have no basis for it.")


def _write(path: Path, pieces: Iterable[bytes], number: int) -> None:
    """Write beside the file, readable by its owner alone, and put it in its place when it is whole."""
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            if sys.stderr.isatty():
                with click.progressbar(pieces, length=number, label=f"Writing {path.name}", file=sys.stderr) as shown:
                    stream.writelines(shown)
            else:
                stream.writelines(pieces)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
