"""What a stranger knows who reads everything published, and whether another world would have looked the same to her.

Counts are whole numbers in boxes, tied by lines. A count is safe when there is a world with another value in its
place that fits every box and every line: the search for such a world is the proof. Pure; knows no database.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

ANY = 10**9  # no bound
NODES = 40  # worlds begun before a search gives up; giving up counts as "could be narrowed"
FAR, ROUNDS = 1000, 12
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
    implied: list[Line] = field(default_factory=list)  # follows from the other lines; spares the search dead ends

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
        same_sums = {line.terms for line in new.lines if line.low == line.high}
        for line in old.lines:
            together.lines.append(Line(tuple((called[name], by) for name, by in line.terms), line.low, line.high))
            if line.terms in same_sums:
                _know_change(together, line, called)
        shown = {name for name, box in old.boxes.items() if box[1] < ANY} - old.small - old.wide
        for name in shown & {name for name, own in called.items() if own == name}:  # what was shown cannot be hidden
            together.small.discard(name)
            together.wide.discard(name)
        together.small |= {called[name] for name in old.small}
        together.wide |= {called[name] for name in old.wide}
    return together


def _name_of(known: Known, name: str, value: int, place: int) -> str:
    """A count's name among those known: its own, that of an earlier edition with the same value, or a new one."""
    names = (name, *(f"{name}@{earlier}" for earlier in range(place)))
    return next(
        (one for one in names if known.truth.get(one) == value), f"{name}@{place}" if name in known.truth else name
    )


def _both(one: Box, other: Box) -> Box:
    return max(one[0], other[0]), min(one[1], other[1])


def _guard_change(known: Known, old: str, new: str) -> None:
    change = f"{old} to {new}"
    known.truth[change] = known.truth[new] - known.truth[old]
    known.boxes[change] = (-ANY, ANY)
    known.lines.append(Line(((new, 1), (old, -1), (change, -1))))
    if 0 < abs(known.truth[change]) <= WIDTH + 1:
        known.wide.add(change)


def _know_change(known: Known, line: Line, called: Mapping[str, str]) -> None:
    """What two editions' same sum says of the changes alone."""
    changed = [(name, by) for name, by in line.terms if called[name] != name]
    terms = [*changed, *((called[name], -by) for name, by in changed)]
    if terms:
        known.implied.append(Line(tuple(terms)))


class Worlds:
    """The other worlds found so far, as the values each count has in one of them.

    Holding back more only lets more worlds be possible, so what was found stays true for the next try.
    """

    def __init__(self, before: "Worlds | None" = None) -> None:
        seen: dict[str, set[int]] = before.seen if before else {}
        self.seen: dict[str, set[int]] = {name: set(values) for name, values in seen.items()}
        self.pull: dict[str, int] = before.pull if before else {}  # as the sums stay the same, worked out once

    def narrowed(self, known: Known, least: int) -> str | None:
        """A guarded count that a stranger could narrow below its rule; None where there is none."""
        search = self._begun(known)
        guarded = sorted(known.small | known.wide)
        return next((name for name in guarded if not self._is_safe(search, known, name, least)), None)

    def would_be_safe(self, known: Known, name: str, least: int) -> bool:
        """Whether one count would be safe with that known; what is found on the way is forgotten."""
        trial = Worlds(self)
        return name not in known.small | known.wide or trial._is_safe(trial._begun(known), known, name, least)

    def _begun(self, known: Known) -> "_Search":
        self._note(known.truth)
        self.pull = self.pull or _pull(known)
        return _Search(known, self.pull)

    def _is_safe(self, search: "_Search", known: Known, name: str, least: int) -> bool:
        possible = partial(self._is_possible, search, name)
        if name in known.small:
            return possible(1) and possible(least - 1)
        return self._is_uncertain(known.truth[name], name, possible)

    def _is_uncertain(self, true: int, name: str, possible: Callable[[int], bool]) -> bool:
        """Whether two possible values lie far enough apart; straight lines make all between them possible too."""
        seen = self.seen[name]
        if max(seen) - min(seen) >= WIDTH:
            return True
        high = true
        while high < true + WIDTH and possible(high + 1):
            high += 1
        low = true
        while high - low < WIDTH and possible(low - 1):
            low -= 1
        return high - low >= WIDTH

    def _is_possible(self, search: "_Search", name: str, value: int) -> bool:
        if value not in self.seen[name]:
            world = search.world(name, value)
            if world is None:
                return False
            self._note(world)
        return True

    def _note(self, world: Mapping[str, int]) -> None:
        for name, value in world.items():
            self.seen.setdefault(name, set()).add(value)


