"""The attributes of a package that are in the directory's own terms, read back."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

from portal.partners.bundles import Line
from portal.partners.codes import PROFILE_ANSWERS, PROFILE_NUMBERS
from portal.partners.faults import FaultKind, Wrong
from portal.partners.hsds import package_terms as terms
from portal.partners.hsds.package_rows import Tables
from portal.partners.row_lines import country, day, number, past_day
from portal.partners.rows import COLUMNS, languages, one_of, partial_day, web_address
from portal.vocabulary.organizations import Capacity, OrganizationType, ResponsePromise
from portal.vocabulary.services import ServiceStatus


class Unfit(Exception):
    """A row that cannot be taken: its table, id, column, and why."""

    def __init__(self, table: str, key: str, column: str, kind: FaultKind = FaultKind.UNKNOWN_CODE) -> None:
        super().__init__(table, key, column, kind.value)
        self.table, self.key, self.column, self.kind = table, key, column, kind


class Facts:
    """What the attributes of one organisation say in our terms. Raises Unfit for a value that a term cannot have."""

    def __init__(self, said: Tables) -> None:
        self._facts: dict[str, dict[str, dict[str, Any]]] = defaultdict(lambda: defaultdict(dict))
        known = terms.meaning()
        for key, row in said["attribute"].items():
            if row["taxonomy_term_id"] in known:
                taxonomy, code = known[row["taxonomy_term_id"]]
                self._facts[row["link_id"]][taxonomy][code] = _read(taxonomy, code, row.get("value", ""), key)

    def of(self, link: str, taxonomy: str) -> dict[str, Any]:
        """The codes of a taxonomy that a row bears, each with its value."""
        return self._facts[link][taxonomy] if link in self._facts else {}

    def checked(self, link: str, entry: Line) -> Line:
        """When a line was last checked, and by whom: as the entry, unless it says so itself."""
        day, by = self.of(link, terms.ENTRY).get("checked", (entry["checked_on"], entry["checked_by"]))
        return {"checked_on": day, "checked_by": by}


def _read(taxonomy: str, code: str, value: str, key: str) -> Any:
    read = READERS.get(taxonomy, {}).get(code)
    if read is None:
        return value
    try:
        return read(value)
    except Wrong as wrong:
        raise Unfit("attribute", key, "value", wrong.kind) from wrong
    except ValueError as error:
        raise Unfit("attribute", key, "value") from error


def _yes_or_no(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


def _checked(text: str) -> tuple[date | None, str]:
    if text == terms.NEVER:
        return None, ""
    when, _space, by = text.partition(" ")
    return past_day(when), by[:120]


ENTRY_READERS: dict[str, Callable[[str], Any]] = {
    "country": country,
    "org_type": OrganizationType,
    "status": ServiceStatus,
    "name_language": one_of(languages),
    "time_zone": COLUMNS["time_zone"].read,
    "locale": COLUMNS["locale"].read,
    "capacity": Capacity,
    "capacity_said_on": past_day,
    "not_until": day,
    "promise": ResponsePromise,
    "source_url": web_address,
    "source_date": partial_day,
    "looked_up_on": past_day,
    "is_invented": _yes_or_no,
    "checked": _checked,
}
READERS: dict[str, dict[str, Callable[[str], Any]]] = {
    terms.ENTRY: ENTRY_READERS,
    terms.RECEPTION: {**dict.fromkeys(PROFILE_ANSWERS, _yes_or_no), **dict.fromkeys(PROFILE_NUMBERS, number)},
}
#: The facts of our terms that are the entry's own, not a line's.
OF_AN_ENTRY = frozenset(terms.ENTRY_FACTS)
