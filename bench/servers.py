"""Worlds and servers for the bench: a database with an invented directory, a page behind gunicorn, a quick asker."""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from bench.world import fill
from tools import postgres

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
SEED = 1
# In a process of its own: the portal's keys and app are there once in a process.
SIGN_IN = "from bench.servers import print_cookie; print_cookie()"
# As docs/running.md tells whoever runs the portal.
GUNICORN = ("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--keep-alive", "30")


@contextmanager
def database(kind: str) -> Iterator[str]:
    """The address of an empty database of a kind (sqlite, postgresql), for as long as the block runs."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="hjemvej-bench-") as folder:
            yield f"sqlite:///{Path(folder) / 'bench.sqlite'}"
        return
    with postgres.server() as url:
        name = f"hjemvej_bench_{os.getpid()}"
        _on_server(url, f"CREATE DATABASE {name}")
        try:
            yield sa.make_url(url).set(database=name).render_as_string(hide_password=False)
        finally:
            _on_server(url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _on_server(url: str, line: str) -> None:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(line))
    engine.dispose()


def migrate(url: str) -> None:
    """Give an empty database its tables."""
    migrations = Config(toml_file=ROOT / "pyproject.toml")
    migrations.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    command.upgrade(migrations, "head")


def grow(url: str, size: int, there: int = 0) -> float:
    """Fill a world up to a size, where the first of it are there already; how many seconds that took.

    The database is then told what it holds, as its own housekeeping does over night.
    """
    began = time.perf_counter()
    engine = sa.create_engine(url)
    fill(engine, size, SEED, there)
    engine.dispose()
    tidy = "VACUUM ANALYZE" if url.startswith("postgresql") else "ANALYZE"
    _on_server(url, tidy)
    return time.perf_counter() - began


def portal_settings(url: str) -> dict[str, str]:
    """The environment of a portal over a database: a demonstration, which makes its own keys."""
    return {"PORTAL_MODE": "demonstration", "PORTAL_DATABASE_URL": url, "PORTAL_BASE_URL": "http://127.0.0.1"}


@contextmanager
def gunicorn(app: str, settings: dict[str, str]) -> Iterator[int]:
    """The port of a page behind gunicorn, for as long as the block runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    line = [BIN / "gunicorn", *GUNICORN, "--bind", f"127.0.0.1:{port}", "--log-level", "warning", app]
    server = subprocess.Popen(line, cwd=ROOT, env={**os.environ, **settings})
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=15)


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        try:
            Asker(port).get("/healthz")
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server did not start.")


class Asker:
    """One kept-alive connection to a server, with a cookie."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Cookie": cookie} if cookie else {}

    def get(self, path: str) -> bytes:
        """The page at an address; a refusal ends the bench."""
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status}.")
        return content

    def milliseconds(self, path: str) -> float:
        """How long a page takes to arrive."""
        began = time.perf_counter()
        self.get(path)
        return (time.perf_counter() - began) * 1000


def signed_in(url: str) -> str:
    """Make the tables of an empty database and a caseworker's account in it; her cookie."""
    migrate(url)
    made = subprocess.run(
        [sys.executable, "-c", SIGN_IN], cwd=ROOT, env={**os.environ, **portal_settings(url)}, check=True, stdout=-1
    )
    return made.stdout.decode().strip()


def print_cookie() -> None:
    """Print the cookie of a caseworker who signs in to the portal of the environment."""
    from portal.access import Role
    from portal.accounts.models import Account
    from portal.accounts.sessions import open_session
    from portal.app import create_app
    from portal.db import db, transaction
    from portal.web.gate import cookie_name

    app = create_app()
    with app.app_context():
        with transaction():
            account = Account(email="caseworker@demo.example", name="Invented caseworker", role=Role.CASEWORKER)
            account.locale = "en"
            db.session.add(account)
        print(f"{cookie_name(app)}={open_session(account)}")
