"""What is published of a year, for whoever shows or prints it (the yearly report, say)."""

import json
from dataclasses import dataclass
from typing import Any

from portal.monitoring.publishing import queries
from portal.monitoring.publishing.content import PublishedTable, tables_of
from portal.monitoring.publishing.models import Edition


@dataclass(frozen=True)
class Opened:
    """An edition read: the record, its content as a dictionary, and its tables."""

    edition: Edition
    content: dict[str, Any]
    tables: list[PublishedTable]


def opened(edition: Edition) -> Opened:
    """An edition with its tables."""
    content = json.loads(edition.content)
    return Opened(edition, content, tables_of(content))


def for_year(year: int) -> list[PublishedTable]:
    """The tables of the year's newest edition: promises, groups, flow, and regions in the last year of a period.

    Empty while nothing is published of the year. Cells are signs, safe for outside as they stand: a rounded number,
    "0", "<5", ":" or ".." (held back to protect others), "" (too few to publish); labels make words of codes.
    Raises queries.Altered where what is stored is not what was published.
    """
    newest = queries.newest(year)
    return [] if newest is None else opened(newest).tables
