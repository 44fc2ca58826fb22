"""The suite's world: the portal on SQLite and on a real PostgreSQL, emptied after each test; the network is off."""

import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from flask import Flask

from portal import config, sealed
from portal.app import create_app
from portal.audit import trail
from portal.config import ROOT, Settings, read_settings
from portal.db import db
from portal.migrations.first_rules import LATER_RULES, RULES
from portal.migrations.records import METADATA
from tests.browser import Browser
from tests.people import People, Person
from tools import postgres

EMPTY = [
    f'DELETE FROM "{table.name}"'
    for table in reversed(METADATA.sorted_tables)
    if table.name not in RULES and table.name not in LATER_RULES
]
BASE_URL = "https://portal.test"
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def production_of_tests(database_url: str) -> dict[str, str]:
    """The environment of a production portal with fresh keys, for one database."""
    return {
        "PORTAL_DATABASE_URL": database_url,
        "PORTAL_SECRET_KEY": "a-secret-of-the-tests-that-is-long-enough",
        "PORTAL_SEAL_KEYS": f"1:{config.new_key()}",
        "PORTAL_INDEX_KEYS": f"1:{config.new_key()}",
        "PORTAL_AUDIT_KEY": config.new_key(),
        "PORTAL_BASE_URL": BASE_URL,
        "PORTAL_MAIL_FROM": "portal@portal.test",
        "PORTAL_CENTRE_PHONE": "+45 33 33 00 00",
        "PORTAL_CENTRE_EMAIL": "centre@portal.test",
        "PORTAL_DUTY_PHONE": "+45 33 33 00 01",
        "PORTAL_DUTY_EMAIL": "duty@portal.test",
    }


def settings_of_tests(database_url: str, **more: str) -> Settings:
    """The same as settings."""
    return read_settings(production_of_tests(database_url) | more)


@pytest.fixture(scope="session", autouse=True)
def network_is_off() -> Iterator[None]:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX and isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise OSError(f"the network is off in tests: {address[0]}")
        connect(self, address)  # type: ignore[arg-type]

    socket.socket.connect = guarded  # type: ignore[method-assign, assignment]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """An empty PostgreSQL database of this worker's own."""
    with postgres.server() as url:
        name = f"hjemvej_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
        engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
        yield str(sa.make_url(url).set(database=name).render_as_string(hide_password=False))
        with engine.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        engine.dispose()


@dataclass
class Portal:
    """A running portal with an empty database (the dated rules apart)."""

    app: Flask
    settings: Settings

    def browser(self, person: Person | None = None, *, check: bool = True) -> Browser:
        """A browser, signed in as a person of the cast or as nobody."""
        return Browser(self.app, BASE_URL, person, check=check)

    def empty(self) -> None:
        """Delete every row but the dated rules."""
        db.session.rollback()
        connection = db.session.connection()
        # One message to the server for all tables; SQLite takes one statement at a time.
        lines = EMPTY if connection.dialect.name == "sqlite" else ["; ".join(EMPTY)]
        for line in lines:
            connection.exec_driver_sql(line)
        db.session.commit()
        db.session.remove()


def _started(database_url: str) -> Portal:
    settings = settings_of_tests(database_url)
    migrations = Config(toml_file=ROOT / "pyproject.toml")
    migrations.set_main_option("sqlalchemy.url", database_url.replace("%", "%%"))
    command.upgrade(migrations, "head")
    app = create_app(settings)
    app.testing = True
    return Portal(app, settings)


@pytest.fixture(scope="session")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    """The portal on SQLite."""
    file: Path = tmp_path_factory.mktemp("sqlite") / "portal.sqlite"
    return _started(f"sqlite:///{file}")


@pytest.fixture(scope="session")
def on_postgresql(postgres_url: str) -> Iterator[Portal]:
    """The portal on PostgreSQL."""
    portal = _started(postgres_url)
    yield portal
    with portal.app.app_context():
        db.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def portal(request: pytest.FixtureRequest) -> Iterator[Portal]:
    """The portal, once on each database, inside an app context."""
    running: Portal = request.getfixturevalue(f"on_{request.param}")
    settings = running.settings
    sealed.use_keys(sealed.KeyRing(config.key_list("S", settings.seal_keys), config.key_list("I", settings.index_keys)))
    trail.use_key(config.key_list("A", f"1:{settings.audit_key}")[1])
    with running.app.app_context():
        yield running
        running.empty()


@pytest.fixture
def people(portal: Portal) -> People:
    """The named cast, in the database."""
    return People.arrive()
