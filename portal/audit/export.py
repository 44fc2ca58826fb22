"""The log as a CSV file that a spreadsheet opens without running anything in it."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row

from portal.web import cells

HEADER = ("at_utc", "event", "role", "account", "subject", "refused", "details")


def as_csv(rows: Iterable[Row[Any]]) -> bytes:
    """One row an event, newest first."""
    return cells.as_csv(HEADER, (_cells(row) for row in rows))


def _cells(row: Row[Any]) -> list[str]:
    details = json.dumps(row.details, sort_keys=True) if row.details else ""
    refused = "yes" if row.refused else "no"
    return [row.at.isoformat(), row.event, row.actor_role, str(row.actor_id or ""), row.subject, refused, details]