class _Search:
    """Depth first, nearest to the truth first, with every line tightening the boxes after each step.

    Only counts on a line that some displaced count (one that cannot be as it truly is) stands on need settling: all
    others may stay as they are. What others hang on is settled first, so that what moves is what moves least else.
    """

    def __init__(self, known: Known, pull: Mapping[str, int]) -> None:
        self.truth, self.boxes, self.pull, self.left = known.truth, known.boxes, pull, NODES
        self.by_name: dict[str, list[Line]] = {name: [] for name in known.boxes}
        for line in (*known.lines, *known.implied):
            for name, _by in line.terms:
                self.by_name[name].append(line)

    def world(self, name: str, value: int) -> dict[str, int] | None:
        """A world in which a count has a given value and everything known is as it is; None where none was found."""
        if not self.boxes[name][0] <= value <= self.boxes[name][1]:
            return None
        self.left = NODES
        start, displaced = dict(self.boxes), set[str]()
        return self._from_here(start, displaced) if self._settled(start, displaced, name, value) else None

    def _from_here(self, boxes: Boxes, displaced: set[str]) -> dict[str, int] | None:
        beside = {one for name in displaced for line in self.by_name[name] for one, _by in line.terms}
        waiting = [
            (-self.pull[name], boxes[name][1] - boxes[name][0], name)
            for name in beside
            if boxes[name][0] != boxes[name][1]
        ]
        if not waiting:
            return {name: min(max(self.truth[name], low), high) for name, (low, high) in boxes.items()}
        name = min(waiting)[2]
        for value in _nearest_first(self.truth[name], *boxes[name]):
            self.left -= 1
            if self.left < 0:
                return None
            inside, moved = dict(boxes), set(displaced)
            if self._settled(inside, moved, name, value):
                found = self._from_here(inside, moved)
                if found is not None:
                    return found
        return None

    def _settled(self, boxes: Boxes, displaced: set[str], name: str, value: int) -> bool:
        """Settle a count and narrow the boxes by the lines until nothing changes; False where no world is left."""
        boxes[name] = (value, value)
        if value != self.truth[name]:
            displaced.add(name)
        waiting = list(self.by_name[name])
        while waiting:
            line = waiting.pop()
            for changed in _narrow(boxes, line):
                low, high = boxes[changed]
                if low > high:
                    return False
                if not low <= self.truth[changed] <= high:
                    displaced.add(changed)
                waiting.extend(one for one in self.by_name[changed] if one is not line)
        return True


def _pull(known: Known) -> dict[str, int]:
    """How many counts must move at least when one does, as far as the sums say."""
    lines = known.lines
    of_line = {line: 0 if line.low < line.high else FAR for line in lines}
    on: dict[str, list[Line]] = {name: [] for name in known.boxes}
    for line in lines:
        for name, _by in line.terms:
            on[name].append(line)
    for _round in range(ROUNDS):
        for line in lines:
            if line.low == line.high:
                others = (sum(of_line[one] for one in on[name] if one is not line) for name, _by in line.terms)
                of_line[line] = min(FAR, 1 + min(others))
    return {name: 1 + sum(of_line[line] for line in own) for name, own in on.items()}


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
