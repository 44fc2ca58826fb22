"""A child's safeguards. Nothing records them yet, so all are missing and no child's request can be sent (RULINGS 4)."""

from portal.cases.codes import Safeguard
from portal.cases.models import Case


def missing(case: Case) -> list[Safeguard]:
    """The safeguards a child's case still lacks; none are asked of an adult's."""
    return list(Safeguard) if case.is_child else []
