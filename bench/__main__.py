"""`make bench`: measures all of it or one part, prints one table of ratios and writes bench/results.json."""

import argparse
import json
import platform
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from bench import exchange, figures, nearest, odd, pages, report, search
from bench.ratios import Ratio, show

PARTS = ("pages", "search", "nearest", "exchange", "figures", "report", "odd")


def main() -> int:
    """Returns 1 where something is worse than what is allowed, else 0."""
    asked = _asked()
    parts = [asked.part] if asked.part else list(PARTS)
    kept = _kept()
    ratios: list[Ratio] = []
    for part in parts:
        for one in _measured(part, asked, kept):
            print(f"{one.part}: {one.what} {one.database}: {one.measured:.2f} ({one.allowed})", flush=True)
            ratios.append(one)
    print()
    show(ratios)
    _write(kept, parts, ratios)
    return int(not all(one.holds for one in ratios))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS=", description=__doc__)
    parser.add_argument("part", nargs="?", choices=PARTS, help="one part; all without it")
    parser.add_argument("--organisations", type=int, nargs="+", help="sizes of the world, the smaller first")
    parser.add_argument("--requests", type=int, nargs="+", help="sizes of the world of returns, the smaller first")
    parser.add_argument("--database", nargs="+", choices=search.DATABASES, default=search.DATABASES)
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


def _measured(part: str, asked: argparse.Namespace, kept: dict[str, Any]) -> Iterable[Ratio]:
    if part == "search":
        kept["search"] = times = []
        return search.run(asked.organisations or search.SIZES, asked.database, asked.rounds, times)
    if part == "nearest":
        return nearest.run(max(asked.organisations or [nearest.SIZE]), asked.database, asked.rounds)
    if part == "figures":
        return figures.run(asked.requests or figures.SIZES, asked.database, asked.rounds)
    if part == "report":
        return report.run(asked.database, asked.rounds, *(asked.requests or [])[:1])
    if part == "odd":
        return odd.run()
    return _pages(kept) if part == "pages" else _exchange(kept)


def _pages(kept: dict[str, Any]) -> Iterator[Ratio]:
    pages.main()
    kept |= _kept()
    heaviest = max(float(row["kb_gzip"]) for row in kept["pages"])
    yield Ratio("pages", "heaviest page, kilobytes after gzip", heaviest, pages.HEAVIEST_PAGE)
    yield Ratio("pages", "first visit, kilobytes after gzip", float(kept["first_visit_kb"]), pages.HEAVIEST_VISIT)


def _exchange(kept: dict[str, Any]) -> Iterator[Ratio]:
    exchange.main()
    kept["exchange"] = figures = json.loads((pages.ROOT / "bench" / "exchange.json").read_text(encoding="utf-8"))
    for kind, measured in figures.items():
        for name in ("import", "export"):
            what = f"{kind}: {name}, to the barest program"
            yield Ratio("exchange", what, measured[name], exchange.MOST[name], None, "sqlite", exchange.NUMBER)
        for name in ("second import", "first byte ms"):
            yield Ratio(
                "exchange", f"{kind}: {name}", measured[name], exchange.MOST[name], None, "sqlite", exchange.NUMBER
            )


def _kept() -> dict[str, Any]:
    """What an earlier run wrote: a run of one part leaves the others' figures as they are."""
    if not pages.RESULTS.exists():
        return {}
    found: dict[str, Any] = json.loads(pages.RESULTS.read_text(encoding="utf-8"))
    return found


def _write(kept: dict[str, Any], parts: list[str], ratios: list[Ratio]) -> None:
    others = [one for one in kept.get("ratios", []) if one["part"] not in parts]
    told = kept | {"python": platform.python_version(), "ratios": [*others, *(one.told() for one in ratios)]}
    pages.RESULTS.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
