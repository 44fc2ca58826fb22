"""The directory's search behind gunicorn, beside the smallest Flask page that asks the same of the same database.

The two are asked in turn, question by question, so that a busy machine slows both; each figure is the median of the
rounds' figures.
"""

import os
import random
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles

from bench import servers
from bench.questions import NUMBER, questions, read
from bench.ratios import Ratio
from bench.servers import Asker

SIZES, DATABASES = (5_000, 50_000), ("sqlite", "postgresql")
CONNECTIONS = 8
SLOWER, LEAST_SHARE = 1.6, 0.5  # of the smallest page's median, and of its requests a second
P50_GROWS, P95_GROWS = 4.0, 10.0  # from the smaller world to the larger


@dataclass
class Figures:
    """What was measured of one page: milliseconds of each round, requests a second of each round."""

    p50: list[float] = field(default_factory=list)
    p95: list[float] = field(default_factory=list)
    per_second: list[float] = field(default_factory=list)

    def told(self) -> dict[str, float]:
        """The medians of the rounds."""
        names = ("p50", "p95", "per_second")
        return {name: round(median(getattr(self, name)), 2) for name in names}


@dataclass
class Pair:
    """The portal's page and the smallest one over the same database."""

    portal: Figures = field(default_factory=Figures)
    bare: Figures = field(default_factory=Figures)


def run(sizes: Sequence[int], databases: Sequence[str], rounds: int, times: list[dict[str, object]]) -> Iterator[Ratio]:
    """Measure; gives the ratios as they are known, prints the times and adds their medians to `times`."""
    for kind in databases:
        with servers.database(kind) as url:
            cookie, there, pairs = servers.signed_in(url), 0, []
            for size in sizes:
                print(f"search: {kind}, {size} entries are made ...", flush=True)
                print(f"search: made in {servers.grow(url, size, there):.0f} s", flush=True)
                there = size
                pair = measure(url, cookie, rounds)
                pairs.append(pair)
                pages = {"portal": pair.portal.told(), "smallest page": pair.bare.told()}
                times.append({"database": kind, "organisations": size, **pages})
                yield from _ratios(pair, kind, size)
            if len(pairs) > 1:
                yield from _growth(pairs, kind, sizes)


def _ratios(pair: Pair, kind: str, size: int) -> Iterator[Ratio]:
    mine, bare = pair.portal, pair.bare
    slower = [one / other for one, other in zip(mine.p50, bare.p50, strict=True)]
    share = [one / other for one, other in zip(mine.per_second, bare.per_second, strict=True)]
    yield Ratio("search", "median, portal to smallest page", median(slower), SLOWER, None, kind, size)
    yield Ratio("search", "requests a second at 8 connections", median(share), None, LEAST_SHARE, kind, size)


def _growth(pairs: list[Pair], kind: str, sizes: Sequence[int]) -> Iterator[Ratio]:
    first, last = pairs[0].portal, pairs[-1].portal
    grown = f"to {sizes[-1]} from {sizes[0]}"
    yield Ratio("search", f"p50 grows, {grown}", median(last.p50) / median(first.p50), P50_GROWS, None, kind, sizes[-1])
    yield Ratio("search", f"p95 grows, {grown}", median(last.p95) / median(first.p95), P95_GROWS, None, kind, sizes[-1])


def measure(url: str, cookie: str, rounds: int) -> Pair:
    """Ask both pages all questions, several rounds in turn, after the answers were found to be the same."""
    pair = Pair()
    bare_settings = {"BENCH_DATABASE_URL": url}
    with (
        servers.gunicorn("wsgi:app", servers.portal_settings(url)) as portal,
        servers.gunicorn("bench.bare:app", bare_settings) as bare,
    ):
        _compare(Asker(portal, cookie), Asker(bare))
        for one in (portal, bare):  # every worker has met every question
            _requests_a_second(one, cookie)
        for number in range(rounds):
            _one_after_another(pair, Asker(portal, cookie), Asker(bare), number)
            for figures, port in ((pair.portal, portal), (pair.bare, bare)):
                figures.per_second.append(_requests_a_second(port, cookie))
            print(f"search: round {number + 1} of {rounds}: {_line(pair)}", flush=True)
    return pair


def _line(pair: Pair) -> str:
    def words(one: Figures) -> str:
        return f"p50 {one.p50[-1]:.1f} ms, p95 {one.p95[-1]:.1f} ms, {one.per_second[-1]:.0f} a second"

    return f"portal {words(pair.portal)}; smallest page {words(pair.bare)}; load {os.getloadavg()[0]:.1f}"


def _compare(portal: Asker, bare: Asker) -> None:
    """Raises SystemExit where the two pages do not say the same."""
    for question in questions():
        if differ := read(portal.get(question)).differs(read(bare.get(question))):
            raise SystemExit(f"The pages answer {question} differently: {differ}")


def _one_after_another(pair: Pair, portal: Asker, bare: Asker, number: int) -> None:
    asked = questions()
    random.Random(number).shuffle(asked)
    times: tuple[list[float], list[float]] = ([], [])
    for at, question in enumerate(asked):
        both = ((times[0], portal), (times[1], bare))
        for kept, asker in both if (at + number) % 2 else both[::-1]:
            kept.append(asker.milliseconds(question))
    for figures, kept in ((pair.portal, times[0]), (pair.bare, times[1])):
        figures.p50.append(median(kept))
        figures.p95.append(quantiles(kept, n=20)[-1])


def _requests_a_second(port: int, cookie: str) -> float:
    """All questions once over 8 connections."""
    waiting = questions()

    def ask() -> None:
        asker = Asker(port, cookie)
        while waiting:
            try:
                question = waiting.pop()
            except IndexError:
                return
            asker.get(question)

    threads = [threading.Thread(target=ask) for _ in range(CONNECTIONS)]
    began = time.perf_counter()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return NUMBER / (time.perf_counter() - began)
