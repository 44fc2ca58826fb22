"""What each column and each code of the tables means, in both languages, and where it comes from."""

from collections.abc import Mapping, Sequence

from portal.monitoring.status.codes import LANGUAGES
from portal.monitoring.status.tables import Table

HEAD = ("table", "field", *(f"label_{code}" for code in LANGUAGES), "type", "codes", "source")
Line = tuple[str, ...]


def lines(tables: Mapping[str, Sequence[Table]]) -> list[Line]:
    """The rows of the code book; the first of a table says what is counted."""
    found: list[Line] = []
    for same in zip(*(tables[code] for code in LANGUAGES), strict=True):
        found.extend(_of_table(same))
    return found


def _of_table(same: Sequence[Table]) -> list[Line]:
    one = same[0]
    head = [(one.key, "", *(table.title for table in same), "table", "", one.source)]
    head.append((one.key, "definition", *(table.definition for table in same), "text", "", one.source))
    head.append((one.key, "code", *(table.head for table in same), "code", _codes(one), one.source))
    for number, column in enumerate(one.columns):
        labels = [table.columns[number].label for table in same]
        head.append((one.key, column.key, *labels, "text" if column.text else "whole number", "", one.source))
    for number, row in enumerate(one.rows):
        head.append((one.key, f"code={row.key}", *(table.rows[number].label for table in same), "code", "", ""))
    return head


def _codes(table: Table) -> str:
    return " ".join(row.key for row in table.rows)
