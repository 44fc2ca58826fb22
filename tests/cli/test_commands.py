"""The commands, run as a person or a timer runs them: a process with an environment, its words and its exit code."""

import base64
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from portal import config, sealed
from portal.access import THE_PORTAL
from portal.audit.models import AuditEvent
from portal.audit.trail import note
from portal.cases.keys import case_key
from portal.db import db, now, transaction
from portal.letters import outbox
from portal.letters.models import Letter, LetterState
from portal.letters.outbox import KINDS
from tests import build
from tests.conftest import BASE_URL, Portal
from tests.letters.post_office import certificate, free_port, open_post_office
from tests.people import AUTHENTICATOR, People

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
Run = Callable[..., subprocess.CompletedProcess[str]]


def environment_of(portal: Portal) -> dict[str, str]:
    """The settings of a test portal, as the variables that a process reads."""
    settings = portal.settings
    names = "database_url secret_key seal_keys index_keys audit_key base_url mail_from duty_phone duty_email"
    mine = {f"PORTAL_{name.upper()}": str(getattr(settings, name)) for name in names.split()}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return kept | mine


def runner(portal: Portal) -> Run:
    """Runs a program with these words; more settings by keyword, None takes one away."""

    def running(*words: str, program: str = "hjemvej", **more: str | None) -> subprocess.CompletedProcess[str]:
        environment: dict[str, str | None] = {**environment_of(portal), **more}
        given = {name: value for name, value in environment.items() if value is not None}
        command = [str(BIN / program), *words]
        return subprocess.run(command, cwd=ROOT, env=given, check=False, capture_output=True, text=True, timeout=60)

    return running


@pytest.fixture
def run(portal: Portal) -> Run:
    """Run a command on the database of the test, once on each kind."""
    db.session.commit()
    return runner(portal)


@pytest.fixture
def run_alone(on_sqlite: Portal) -> Run:
    """Run a command for which the kind of database does not matter."""
    return runner(on_sqlite)


def a_letter() -> None:
    with transaction():
        outbox.put(next(iter(KINDS)), to="p@people.example", locale="en")


def test_help_and_the_settings_are_shown_when_the_database_is_away(run_alone: Run) -> None:
    away = "sqlite:////nowhere/at/all.sqlite"
    for words in (["--help"], ["config", "show"], ["letters", "send", "--help"], ["partners", "import", "--help"]):
        assert run_alone(*words, PORTAL_DATABASE_URL=away).returncode == 0


def test_no_secret_is_shown_with_the_settings(on_sqlite: Portal, run_alone: Run) -> None:
    shown = run_alone("config", "show").stdout
    assert f"PORTAL_BASE_URL={BASE_URL}" in shown
    assert "PORTAL_SECRET_KEY=(set)" in shown
    for secret in ("secret_key", "seal_keys", "index_keys", "audit_key"):
        assert getattr(on_sqlite.settings, secret) not in shown


@pytest.mark.parametrize(
    ("program", "setting", "value", "told"),
    [
        ("flask", "PORTAL_SECRET_KEY", None, "PORTAL_SECRET_KEY is not set"),
        ("hjemvej", "PORTAL_DUTY_PHONE", None, "alarms must reach a person"),
        ("hjemvej", "PORTAL_BASE_URL", "http://portal.test", "must begin with https://"),
        ("hjemvej", "PORTAL_NONSENSE", "1", "PORTAL_NONSENSE is not a setting"),
    ],
)
def test_a_wrong_setting_is_one_sentence_and_code_3(
    run_alone: Run, program: str, setting: str, value: str | None, told: str
) -> None:
    words = ["--app", "wsgi"] if program == "flask" else []
    done = run_alone(*words, "letters", "send", program=program, **{setting: value})
    assert (done.returncode, done.stdout) == (3, "")
    assert told in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_web_server_does_not_start_on_a_wrong_setting(run_alone: Run) -> None:
    bind = f"127.0.0.1:{free_port()}"
    done = run_alone("--bind", bind, "--log-level", "critical", "wsgi:app", program="gunicorn", PORTAL_SECRET_KEY=None)
    assert done.returncode == 3
    assert "PORTAL_SECRET_KEY is not set; the portal has no default for it." in done.stderr
    assert "Traceback" not in done.stderr


def test_the_web_server_says_whether_database_migrations_keys_and_mail_are_there(run_alone: Run) -> None:
    get = "wsgi.app.test_client().get('/readyz', base_url=os.environ['PORTAL_BASE_URL'])"
    asks = f"import os, wsgi; a = {get}; print(a.status_code, a.text)"
    words = run_alone("-c", asks, program="python").stdout.split("\n")
    assert words[:4] == ["200 mail: ok", "database: ok", "migrations: ok", "keys: ok"]


def test_a_database_that_is_away_is_one_sentence_and_code_3(run_alone: Run) -> None:
    for words in (["letters", "send"], ["keys", "rotate"]):
        done = run_alone(*words, PORTAL_DATABASE_URL="sqlite:////nowhere/at/all.sqlite")
        assert done.returncode == 3, done.stderr
        assert "The database does not answer" in done.stderr
        assert "Traceback" not in done.stderr


def test_wrong_use_is_code_2(run_alone: Run) -> None:
    for words in (["nonsense"], ["letters", "send", "--now"], ["partners", "import"]):
        assert run_alone(*words).returncode == 2


