"""How Alembic reaches the database: by the address it is given, else by the portal's own settings."""

from typing import Any

from alembic import context
from sqlalchemy import create_engine

from portal.config import read_settings
from portal.migrations.finding import INDEXES_BESIDE, TABLES_BESIDE
from portal.migrations.records import METADATA


def of_a_model(name: str | None, kind: str, _parents: Any) -> bool:
    """Whether a table or index of the database is a model's; the search's own are not compared."""
    return not (kind == "table" and name in TABLES_BESIDE) and not (kind == "index" and name in INDEXES_BESIDE)


address = context.config.get_alembic_option("sqlalchemy.url") or read_settings().database_url
engine = create_engine(address)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        include_name=of_a_model,
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
