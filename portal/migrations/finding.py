"""What the search needs beside the tables: trigrams of each entry's folded text, on both databases.

A later migration that rebuilds the table `organization` on SQLite (batch mode) drops its triggers with it: it calls
`stop_finding` before and `start_finding` after.
"""

from alembic import op

#: Tables and indexes that no model knows; Alembic and the tests leave them alone.
TABLES_BESIDE = tuple(
    f"findable{end}" for end in ("", "_index", *(f"_index_{part}" for part in ("data", "idx", "docsize", "config")))
)
INDEXES_BESIDE = ("ix_organization_search_text",)
# The trigram table has numbers of its own: those of `organization` may change when SQLite tidies its file.
ON_SQLITE = (
    "CREATE TABLE findable (number INTEGER PRIMARY KEY, organization_id CHAR(32) NOT NULL UNIQUE, words TEXT NOT NULL)",
    "CREATE VIRTUAL TABLE findable_index USING fts5"
    "(words, content='findable', content_rowid='number', tokenize='trigram case_sensitive 1')",
    "CREATE TRIGGER findable_new AFTER INSERT ON findable BEGIN "
    "INSERT INTO findable_index (rowid, words) VALUES (new.number, new.words); END",
    "CREATE TRIGGER findable_changed AFTER UPDATE ON findable BEGIN "
    "INSERT INTO findable_index (findable_index, rowid, words) VALUES ('delete', old.number, old.words); "
    "INSERT INTO findable_index (rowid, words) VALUES (new.number, new.words); END",
    "CREATE TRIGGER findable_gone AFTER DELETE ON findable BEGIN "
    "INSERT INTO findable_index (findable_index, rowid, words) VALUES ('delete', old.number, old.words); END",
    "CREATE TRIGGER organization_findable_new AFTER INSERT ON organization BEGIN "
    "INSERT INTO findable (organization_id, words) VALUES (new.id, new.search_text); END",
    "CREATE TRIGGER organization_findable_changed AFTER UPDATE OF search_text ON organization "
    "WHEN new.search_text <> old.search_text BEGIN "
    "UPDATE findable SET words = new.search_text WHERE organization_id = new.id; END",
    "CREATE TRIGGER organization_findable_gone AFTER DELETE ON organization BEGIN "
    "DELETE FROM findable WHERE organization_id = old.id; END",
    "INSERT INTO findable (organization_id, words) SELECT id, search_text FROM organization",
)
OFF_SQLITE = (
    "DROP TRIGGER organization_findable_new",
    "DROP TRIGGER organization_findable_changed",
    "DROP TRIGGER organization_findable_gone",
    "DROP TABLE findable_index",
    "DROP TABLE findable",
)
ON_POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX ix_organization_search_text ON organization USING gin (search_text gin_trgm_ops)",
)
OFF_POSTGRESQL = ("DROP INDEX ix_organization_search_text",)


def start_finding() -> None:
    """Build the trigrams of every entry; from then on the database keeps them."""
    for line in ON_SQLITE if op.get_context().dialect.name == "sqlite" else ON_POSTGRESQL:
        op.execute(line)


def stop_finding() -> None:
    """Take the trigrams away; the extension stays, others may use it."""
    for line in OFF_SQLITE if op.get_context().dialect.name == "sqlite" else OFF_POSTGRESQL:
        op.execute(line)
