"""Odd strings through the directory's search and the API: nothing falls over, and nobody waits."""

import random
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from os import environ
from urllib.parse import quote_from_bytes

from flask import Flask
from werkzeug.test import create_environ, run_wsgi_app

from bench import servers
from bench.ratios import Ratio, show

NUMBER, ENTRIES, SEED = 12_000, 5_000, 3
LONGEST = 2.0  # seconds an answer may take
LONG, SHOWN = 100_000, 5  # bytes of the longest strings; bad answers that are printed
TOKEN_GOOD_FOR = 500  # readings, well within what one machine may read at once

#: Where a string goes in: an address with {} for it.
DOORS = (
    "/partners?q={}",
    "/partners?place={}",
    "/partners?country={}",
    "/partners?page={}",
    "/partners?after={}",
    "/partners?q=house&service={}",
    "/partners?q=house&place={}&group={}",
    "/partners?{}={}",
    "/api/hsds/organizations?search={}",
    "/api/hsds/services?search={}",
    "/api/hsds/organizations?page={}",
    "/api/hsds/services?per_page={}",
    "/api/hsds/services?modified_after={}",
    "/api/hsds/services?taxonomy_term_id={}",
    "/api/hsds/services?organization_id={}",
    "/api/hsds/service_at_locations?postcode={}",
    "/api/hsds/service_at_locations?proximity={}&postcode=1",
    "/api/hsds/organizations?format={}",
    "/api/hsds/taxonomy_terms?{}={}",
    "/api/hsds/organizations/{}",
    "/api/hsds/services/{}",
    "/api/hsds/service_at_locations/{}",
    "/api/hsds/taxonomies/{}",
)

WORDS = ("house", "Benin City", "กลับใจ", "дом", "دار الأمل", "kobenhavn", "asociatia", "NG", "1", "2026-01-01")
PIECES = {
    "patterns": ("%", "_", "%%%", "%_%", "\\%", "[a-z]", "*", "?", "^", "~", "..."),
    "quotes": ("'", '"', "''", '"""', "`", "\\", "\\\\", "\\'", "´", "’", "\\x00"),
    "sql": ("' OR 1=1 --", "'; DROP TABLE organization; --", ") UNION SELECT 1", "/**/", "NULL", "$1", ":name", "@@x"),
    "of the search": ('"a" OR b', "NEAR(a b)", "a AND", "NOT", "name:x", "^a", "a*", "{a}", "-", '"', "(", "*"),
    "regular expressions": ("(a+)+$", "(?=", "[", "(((((", "a{1,99999}", "\\d", "(?P<x>", "|", ".*.*.*.*x"),
    "formats": ("%s", "%(name)s", "%n", "{0}", "{}", "{{7*7}}", "{% raw %}", "${x}", "%99999999d", "{0.__class__}"),
    "markup": ("<script>alert(1)</script>", "<img src=x onerror=x>", "&lt;", "&#0;", "]]>", "<!--", "javascript:x"),
    "paths": ("../", "../../etc/passwd", "..\\", "//", "/.", "C:\\", "file:///", "%2e%2e%2f", ";", "~root"),
    "numbers": ("-1", "0", "1e309", "9" * 40, "0x10", "１２", "٣", "NaN", "1.5", "+1", " 1 ", "2147483648", "²"),
    "moments": ("0000-00-00", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "2026-02-30", "2026-W01-1"),
    "right to left": ("\u202e", "\u2066", "\u2069", "\u200f", "\u061c", "\u202d\u202c", "שלום", "مرحبا"),
    "unseen": ("\u200b", "\u200d", "\ufeff", "\u00ad", "\u2028", "\u2029", "\u00a0", "\u3000", "\u180e"),
    "emoji": ("👩‍👩‍👧‍👦", "🏳️‍🌈", "🇳🇬", "👍🏿", "❤️", "🫠", "🇦" * 9, "\U0001f3fb"),
    "letters that change": ("ß", "ẞ", "İ", "ı", "ﬃ", "Ǆ", "ſ", "K", "ς", "Œ", "ﷺ", "㍿", "½"),
}


def strings(seed: int, number: int) -> Iterator[tuple[str, bytes]]:
    """So many odd strings with their kind, each as the bytes that are sent; the same for the same seed."""
    chance = random.Random(seed)
    makers = list(MAKERS.items())
    for turn in range(number):
        kind, make = makers[turn % len(makers)]
        yield kind, make(chance)


def _mixed(pieces: tuple[str, ...]) -> Callable[[random.Random], bytes]:
    def make(chance: random.Random) -> bytes:
        parts = chance.choices((*pieces, *WORDS), k=chance.randint(0, 3)) + chance.choices(
            pieces, k=chance.randint(1, 3)
        )
        chance.shuffle(parts)
        return chance.choice(("", " ", "\t")).join(parts).encode("utf-8", "surrogatepass")

    return make


def _controls(chance: random.Random) -> bytes:
    """Words with NUL and the other controls between them."""
    odd = [0, *range(1, 32), 127, *range(0x80, 0xA0)]
    return "".join(chance.choice(WORDS) + chr(chance.choice(odd)) for _turn in range(3)).encode()


def _surrogates(chance: random.Random) -> bytes:
    """Halves of a pair, which no text may hold."""
    halves = "".join(chr(chance.randint(0xD800, 0xDFFF)) for _turn in range(chance.randint(1, 4)))
    return (chance.choice(WORDS) + halves).encode("utf-8", "surrogatepass")


def _raw(chance: random.Random) -> bytes:
    """Bytes that are no text at all."""
    return chance.randbytes(chance.randint(1, 40))


