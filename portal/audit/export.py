"""The log as a CSV file that a spreadsheet opens without running anything in it."""

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row

HEADER = ("at_utc", "event", "role", "account", "subject", "refused", "details")
#: A cell that begins like this is a formula to a spreadsheet (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(rows: Iterable[Row[Any]]) -> bytes:
    """UTF-8 with a mark at its start (spreadsheets ask for it), one row an event, newest first."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for row in rows:
        details = json.dumps(row.details, sort_keys=True) if row.details else ""
        refused = "yes" if row.refused else "no"
        cells = (row.at.isoformat(), row.event, row.actor_role, row.actor_id or "", row.subject, refused, details)
        writer.writerow([harmless(str(cell)) for cell in cells])
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The cell as text: an apostrophe stands before what a spreadsheet would run."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
