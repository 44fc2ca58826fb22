"""The yearly report of 10,000 returns, beside its own SQL and the press of its own PDF (bench/report_of.py)."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from statistics import median

from bench import servers
from bench.figures import grow
from bench.ratios import Ratio

SIZE = 143_000  # requests in ten years: 10,000 people travel in the year of the report
MOST = 3.0


def run(databases: Sequence[str], rounds: int, size: int = SIZE) -> Iterator[Ratio]:
    """Measure; one ratio a database."""
    for kind in databases:
        with servers.database(kind) as url:
            servers.migrate(url)
            print(f"report: {kind}, {size} requests are made ...", flush=True)
            grow(url, size, 0)
            settings = {**os.environ, **servers.portal_settings(url)}
            line = [sys.executable, "-m", "bench.report_of", str(rounds)]
            told = subprocess.run(line, cwd=servers.ROOT, env=settings, check=True, stdout=subprocess.PIPE).stdout
            found = json.loads(told.splitlines()[-1])
            words = ", ".join(f"{what} {median(times):.0f} ms" for what, times in found["times"].items())
            print(f"report: {found['returns']} returns, {words}; load {os.getloadavg()[0]:.1f}", flush=True)
            times = found["times"]
            rest = zip(times["whole"], times["sql"], times["pdf"], strict=True)
            slower = median(whole / (sql + pdf) for whole, sql, pdf in rest)
            yield Ratio("report", "the year as PDF, to its own SQL and press", slower, MOST, None, kind, size)
