"""The hundred questions that the bench asks the directory, the same each time, and what a page answers."""

import random
import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode

from bench.places_of_world import LANDS
from portal.vocabulary.services import Population, ServiceType

SEED, NUMBER = 7, 100
PARTS = ("text", "country", "service", "group")
LANDING = "/partners"
FIGURE = re.compile(r'name="(\w+)" value="([^"]+)"[^>]*>(?:(?!<input).)*?<span class="number">(\d+)<', re.DOTALL)
TITLE = re.compile(r"<h3>(?:<[^>]*>)*<bdi>(.*?)</bdi>")
TOTAL = re.compile(r"<h2>(\d+) entr")


def questions() -> list[str]:
    """Addresses: first the directory without any filter, then every mixture of words, countries, services, groups."""
    chance = random.Random(SEED)
    asked = [LANDING]
    while len(asked) < NUMBER:
        parts = [part for part in PARTS if chance.random() < 0.5]
        pairs = [pair for part in parts for pair in _values(chance, part)]
        if pairs:
            asked.append(f"{LANDING}?{urlencode(pairs)}")
    return asked


def _values(chance: random.Random, part: str) -> list[tuple[str, str]]:
    if part == "text":
        return [("q", _words(chance))]
    if part == "country":
        return [("country", land.country) for land in chance.sample(LANDS, chance.choice((1, 1, 2)))]
    codes = [one.value for one in (ServiceType if part == "service" else Population)]
    return [(part, code) for code in chance.sample(codes, chance.choice((1, 1, 2)))]


def _words(chance: random.Random) -> str:
    """What people type: a town, a part of a name in any script, a number of a name, a service."""
    land = chance.choice(LANDS)
    town = chance.choice(land.towns)[0]
    return chance.choice(
        (
            town,
            chance.choice(land.seconds),
            f"{chance.choice(land.firsts)} {town}",
            f"House {chance.choice(('Three', 'Seven', 'Eleven'))}",
            str(chance.randrange(100, 5000)),
            chance.choice(list(ServiceType)).label,
        )
    )


@dataclass(frozen=True)
class Answer:
    """What a page says: the total, the names of its cards in order, the figures (not zero) by filter and value."""

    total: int
    names: tuple[str, ...]
    figures: dict[tuple[str, str], int]

    def differs(self, other: "Answer") -> str:
        """In what another page says something else, in words; empty where it says the same.

        Of an open list each page shows the commonest values: among equally common ones it may choose.
        """
        if self.total != other.total:
            return f"total {self.total} and {other.total}"
        if self.names != other.names:
            return f"names {self.names[:3]} and {other.names[:3]}"
        unlike = [key for key in self.figures.keys() & other.figures.keys() if self.figures[key] != other.figures[key]]
        if unlike or self._numbers() != other._numbers():
            return f"figures {sorted(self.figures.items() ^ other.figures.items())[:6]}"
        return ""

    def _numbers(self) -> list[tuple[str, int]]:
        return sorted((name, number) for (name, _value), number in self.figures.items())


def read(page: bytes) -> Answer:
    """A page's answer."""
    text = page.decode()
    total = TOTAL.search(text)
    figures = {(name, value): int(number) for name, value, number in FIGURE.findall(text) if int(number)}
    names = tuple(unescape(name) for name in TITLE.findall(text))
    return Answer(int(total[1]) if total else 0, names, figures)
