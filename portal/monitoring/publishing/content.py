"""An edition's content as it is frozen: signs instead of counts, tables over them, definitions, rule and hash. Pure."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from portal.monitoring.codes import FlowStep
from portal.monitoring.publishing.codes import TABLE_DEFINITIONS, TOTAL, Column, Group, TableCode
from portal.monitoring.publishing.sheet import Exact, name_of, names_of, of_period, step_name
from portal.monitoring.publishing.suppression import Published

FORMAT = "hjemvej-published-1"


def figures_of(exact: Exact, published: Published, rule: dict[str, Any]) -> dict[str, Any]:
    """All of an edition that comes from counting: the same counts always give the same."""
    promises = []
    for kept in exact.promises:
        n, whole = names_of(exact, kept)
        share = published.shares[n]
        said = {"about_percent": share.percent, "kept": share.kept, "target": kept.target}
        promises.append({"code": kept.promise.value, "n": n, "total": whole, **said})
    elsewhere = {name_of(year, "registered") for year in exact.registered if year != exact.year}
    return {
        "format": FORMAT,
        "year": exact.year,
        "rule": rule,
        "counts": {name: sign for name, sign in published.signs.items() if name not in elsewhere},
        "promises": promises,
        "tables": _tables(exact),
        "definitions": {str(code): text for code, text in TABLE_DEFINITIONS.items()},
    }


def _tables(exact: Exact) -> list[dict[str, Any]]:
    total = step_name(exact, FlowStep.REGISTERED)
    groups = [(group.value, name_of(exact.year, group.value)) for group in Group]
    steps = [(step.value, step_name(exact, step)) for step in FlowStep]
    made = [
        _table(TableCode.GROUPS, exact.year, exact.year, [*groups, (TOTAL, total)]),
        _table(TableCode.FLOW, exact.year, exact.year, steps),
    ]
    if exact.regions:
        regions = [(code, of_period(exact, code)) for code in exact.regions]
        everybody = (TOTAL, of_period(exact, "registered"))
        made.append(_table(TableCode.REGIONS, exact.first_year, exact.year, [*regions, everybody]))
    return made


def _table(code: TableCode, first: int, last: int, lines: list[tuple[str, str]]) -> dict[str, Any]:
    rows = [{"code": line, "count": name} for line, name in lines]
    return {"code": code.value, "first_year": first, "last_year": last, "lines": rows}


def canonical(content: dict[str, Any]) -> str:
    """One way to write a content down, so that one hash belongs to it: sorted, without spaces, UTF-8."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(text: str) -> str:
    """SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


# ---- read back --------------------------------------------------------------------------------


@dataclass(frozen=True)
class PublishedLine:
    """One line: its code, and what may be read in each column.

    A number (rounded), "0", "<5" (the rule's threshold), ":" (held back to protect another), "" (too few to publish);
    for a promise also "yes", "no" and its target.
    """

    code: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class PublishedTable:
    """One table as it was frozen: code, years (both included), columns, lines, and the definition of table or line."""

    code: TableCode
    first_year: int
    last_year: int
    columns: tuple[Column, ...]
    lines: tuple[PublishedLine, ...]
    definitions: dict[str, str]


def tables_of(content: dict[str, Any]) -> list[PublishedTable]:
    """The tables of an edition's content, promises first."""
    counts, definitions = content["counts"], content["definitions"]
    own = {one["code"]: definitions[one["code"]] for one in content["promises"]}
    lines = tuple(PublishedLine(one["code"], _promise_cells(one, counts)) for one in content["promises"])
    columns = (Column.KEPT_FOR, Column.ALL, Column.PERCENT, Column.TARGET, Column.KEPT)
    made = [PublishedTable(TableCode.PROMISES, content["year"], content["year"], columns, lines, own)]
    for table in content["tables"]:
        code = TableCode(table["code"])
        rows = tuple(PublishedLine(one["code"], (counts[one["count"]],)) for one in table["lines"])
        about = {code.value: definitions[code.value]}
        made.append(PublishedTable(code, table["first_year"], table["last_year"], (Column.PEOPLE,), rows, about))
    return made


def _promise_cells(one: dict[str, Any], counts: dict[str, str]) -> tuple[str, ...]:
    kept = {None: "", True: "yes", False: "no"}[one["kept"]]
    numbers = ("" if one[name] is None else str(one[name]) for name in ("about_percent", "target"))
    return (counts[one["n"]], counts[one["total"]], *numbers, kept)
