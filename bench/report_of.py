"""One database's yearly report in one process, as JSON on the last line: the whole, its SQL, the press of its PDF.

`python -m bench.report_of ROUNDS`, in the environment of a portal over a world of bench/returns_world.py.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import event

from bench.returns_world import YEARS
from portal.app import create_app
from portal.db import db
from portal.monitoring import indicators
from portal.monitoring.codes import Promise
from portal.monitoring.status import files, page
from portal.monitoring.status.codes import Audience, Kind
from portal.paper.printing import pdf_of

T = TypeVar("T")
YEAR = YEARS[5]


def main(rounds: int) -> None:
    """The rounds, after one that makes everything ready."""
    times: dict[str, list[float]] = {"whole": [], "sql": [], "pdf": []}
    with create_app().app_context():
        _report()
        for _number in range(rounds):
            with _asking() as asked:
                times["whole"].append(_milliseconds(_report)[0])
            times["sql"].append(sum(asked))
            written = page.html_of(files.read(YEAR, Audience.INSIDE).documents["en"])
            times["pdf"].append(_milliseconds(lambda written=written: pdf_of(written))[0])
            db.session.rollback()
        returns = next(one.total for one in indicators.promises(YEAR) if one.promise is Promise.REPORTED)
    print(json.dumps({"times": times, "returns": returns}))


def _report() -> bytes:
    made = files.read(YEAR, Audience.INSIDE).file("en", Kind.PDF)
    db.session.rollback()
    return made


def _milliseconds(act: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    made = act()
    return (time.perf_counter() - began) * 1000, made


@contextmanager
def _asking() -> Iterator[list[float]]:
    """The milliseconds that each statement inside takes in the database."""
    taken: list[float] = []
    began: list[float] = []

    def before(*_asked: Any) -> None:
        began.append(time.perf_counter())

    def after(*_asked: Any) -> None:
        taken.append((time.perf_counter() - began.pop()) * 1000)

    event.listen(db.engine, "before_cursor_execute", before)
    event.listen(db.engine, "after_cursor_execute", after)
    try:
        yield taken
    finally:
        event.remove(db.engine, "before_cursor_execute", before)
        event.remove(db.engine, "after_cursor_execute", after)


if __name__ == "__main__":
    main(int(sys.argv[1]))
