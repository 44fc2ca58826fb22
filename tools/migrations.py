"""Checks the migrations on a fresh SQLite: up to the newest, equal to the models, and back to nothing."""

import sqlite3
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError

ROOT = Path(__file__).resolve().parent.parent


def problems(database: Path) -> list[str]:
    """What is wrong with the migrations, as sentences; the database file is used up."""
    config = Config(toml_file=ROOT / "pyproject.toml")
    config.set_main_option("sqlalchemy.url", f"sqlite:///{database}")
    command.upgrade(config, "head")
    try:
        command.check(config)
    except CommandError as difference:
        return [f"The models and the migrations differ: {difference}"]
    command.downgrade(config, "base")
    left = _tables(database) - {"alembic_version"}
    return [f"The way down leaves these tables: {', '.join(sorted(left))}"] if left else []


def _tables(database: Path) -> set[str]:
    connection = sqlite3.connect(database)
    try:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    finally:
        connection.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        found = problems(Path(folder) / "check.sqlite")
    print("\n".join(found) or "migrations lead up and down, and agree with the models")
    sys.exit(1 if found else 0)
