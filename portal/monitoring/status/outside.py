"""The figures of a year for outside: only what an edition published (RULINGS 27), never a number of our own."""

from portal.monitoring.status.codes import LANGUAGES
from portal.monitoring.status.tables import Table


def of_year(year: int) -> dict[str, list[Table]]:
    """The published tables by language; none while nothing is published of the year."""
    return {code: [] for code in LANGUAGES}
