"""The migrations lead up, down to nothing, and up again, on both databases, and agree with the records."""

import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from portal.config import ROOT
from portal.migrations.finding import TABLES_BESIDE
from portal.migrations.first_rules import FURTHER_REPORTS, LATER_RULES, RULES
from portal.migrations.records import METADATA
from portal.vocabulary.organizations import LocationType, OrganizationType
from tests.conftest import production_of_tests


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.sqlite'}"
    server = sa.make_url(request.getfixturevalue("postgres_url"))
    name = f"{server.database}_migrations"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE IF EXISTS {name}"))
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.set(database=name).render_as_string(hide_password=False)


def test_the_migrations_lead_up_down_and_up_again(empty_database: str) -> None:
    settings = Config(toml_file=ROOT / "pyproject.toml")
    settings.set_main_option("sqlalchemy.url", empty_database.replace("%", "%%"))
    engine = sa.create_engine(empty_database)
    command.upgrade(settings, "head")
    command.check(settings)
    assert set(sa.inspect(engine).get_table_names()) - {*TABLES_BESIDE} == {*METADATA.tables, "alembic_version"}
    with engine.connect() as connection:
        planted = {name: connection.scalar(sa.text(f"SELECT count(*) FROM {name}")) for name in RULES | LATER_RULES}
    wanted = {name: len(rows) for name, rows in (RULES | LATER_RULES).items()}
    wanted["interval_rule"] += len(FURTHER_REPORTS)
    assert planted == wanted
    command.downgrade(settings, "base")
    assert sa.inspect(engine).get_table_names() == ["alembic_version"]
    command.upgrade(settings, "head")
    engine.dispose()


def test_the_command_that_is_told_to_the_operator_leads_up(empty_database: str) -> None:
    environment = {**os.environ, **production_of_tests(empty_database)}
    alembic = [str(Path(sys.executable).parent / "alembic"), "upgrade", "head"]
    done = subprocess.run(alembic, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    engine = sa.create_engine(empty_database)
    assert "reception_request" in sa.inspect(engine).get_table_names()
    engine.dispose()


def test_what_was_saved_before_the_gazetteer_came_gets_its_place_and_protected_places_none(empty_database: str) -> None:
    settings = Config(toml_file=ROOT / "pyproject.toml")
    settings.set_main_option("sqlalchemy.url", empty_database.replace("%", "%%"))
    command.upgrade(settings, "0002")
    engine, entry = sa.create_engine(empty_database), uuid.uuid4()
    with engine.begin() as connection:
        facts = {"id": entry, "name": "Invented", "country": "NG", "town": "Benin City", "import_key": "NG invented"}
        connection.execute(METADATA.tables["organization"].insert().values(**facts, org_type=OrganizationType.NGO))
        for number, (kind, town) in enumerate((("physical", "Lagos"), ("redacted", "Lagos"), ("physical", "Nowhere"))):
            place = {"id": uuid.UUID(int=number), "country": "NG", "town": town, "location_type": LocationType(kind)}
            connection.execute(METADATA.tables["location"].insert().values(**place, organization_id=entry))
        area = {"id": uuid.uuid4(), "organization_id": entry, "country": "NG", "region": "Kano"}
        connection.execute(METADATA.tables["service_area"].insert().values(**area))
    command.upgrade(settings, "head")
    with engine.connect() as connection:
        found = {
            name: connection.execute(sa.text(f"SELECT round(latitude) FROM {name} ORDER BY id")).scalars().all()
            for name in ("organization", "location", "service_area")
        }
    engine.dispose()
    assert found == {"organization": [6], "location": [6, None, None], "service_area": [12]}
