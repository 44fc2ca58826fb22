"""Reading a CSV file that anybody may have made: line by line, in bounded memory, each fault by line and column."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from portal.partners.rows import COLUMNS, FaultKind, Row, Wrong, cell
from portal.partners.search import import_key
from portal.web.cells import BOM

# A whole row fits well below this; the csv module's own limit of a field (131072) is never reached by one line.
LONGEST_LINE = 64 * 1024  # bytes
MOST_ROWS = 20_000
MOST_BYTES = 32 * 1024 * 1024
MOST_FAULTS = 1_000  # after these nobody reads on


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: the line of the file (from 1), the column's name where there is one, and why."""

    line: int
    column: str
    kind: FaultKind


@dataclass(frozen=True)
class NumberedRow:
    """A good row and the line it begins on."""

    line: int
    row: Row


class Reader:
    """Reads a file once; `rows` yields the good rows, `faults` fills while reading."""

    def __init__(self, stream: BinaryIO, on_bytes: Callable[[int], object] = lambda number: None) -> None:
        self.stream, self.on_bytes = stream, on_bytes
        self.faults: list[Fault] = []
        self.line, self.begins, self.read = 0, 0, 0

    def rows(self) -> Iterator[NumberedRow]:
        """Every good row, each country's names told apart."""
        reader = csv.reader(self._lines(), strict=True)
        seen: set[str] = set()
        try:
            header = next(reader, [])
            if not self._header_fits(header):
                return
            while len(self.faults) < MOST_FAULTS:
                self.begins = 0
                cells = next(reader, None)
                if cells is None:
                    return
                row = self._row(self.begins, header, cells)
                if row is None:
                    continue
                key = import_key(row["country"], row["name"])
                if key in seen:
                    self._fault(self.begins, "name", FaultKind.DUPLICATE)
                    continue
                seen.add(key)
                if len(seen) > MOST_ROWS:
                    self._fault(self.begins, "", FaultKind.TOO_MANY)
                    return
                yield NumberedRow(self.begins, row)
        except csv.Error:
            self._fault(self.line, "", FaultKind.NOT_CSV)

    def _fault(self, line: int, column: str, kind: FaultKind) -> None:
        self.faults.append(Fault(line, column, kind))

    def _lines(self) -> Iterator[str]:
        """The file's lines as text; one that is too long is passed over without being held in memory."""
        while raw := self.stream.readline(LONGEST_LINE + 1):
            self.line += 1
            self._count(raw)
            if self.read > MOST_BYTES:
                self._fault(self.line, "", FaultKind.TOO_MANY)
                return
            if len(raw) > LONGEST_LINE:
                self._fault(self.line, "", FaultKind.TOO_LONG)
                self._pass_over(raw)
                continue
            try:
                text = raw.decode("utf-8")
            except UnicodeDecodeError:
                self._fault(self.line, "", FaultKind.NOT_UTF8)
                text = raw.decode("utf-8", errors="replace")
            if len(self.faults) >= MOST_FAULTS:
                return
            # A row may run over several lines: it is named by its first.
            self.begins = self.begins or self.line
            yield text.removeprefix(BOM) if self.line == 1 else text

    def _pass_over(self, raw: bytes) -> None:
        while raw and not raw.endswith(b"\n"):
            raw = self.stream.readline(LONGEST_LINE)
            self._count(raw)

    def _count(self, raw: bytes) -> None:
        self.read += len(raw)
        self.on_bytes(len(raw))

    def _header_fits(self, header: list[str]) -> bool:
        missing = [name for name in COLUMNS if name not in header]
        unknown = [name for at, name in enumerate(header) if name not in COLUMNS or name in header[:at]]
        for name in missing:
            self._fault(1, name, FaultKind.MISSING_COLUMN)
        for name in unknown:
            self._fault(1, name[:60], FaultKind.UNKNOWN_COLUMN)
        return not missing and not unknown

    def _row(self, line: int, header: list[str], cells: list[str]) -> Row | None:
        if not cells:  # an empty line
            return None
        if len(cells) != len(header):
            self._fault(line, "", FaultKind.WRONG_NUMBER)
            return None
        row: Row = {}
        for name, text in zip(header, cells, strict=True):
            try:
                row[name] = cell(name, text)
            except Wrong as wrong:
                self._fault(line, name, wrong.kind)
        return row if len(row) == len(header) else None
