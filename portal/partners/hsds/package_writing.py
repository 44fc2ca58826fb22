"""The directory as a HSDS 3.0 data package: a folder, or a zip written piece by piece in little memory."""

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from portal.partners import bundles
from portal.partners.bundles import in_parts
from portal.partners.hsds import package_terms as terms
from portal.partners.hsds.package_exchange import load_kept, load_loose
from portal.partners.hsds.package_reading import HARMLESS
from portal.partners.hsds.package_rows import Tables, rows_of, with_kept
from portal.partners.hsds.package_tables import DESCRIPTOR, TABLES, Table, description
from portal.web.cells import safe

PIECE = 64 * 1024  # bytes
AT_ONCE = 1_000  # rows of a table that are written at once
HELD = 1024 * 1024  # bytes of a table that are held in memory before it goes to a temporary file


def tables_of(ids: list[UUID]) -> Iterator[Tables]:
    """The entries as rows of the standard, some hundred at once; what belongs to none comes first."""
    loose: Tables = {"taxonomy": terms.taxonomy_rows(), "taxonomy_term": terms.term_rows()}
    yield with_kept(loose, load_loose())
    for part in in_parts(ids):
        kept = load_kept(part)
        for key, bundle in bundles.load(part, history=True, told=True).items():
            yield with_kept(rows_of(bundle), kept.get(UUID(key), {}) if kept else {})


class _Sink(io.RawIOBase):
    """Takes what a zip file writes, until somebody fetches it."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def fetch(self) -> bytes:
        """All that was written since the last time."""
        fetched, self.pieces = b"".join(self.pieces), []
        return fetched


def zipped(ids: list[UUID]) -> Iterator[bytes]:
    """A package of these entries as a zip file, piece by piece."""
    sink, coming = _Sink(), tables_of(ids)
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive, ExitStack() as stack:
        archive.writestr(DESCRIPTOR, described())
        yield sink.fetch()
        waiting = {name: stack.enter_context(tempfile.SpooledTemporaryFile(HELD)) for name in TABLES}
        writers = {name: _Writer(TABLES[name], stream) for name, stream in waiting.items()}
        for tables in coming:
            _write(tables, writers)
        for name, stream in waiting.items():
            writers[name].done()
            stream.seek(0)
            with archive.open(TABLES[name].file, "w") as member:
                while piece := stream.read(PIECE):
                    member.write(piece)
                    yield sink.fetch()
            stream.close()
    yield sink.fetch()


def write_folder(folder: Path, ids: list[UUID]) -> None:
    """Write a package of these entries into a folder, which is made. Raises OSError."""
    folder.mkdir(exist_ok=True)
    (folder / DESCRIPTOR).write_text(described(), encoding="utf-8")
    with ExitStack() as stack:
        streams = {name: stack.enter_context((folder / table.file).open("wb")) for name, table in TABLES.items()}
        writers = {name: _Writer(TABLES[name], stream) for name, stream in streams.items()}
        for tables in tables_of(ids):
            _write(tables, writers)
        for writer in writers.values():
            writer.done()


def described() -> str:
    """The datapackage.json of a package."""
    return json.dumps(description(TABLES.values()), indent=1) + "\n"


class _Writer:
    """Writes rows of one table as CSV, many at once."""

    def __init__(self, table: Table, stream: IO[bytes]) -> None:
        self.names, self.stream = table.names, stream
        self.waiting: list[dict[str, str]] = []
        self._write([self.names])

    def rows(self, rows: Iterable[dict[str, str]]) -> None:
        self.waiting.extend(rows)
        if len(self.waiting) >= AT_ONCE:
            self.done()

    def done(self) -> None:
        names, waiting, self.waiting = self.names, self.waiting, []
        # Most cells are empty or begin with a letter or digit: those are safe as they are.
        self._write(
            [cell if not cell or cell[0].isalnum() else _safe(cell) for cell in map(row.get, names)] for row in waiting
        )

    def _write(self, rows: Iterable[Sequence[str | None]]) -> None:
        text = io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        self.stream.write(text.getvalue().encode())


def _write(tables: Tables, writers: dict[str, _Writer]) -> None:
    for name, rows in tables.items():
        if rows:
            writers[name].rows(rows.values())


def _safe(cell: str) -> str:
    """A cell that no spreadsheet reckons; a telephone number stays as the standard writes it."""
    return cell if HARMLESS.fullmatch(cell) else safe(cell)
