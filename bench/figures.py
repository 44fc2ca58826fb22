"""A year's figures over up to a million requests with their reports, beside the bare SQL that an index answers.

The rows are made inside the database (bench/returns_world.py); each measuring is a process of its own
(bench/figures_of.py), in which the portal and the bare program are asked in turn.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from statistics import median

import sqlalchemy as sa

from bench import returns_world, servers
from bench.ratios import Ratio

SIZES = (100_000, 1_000_000)  # requests
PROMISED = 1_000_000  # the ratios to bare SQL are promised of so many; of few, the work of asking weighs more
#: What is measured -> how many times the bare SQL is allowed, and how many times as long when ten times as many.
ALLOWED = {
    "year's table": (1.5, 11.0),
    "follow-up join": (1.2, None),
    "first page of what is due": (None, 2.0),
    "published year": (None, 1.5),
}
Times = dict[str, dict[str, list[float]]]


def run(sizes: Sequence[int], databases: Sequence[str], rounds: int) -> Iterator[Ratio]:
    """Measure; gives the ratios as they are known."""
    for kind in databases:
        with servers.database(kind) as url:
            servers.migrate(url)
            there, measured = 0, []
            for size in sizes:
                print(f"figures: {kind}, {size} requests are made ...", flush=True)
                print(f"figures: made in {grow(url, size, there):.0f} s", flush=True)
                there = size
                measured.append(_measured(url, rounds))
                yield from _ratios(measured[-1], kind, size)
            if len(measured) > 1:
                yield from _growth(measured[0], measured[-1], kind, sizes)


def grow(url: str, size: int, there: int) -> float:
    """Fill a world up to a size and let the database count what it holds; how many seconds that took."""
    began = time.perf_counter()
    engine = sa.create_engine(url)
    returns_world.fill(engine, size, there)
    tidy = "VACUUM ANALYZE" if engine.dialect.name == "postgresql" else "ANALYZE"
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(tidy)
    engine.dispose()
    return time.perf_counter() - began


def _measured(url: str, rounds: int) -> Times:
    settings = {**os.environ, **servers.portal_settings(url)}
    line = [sys.executable, "-m", "bench.figures_of", str(rounds)]
    told = subprocess.run(line, cwd=servers.ROOT, env=settings, check=True, stdout=subprocess.PIPE).stdout
    found: Times = json.loads(told.splitlines()[-1])
    for what, times in found.items():
        words = ", ".join(f"{whose} {median(taken):.1f} ms" for whose, taken in times.items())
        print(f"figures: {what}: {words}; load {os.getloadavg()[0]:.1f}", flush=True)
    return found


def _ratios(times: Times, kind: str, size: int) -> Iterator[Ratio]:
    for what, (most, _grows) in ALLOWED.items():
        if most is not None:
            pairs = zip(times[what]["portal"], times[what]["bare"], strict=True)
            slower = median(mine / bare for mine, bare in pairs)
            allowed = most if size >= PROMISED else None
            yield Ratio("figures", f"{what}, portal to bare SQL", slower, allowed, None, kind, size)


def _growth(first: Times, last: Times, kind: str, sizes: Sequence[int]) -> Iterator[Ratio]:
    for what, (_most, grows) in ALLOWED.items():
        if grows is not None:
            grown = median(last[what]["portal"]) / median(first[what]["portal"])
            words = f"{what} grows, to {sizes[-1]} from {sizes[0]}"
            yield Ratio("figures", words, grown, grows, None, kind, sizes[-1])
