"""The code book of the HTCDS file: each column and code of the schema with its words in the reader's language."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from portal.cases import htcds
from portal.vocabulary.casework import CaseStatus, ClosureReason, OfferOutcome
from portal.vocabulary.codes import CodeList
from portal.vocabulary.persons import (
    AgeBand,
    Exploitation,
    Gender,
    SexExploitation,
    StatusDecidedBy,
    TraffickingStatus,
)
from portal.web.formats import word

HEAD = ("column", "term_of", "type", "code", "meaning")
#: The code list of each column that has one.
LISTS: dict[str, type[CodeList]] = {
    "prs_Gender": Gender,
    "vic_TraffickingStatus": TraffickingStatus,
    "vic_TraffickingStatusDecisionMakingOrg": StatusDecidedBy,
    "vic_TypeOfExploitation": Exploitation,
    "vic_TypeOfSexExploitation": SexExploitation,
    "cas_Status": CaseStatus,
    "cas_ReasonForCaseClosure": ClosureReason,
    "hjemvej_age_band": AgeBand,
    "hjemvej_offer": OfferOutcome,
}


def codes_of(said: dict[str, Any]) -> list[str]:
    """The codes that a column of the schema may hold, without null; none for a column of another kind."""
    listed: list[str | None] = said.get("enum") or said.get("items", {}).get("enum", [])
    return [code for code in listed if code is not None]


def code_book() -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The heading and the rows: one for each column, then one for each of its codes."""
    return HEAD, [row for name, said in htcds.columns().items() for row in _rows(name, said)]


def _rows(name: str, said: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    kinds = said["type"] if isinstance(said["type"], list) else [said["type"]]
    yield name, said["x-term-of"], " or ".join(kinds), "", said["description"]
    for code in codes_of(said):
        yield name, said["x-term-of"], "code", code, _meaning(name, code)


def _meaning(name: str, code: str) -> str:
    if name in LISTS and code in [one.value for one in LISTS[name]]:
        return word(LISTS[name](code))
    own = {
        "Health": _("Health and psychological help"),
        "Legal": _("Legal help"),
        "SocialCare": _("Socio-pedagogical help"),
        "not_offered": _("Not offered yet"),
    }
    return str(own[code])
