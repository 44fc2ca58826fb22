"""Time and weight of the pages for each kind of user, on a fresh demonstration behind the real server."""

import gzip
import json
import os
import platform
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import urljoin

import html5lib
import requests

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
RESULTS = ROOT / "bench" / "results.json"
ROUNDS = 20
# Kilobytes after gzip: one page without its style sheet, and all that a first visit loads.
HEAVIEST_PAGE, HEAVIEST_VISIT = 9.0, 25.0
# Who reads which list; one page below each list is measured too.
PAGES = {
    None: ["/sign-in", "/accessibility", "/privacy"],
    "caseworker": ["/", "/cases", "/requests", "/partners", "/reports"],
    "partner.ng": ["/", "/requests", "/reports", "/partners"],
    "embassy": ["/", "/partners"],
    "coordinator": ["/", "/monitoring", "/cases", "/requests", "/reports"],
}


def main() -> int:
    """Measure, print a table and write bench/results.json. Returns 1 when a page is too heavy, else 0."""
    with _server() as base:
        rows = [row for who, paths in PAGES.items() for row in _measure(base, who, paths)]
        visit = _first_visit(base)
    _print(rows, visit)
    told = {"python": platform.python_version(), "first_visit_kb": visit, "pages": rows}
    RESULTS.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return int(visit > HEAVIEST_VISIT or any(row["kb_gzip"] > HEAVIEST_PAGE for row in rows))


def _measure(base: str, who: str | None, paths: list[str]) -> Iterator[dict[str, object]]:
    reader = _signed_in(base, who)
    for path in paths:
        for one in (path, _first_below(reader, base, path)):
            if one is not None:
                yield _measure_page(reader, base, who, one)


def _measure_page(reader: requests.Session, base: str, who: str | None, path: str) -> dict[str, object]:
    times = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        answer = reader.get(base + path, timeout=30)
        times.append((time.perf_counter() - began) * 1000)
        answer.raise_for_status()
    return {
        "reader": who or "nobody",
        "path": path if path.count("/") < 2 else path.rsplit("/", 1)[0] + "/...",
        "ms_median": round(median(times), 1),
        "ms_slowest": round(max(times), 1),
        "kb_html": round(len(answer.content) / 1024, 1),
        "kb_gzip": _kb(answer.content),
    }


def _first_below(reader: requests.Session, base: str, path: str) -> str | None:
    """The address of the first single page that a list leads to, such as /cases/ABC."""
    if path == "/":
        return None
    for link in _tree(reader.get(base + path, timeout=30).text).iter("a"):
        address = link.get("href", "").partition("?")[0]
        if address.startswith(path + "/") and address.count("/") == 2 and not address.endswith("/new"):
            return str(address)
    return None


def _signed_in(base: str, who: str | None) -> requests.Session:
    reader = requests.Session()
    if who is None:
        return reader
    email = f"{who}@demo.example"
    for form in _tree(reader.get(f"{base}/sign-in", timeout=30).text).iter("form"):
        fields = {one.get("name"): one.get("value", "") for one in [*form.iter("input"), *form.iter("button")]}
        if form.get("action", "").endswith("/sign-in/demo") and "email" in fields:
            fields["email"] = email
            reader.post(f"{base}/sign-in/demo", data=fields, timeout=30).raise_for_status()
            return reader
    raise SystemExit("The sign-in page shows no demonstration button.")


def _first_visit(base: str) -> float:
    """All that the very first page loads, in kilobytes after gzip."""
    page = requests.get(f"{base}/sign-in", timeout=30)
    tree = _tree(page.text)
    parts = [one.get("href") for one in tree.iter("link")] + [one.get("src") for one in tree.iter("script")]
    parts += [one.get("src") for one in tree.iter("img")]
    loaded = [requests.get(urljoin(page.url, part), timeout=30).content for part in parts if part]
    return round(sum(_kb(content) for content in [page.content, *loaded]), 1)


def _tree(text: str):  # type: ignore[no-untyped-def]
    return html5lib.parse(text, namespaceHTMLElements=False)


def _kb(content: bytes) -> float:
    return round(len(gzip.compress(content, 6)) / 1024, 1)


def _print(rows: list[dict[str, object]], visit: float) -> None:
    print(f"{'reader':12} {'page':28} {'median ms':>9} {'slowest':>8} {'KB':>6} {'KB gzip':>8}")
    for row in rows:
        mark = "  too heavy" if float(str(row["kb_gzip"])) > HEAVIEST_PAGE else ""
        print(
            f"{row['reader']:12} {row['path']:28} {row['ms_median']:9} {row['ms_slowest']:8}"
            f" {row['kb_html']:6} {row['kb_gzip']:8}{mark}"
        )
    print(f"first visit, all that is loaded: {visit} KB gzip (at most {HEAVIEST_VISIT})")


@contextmanager
def _server() -> Iterator[str]:
    """A demonstration of its own, in a temporary database, behind gunicorn."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        base = f"http://127.0.0.1:{port}"
        database = f"sqlite:///{Path(folder) / 'bench.sqlite'}"
        settings = {"PORTAL_MODE": "demonstration", "PORTAL_DATABASE_URL": database, "PORTAL_BASE_URL": base}
        environment = {**os.environ, **settings}
        subprocess.run([BIN / "hjemvej", "demo"], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        command = [
            BIN / "gunicorn",
            "--worker-class",
            "gthread",
            "--threads",
            "4",
            "--bind",
            f"127.0.0.1:{port}",
        ]
        server = subprocess.Popen([*command, "--log-level", "warning", "wsgi:app"], cwd=ROOT, env=environment)
        try:
            _wait_for(base, server)
            yield base
        finally:
            server.terminate()
            server.wait(timeout=15)


def _wait_for(base: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and server.poll() is None:
        try:
            if requests.get(f"{base}/healthz", timeout=2).ok:
                return
        except requests.RequestException:
            time.sleep(0.1)
    raise SystemExit("The server did not start.")


if __name__ == "__main__":
    sys.exit(main())
