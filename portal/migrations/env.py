"""How Alembic reaches the database: by the address it is given, else by the portal's own settings."""

from alembic import context
from sqlalchemy import create_engine

from portal.config import read_settings
from portal.migrations.records import METADATA

address = context.config.get_alembic_option("sqlalchemy.url") or read_settings().database_url
engine = create_engine(address)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
