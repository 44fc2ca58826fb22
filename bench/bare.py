"""The smallest Flask page that answers the directory's question: SQL by hand, one template, no sign-in, one language.

What the portal's own page is measured against (bench/search.py); its database is BENCH_DATABASE_URL.
"""

import os
import sqlite3
import threading
from datetime import date, timedelta
from typing import Any

from babel import Locale
from flask import Flask, render_template, request

from bench.bare_sql import KINDS, LANGUAGE_FIGURES, Question, facet_lines, page_line
from portal.db import today
from portal.partners.list_labels import MOST_VALUES
from portal.partners.search import BITS
from portal.places import countries
from portal.places.calendar import months_later
from portal.places.folding import fold
from portal.vocabulary.organizations import OrganizationType, ResponsePromise, VerificationTier
from portal.vocabulary.services import Population, ServiceStatus, ServiceType

URL = os.environ["BENCH_DATABASE_URL"]
ON_SQLITE = URL.startswith("sqlite")
LABELS: dict[str, str] = {
    one.value: one.label
    for codes in (ServiceType, Population, OrganizationType, VerificationTier, ServiceStatus, ResponsePromise)
    for one in codes
}
COUNTRIES = {code: countries.name(code, "en") for code in countries.codes()}
TONGUES = dict(Locale("en").languages)
VERIFIED = ("reference_checked", "visited", "agreement_in_force")
GROUPS = tuple(Population)

app = Flask(__name__)
app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
_own = threading.local()


def _ask(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    if not hasattr(_own, "connection"):
        _own.connection = _connect()
    cursor = _own.connection.execute(sql, values)
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _connect() -> Any:
    if ON_SQLITE:
        return sqlite3.connect(URL.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False)
    import psycopg  # only where PostgreSQL is measured

    return psycopg.connect(URL.replace("+psycopg", ""), autocommit=True)


@app.get("/healthz")
def health() -> str:
    """Alive."""
    return "alive"


@app.get("/partners")
def index() -> str:
    """A page of 20, the total, the figures of each filter."""
    asked = request.args
    question = Question(
        ON_SQLITE,
        tuple(fold(asked.get("q", "")).split()),
        tuple(asked.getlist("country")),
        sum(BITS[ServiceType(one)] for one in asked.getlist("service")),
        tuple(f"for_{group}" for group in asked.getlist("group")),
    )
    day = today()
    values = question.values | {
        "today": _day(day),
        "old": _day(months_later(day, -18)),
        "said": _day(day - timedelta(60)),
    }
    rows = _ask(page_line(question), values)
    return render_template(
        "bare.html", cards=[_card(row, day) for row in rows], asked=asked, **_figures(question, values)
    )


def _day(day: date) -> Any:
    return day.isoformat() if ON_SQLITE else day


def _figures(question: Question, values: dict[str, Any]) -> dict[str, Any]:
    """Total and figures, from the lines of SQL that this question needs."""
    found = {name: _ask(sql, values) for name, sql in facet_lines(question).items()}
    spoken: dict[str, int] = {}
    for codes, number, *_rest in found["rest"]:
        for code in codes.split():
            spoken[code] = spoken.get(code, 0) + number
    sums = [sum(row[at] for row in found["rest"]) for at in range(1, 1 + LANGUAGE_FIGURES)]
    services = found["service"] if "service" in found else [row[1 + LANGUAGE_FIGURES :][:7] for row in found["rest"]]
    groups = found["group"] if "group" in found else [row[1 + LANGUAGE_FIGURES :][-7:] for row in found["rest"]]
    offered = {}
    for place, kind in enumerate(ServiceType):
        shift = 20 * (place % 3)
        offered[kind.value] = sum((int(row[place // 3] or 0) >> shift) & 0xFFFFF for row in services)
    helped = {group.value: sum(int(row[at] or 0) for row in groups) for at, group in enumerate(GROUPS)}
    found_kinds = {kind: int(n) for kind, n in zip(KINDS, sums[3:], strict=True)}
    return {
        "total": sums[0],
        "filters": {
            "country": _commonest("country", dict(found["country"]), COUNTRIES),
            "service": [(code, LABELS[code], n) for code, n in offered.items() if n],
            "group": [(code, LABELS[code], n) for code, n in helped.items() if n],
            "language": _commonest("language", spoken, TONGUES),
            "kind": [(kind, LABELS[kind], n) for kind, n in found_kinds.items() if n],
        },
        "verified": int(sums[1]),
        "receiving": int(sums[2]),
    }


def _commonest(name: str, figures: dict[str, int], words: dict[str, str]) -> list[tuple[str, str, int]]:
    """The values of an open list that a page has room for, and the chosen ones, by their names."""
    ordered = sorted(figures, key=figures.__getitem__, reverse=True)[: MOST_VALUES[name]]
    shown = {*ordered, *request.args.getlist(name)}
    return [(code, words[code], figures.get(code, 0)) for code in sorted(shown, key=words.__getitem__)]


def _card(row: tuple[Any, ...], day: date) -> dict[str, Any]:
    """What a card shows of a row."""
    (key, name, name_language, english, country, town, status, tier, starter, invented, mask, *rest) = row
    (*served, spoken, not_until, promise, asked, in_time, checked_on, looked_up_on, receives) = rest
    known = checked_on or looked_up_on
    tags = ["Invented"] if invented else []
    tags.append("Unverified starter entry" if starter and tier not in VERIFIED else LABELS[tier])
    if status != "active":
        tags.append(LABELS[status])
    if not_until and not_until > _day(day):
        tags.append(f"Cannot receive before {_words(not_until)}")
    elif receives:
        tags.append("Can receive now")
    if not known or known < _day(months_later(day, -6)):
        tags.append("Not checked for over 6 months" if known else "Never checked")
    facts = {
        "Place": f"{town}, {COUNTRIES[country]}",
        "Offers": ", ".join(LABELS[kind] for kind, bit in BITS.items() if mask & bit),
        "For": ", ".join(LABELS[group] for at, group in enumerate(GROUPS) if served[at]),
        "Languages": ", ".join(TONGUES[code] for code in spoken.split()),
        "Answers": LABELS.get(promise, "") + (f" {in_time} of {asked}" if asked else ""),
        "Last checked": _words(checked_on) if checked_on else "",
    }
    english = english if english != name else ""
    return {"id": key, "name": name, "lang": name_language, "english": english, "tags": tags, "facts": facts}


def _words(day: Any) -> str:
    read = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{read.day} {read:%B %Y}"
