"""Reading the tables of a data package: every cell checked, ids and references followed, each fault by its place."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from portal.partners.faults import Fault, FaultKind, TooMuch, Wrong
from portal.partners.hsds.package_opening import NoPackage, Package
from portal.partners.hsds.package_tables import NOWHERE_IN_THE_EXAMPLE, TABLES, Column, Table
from portal.partners.reading import MOST_FAULTS, TextLines
from portal.partners.rows import email, web_address
from portal.web.cells import is_formula, plain

LONGEST_TEXT = 10_000
MOST_ROWS = 500_000  # of all tables together
LONGEST = {("organization", "name"): 200, ("organization", "website"): 300, ("organization", "email"): 254}
#: Of these a page makes a link, so they must be web addresses and nothing else.
LINKS = ("website", "url")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")
TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?")
# A number or a telephone number begins like a formula and is none that does anything.
HARMLESS = re.compile(r"[+-][0-9][0-9 ().,/-]*")
Row = dict[str, str]
#: A column's name, whether a cell must be filled, and what a filled one must be.
Check = tuple[str, bool, Callable[[str], str]]


@dataclass
class Sheet:
    """The rows of a table by id (empty cells left out), and the line each begins on."""

    file: str
    rows: dict[str, Row] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


@dataclass
class Content:
    """What a package says: its tables (the standard's names), or what is wrong with it."""

    tables: dict[str, Sheet] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    number: int = 0  # rows read so far

    def rows(self, table: str) -> dict[str, Row]:
        """The rows of a table by id; empty for one that the package has not."""
        return self.tables[table].rows if table in self.tables else {}

    def fault(self, table: str, key: str, column: str, kind: FaultKind) -> None:
        """Note what is wrong with a cell. Raises TooMuch when nobody would read on."""
        place = self.tables[table]
        self.faults.append(Fault(place.lines[key], column, kind, place.file))
        if len(self.faults) >= MOST_FAULTS:
            raise TooMuch


def read_tables(package: Package) -> Content:
    """Every table of a package, with all its faults (at most MOST_FAULTS of them)."""
    content = Content()
    try:
        for name in TABLES:
            if name in package.tables:
                _read(package, TABLES[name], content)
        if not content.faults:
            _follow_references(content)
            for table, column in (("organization", "parent_organization_id"), ("taxonomy_term", "parent_id")):
                _find_cycles(content, table, column)
    except NoPackage as damaged:
        content.faults.extend(damaged.faults)
    except TooMuch:
        if len(content.faults) < MOST_FAULTS:
            content.faults.append(Fault(0, "", FaultKind.GROWS))
    return content


def _read(package: Package, table: Table, content: Content) -> None:
    place = content.tables[table.name] = Sheet(package.tables[table.name])
    with package.read(place.file) as stream:
        text = TextLines(stream, package.budget, place.file, content.faults)
        coming = text.rows()
        header = next(coming, [])
        if not _header_fits(table, header, text):
            return
        checks = [_check_of(table, _by_name(table)[name]) for name in header]
        for cells in coming:
            content.number += 1
            if content.number > MOST_ROWS:
                raise TooMuch
            if len(cells) != len(header):
                text.fault(text.begins, "", FaultKind.WRONG_NUMBER)
            else:
                _take(place, checks, cells, text)


def _by_name(table: Table) -> dict[str, Column]:
    return {column.name: column for column in table.columns}


def _header_fits(table: Table, header: list[str], text: TextLines) -> bool:
    known, before = _by_name(table), len(text.faults)
    for column in table.columns:
        if column.needed and column.name not in header:
            text.fault(1, column.name, FaultKind.MISSING_COLUMN)
    for at, name in enumerate(header):
        if name not in known or name in header[:at]:
            text.fault(1, name, FaultKind.UNKNOWN_COLUMN)
    return len(text.faults) == before


def _take(place: Sheet, checks: list[Check], cells: list[str], text: TextLines) -> None:
    row: Row = {}
    before = len(text.faults)
    for (name, needed, check), cell in zip(checks, cells, strict=True):
        try:
            if cell:
                if value := check(cell):
                    row[name] = value
            elif needed:
                raise Wrong(FaultKind.EMPTY)
        except Wrong as wrong:
            text.fault(text.begins, name, wrong.kind)
    if len(text.faults) > before:
        return
    key = row["id"]
    if key in place.rows:
        text.fault(text.begins, "id", FaultKind.SAME_ID)
    place.rows[key], place.lines[key] = row, text.begins


def _check_of(table: Table, column: Column) -> Check:
    """What a cell of a column must be. The check raises Wrong, and gives the text as it is kept."""
    kind, most = KINDS[column.kind], LONGEST.get((table.name, column.name), LONGEST_TEXT)
    kind = web_address if column.name in LINKS else kind
    needed, words = column.needed, frozenset(column.words)
    # Of a change of an entry, either side may be empty: something new has no value before.
    needed = needed and (table.name, column.name[-6:]) != ("metadata", "_value")

    def check(raw: str) -> str:
        text = raw if raw.isascii() and raw[0].isalnum() and raw.isprintable() else _clean(raw)
        if len(text) > most:
            raise Wrong(FaultKind.TOO_LONG)
        if words and text not in words:
            raise Wrong(FaultKind.UNKNOWN_CODE)
        return kind(text)

    def check_id(raw: str) -> str:  # most cells of a package are ids as they should be
        return raw if UUID.fullmatch(raw) else check(raw)

    return column.name, needed, check_id if column.kind == "uuid" else check


def _clean(raw: str) -> str:
    """A cell without the mark that keeps a spreadsheet from reckoning it. Raises Wrong."""
    if raw.isprintable() and raw[0].isalnum():
        return raw if raw.isascii() else unicodedata.normalize("NFC", raw)
    text = unicodedata.normalize("NFC", plain(raw))
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\r\t" for sign in text):
        raise Wrong(FaultKind.HIDDEN)
    if text == raw and is_formula(raw) and not HARMLESS.fullmatch(raw):
        raise Wrong(FaultKind.FORMULA)
    return text


def _text(text: str) -> str:
    return text


def _uuid(text: str) -> str:
    if not UUID.fullmatch(text) and not UUID.fullmatch(text := text.lower()):
        raise Wrong(FaultKind.NOT_UUID)
    return text


def _number(text: str) -> str:
    if not NUMBER.fullmatch(text):
        raise Wrong(FaultKind.BAD_NUMBER)
    return text


def _date(text: str) -> str:
    try:
        if len(text) != 10:
            raise Wrong(FaultKind.BAD_DATE)
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise Wrong(FaultKind.BAD_DATE) from error


def _moment(text: str) -> str:
    try:
        datetime.fromisoformat(text)
    except ValueError as error:
        raise Wrong(FaultKind.BAD_DATE) from error
    return text


def _time(text: str) -> str:
    if not TIME.fullmatch(text):
        raise Wrong(FaultKind.BAD_TIME)
    return text


def _uri(text: str) -> str:
    if not re.fullmatch(r"(?!javascript:|data:|vbscript:)[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"]+", text, re.IGNORECASE):
        raise Wrong(FaultKind.BAD_ADDRESS)
    return text


KINDS: dict[str, Callable[[str], str]] = {
    "": _text,
    "uuid": _uuid,
    "number": _number,
    "date": _date,
    "datetime": _moment,
    "time": _time,
    "email": email,
    "uri": _uri,
}


def _follow_references(content: Content) -> None:
    for name, place in content.tables.items():
        for column, targets in _targets(content, name):
            for key, row in place.rows.items():
                named = row.get(column, "")
                if named and named not in targets and named not in NOWHERE_IN_THE_EXAMPLE:
                    content.fault(name, key, column, FaultKind.NOWHERE)
    for key, row in content.rows("attribute").items():
        if row["link_entity"] in TABLES and row["link_id"] not in content.rows(row["link_entity"]):
            content.fault("attribute", key, "link_id", FaultKind.NOWHERE)


def _targets(content: Content, name: str) -> Iterator[tuple[str, dict[str, Row]]]:
    return ((column.name, content.rows(column.table)) for column in TABLES[name].columns if column.table)


def _find_cycles(content: Content, table: str, column: str) -> None:
    """Every row that is its own parent, or its parent's parent; each chain is walked once."""
    rows, settled = content.rows(table), set[str]()
    for begin in rows:
        way: dict[str, int] = {}
        key = begin
        while key in rows and key not in settled:
            if key in way:
                for one in [one for one, step in way.items() if step >= way[key]]:
                    content.fault(table, one, column, FaultKind.CYCLE)
                break
            way[key] = len(way)
            key = rows[key].get(column, "")
        settled.update(way)