def test_the_same_commands_stand_under_flask(run: Run) -> None:
    assert run("--app", "wsgi", "audit", "verify", program="flask").stdout == "The log is whole.\n"


def test_letters_leave_by_the_command(portal: Portal, run: Run, tmp_path: Path) -> None:
    a_letter()
    public, private = certificate(tmp_path)
    with open_post_office(public, private) as office:
        url = office.url
        assert run("letters", "send", "--dry-run", PORTAL_SMTP_URL=url).stdout == "Letters that are due: 1.\n"
        assert office.box.taken == []
        done = run("letters", "send", PORTAL_SMTP_URL=url, SSL_CERT_FILE=str(public))
    assert (done.returncode, done.stdout) == (0, "Sent: 1, to be tried again: 0, given up: 0.\n")
    assert [one["To"] for one in office.box.taken] == ["p@people.example"]


def test_a_stopped_mail_server_is_code_3_and_the_letter_waits(portal: Portal, run: Run) -> None:
    a_letter()
    done = run("letters", "send", PORTAL_SMTP_URL=f"smtp://localhost:{free_port()}")
    assert done.returncode == 3
    assert "(unreachable)" in done.stderr
    db.session.rollback()
    assert db.session.scalars(db.select(Letter.state)).all() == [LetterState.QUEUED]


def test_a_rehearsed_remind_changes_nothing(portal: Portal, run: Run) -> None:
    done = run("remind", "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Would be: alarms 0")
    assert run("remind").stdout.startswith("Done: alarms 0")


def test_a_changed_log_is_told_and_code_1(portal: Portal, run: Run) -> None:
    with transaction():
        note(THE_PORTAL, "case:offer:made", "case:A")
    whole = run("audit", "verify")
    assert (whole.returncode, whole.stdout) == (0, "The log is whole.\n")
    with transaction():
        db.session.execute(db.update(AuditEvent).values(subject="case:B"))
    done = run("audit", "verify")
    month = f"{now():%Y-%m}"
    assert (done.returncode, done.stdout) == (1, f"{month}: row 1 is missing or was changed\nFaults: 1.\n")


def test_the_standing_of_each_language_is_told(run_alone: Run) -> None:
    done = run_alone("i18n", "status")
    assert [line.split(":")[0] for line in done.stdout.splitlines() if not line.startswith(" ")] == ["da", "en", "ar"]
    complete = done.stdout.count(": 100 %") == 3 and done.stdout.count(", 0 doubtful, 0 with") == 3
    assert done.returncode == (0 if complete else 1)


def test_keys_are_rotated_and_the_old_one_can_be_laid_off(portal: Portal, people: People, run: Run) -> None:
    case = build.case(people.caseworker)
    before, old = case_key(case.id), portal.settings.seal_keys
    new = f"2:{config.new_key()}"
    both = f"{old},{new}"
    expected = len(people.everyone()) + 1
    told = run("keys", "rotate", "--dry-run", PORTAL_SEAL_KEYS=both).stdout
    assert told == f"Values under an older key: {expected}.\n"
    done = run("keys", "rotate", PORTAL_SEAL_KEYS=both)
    assert (done.returncode, done.stdout) == (0, f"Sealed anew: {expected}. Do not open: 0.\n")
    again = run("keys", "rotate", PORTAL_SEAL_KEYS=both)
    assert again.stdout == "Sealed anew: 0. Do not open: 0.\n"
    db.session.remove()
    sealed.use_keys(sealed.KeyRing(config.key_list("S", new), config.key_list("I", portal.settings.index_keys)))
    assert case_key(case.id) == before
    assert people.caseworker.account.totp_secret == AUTHENTICATOR


def test_what_does_not_open_is_named_and_stays_as_it_is(portal: Portal, people: People, run: Run) -> None:
    new = f"2:{config.new_key()}"
    done = run("keys", "rotate", PORTAL_SEAL_KEYS=new)
    assert done.returncode == 1
    assert f"account.totp_secret of {people.auditor.id}: no seal key with id 1" in done.stderr
    db.session.rollback()
    assert people.auditor.account.totp_secret == AUTHENTICATOR


def test_demo_refuses_a_portal_that_is_no_demonstration(run_alone: Run) -> None:
    done = run_alone("demo")
    assert done.returncode == 1
    assert "not a demonstration" in done.stderr


def test_demo_refuses_a_database_that_holds_something(people: People, run: Run) -> None:
    done = run("demo", PORTAL_MODE="demonstration")
    assert done.returncode == 1
    assert "demonstration world is made in an empty one" in done.stderr


def test_a_key_that_is_no_key_is_told(run_alone: Run) -> None:
    short = f"1:{base64.b64encode(b'short').decode()}"
    assert run_alone("check", PORTAL_SEAL_KEYS=short).returncode == 3


def test_a_demonstration_does_not_start_over_real_accounts(people: People, run: Run) -> None:
    bind = f"127.0.0.1:{free_port()}"
    done = run("--bind", bind, "--log-level", "critical", "wsgi:app", program="gunicorn", PORTAL_MODE="demonstration")
    assert done.returncode == 3
    assert "This database is not a demonstration; demonstration mode does not start over it." in done.stderr
