"""A year's tables are answered by indexes alone: a million requests are not read row by row."""

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

from portal.db import db, today
from portal.monitoring import indicators, tables
from tests.conftest import Portal
from tests.monitoring import invented_returns
from tests.people import People


@pytest.fixture
def filled(on_sqlite: Portal) -> Iterator[Portal]:
    """Some returns, and what SQLite's planner knows of them."""
    with on_sqlite.app.app_context():
        invented_returns.write(People.arrive(), 60)
        db.session.execute(sa.text("ANALYZE"))
        db.session.commit()
        _open_anew()
        yield on_sqlite
        # Other tests' plans are made without what was known of these rows.
        db.session.execute(sa.text("DELETE FROM sqlite_stat1"))
        db.session.commit()
        on_sqlite.empty()
        _open_anew()


def _open_anew() -> None:
    """A connection knows the statistics of the moment it was opened."""
    db.session.remove()
    db.engine.dispose()


def plan_of(ask: Callable[[int], object]) -> str:
    """How SQLite answers the one statement of a figure."""
    compiled: list[tuple[str, object]] = []

    def seen(_connection: object, _cursor: object, statement: str, values: object, *_more: object) -> None:
        compiled.append((statement, values))

    sa.event.listen(db.engine, "before_cursor_execute", seen)
    ask(today().year - 1)
    sa.event.remove(db.engine, "before_cursor_execute", seen)
    statement, values = next(one for one in compiled if one[0].startswith("SELECT"))
    rows = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
    return "\n".join(row[3] for row in rows)


def test_a_years_tables_read_no_row_of_requests_or_reports(filled: Portal) -> None:
    states = plan_of(tables.requests_by_state)
    assert "SEARCH reception_request USING COVERING INDEX ix_reception_request_sent" in states
    joined = plan_of(tables.reports_by_number)
    assert "SEARCH reception_request USING COVERING INDEX ix_reception_request_departed" in joined
    assert "SEARCH due_report USING COVERING INDEX ix_due_report_counted" in joined
    assert "SEARCH report USING COVERING INDEX ix_report_counted" in joined


def test_the_promises_of_travel_and_answers_find_their_year_in_an_index(filled: Portal) -> None:
    back = plan_of(indicators.reported_back)
    assert "SEARCH reception_request USING COVERING INDEX ix_reception_request_departed" in back
    answered = plan_of(indicators.answered_in_time)
    assert "SEARCH reception_request USING COVERING INDEX ix_reception_request_due_year" in answered
