"""Disclosure control (RULINGS 27): what of exact counts may be published, so that nobody can be counted out.

Pure functions. Every rule stands here once; `knowledge` then looks for what a stranger could still work out, and
more is held back until nothing can be.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import islice

from portal.monitoring.publishing.knowledge import ANY, Box, Known, Line, Worlds, joined

FEW, HELD_BACK, OMITTED, UNSAID = "<", ":", "..", ""
HIDDEN = (HELD_BACK, OMITTED, UNSAID)
TRIES = 24  # ways of saying one thing less that are tried before the cheapest is taken, and more is held back


class CannotProtect(Exception):
    """Earlier editions tell so much that nothing can be held back to protect a count."""


class Keep(StrEnum):
    """The rules, by name: a test leaves out one at a time, and shows that the attack then succeeds."""

    SMALL = "a count under the threshold is not shown"
    ROUNDED = "every other count and total is rounded on its own"
    ENOUGH = "nothing is said of what became of fewer than ten people"
    RESTS = "what is left over between two published counts is guarded like a count"
    SHARES = "a share counts as something a stranger knows"
    COMPLEMENT = "more is held back where a hidden count could be worked out"
    EARLIER = "earlier editions count as known"


EVERY_RULE = frozenset(Keep)


@dataclass(frozen=True)
class Limits:
    """Smallest count shown, smallest number of people behind a share, and what counts are rounded to."""

    least: int = 5
    share_from: int = 10
    base: int = 5


@dataclass(frozen=True)
class Sum:
    """A one-way table: its rows add up to its total. All of them are names of counts."""

    total: str
    rows: tuple[str, ...]
    #: A table of counts that are published elsewhere (years of a period), so that none of it is taken apart here.
    only_known: bool = False


@dataclass(frozen=True)
class Part:
    """So many of a whole, the rest being the others. A promise has a share, and where the plan sets one a target."""

    n: str
    whole: str
    promise: bool = False
    target: int | None = None  # per cent
    #: A group of the people counted, not what became of them: it may be said of few people too.
    is_group: bool = False


@dataclass(frozen=True)
class Sheet:
    """Exact counts and how they hang together; names begin with their year, the same count has one name."""

    counts: dict[str, int]
    sums: tuple[Sum, ...] = ()
    parts: tuple[Part, ...] = ()
    #: Counts that this edition does not publish, though others do.
    elsewhere: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Share:
    """What is said of a promise: about so many per cent (the nearest five), and if it is kept; None: not said."""

    percent: int | None
    kept: bool | None


@dataclass(frozen=True)
class Published:
    """What may be read outside: for each count its sign, for each promise its share, and what that lets one know.

    A sign is a rounded number, "0", "<5", ":" (held back to protect another, five or more), ".." (left out to protect
    another, whatever it is) or "" (too few to publish).
    """

    signs: dict[str, str] = field(default_factory=dict)
    shares: dict[str, Share] = field(default_factory=dict)
    known: Known = field(default_factory=Known)


def suppress(
    sheet: Sheet, limits: Limits, earlier: Iterable[Known] = (), rules: frozenset[Keep] = EVERY_RULE
) -> Published:
    """What of a sheet may be published, given what earlier editions let a stranger know.

    `rules` is for the test alone, which shows that each of them is needed. Raises CannotProtect.
    """
    made = _first(sheet, limits, rules)
    before = list(earlier) if Keep.EARLIER in rules else []
    worlds = Worlds()
    while Keep.COMPLEMENT in rules:
        known = joined(_known(sheet, made, limits, rules), before)
        found = worlds.narrowed(known, limits.least)
        if found is None:
            break
        less = list(islice(_less(sheet, made, found, known), TRIES))
        if not less:
            raise CannotProtect(found)
        tries = ((one, joined(_known(sheet, one, limits, rules), before)) for one in less)
        enough = (one for one, left in tries if worlds.would_be_safe(left, found, limits.least))
        made = next(enough, less[0])
    return replace(made, known=_known(sheet, made, limits, rules))


def rounded(count: int, base: int) -> int:
    """To the nearest multiple; a half goes up."""
    return (count + base // 2) // base * base


def _first(sheet: Sheet, limits: Limits, rules: frozenset[Keep]) -> Published:
    """The signs by the plain rules, before anybody tries to work out more."""
    signs = {name: _sign(count, limits, rules) for name, count in sheet.counts.items()}
    signs.update(dict.fromkeys(sheet.elsewhere, UNSAID))
    taken_apart = [(one.total, one.rows) for one in sheet.sums if not one.only_known]
    outcomes = [(part.whole, (part.n,)) for part in sheet.parts if not part.is_group]
    for whole, names in (*taken_apart, *outcomes):
        if Keep.ENOUGH in rules and sheet.counts[whole] < limits.share_from and signs[whole] != "0":
            signs.update(dict.fromkeys(names, UNSAID))
    return Published(signs, {part.n: _share(sheet, part, limits, rules) for part in sheet.parts if part.promise})


def _sign(count: int, limits: Limits, rules: frozenset[Keep]) -> str:
    if count == 0:
        return "0"
    if count < limits.least and Keep.SMALL in rules:
        return f"{FEW}{limits.least}"
    return str(rounded(count, limits.base) if Keep.ROUNDED in rules else count)


def _share(sheet: Sheet, part: Part, limits: Limits, rules: frozenset[Keep]) -> Share:
    n, whole = sheet.counts[part.n], sheet.counts[part.whole]
    if whole == 0 or (Keep.ENOUGH in rules and whole < limits.share_from):
        return Share(None, None)
    return Share(rounded_share(n, whole), None if part.target is None else 100 * n >= part.target * whole)


def rounded_share(n: int, whole: int) -> int:
    """Per cent to the nearest five; a half goes up."""
    return (200 * n + 5 * whole) // (10 * whole) * 5


def _known(sheet: Sheet, made: Published, limits: Limits, rules: frozenset[Keep]) -> Known:
    """What these signs and shares say, with the counts that must stay uncertain."""
    known = Known(dict(sheet.counts))
    for name, count in sheet.counts.items():
        known.boxes[name] = box_of(made.signs[name], count, limits)
        if 0 < count < limits.least and Keep.SMALL in rules:
            known.small.add(name)
        elif made.signs[name] in HIDDEN and name not in sheet.elsewhere:
            known.wide.add(name)
    known.lines += [Line(((one.total, 1), *((row, -1) for row in one.rows))) for one in sheet.sums]
    for part in sheet.parts:
        _know_part(known, part, sheet, limits, rules)
        if Keep.SHARES in rules and (share := made.shares.get(part.n)) is not None:
            known.lines += share_lines(part, share)
    _know_how_many(known, sheet, made, limits)
    return known


def box_of(sign: str, count: int, limits: Limits) -> Box:
    """What a sign says of a count."""
    if sign in HIDDEN:
        return (limits.least if sign == HELD_BACK else 0), ANY
    if sign == "0":
        return 0, 0
    if sign.startswith(FEW):
        return 1, limits.least - 1
    near = rounded(count, limits.base) - limits.base // 2
    return max(near, limits.least), near + limits.base - 1


def _know_part(known: Known, part: Part, sheet: Sheet, limits: Limits, rules: frozenset[Keep]) -> None:
    rest = f"{part.whole} without {part.n}"
    known.truth[rest] = left = sheet.counts[part.whole] - sheet.counts[part.n]
    known.boxes[rest] = (0, ANY)
    known.lines.append(Line(((part.whole, 1), (part.n, -1), (rest, -1))))
    if 0 < left < limits.least and Keep.RESTS in rules:
        known.small.add(rest)


def share_lines(part: Part, share: Share) -> list[Line]:
    """What a share says, as lines: between two and a half per cent less and more, and on which side of the target."""
    lines = []
    if share.percent is not None:
        lines.append(Line(((part.n, 200), (part.whole, -(2 * share.percent - 5))), 0, ANY))
        lines.append(Line(((part.n, 200), (part.whole, -(2 * share.percent + 5))), -ANY, -1))
    if share.kept is not None and part.target is not None:
        bounds = (0, ANY) if share.kept else (-ANY, -1)
        lines.append(Line(((part.n, 100), (part.whole, -part.target)), *bounds))
    return lines


def _know_how_many(known: Known, sheet: Sheet, made: Published, limits: Limits) -> None:
    """That something is said of what became of people, or that it is not, says that they are ten or more, or fewer."""
    wholes = {part.whole for part in sheet.parts if not part.is_group}
    wholes |= {one.total for one in sheet.sums if not one.only_known}
    for whole in wholes:
        low, high = known.boxes[whole]
        if made.signs[whole] in (*HIDDEN, "0"):
            continue
        few = sheet.counts[whole] < limits.share_from
        known.boxes[whole] = (low, min(high, limits.share_from - 1)) if few else (max(low, limits.share_from), high)


# ---- holding back more ------------------------------------------------------------------------


def _less(sheet: Sheet, made: Published, found: str, known: Known) -> Iterator[Published]:
    """Each way to say one thing less, those first that cost a reader least and are nearest to what was found out.

    First a share; then a row beside it, the smallest first; then a verdict; then an outcome; then anything.
    """
    near = {name for line in known.lines if any(one == found for one, _by in line.terms) for name, _by in line.terms}
    near = {name.split("@")[0] for name in near}
    promises = sorted(made.shares, key=lambda n: n not in near)
    for n in promises:
        if made.shares[n].percent is not None:
            yield replace(made, shares={**made.shares, n: Share(None, made.shares[n].kept)})
    rows = {row for one in sheet.sums if not one.only_known and near >= {one.total, *one.rows} for row in one.rows}
    for row in _smallest_first(sheet, made, rows):
        if made.signs[row].isdecimal() and made.signs[row] != "0":
            yield _without(sheet, made, row, HELD_BACK)
    for n in promises:
        if made.shares[n].kept is not None:
            yield replace(made, shares={**made.shares, n: Share(None, None)})
    outcomes = {part.n for part in sheet.parts}
    for names in (outcomes & near, near, outcomes, set(sheet.counts)):
        for name in _smallest_first(sheet, made, names):
            yield _without(sheet, made, name, OMITTED)


def _smallest_first(sheet: Sheet, made: Published, names: set[str]) -> list[str]:
    shown = (name for name in names if name in sheet.counts and made.signs[name] not in (OMITTED, UNSAID))
    return sorted(shown, key=lambda name: (sheet.counts[name], name))


def _without(sheet: Sheet, made: Published, name: str, sign: str) -> Published:
    """One count less; with it goes what was said of the share of a promise."""
    shares = dict(made.shares)
    for part in sheet.parts:
        if name in (part.n, part.whole) and part.n in shares:
            shares[part.n] = Share(None, None)
    return replace(made, signs={**made.signs, name: sign}, shares=shares)
