"""Whether everything that the portal stands on is there: the probes of `/readyz` and the lines of `hjemvej check`.

Each question takes a database connection, so that `hjemvej check` asks it without building the app (RULINGS 40).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, func, make_url, select, text
from sqlalchemy.exc import DBAPIError

from portal import i18n, sealed
from portal.accounts.models import Account
from portal.audit.models import AuditEvent
from portal.cases.keys import CaseKey
from portal.config import Settings, key_list
from portal.db import db, now
from portal.letters import probes
from portal.letters.line import LineDown, connected, hang_up
from portal.paper.printing import LIBRARIES, NotPrinted, pdf_of
from portal.web.health import PROBES

MIGRATIONS = Path(__file__).parent / "migrations"
MOST_SKEW = timedelta(seconds=30)  # between this machine and the database; codes of an authenticator last as long


@dataclass(frozen=True)
class Line:
    """One line of the answer and whether it is as it should be."""

    words: str
    fine: bool = True

    @property
    def pair(self) -> tuple[str, bool]:
        """The line as a probe tells it."""
        return self.words, self.fine


def install() -> None:
    """Make the probes of database, migrations and keys known to `/readyz`, once."""
    for probe in (database_probe, migrations_probe, keys_probe):
        if probe not in PROBES:
            PROBES.append(probe)


def database_probe() -> tuple[str, bool]:
    """Does the database answer?"""
    return database(db.session.connection()).pair


def migrations_probe() -> tuple[str, bool]:
    """Is the database at the newest migration of this code?"""
    return migrations(db.session.connection()).pair


def keys_probe() -> tuple[str, bool]:
    """Do the keys open what is sealed?"""
    return keys(db.session.connection()).pair


def lines(settings: Settings) -> Iterator[Line]:
    """Every line of `hjemvej check`, in order, for settings that were read without a fault."""
    yield Line(f"configuration: ok, {settings.mode}")
    yield from database_lines(settings)
    yield server(settings)
    yield time_zones()
    yield catalogues()
    yield papers()


def database_lines(settings: Settings) -> Iterator[Line]:
    """What is asked of the database; one line where it does not answer."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).exists():
        yield Line("database: there is none yet", fine=False)
        return
    ring = sealed.KeyRing(key_list("", settings.seal_keys), key_list("", settings.index_keys))
    sealed.use_keys(ring)
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            yield database(connection)
            at_head = migrations(connection)
            yield at_head
            if at_head.fine:
                yield from (keys(connection), clock(connection), outbox(connection, settings))
    except DBAPIError as error:
        yield Line(f"database: down ({type(error.orig).__name__})", fine=False)
    finally:
        engine.dispose()


def database(connection: Connection) -> Line:
    """Does the database answer? Raises SQLAlchemyError where it does not."""
    connection.execute(text("SELECT 1"))
    return Line("database: ok")


def migrations(connection: Connection) -> Line:
    """Is the database at the newest migration of this code? The two differ during an update that was left half done."""
    present = set(MigrationContext.configure(connection).get_current_heads())
    if present == newest_migrations():
        return Line("migrations: ok")
    return Line(f"migrations: at {', '.join(sorted(present)) or 'nothing'}; run: alembic upgrade head", fine=False)


@cache
def newest_migrations() -> frozenset[str]:
    """The revision(s) that this code needs."""
    return frozenset(ScriptDirectory.from_config(migration_config()).get_heads())


def migration_config(database_url: str = "") -> Config:
    """Alembic's settings for the portal's migrations, wherever the portal is installed."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    if database_url:
        config.set_main_option("sqlalchemy.url", database_url.replace("%", "%%"))
    return config


def keys(connection: Connection) -> Line:
    """Do the keys open what is sealed? Asked of one case's wrapped key and one account's second step."""
    account, case = Account.__table__.c, CaseKey.__table__.c
    for row_id, value in ((case.case_id, case.wrapped), (account.id, account.totp_secret)):
        one = connection.execute(select(row_id, value).where(value.is_not(None)).limit(1)).first()
        try:
            if one is not None:
                sealed.unseal(one[1], f"{value.table.name}\x00{value.name}\x00".encode() + one[0].bytes)
        except sealed.SealBroken as broken:
            return Line(f"keys: {broken}", fine=False)
    return Line("keys: ok")


def clock(connection: Connection) -> Line:
    """Does this machine's clock agree with the database's, and is no event of the log in the future?"""
    if connection.dialect.name == "postgresql":
        theirs = connection.scalar(select(func.clock_timestamp()))
    else:
        theirs = connection.scalar(select(func.max(AuditEvent.at)))
    ours: datetime = now()
    ahead = theirs - ours if theirs else timedelta()
    apart = abs(ahead) if connection.dialect.name == "postgresql" else ahead
    if apart > MOST_SKEW:
        return Line(f"clock: {int(apart.total_seconds())} seconds apart from the database", fine=False)
    return Line(f"clock: ok, {ours.astimezone(UTC):%Y-%m-%d %H:%M} UTC")


def outbox(connection: Connection, settings: Settings) -> Line:
    """Do letters leave, and was any given up?"""
    words, lost = probes.outbox_line(connection, settings), probes.given_up(connection)
    if lost:
        return Line(f"letters: {lost} could not be sent and were given up", fine=False)
    return Line(words.replace("mail:", "letters:"), "waiting" not in words)


def server(settings: Settings) -> Line:
    """Does the mail server answer, encrypted, and take our sign-in? Nothing is sent."""
    if not settings.smtp_url:
        return Line("mail: no server is set, letters wait", fine=settings.demonstration)
    try:
        hang_up(connected(settings))
    except LineDown as down:
        return Line(f"mail: {down.code}", fine=False)
    return Line("mail: ok")


def time_zones() -> Line:
    """Are the time zones there that Danish deadlines and arrivals abroad are counted in?"""
    try:
        ZoneInfo("Europe/Copenhagen"), ZoneInfo("Africa/Lagos")
    except ZoneInfoNotFoundError as missing:
        return Line(f"time zones: {missing}", fine=False)
    return Line("time zones: ok")


def catalogues() -> Line:
    """Is each language's catalogue compiled? Without, its readers would see English and not know why."""
    try:
        i18n.refuse_missing_catalogues()
    except i18n.CatalogueMissing as missing:
        return Line(f"catalogues: {missing}", fine=False)
    return Line(f"catalogues: ok, {' '.join(i18n.BY_CODE)}")


def papers() -> Line:
    """Can papers be made, with the fonts inside? A page of one word is pressed."""
    try:
        pdf_of("<!DOCTYPE html><html lang='en'><title>Test</title><p>ok ชื่อ اسم</p></html>")
    except NotPrinted as fault:
        return Line(f"papers: {fault}; Debian packages: {' '.join(LIBRARIES)}", fine=False)
    return Line("papers: ok")
