"""Text in a spreadsheet's cell: never a formula, also not behind a space or in full width (R-08)."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

BEGINS_A_FORMULA = "=+-@|%"
MARK = "'"  # spreadsheets show what follows as text
BOM = "\ufeff"


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could take a cell for a formula, hidden characters and full-width signs included."""
    if text[:1].isalnum():  # no letter or digit of any script becomes a formula's sign
        return False
    if text[:1] in ("\t", "\r", "\n", "\0"):
        return True
    if text.isascii() and text.isprintable():  # nothing is hidden, and no sign looks like another
        return text[:50].lstrip()[:1] in tuple(BEGINS_A_FORMULA)
    shown = unicodedata.normalize("NFKC", "".join(c for c in text[:50] if unicodedata.category(c) not in ("Cc", "Cf")))
    return shown.lstrip()[:1] in tuple(BEGINS_A_FORMULA)


def safe(text: str) -> str:
    """The text as a cell that stays text."""
    return MARK + text if is_formula(text) or text[:1] == MARK else text


def safe_cells(cells: Iterable[str]) -> list[str]:
    """Each of them as a cell that stays text; most are empty or begin with a letter or digit, and are so already."""
    return [text if not text or text[0].isalnum() else safe(text) for text in cells]


def plain(text: str) -> str:
    """A cell of a file that `safe` wrote, as it was."""
    bare = text[1:]
    return bare if text[:1] == MARK and (is_formula(bare) or bare[:1] == MARK) else text


def as_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as CSV in UTF-8 with the mark that spreadsheets need to read it so."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(header)
    writer.writerows(safe_cells(row) for row in rows)
    return (BOM + written.getvalue()).encode()


def csv_chunks(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """The same, line by line as the rows come: a long table is sent while it is read."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    written.write(BOM)
    writer.writerow(header)
    for row in rows:
        yield written.getvalue().encode()
        written.seek(0)
        written.truncate()
        writer.writerow(safe_cells(row))
    yield written.getvalue().encode()