def _combining(chance: random.Random) -> bytes:
    """A letter under hundreds of marks."""
    marks = "".join(chr(chance.randint(0x300, 0x36F)) for _turn in range(chance.choice((3, 60, 900))))
    text = chance.choice(WORDS) + marks
    return unicodedata.normalize(chance.choice(("NFC", "NFD")), text).encode()


def _planes(chance: random.Random) -> bytes:
    """Signs from every plane, those that nobody has given a meaning too."""
    return "".join(chr((plane << 16) + chance.randint(0xE000, 0xFFFF)) for plane in range(17)).encode()


def _any(chance: random.Random) -> bytes:
    """Signs from anywhere."""
    return "".join(chr(chance.randint(1, 0xD7FF)) for _turn in range(chance.randint(1, 30))).encode()


def _long(chance: random.Random) -> bytes:
    """One piece, over and over."""
    piece = chance.choice(("a", "a ", "%", "_", "'", "ก", "\u0301", "a,", "(", "0", "-", "😀", *WORDS)).encode()
    return (piece * LONG)[: chance.choice((300, 5_000, LONG))]


MAKERS: dict[str, Callable[[random.Random], bytes]] = {
    **{kind: _mixed(pieces) for kind, pieces in PIECES.items()},
    "controls": _controls,
    "surrogates": _surrogates,
    "raw bytes": _raw,
    "combining marks": _combining,
    "planes": _planes,
    "anything": _any,
    "long": _long,
}


@dataclass
class Found:
    """What came back: statuses by door, how long the slowest took, and the bad ones."""

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    slowest: float = 0.0
    slowest_of: str = ""
    failures: int = 0
    bad: list[str] = field(default_factory=list)

    def note(self, door: str, kind: str, sent: str, status: int, seconds: float) -> None:
        """Note an answer."""
        self.statuses[door, status] += 1
        if seconds > self.slowest:
            self.slowest, self.slowest_of = seconds, f"{door} with {kind}"
        self.failures += status >= 500
        if status >= 500 or seconds > LONGEST:
            self.bad.append(f"{status} in {seconds:.2f} s, {kind}: {sent[:300]}")


def ask_all(app: Flask, base: str, cookie: str, number: int = NUMBER) -> Found:
    """Send every string through one door, each kind through all of them in turn, over WSGI."""
    found, chance, token = Found(), random.Random(SEED), ""
    for turn, (kind, text) in enumerate(strings(SEED, number)):
        if turn % TOKEN_GOOD_FOR == 0:
            token = _token(app)
        door = DOORS[turn // len(MAKERS) % len(DOORS)]
        # Most browsers and programs escape; a rude one sends what is left of it as it is.
        safe = "".join(chr(one) for one in range(33, 127) if chr(one) not in "&#+%=?/") if chance.random() < 0.2 else ""
        sent = door.replace("{}", quote_from_bytes(text, safe))
        status, seconds = _asked(app, base, sent, cookie, token)
        if seconds > LONGEST:  # it may have been the machine: the quicker of two counts
            status, again = _asked(app, base, sent, cookie, token)
            seconds = min(seconds, again)
        found.note(door, kind, sent, status, seconds)
    return found


def _asked(app: Flask, base: str, sent: str, cookie: str, token: str) -> tuple[int, float]:
    """The status of an answer, read to its end, and the seconds it took; 599 where an error comes through."""
    path, _mark, query = sent.partition("?")
    headers = {"Authorization": f"Bearer {token}"} if path.startswith("/api/") else {"Cookie": cookie}
    asking = create_environ(path, base, headers=headers)
    asking["QUERY_STRING"] = query
    began = time.perf_counter()
    try:
        pieces, status, _headers = run_wsgi_app(app, asking)
        for _piece in pieces:
            pass
    except Exception as error:  # a server would say 500 here
        print(f"odd: {type(error).__name__}: {error}"[:300], file=sys.stderr)
        return 599, time.perf_counter() - began
    return int(status[:3]), time.perf_counter() - began


def _token(app: Flask) -> str:
    """A living token of a new machine, so that no reading is refused for being one too many."""
    from portal.access import THE_PORTAL
    from portal.accounts import machines
    from portal.db import transaction

    with app.app_context():
        machine, _secret = machines.make_client(THE_PORTAL, "Invented machine", machines.SCOPES)
        token = f"odd-{machine.id.hex}"
        with transaction():
            machines.issue(machine, token, machine.scope)
    return token


def run(number: int = NUMBER, entries: int = ENTRIES) -> Iterator[Ratio]:
    """Ask, print the statuses and the bad answers; gives what was promised of them."""
    with servers.database("sqlite") as url:
        cookie = servers.signed_in(url)
        servers.grow(url, entries)
        environ.update(servers.portal_settings(url))
        from portal.app import create_app

        found = ask_all(create_app(), "http://127.0.0.1", cookie, number)
    for (door, status), times in sorted(found.statuses.items()):
        print(f"odd: {status} {times:6} times  {door}")
    for one in found.bad[:SHOWN]:
        print(f"odd: {one}")
    print(f"odd: {number} strings; the slowest answer took {found.slowest:.2f} s: {found.slowest_of}")
    yield Ratio("odd", "answers that are a fault of ours (500)", found.failures, 0, None, "sqlite", entries)
    yield Ratio("odd", "seconds of the slowest answer", found.slowest, LONGEST, None, "sqlite", entries)


def main() -> int:
    """Ask all (or as many as the one word says) and print the table; 1 where a promise does not hold, else 0."""
    promises = list(run(int(sys.argv[1]) if len(sys.argv) > 1 else NUMBER))
    show(promises)
    return int(not all(one.holds for one in promises))


if __name__ == "__main__":
    sys.exit(main())
