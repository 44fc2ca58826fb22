"""Reading text that anybody may have made: line by line, in bounded memory, each fault by line and column."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO

from portal.partners.faults import Fault, FaultKind, TooMuch, Wrong
from portal.partners.rows import COLUMNS, NEEDED, Row, cell
from portal.partners.search import import_key
from portal.web.cells import BOM

# A whole row fits well below this; the csv module's own limit of a field (131072) is never reached by one line.
LONGEST_LINE = 64 * 1024  # bytes
MOST_ROWS = 20_000
MOST_BYTES = 32 * 1024 * 1024
MOST_FAULTS = 1_000  # after these nobody reads on


@dataclass
class Budget:
    """How many bytes may still be read, of one file or of all files of a package together."""

    left: int = MOST_BYTES
    on_bytes: Callable[[int], object] = lambda number: None

    def take(self, number: int) -> None:
        """Count bytes that were read. Raises TooMuch when there are more than allowed."""
        self.left -= number
        if self.left < 0:
            raise TooMuch
        self.on_bytes(number)


@dataclass
class TextLines:
    """The lines of a stream as text, read once; `begins` is the line on which the present row begins."""

    stream: IO[bytes]
    budget: Budget
    file: str = ""
    faults: list[Fault] = field(default_factory=list)
    line: int = 0
    begins: int = 0

    def fault(self, line: int, column: str, kind: FaultKind) -> None:
        """Note what is wrong. Raises TooMuch when nobody would read on."""
        self.faults.append(Fault(line, column[:60], kind, self.file))
        if len(self.faults) >= MOST_FAULTS:
            raise TooMuch

    def rows(self) -> Iterator[list[str]]:
        """Every row of cells, empty lines left out; ends at a text that is no CSV."""
        try:
            for cells in csv.reader(self._texts(), strict=True):
                if cells:
                    yield cells
                self.begins = 0
        except csv.Error:
            self.fault(self.line, "", FaultKind.NOT_CSV)

    def _texts(self) -> Iterator[str]:
        """A line that is too long is passed over without being held in memory."""
        while raw := self.stream.readline(LONGEST_LINE + 1):
            self.line += 1
            self.budget.take(len(raw))
            if len(raw) > LONGEST_LINE:
                self.fault(self.line, "", FaultKind.TOO_LONG)
                self._pass_over(raw)
                continue
            try:
                text = raw.decode("utf-8")
            except UnicodeDecodeError:
                self.fault(self.line, "", FaultKind.NOT_UTF8)
                text = raw.decode("utf-8", errors="replace")
            # A row may run over several lines: it is named by its first.
            self.begins = self.begins or self.line
            yield text.removeprefix(BOM) if self.line == 1 else text

    def _pass_over(self, raw: bytes) -> None:
        while raw and not raw.endswith(b"\n"):
            raw = self.stream.readline(LONGEST_LINE)
            self.budget.take(len(raw))


@dataclass(frozen=True)
class NumberedRow:
    """A good row and the line it begins on."""

    line: int
    row: Row


class Reader:
    """Reads our own CSV once; `rows` yields the good rows, `faults` fills while reading."""

    def __init__(self, stream: IO[bytes], on_bytes: Callable[[int], object] = lambda number: None) -> None:
        self.text = TextLines(stream, Budget(MOST_BYTES, on_bytes))
        self.faults = self.text.faults
        self.header: list[str] = []

    def rows(self) -> Iterator[NumberedRow]:
        """Every good row, each country's names and the ids told apart."""
        try:
            coming = self.text.rows()
            self.header = next(coming, [])
            if self._header_fits():
                yield from self._told_apart(coming)
        except TooMuch:
            if len(self.faults) < MOST_FAULTS:
                self.faults.append(Fault(self.text.line, "", FaultKind.TOO_MANY))

    def _told_apart(self, coming: Iterator[list[str]]) -> Iterator[NumberedRow]:
        seen: set[str] = set()
        number = 0
        for cells in coming:
            begins = self.text.begins
            row = self._row(begins, cells)
            if row is None:
                continue
            number += 1
            if number > MOST_ROWS:
                raise TooMuch
            key, own_id = import_key(row["country"], row["name"]), row.get("id", "")
            twin = "name" if key in seen else "id" if own_id and own_id in seen else ""
            seen |= {key, own_id}
            if twin:
                self.text.fault(begins, twin, FaultKind.DUPLICATE if twin == "name" else FaultKind.SAME_ID)
            else:
                yield NumberedRow(begins, row)

    def _header_fits(self) -> bool:
        header = self.header
        missing = [name for name in NEEDED if name not in header]
        unknown = [name for at, name in enumerate(header) if name not in COLUMNS or name in header[:at]]
        for name in missing:
            self.text.fault(1, name, FaultKind.MISSING_COLUMN)
        for name in unknown:
            self.text.fault(1, name, FaultKind.UNKNOWN_COLUMN)
        return not missing and not unknown

    def _row(self, line: int, cells: list[str]) -> Row | None:
        if len(cells) != len(self.header):
            self.text.fault(line, "", FaultKind.WRONG_NUMBER)
            return None
        row: Row = {}
        for name, text in zip(self.header, cells, strict=True):
            column = COLUMNS[name]
            if not text and not column.needed:
                row[name] = column.empty
                continue
            try:
                row[name] = cell(name, text)
            except Wrong as wrong:
                self.text.fault(line, name, wrong.kind)
        return row if len(row) == len(self.header) else None
