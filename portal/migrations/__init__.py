"""Alembic migrations, both directions."""
