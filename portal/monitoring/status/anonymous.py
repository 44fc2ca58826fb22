"""Rows of which none can be told from fewer than k others by what a stranger may know (k-anonymity). Pure.

What a stranger may know of a person are the marks: year, age, gender, region, kind of exploitation. A row shows its
marks as finely as k rows share them, and coarser otherwise; "*" shows nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

ALL = "*"
Marks = tuple[str, ...]
View = Callable[[Marks], Marks]


@dataclass(frozen=True)
class Shown:
    """For each row, in the order given, the marks as they may be shown; and how many were made coarser."""

    marks: list[Marks]
    coarser: int


def _view(*shown: int | Callable[[str], str]) -> View:
    """A view of the marks: 1 shows one as it is, 0 not at all, a function makes it coarser."""

    def look(marks: Marks) -> Marks:
        return tuple(
            one(mark) if callable(one) else mark if one else ALL for one, mark in zip(shown, marks, strict=True)
        )

    return look


def five_years(year: str) -> str:
    """The five years of the calendar that a year is in: 2026 is in 2025-2029."""
    first = int(year) // 5 * 5
    return f"{first}-{first + 4}"


def child_or_adult(age_band: str) -> str:
    """An age as child or adult."""
    return age_band if age_band == "child" else "adult"


#: From fine to coarse: year, age, gender, region, exploitation.
VIEWS: tuple[View, ...] = (
    _view(1, 1, 1, 1, 1),
    _view(1, child_or_adult, 1, 1, 1),
    _view(five_years, child_or_adult, 1, 1, 1),
    _view(five_years, child_or_adult, 1, 1, 0),
    _view(five_years, child_or_adult, 1, 0, 0),
    _view(five_years, child_or_adult, 0, 0, 0),
    _view(five_years, 0, 0, 0, 0),
    _view(0, 0, 0, 0, 0),
)


def shown(rows: Sequence[Marks], least: int) -> Shown:
    """The marks of each row as they may be shown: every combination stands there at least `least` times.

    Raises ValueError where there are fewer rows than that in all: nothing can be shown then.
    """
    if len(rows) < least:
        raise ValueError("fewer rows than the threshold")
    found: dict[int, Marks] = {}
    waiting = list(range(len(rows)))
    for view in VIEWS:
        groups = _grouped(rows, waiting, view)
        found |= {row: marks for marks, members in groups.items() if len(members) >= least for row in members}
        waiting = [row for row in waiting if row not in found]
    nothing = VIEWS[-1](rows[0])
    while waiting:  # too few are left over to stand alone: the smallest group is made as coarse as they are
        found |= dict.fromkeys(waiting, nothing)
        waiting = [] if _times(found, nothing) >= least else _smallest(found, nothing)
    return Shown([found[row] for row in range(len(rows))], sum(found[row] != marks for row, marks in enumerate(rows)))


def _grouped(rows: Sequence[Marks], waiting: list[int], view: View) -> dict[Marks, list[int]]:
    groups: dict[Marks, list[int]] = {}
    for row in waiting:
        groups.setdefault(view(rows[row]), []).append(row)
    return groups


def _times(found: dict[int, Marks], marks: Marks) -> int:
    return sum(one == marks for one in found.values())


def _smallest(found: dict[int, Marks], nothing: Marks) -> list[int]:
    groups: dict[Marks, list[int]] = {}
    for row, marks in found.items():
        if marks != nothing:
            groups.setdefault(marks, []).append(row)
    return min(groups.values(), key=len)
