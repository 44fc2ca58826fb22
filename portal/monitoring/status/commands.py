"""`hjemvej report YEAR --out FOLDER`: the yearly status report as files, in one language or in all of its languages."""

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import with_appcontext

from portal.monitoring.status.codes import FIRST_YEAR, LANGUAGES, LAST_YEAR, Audience, Kind

if TYPE_CHECKING:
    from portal.monitoring.status.files import Made

NO, MISSING = 1, 3  # exit codes: the answer is no; something needed is missing or down


@click.command("report")
@click.argument("year", type=click.IntRange(FIRST_YEAR, LAST_YEAR))
@click.option("--out", "folder", required=True, type=click.Path(file_okay=False, path_type=Path), help="Where to.")
@click.option("--language", type=click.Choice(LANGUAGES), help="One language; both without it.")
@click.option(
    "--for",
    "audience",
    type=click.Choice([one.value for one in Audience]),
    default=Audience.INSIDE.value,
    help="inside: exact numbers, for the centre alone (the default). outside: published numbers.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@with_appcontext
def report(year: int, folder: Path, language: str | None, audience: str, dry_run: bool) -> None:
    """Write the status report of YEAR into FOLDER: PDF, DOCX, XLSX, CSV with its code book, HTML."""
    from portal.access import THE_PORTAL
    from portal.audit.trail import note
    from portal.db import transaction
    from portal.monitoring.status import files
    from portal.paper.printing import NotPrinted

    made = files.read(year, Audience(audience))
    if not made.anybody:
        click.echo(f"Nobody was registered and nobody travelled home in {year}: there is nothing to report.", err=True)
        sys.exit(NO)
    wanted = [(code, kind) for code in ([language] if language else LANGUAGES) for kind in Kind]
    if dry_run:
        for code, kind in wanted:
            click.echo(f"Would write {made.name(code, kind)}")
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
        # Noted first: a report that was half written by a full disk was taken out all the same.
        with transaction():
            note(THE_PORTAL, "status:report:taken-out", f"year:{year}", audience=audience, files=len(wanted))
        with _told(wanted, made) as files_to_make:
            for code, kind in files_to_make:
                _write(folder / made.name(code, kind), made.file(code, kind))
    except OSError as error:
        click.echo(f"The folder cannot be used: {error.strerror or error}.", err=True)
        sys.exit(MISSING)
    except NotPrinted as error:
        click.echo(f"The PDF could not be made: {error}.", err=True)
        sys.exit(MISSING)


@contextmanager
def _told(wanted: Sequence[tuple[str, Kind]], made: "Made") -> Iterator[Iterator[tuple[str, Kind]]]:
    """The files one by one: a bar on a terminal, elsewhere a plain line for each that stands."""
    if sys.stderr.isatty():
        with click.progressbar(wanted, label=f"Status report {made.year}", file=sys.stderr) as shown:
            yield iter(shown)
        return

    def plain() -> Iterator[tuple[str, Kind]]:
        for code, kind in wanted:
            yield code, kind
            click.echo(f"Wrote {made.name(code, kind)}")

    yield plain()


def _write(path: Path, content: bytes) -> None:
    """Write beside the file, readable by its owner alone, and put it in its place when it is whole."""
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
