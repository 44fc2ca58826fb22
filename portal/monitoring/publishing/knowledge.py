"""What a stranger knows who reads everything published, and whether another world would have looked the same to her.

Counts are whole numbers in boxes, tied by lines. A count is safe when there is a world with another value in its
place that fits every box and every line: the search for such a world is the proof. Pure; knows no database.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

ANY = 10**9  # no bound
NODES = 600  # worlds begun before a search gives up; giving up counts as "could be narrowed"
WIDTH = 3  # a hidden count may not be known more exactly than this

Box = tuple[int, int]
Boxes = dict[str, Box]


@dataclass(frozen=True)
class Line:
    """What is known of several counts at once: the sum of factor times count lies between two bounds."""

    terms: tuple[tuple[str, int], ...]
    low: int = 0
    high: int = 0


@dataclass
class Known:
    """Everything known: a box for each count, the lines, and (the publisher's alone) the true counts.

    `small` are the counts that must look like anything from 1 to `least` less one; `wide` those that must stay
    uncertain by three. Names begin with the year they belong to, so that what several editions say can be joined.
    """

    truth: dict[str, int] = field(default_factory=dict)
    boxes: Boxes = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    small: set[str] = field(default_factory=set)
    wide: set[str] = field(default_factory=set)

    def as_plain(self) -> dict[str, Any]:
        """As lists and numbers, to be kept beside an edition."""
        return {
            "truth": self.truth,
            "boxes": {name: list(box) for name, box in self.boxes.items()},
            "lines": [[[list(term) for term in line.terms], line.low, line.high] for line in self.lines],
            "small": sorted(self.small),
            "wide": sorted(self.wide),
        }

    @classmethod
    def from_plain(cls, kept: Mapping[str, Any]) -> "Known":
        """What `as_plain` gave."""
        lines = [Line(tuple((name, by) for name, by in terms), low, high) for terms, low, high in kept["lines"]]
        boxes = {name: (low, high) for name, (low, high) in kept["boxes"].items()}
        return cls(dict(kept["truth"]), boxes, lines, set(kept["small"]), set(kept["wide"]))


def joined(new: Known, earlier: Iterable[Known]) -> Known:
    """What is known from an edition and from earlier ones together.

    A count that did not change since is one count, known by both. One that changed is two, and how much it changed
    is guarded too: a change of one to four people tells of those people.
    """
    together = Known(dict(new.truth), dict(new.boxes), list(new.lines), set(new.small), set(new.wide))
    for place, old in enumerate(earlier):
        called = {name: _name_of(together, name, value, place) for name, value in old.truth.items()}
        for name, value in old.truth.items():
            own = called[name]
            together.truth[own] = value
            together.boxes[own] = _both(together.boxes.get(own, (-ANY, ANY)), old.boxes[name])
            if own != name and name in new.truth:
                _guard_change(together, own, name)
        renamed = (tuple((called[name], by) for name, by in line.terms) for line in old.lines)
        together.lines += [Line(terms, line.low, line.high) for terms, line in zip(renamed, old.lines, strict=True)]
        shown = {name for name, box in old.boxes.items() if box[1] < ANY} - old.small - old.wide
        for name in shown & {name for name, own in called.items() if own == name}:  # what was shown cannot be hidden
            together.small.discard(name)
            together.wide.discard(name)
        together.small |= {called[name] for name in old.small}
        together.wide |= {called[name] for name in old.wide}
    return together


def _name_of(known: Known, name: str, value: int, place: int) -> str:
    return name if known.truth.get(name, value) == value else f"{name}@{place}"


def _both(one: Box, other: Box) -> Box:
    return max(one[0], other[0]), min(one[1], other[1])


def _guard_change(known: Known, old: str, new: str) -> None:
    change = f"{old} to {new}"
    known.truth[change] = known.truth[new] - known.truth[old]
    known.boxes[change] = (-ANY, ANY)
    known.lines.append(Line(((new, 1), (old, -1), (change, -1))))
    if 0 < abs(known.truth[change]) <= WIDTH + 1:
        known.wide.add(change)


def narrowed(known: Known, least: int) -> Iterator[str]:
    """The guarded counts that a stranger could narrow below their rule, each found by a search for other worlds."""
    for name in sorted(known.small | known.wide):
        safe = _may_be_any(known, name, least) if name in known.small else _is_uncertain(known, name)
        if not safe:
            yield name


def _may_be_any(known: Known, name: str, least: int) -> bool:
    """Whether 1 and the highest hidden count are both possible; all between them then are, as the lines are straight."""
    return all(another_world(known, name, value) is not None for value in (1, least - 1))


def _is_uncertain(known: Known, name: str) -> bool:
    true = known.truth[name]
    lowest = next(true - by for by in range(WIDTH, -1, -1) if by == 0 or another_world(known, name, true - by))
    return any(another_world(known, name, lowest + WIDTH + by) is not None for by in range(true - lowest + 1))


def another_world(known: Known, name: str, value: int) -> dict[str, int] | None:
    """A world in which a count has a given value and all that was published is as it is; None where none was found."""
    low, high = known.boxes[name]
    if not low <= value <= high:
        return None
    by_name: dict[str, list[Line]] = {}
    for line in known.lines:
        for one, _by in line.terms:
            by_name.setdefault(one, []).append(line)
    search = _Search(known.truth, by_name)
    start = {**known.boxes, name: (value, value)}
    return search.from_here(start) if search.tightened(start, by_name.get(name, [])) else None


class _Search:
    """Depth first, nearest to the truth first, with every line tightening the boxes after each step."""

    def __init__(self, truth: Mapping[str, int], by_name: Mapping[str, list[Line]]) -> None:
        self.truth, self.by_name, self.left = truth, by_name, NODES

    def from_here(self, boxes: Boxes) -> dict[str, int] | None:
        """A world inside the boxes, which no line contradicts so far; None where none was found."""
        open_ones = [name for name, (low, high) in boxes.items() if low != high and self._is_off(boxes, name)]
        if not open_ones:
            return {name: low if low == high else self.truth[name] for name, (low, high) in boxes.items()}
        name = min(open_ones, key=lambda one: boxes[one][1] - boxes[one][0])
        for value in _nearest_first(self.truth[name], *boxes[name]):
            self.left -= 1
            if self.left < 0:
                return None
            inside = {**boxes, name: (value, value)}
            if self.tightened(inside, self.by_name.get(name, [])):
                found = self.from_here(inside)
                if found is not None:
                    return found
        return None

    def _is_off(self, boxes: Boxes, name: str) -> bool:
        """Whether a count still has to be settled: on a line where not every count is at the truth's place."""
        return any(
            any(not (boxes[one][0] <= self.truth[one] <= boxes[one][1]) for one, _by in line.terms)
            for line in self.by_name.get(name, ())
        )

    def tightened(self, boxes: Boxes, lines: Iterable[Line]) -> bool:
        """Narrow the boxes by the lines until nothing changes; False where no world is left."""
        waiting = list(lines)
        while waiting:
            line = waiting.pop()
            for name in _narrow(boxes, line):
                low, high = boxes[name]
                if low > high:
                    return False
                waiting.extend(one for one in self.by_name[name] if one is not line)
        return True


def _narrow(boxes: Boxes, line: Line) -> list[str]:
    """Narrow each count of a line by what the others leave; the names of those that changed."""
    spans = [(name, by, *_span(boxes[name], by)) for name, by in line.terms]
    lowest, highest = sum(one[2] for one in spans), sum(one[3] for one in spans)
    changed = []
    for name, by, least, most in spans:
        room = line.low - (highest - most), line.high - (lowest - least)
        low, high = (-(-room[0] // by), room[1] // by) if by > 0 else (-(-room[1] // by), room[0] // by)
        new = _both(boxes[name], (low, high))
        if new != boxes[name]:
            boxes[name] = new
            changed.append(name)
            lowest += _span(new, by)[0] - least
            highest += _span(new, by)[1] - most
    return changed


def _span(box: Box, by: int) -> Box:
    low, high = by * box[0], by * box[1]
    return (low, high) if by > 0 else (high, low)


def _nearest_first(true: int, low: int, high: int) -> Iterator[int]:
    """The whole numbers of a box, those nearest to the truth first."""
    start = min(max(true, low), high)
    yield start
    for step in range(1, high - low + 1):
        if start + step <= high:
            yield start + step
        if start - step >= low:
            yield start - step
