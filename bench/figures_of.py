"""One database's figures in one process: the portal's functions and the bare SQL in turn, as JSON on the last line.

`python -m bench.figures_of ROUNDS`, in the environment of a portal over a world of bench/returns_world.py.
"""

import json
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

from bench.returns_world import ACCOUNTS, YEARS, key
from portal.access import Actor, Role
from portal.app import create_app
from portal.db import db, today
from portal.followup import queries
from portal.followup.codes import Shown
from portal.monitoring import tables
from portal.monitoring.publishing import actions
from portal.monitoring.publishing import queries as published

YEAR = YEARS[5]
COORDINATOR = Actor(id=key(ACCOUNTS, 1), role=Role.COORDINATOR, name="Invented coordinator")
REQUESTS = """
    SELECT state, count(*) FROM reception_request
    WHERE sent_at >= {begin} AND sent_at < {end} AND state <> 'entered_in_error' GROUP BY state
"""
FOLLOW_UP = """
    SELECT d.number, count(*), count(CASE WHEN d.due_on <= {today} THEN 1 END), count(p.id),
           count(CASE WHEN p.contact NOT IN ('no_contact', 'does_not_want_contact') THEN 1 END)
    FROM reception_request r
    JOIN due_report d ON d.request_id = r.id AND d.kind IN ('scheduled', 'event')
    LEFT JOIN report p ON p.due_report_id = d.id
    WHERE r.departed_on >= '{year}-01-01' AND r.departed_on <= '{year}-12-31' AND r.state <> 'entered_in_error'
    GROUP BY d.number ORDER BY d.number
"""


def main(rounds: int) -> None:
    """Ask everything once, so that both answers are known to be the same, then the rounds."""
    with create_app().app_context():
        if published.newest(YEAR) is None:
            actions.make_edition(COORDINATOR, YEAR, uuid.uuid4(), seal=actions.draft(YEAR).seal)
        pairs = {
            "year's table": (lambda: tables.requests_by_state(YEAR), _bare(REQUESTS)),
            "follow-up join": (lambda: tables.reports_by_number(YEAR), _bare(FOLLOW_UP)),
            "first page of what is due": (lambda: queries.page(COORDINATOR, Shown.WAITING), None),
            "published year": (lambda: published.newest(YEAR), None),
        }
        _compare(*pairs["year's table"], lambda found: {state.value: n for state, n in found.items()})
        _compare(
            *pairs["follow-up join"],
            lambda found: {one.number: (one.asked, one.due, one.sent, one.reached) for one in found},
        )
        print(json.dumps({what: _times(rounds, *pair) for what, pair in pairs.items()}))


def _bare(sql: str) -> Callable[[], list[tuple[object, ...]]]:
    """The statement as the barest program sends it: over the driver, on a connection that is there."""
    postgresql = db.engine.dialect.name == "postgresql"
    begin, end = (f"{year - 1}-12-31 23:00:00{'+00' if postgresql else '.000000'}" for year in (YEAR, YEAR + 1))
    text = sql.format(begin=f"'{begin}'", end=f"'{end}'", year=YEAR, today=f"'{today().isoformat()}'")
    connection = db.engine.raw_connection()

    def asked() -> list[tuple[object, ...]]:
        cursor = connection.cursor()
        cursor.execute(text)
        rows = cursor.fetchall()
        connection.rollback()
        return [tuple(row) for row in rows]

    return asked


def _compare(
    portal: Callable[[], Any], bare: Callable[[], list[tuple[object, ...]]], told: Callable[[Any], dict[object, object]]
) -> None:
    """Raises SystemExit where the two do not say the same."""
    mine = told(portal())
    db.session.rollback()
    theirs = {row[0]: row[1] if len(row) == 2 else row[1:] for row in bare()}
    if mine != theirs:
        raise SystemExit(f"The figures differ: {mine} and {theirs}")


def _times(rounds: int, portal: Callable[[], object], bare: Callable[[], object] | None) -> dict[str, list[float]]:
    """Milliseconds of each, asked in turn; every second round begins with the other."""
    whose = {"portal": portal} | ({"bare": bare} if bare else {})
    times: dict[str, list[float]] = {name: [] for name in whose}
    for number in range(rounds):
        for name in list(whose)[:: 1 if number % 2 else -1]:
            began = time.perf_counter()
            whose[name]()
            db.session.rollback()
            times[name].append((time.perf_counter() - began) * 1000)
    return times


if __name__ == "__main__":
    main(int(sys.argv[1]))
