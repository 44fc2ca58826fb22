"""`hjemvej check` and `/readyz` say what is missing, before somebody who needs the portal finds out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.command import upgrade

from portal import check, config
from portal.access import THE_PORTAL
from portal.audit.trail import note
from portal.config import Settings
from portal.db import db, now, transaction
from portal.letters.models import Letter, LetterState
from portal.web.health import PROBES
from tests.conftest import Portal, settings_of_tests
from tests.letters.post_office import certificate, free_port, open_post_office
from tests.people import People


@pytest.fixture
def migrated(portal: Portal) -> Iterator[Portal]:
    """The portal, whose database says that it is at the newest migration."""
    yield portal
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM alembic_version"))
        for head in check.newest_migrations():
            connection.execute(sa.text("INSERT INTO alembic_version VALUES (:head)"), {"head": head})


def told(settings: Settings) -> dict[str, str]:
    """The lines by their first word; what is not fine begins with `NOT`."""
    db.session.commit()
    lines = list(check.lines(settings))
    return {line.words.split(":")[0]: ("" if line.fine else "NOT ") + line.words.split(": ", 1)[1] for line in lines}


def test_every_line_is_fine_where_all_is_there(
    migrated: Portal, people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public, private = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    with open_post_office(public, private) as office:
        found = told(replace(migrated.settings, smtp_url=office.url))
    assert not [words for words in found.values() if words.startswith("NOT")]
    names = "configuration database migrations keys clock letters mail time_zones catalogues papers"
    assert [name.replace(" ", "_") for name in found] == names.split()


def test_a_database_that_does_not_answer_is_one_line(portal: Portal) -> None:
    away = f"postgresql+psycopg://nobody:x@127.0.0.1:{free_port()}/none"
    found = told(replace(portal.settings, database_url=away))
    assert found["database"] == "NOT down (OperationalError)"
    assert "keys" not in found


def test_a_database_that_was_never_made_is_not_made_by_asking(portal: Portal, tmp_path: Path) -> None:
    file = tmp_path / "none.sqlite"
    assert told(replace(portal.settings, database_url=f"sqlite:///{file}"))["database"] == "NOT there is none yet"
    assert not file.exists()


def test_a_database_of_another_version_is_told_with_the_way_out(migrated: Portal) -> None:
    db.session.execute(sa.text("DELETE FROM alembic_version"))
    db.session.execute(sa.text("INSERT INTO alembic_version VALUES ('of_long_ago')"))
    words = told(migrated.settings)["migrations"]
    assert words == "NOT at of_long_ago; run: alembic upgrade head"


def test_the_migrations_bring_an_empty_database_to_where_check_wants_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.sqlite'}"
    upgrade(check.migration_config(url), "head")
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        assert check.migrations(connection) == check.Line("migrations: ok")
    engine.dispose()


def test_keys_that_do_not_open_what_is_sealed_are_told(migrated: Portal, people: People) -> None:
    other = replace(migrated.settings, seal_keys=f"1:{config.new_key()}")
    assert told(other)["keys"] == "NOT a sealed value does not open"
    missing = replace(migrated.settings, seal_keys=f"7:{config.new_key()}")
    assert told(missing)["keys"] == "NOT no seal key with id 1"


def test_a_clock_that_runs_behind_the_log_is_told(migrated: Portal) -> None:
    with transaction():
        note(THE_PORTAL, "case:offer:made", "case:A")
        for pending in db.session().info["audit_pending"]:
            pending.at = now() + timedelta(hours=1)
    clock = told(migrated.settings)["clock"]
    on_sqlite = db.engine.dialect.name == "sqlite"
    assert clock.startswith("NOT 3") if on_sqlite else clock.startswith("ok")


def test_mail_that_cannot_leave_is_told(migrated: Portal) -> None:
    assert told(migrated.settings)["mail"] == "NOT no server is set, letters wait"
    stopped = replace(migrated.settings, smtp_url=f"smtp://localhost:{free_port()}")
    assert told(stopped)["mail"] == "NOT unreachable"
    assert told(replace(migrated.settings, mode="demonstration"))["mail"] == "no server is set, letters wait"


def test_letters_that_wait_or_were_given_up_are_told(migrated: Portal) -> None:
    late = now() - timedelta(hours=1)
    with transaction():
        db.session.add(Letter(kind="x", recipient="p@people.example", locale="en", not_before=late))
    assert told(migrated.settings)["letters"] == "NOT waiting"
    with transaction():
        db.session.execute(sa.update(Letter).values(state=LetterState.GIVEN_UP))
    assert told(migrated.settings)["letters"] == "NOT 1 could not be sent and were given up"


@pytest.fixture
def probes() -> Iterator[None]:
    """The probes of this chapter, whether or not the app has asked for them."""
    kept = list(PROBES)
    check.install()
    yield
    PROBES[:] = kept


def test_readyz_is_200_with_one_line_a_probe(migrated: Portal, people: People, probes: None) -> None:
    lines = migrated.browser().get("/readyz").text.split("\n")
    assert sorted(lines) == ["", "database: ok", "keys: ok", "mail: ok", "migrations: ok"]


def test_readyz_is_200_while_only_mail_waits(migrated: Portal, probes: None) -> None:
    late = now() - timedelta(hours=1)
    with transaction():
        db.session.add(Letter(kind="x", recipient="p@people.example", locale="en", not_before=late))
    assert "mail: waiting" in migrated.browser().get("/readyz").text


def test_readyz_is_503_for_migrations(migrated: Portal, probes: None) -> None:
    db.session.execute(sa.text("INSERT INTO alembic_version VALUES ('of_the_future')"))
    db.session.commit()
    assert "of_the_future" in migrated.browser().get("/readyz", status=503).text


def test_the_probes_are_installed_once(probes: None) -> None:
    before = len(PROBES)
    check.install()
    assert len(PROBES) == before


def test_settings_of_the_tests_are_production() -> None:
    assert not settings_of_tests("sqlite://").demonstration
