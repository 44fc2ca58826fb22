"""The best SQL written by hand for the directory's question: one pass for all figures that share their conditions.

Services and groups stand as bits: three bits at a time are spread 20 bits apart and summed, so that seven sums count
every service type (of fewer than a million entries).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from portal.vocabulary.organizations import OrganizationType
from portal.vocabulary.services import Population

PAGE = 20
GROUPS = tuple(f"for_{group.value}" for group in Population)
KINDS = tuple(kind.value for kind in OrganizationType)
CARD = "id, name, name_language, alternate_name, country, town, status, tier, is_starter, is_invented, service_mask"
CARD += f", {', '.join(GROUPS)}, language_codes, not_until, promise, asked, answered_in_time, checked_on, looked_up_on"
LANGUAGE_FIGURES = 3 + len(KINDS)  # total, verified, receiving, and each kind
SPREAD, KEPT = 1 + (1 << 19) + (1 << 38), 1 | 1 << 20 | 1 << 40
VERIFIED = "tier IN ('reference_checked', 'visited', 'agreement_in_force')"
SEEN = "visibility IN ('network', 'embassy') AND status NOT IN ('defunct', 'inactive') AND merged_into_id IS NULL"


@dataclass(frozen=True)
class Question:
    """What is asked: folded words, country codes, services as bits, columns of groups."""

    on_sqlite: bool
    words: tuple[str, ...]
    countries: tuple[str, ...]
    services: int
    groups: tuple[str, ...]

    @cached_property
    def values(self) -> dict[str, Any]:
        """The values that go beside the SQL."""
        given: dict[str, Any] = {f"c{at}": code for at, code in enumerate(self.countries)}
        given["services"] = self.services
        if self.long:
            given["match"] = " AND ".join(f'"{word}"' for word in self.long)
        return given | {f"w{at}": f"%{word}%" for at, word in enumerate(self.words)}

    @cached_property
    def long(self) -> tuple[str, ...]:
        """The words that SQLite's trigram index knows; shorter ones are read in the text."""
        return tuple(word for word in self.words if self.on_sqlite and len(word) > 2)

    def value(self, name: str) -> str:
        """A placeholder."""
        return f":{name}" if self.on_sqlite else f"%({name})s"

    @cached_property
    def base(self) -> str:
        """What every figure has in common: the reader's entries with the words asked for."""
        old = self.value("old")
        parts = [SEEN, f"(coalesce(checked_on, looked_up_on) IS NULL OR coalesce(checked_on, looked_up_on) >= {old})"]
        if self.long:
            numbers = "SELECT rowid FROM findable_index WHERE findable_index MATCH :match"
            parts.append(f"id IN (SELECT organization_id FROM findable WHERE number IN ({numbers}))")
        short = [at for at, word in enumerate(self.words) if word not in self.long]
        parts += [f"search_text LIKE {self.value(f'w{at}')}" for at in short]
        return " AND ".join(parts)

    @property
    def of_countries(self) -> str:
        """The countries chosen."""
        named = ", ".join(self.value(f"c{at}") for at in range(len(self.countries)))
        return f"country IN ({named})" if named else ""

    def offers(self, services: bool, groups: bool) -> str:
        """One of the services for one of the groups."""
        masks = self.groups if groups and self.groups else ("service_mask",)
        if services and self.services:
            return "(" + " OR ".join(f"({mask} & {self.value('services')}) <> 0" for mask in masks) + ")"
        return "(" + " OR ".join(f"{mask} <> 0" for mask in masks) + ")" if groups and self.groups else ""


def _where(*parts: str) -> str:
    return " AND ".join(part for part in parts if part)


def _receiving(question: Question) -> str:
    said, today = question.value("said"), question.value("today")
    until = f"(not_until IS NULL OR not_until <= {today})"
    return f"(capacity = 'can_receive' AND capacity_said_on >= {said} AND {until})"


def page_line(question: Question) -> str:
    """The first page by name, with what a card shows."""
    where = _where(question.base, question.of_countries, question.offers(True, True))
    select = f"SELECT {CARD}, {_receiving(question)} FROM organization WHERE {where}"
    return f"{select} ORDER BY sort_name, id LIMIT {PAGE}"


def _number(question: Question, condition: str) -> str:
    return f"sum({condition})" if question.on_sqlite else f"count(*) FILTER (WHERE {condition})"


def _service_sums(question: Question) -> str:
    mask = "(" + " | ".join(question.groups or ("service_mask",)) + ")"
    sums = [f"sum((({mask} >> {bit}) & 7) * {SPREAD} & {KEPT})" for bit in range(0, 21, 3)]
    return ", ".join(sums)


def _group_sums(question: Question) -> str:
    kept = f" & {question.value('services')}" if question.services else ""
    return ", ".join(_number(question, f"({group}{kept}) <> 0") for group in GROUPS)


def facet_lines(question: Question) -> dict[str, str]:
    """The lines of SQL that count: each filter without its own choice, together where that makes no difference."""
    base, country, all_offers = question.base, question.of_countries, question.offers(True, True)
    counted = ["count(*)", _number(question, VERIFIED), _number(question, _receiving(question))]
    counted += [_number(question, f"org_type = '{kind}'") for kind in KINDS]
    lines = {"country": f"SELECT country, count(*) FROM organization WHERE {_where(base, all_offers)} GROUP BY country"}
    if question.services:
        where = _where(base, country, question.offers(False, True))
        lines["service"] = f"SELECT {_service_sums(question)} FROM organization WHERE {where}"
    else:
        counted.append(_service_sums(question))
    if question.groups:
        where = _where(base, country, question.offers(True, False))
        lines["group"] = f"SELECT {_group_sums(question)} FROM organization WHERE {where}"
    else:
        counted.append(_group_sums(question))
    where = _where(base, country, all_offers)
    lines["rest"] = (
        f"SELECT language_codes, {', '.join(counted)} FROM organization WHERE {where} GROUP BY language_codes"
    )
    return lines
