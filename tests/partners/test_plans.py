"""The directory's questions are answered by its indexes, on both databases: slowness is seen without a clock."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from portal.db import db
from portal.partners import listing, near
from portal.partners.facets import facets
from portal.partners.listing import Wanted
from portal.partners.models import Organization
from portal.partners.search import found_by
from portal.vocabulary.services import Population, ServiceType
from tests.conftest import Portal
from tests.partners.directory import a_crowd
from tests.people import People

COUNTED, BY_NAME, BY_PLACE = "ix_organization_counted", "ix_organization_name", "ix_organization_position"


@pytest.fixture
def crowd(portal: Portal, people: People) -> People:
    """A directory of some hundred, whose readers are the cast."""
    a_crowd(400)
    db.session.commit()
    if _on_postgresql():
        db.session.execute(sa.text("ANALYZE organization"))
        db.session.commit()
    return people


def _on_postgresql() -> bool:
    return bool(db.session.get_bind().dialect.name == "postgresql")


def plans(ask: Callable[[], object], without: str = "indexscan") -> str:
    """How the database answers the statements of a question; PostgreSQL without one more of its ways."""
    asked: list[tuple[str, Any]] = []

    def keep(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        asked.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", keep)
    ask()
    event.remove(db.engine, "before_cursor_execute", keep)
    connection = db.session.connection()
    if _on_postgresql():
        # A table of some hundred is read as a whole whatever it has: what is seen here is what a large one would do.
        for way in ("seqscan", without):
            connection.execute(sa.text(f"SET LOCAL enable_{way} = off"))
    explain = "EXPLAIN " if _on_postgresql() else "EXPLAIN QUERY PLAN "
    return "\n".join(str(row[-1]) for one in asked for row in connection.exec_driver_sql(explain + one[0], one[1]))


def test_words_are_found_by_their_trigrams(crowd: People) -> None:
    # Only the words: the reader's condition alone could be read from the index of figures, a small one here.
    said = plans(lambda: db.session.execute(sa.select(Organization.name).where(found_by("house 399"))))
    assert ("ix_organization_search_text" if _on_postgresql() else "VIRTUAL TABLE INDEX") in said
    assert "SCAN organization" not in said and "Seq Scan" not in said


def test_a_page_without_filters_is_read_in_the_order_of_names(crowd: People) -> None:
    said = plans(lambda: listing.page(crowd.caseworker.actor, Wanted()), "bitmapscan")
    assert BY_NAME in said and "TEMP B-TREE" not in said and "Sort" not in said


def test_a_country_is_read_in_the_order_of_its_names(crowd: People) -> None:
    said = plans(lambda: listing.page(crowd.caseworker.actor, Wanted(countries=("NG",))), "bitmapscan")
    assert "ix_organization_country_name" in said and "TEMP B-TREE" not in said


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(services=(ServiceType.FOOD,), groups=(Population.WOMEN,))])
def test_figures_are_read_from_an_index_alone(crowd: People, wanted: Wanted) -> None:
    said = plans(lambda: facets(crowd.caseworker.actor, wanted), "bitmapscan")
    read = [line for line in said.splitlines() if ("Index Only Scan" if _on_postgresql() else "organization") in line]
    assert read and all(COUNTED in line for line in read)
    assert "Seq Scan" not in said and (_on_postgresql() or all("COVERING" in line for line in read))


def test_the_nearest_are_found_by_their_position(crowd: People) -> None:
    said = plans(lambda: near.nearest_anyway(crowd.caseworker.actor, Wanted(), (55.68, 12.57), 10))
    assert BY_PLACE in said and "SCAN organization" not in said and "Seq Scan" not in said
