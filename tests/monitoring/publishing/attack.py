"""The attack: everything that a stranger can read in published editions, as one linear program.

Written against what is published alone (the JSON of the editions), apart from the control that it tests. She knows
more than any real stranger: which counts did not change between two editions, and how the tables hang together. The
true counts are used to judge, never to compute.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import highspy

MANY = 10_000.0
HIDDEN = ("", "..", ":")
Expression = dict[str, float]
#: One edition as the attack gets it: what was published, and what is true behind it.
Read = tuple[dict[str, Any], dict[str, int]]


@dataclass(frozen=True)
class Narrowed:
    """A count that a stranger knows more exactly than she may."""

    what: str
    true: int
    least: float
    most: float


class Stranger:
    """What she knows, as columns and rows of a linear program."""

    def __init__(self, editions: list[Read]) -> None:
        self.editions = editions
        self.program = highspy.Highs()
        self.program.setOptionValue("output_flag", False)
        self.columns: dict[str, int] = {}
        self.truth: dict[str, int] = {}
        self.names: list[dict[str, str]] = []
        for place, (content, truth) in enumerate(editions):
            self.names.append(self._called(place, content, truth))
        for place, (content, _truth) in enumerate(editions):
            self._reads_signs(place, content)
            self._reads_tables(place, content)
            self._reads_promises(place, content)

    def _called(self, place: int, content: dict[str, Any], truth: dict[str, int]) -> dict[str, str]:
        """A count that is the same as in an earlier edition is one column; one that changed is another."""
        called = {}
        for name, true in truth.items():
            same = [names[name] for names in self.names if name in names and self.truth[names[name]] == true]
            called[name] = same[0] if same else f"{name}#{place}"
            if not same:
                self.truth[called[name]] = true
                self.columns[called[name]] = len(self.columns)
                self.program.addVar(0.0, MANY)
        return called

    def _row(self, terms: Expression, low: float, high: float) -> None:
        places = [self.columns[name] for name in terms]
        self.program.addRow(low, high, len(places), places, list(terms.values()))

    def _reads_signs(self, place: int, content: dict[str, Any]) -> None:
        least, base = content["rule"]["least"], content["rule"]["base"]
        for name, sign in content["counts"].items():
            if sign in ("", ".."):
                continue
            if sign == "0":
                low, high = 0, 0
            elif sign.startswith("<"):
                low, high = 1, least - 1
            elif sign == ":":
                low, high = least, int(MANY)
            elif int(sign) % base:  # not rounded: exact
                low = high = int(sign)
            else:
                low, high = max(least, int(sign) - base // 2), int(sign) + base // 2
            self._row({self.names[place][name]: 1}, low, high)

    def _reads_tables(self, place: int, content: dict[str, Any]) -> None:
        names = self.names[place]
        for table in content["tables"]:
            lines = [names[line["count"]] for line in table["lines"]]
            if table["code"] == "flow":
                for before, after in pairwise(lines):
                    self._row({before: 1, after: -1}, 0, MANY)
                continue
            self._row({lines[-1]: 1, **dict.fromkeys(lines[:-1], -1)}, 0, 0)
            if table["code"] == "regions":
                years = range(table["first_year"], table["last_year"] + 1)
                each = [names[f"{year}/registered"] for year in years]
                self._row({lines[-1]: 1, **dict.fromkeys(each, -1)}, 0, 0)

    def _reads_promises(self, place: int, content: dict[str, Any]) -> None:
        names, year = self.names[place], content["year"]
        for said in content["promises"]:
            n, total = names[said["n"]], names[said["total"]]
            self._row({total: 1, n: -1}, 0, MANY)
            if said["about_percent"] is not None:
                self._row({n: 100, total: -(said["about_percent"] - 2.5)}, 0, MANY * MANY)
                self._row({n: 100, total: -(said["about_percent"] + 2.5)}, -MANY * MANY, 0)
            if said["kept"] is not None:
                bounds = (0, MANY * MANY) if said["kept"] else (-MANY * MANY, -1)
                self._row({n: 100, total: -said["target"]}, *bounds)
            if said["code"] == "T2b":
                self._row({names[f"{year}/women"]: 1, total: -1}, 0, MANY)

    def bounds(self, wanted: Expression) -> tuple[float, float]:
        """The least and the most that an expression can be."""
        for name, by in wanted.items():
            self.program.changeColCost(self.columns[name], by)
        found = []
        for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
            self.program.changeObjectiveSense(sense)
            self.program.run()
            assert self.program.getModelStatus() == highspy.HighsModelStatus.kOptimal
            found.append(self.program.getInfo().objective_function_value)
        for name in wanted:
            self.program.changeColCost(self.columns[name], 0.0)
        return round(found[0], 6), round(found[1], 6)

    def narrowed(self) -> Iterator[Narrowed]:
        """Every hidden count, every rest and every small change that she can narrow below its rule."""
        for place in range(len(self.editions)):
            yield from self._counts(place)
            yield from self._rests(place)
        yield from self._changes()

    def _judged(self, what: str, wanted: Expression, *, small: bool) -> Iterator[Narrowed]:
        """From 1 to 4 where it is one of these; else uncertain by three."""
        least, most = self.bounds(wanted)
        if (least > 1 or most < 4) if small else most - least < 3:
            yield Narrowed(what, round(sum(by * self.truth[name] for name, by in wanted.items())), least, most)

    def _counts(self, place: int) -> Iterator[Narrowed]:
        content, truth = self.editions[place]
        shown_before: set[str] = set()
        for earlier, _true in self.editions:
            shown_before |= {name for name, sign in earlier["counts"].items() if sign not in HIDDEN}
        for name, sign in content["counts"].items():
            small = 0 < truth[name] < content["rule"]["least"]
            if small or (sign in HIDDEN and name not in shown_before):
                yield from self._judged(name, {self.names[place][name]: 1}, small=small)

    def _rests(self, place: int) -> Iterator[Narrowed]:
        """Of each promise and step: those who are not in it; and that nobody or everybody is, of a few."""
        content, truth = self.editions[place]
        flow = next(table for table in content["tables"] if table["code"] == "flow")
        pairs = [(after["count"], before["count"]) for before, after in pairwise(flow["lines"])]
        pairs += [(said["n"], said["total"]) for said in content["promises"]]
        women = f"{content['year']}/women"
        pairs += [(said["total"], women) for said in content["promises"] if said["code"] == "T2b"]
        for n, whole in pairs:
            rest = truth[whole] - truth[n]
            wanted = {self.names[place][whole]: 1.0, self.names[place][n]: -1.0}
            if 0 < rest < content["rule"]["least"]:
                yield from self._judged(f"{whole} without {n}", wanted, small=True)
            elif 0 < truth[whole] < content["rule"]["share_from"] and 0 in (rest, truth[n]) and whole != women:
                yield from self._judged(f"{whole} without {n}", wanted, small=False)

    def _changes(self) -> Iterator[Narrowed]:
        for (place, (_old, before)), (later, (_new, after)) in pairwise(enumerate(self.editions)):
            for name in before.keys() & after.keys():
                if 0 < abs(after[name] - before[name]) <= 4:
                    wanted = {self.names[later][name]: 1.0, self.names[place][name]: -1.0}
                    yield from self._judged(f"change of {name}", wanted, small=False)


def attack(editions: list[Read]) -> list[Narrowed]:
    """What of some editions can be narrowed below its rule; an empty list is a safe publication."""
    return list(Stranger(editions).narrowed())
