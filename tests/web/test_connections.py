"""A connection to the database that rested is tried before a page relies on it."""

import sqlalchemy as sa

from portal.db import db
from tests.conftest import Portal


def test_a_database_that_went_and_came_back_is_no_error_to_the_next_reader(portal: Portal) -> None:
    with db.engine.connect() as connection:
        record = connection.connection._connection_record
        assert record is not None
        lost = record.dbapi_connection
        assert lost is not None
    lost.close()
    record.info["rests_since"] -= 60
    with db.engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT 1")) == 1
        assert connection.connection.dbapi_connection is not lost
