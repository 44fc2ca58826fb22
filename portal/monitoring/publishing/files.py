"""An edition as files: CSV with its code book, and the JSON that the hash was taken of."""

from flask_babel import gettext as _

from portal.monitoring.publishing import labels
from portal.monitoring.publishing.content import PublishedTable
from portal.monitoring.publishing.tables import Opened
from portal.web.cells import as_csv

HEADER = ("table", "first_year", "last_year", "line", "column", "value")


def figures(of: Opened) -> bytes:
    """One row a number, in codes; the values are the published signs."""
    rows = [
        (table.code.value, str(table.first_year), str(table.last_year), line.code, column.value, cell)
        for table in of.tables
        for line in table.lines
        for column, cell in zip(table.columns, line.cells, strict=True)
    ]
    return as_csv(HEADER, rows)


def code_book(of: Opened) -> bytes:
    """Each code with its words and what it means, then the signs, the rule, the edition and its hash."""
    rows = [row for table in of.tables for row in _codes_of(table)]
    rule, edition = of.content["rule"], of.edition
    least, source = str(rule["least"]), rule["source"]
    rows += [
        ("value", f"<{least}", labels.sign_in_words(f"<{least}"), _("From one to this number less one."), source),
        ("value", ":", labels.sign_in_words(":"), _("A number that is large enough, hidden to protect another."), ""),
        ("value", "..", labels.sign_in_words(".."), _("Any number, hidden to protect another."), ""),
        ("value", "", labels.sign_in_words(""), _("Nothing is said of what became of a few people."), ""),
        ("edition", str(edition.number), str(edition.year), of.content["note"], of.content["made_on"]),
        ("sha256", edition.sha256, "", _("SHA-256 of the JSON file of this edition."), ""),
    ]
    return as_csv(("field", "code", "words", "definition", "source"), [tuple(map(str, row)) for row in rows])


def _codes_of(table: PublishedTable) -> list[tuple[str, str, str, str, str]]:
    about = table.definitions.get(table.code.value, "")
    rows = [("table", table.code.value, table.code.label, str(_(about)) if about else "", "")]
    for line in table.lines:
        meaning = table.definitions.get(line.code, "")
        words = labels.line_in_words(table, line.code)
        rows.append((table.code.value, line.code, words, str(_(meaning)) if meaning else "", ""))
    rows += [("column", column.value, labels.column_in_words(column), "", "") for column in table.columns]
    return rows
