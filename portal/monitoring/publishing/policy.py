"""Who makes an edition, who reads it, and when a year's can be made."""

from datetime import date

from portal.access import Role

#: The centre sees the exact numbers, and makes editions.
MAKERS = (Role.COORDINATOR,)
#: What is published may be read by everybody who signs in.
READERS = tuple(Role)
_REPORTS_COUNT_UNTIL = (3, 31)


def earliest(year: int) -> date:
    """The first day on which a year's edition can be made: when no further report can count for it (RULINGS 26)."""
    return date(year + 1, _REPORTS_COUNT_UNTIL[0] + 1, 1)
