"""A table of the report in one language, as it is frozen, shown and written into files."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from portal.monitoring.status.codes import Chapter

Cell = int | str | None


@dataclass(frozen=True)
class Row:
    """One line: its code, its words, its cells in the order of the columns. None: nothing can be said."""

    key: str
    label: str
    cells: list[Cell]


@dataclass(frozen=True)
class Column:
    """One column: its code and its words; `text` where its cells are words, not numbers."""

    key: str
    label: str
    text: bool = False


@dataclass(frozen=True)
class Bar:
    """What the picture of a promise shows: `n` of `total`, the target in whole per cent."""

    n: int
    total: int
    target: int


@dataclass(frozen=True)
class Table:
    """A table with its title, one sentence of reading, the definition in words and where it comes from."""

    key: str
    chapter: Chapter
    title: str
    sentence: str
    definition: str
    source: str
    head: str  # words of the column of labels
    columns: list[Column]
    rows: list[Row] = field(default_factory=list)
    bar: Bar | None = None
    unit: str = "people"  # what one is of the numbers; for the code book

    def kept(self) -> dict[str, Any]:
        """The table as it is frozen."""
        return asdict(self) | {"chapter": self.chapter.value}


def from_kept(kept: dict[str, Any]) -> Table:
    """A table from its frozen form."""
    rows = [Row(one["key"], one["label"], list(one["cells"])) for one in kept["rows"]]
    columns = [Column(**one) for one in kept["columns"]]
    bar = Bar(**kept["bar"]) if kept.get("bar") else None
    same = {name: kept[name] for name in ("key", "title", "sentence", "definition", "source", "head", "unit")}
    return Table(chapter=Chapter(kept["chapter"]), columns=columns, rows=rows, bar=bar, **same)


def of_chapter(tables: Sequence[Table], chapter: Chapter) -> list[Table]:
    """The tables that stand in a chapter, in their order."""
    return [table for table in tables if table.chapter is chapter]
