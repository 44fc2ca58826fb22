"""Letters leave by real SMTP with TLS and sign-in; whatever the server does, none is lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import select, update

from portal.config import Settings
from portal.db import db, now, transaction
from portal.letters import outbox
from portal.letters.models import Letter, LetterState
from portal.letters.sender import LEASE, PAUSES, Counts, due_count, send_due
from tests.conftest import Portal
from tests.letters.conftest import KIND
from tests.letters.post_office import PostOffice, certificate, free_port, open_post_office

A_MOMENT = timedelta(seconds=1)


def write(to: str = "partner@people.example", **more: Any) -> Letter:
    with transaction():
        return outbox.put(more.pop("kind", KIND), to=to, locale=more.pop("locale", "en"), reference="7K3Q22", **more)


def the_letter() -> Letter:
    db.session.rollback()
    return db.session.scalars(select(Letter), execution_options={"populate_existing": True}).one()


def test_a_letter_leaves_encrypted_and_signed_in_and_is_marked_sent(
    with_mail: Settings, post_office: PostOffice
) -> None:
    letter = write()
    assert send_due(with_mail, now()) == Counts(sent=1)
    assert [one["To"] for one in post_office.box.taken] == ["partner@people.example"]
    assert post_office.box.envelopes[0].mail_from == "portal@portal.test"
    assert (letter.state, letter.attempts, letter.last_fault) == (LetterState.SENT, 1, "")
    assert letter.sent_at is not None


def test_a_letter_that_was_sent_is_not_sent_again(with_mail: Settings, post_office: PostOffice) -> None:
    write()
    send_due(with_mail, now())
    assert send_due(with_mail, now() + timedelta(days=3)) == Counts()
    assert len(post_office.box.taken) == 1


def test_a_letter_waits_for_its_moment(with_mail: Settings, post_office: PostOffice) -> None:
    write(not_before=now() + timedelta(hours=1))
    assert send_due(with_mail, now()) == Counts()
    assert send_due(with_mail, now() + timedelta(hours=1)) == Counts(sent=1)


def test_a_letter_in_thai_or_with_arabic_dates_arrives_letter_for_letter(
    with_mail: Settings, post_office: PostOffice
) -> None:
    write(kind="in_thai")
    write(locale="ar", due_at=now())
    assert send_due(with_mail, now()).sent == 2
    bodies = {one["Content-Language"]: one.get_content() for one in post_office.box.taken}
    assert "มีข้อความถึงคุณในพอร์ทัล 7K3Q22" in bodies["en"]
    assert any("\u0600" <= sign <= "\u06ff" for sign in bodies["ar"])


def test_a_stopped_server_leaves_the_letter_queued_with_a_code_and_all_its_tries(portal: Portal) -> None:
    letter = write()
    settings = replace(portal.settings, smtp_url=f"smtp://localhost:{free_port()}")
    for _try in range(20):
        assert send_due(settings, now()) == Counts(down="unreachable")
    assert (letter.state, letter.attempts, letter.last_fault) == (LetterState.QUEUED, 0, "unreachable")


def test_without_a_server_in_the_settings_nothing_leaves(portal: Portal) -> None:
    letter = write()
    assert send_due(portal.settings, now()) == Counts(down="no_server_set")
    assert letter.state is LetterState.QUEUED


def test_a_server_without_starttls_gets_no_letter_and_no_pass_word(portal: Portal, tmp_path: Path) -> None:
    letter = write()
    plain = {"tls_context": None, "require_starttls": False, "auth_required": False, "authenticator": None}
    with open_post_office(*certificate(tmp_path), **plain) as running:
        settings = replace(portal.settings, smtp_url=running.url)
        assert send_due(settings, now()) == Counts(down="tls_not_offered")
    assert running.box.taken == []
    assert letter.state is LetterState.QUEUED


def test_a_server_with_a_strangers_certificate_gets_no_letter(portal: Portal, tmp_path: Path) -> None:
    write()
    with open_post_office(*certificate(tmp_path)) as running:
        assert send_due(replace(portal.settings, smtp_url=running.url), now()) == Counts(down="certificate_refused")
    assert running.box.taken == []


def test_a_certificate_for_another_host_is_refused(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public, private = certificate(tmp_path, host="mail.elsewhere.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    write()
    with open_post_office(public, private) as running:
        assert send_due(replace(portal.settings, smtp_url=running.url), now()) == Counts(down="certificate_refused")


def test_a_wrong_pass_word_sends_nothing(with_mail: Settings, post_office: PostOffice) -> None:
    letter = write()
    wrong = replace(with_mail, smtp_url=f"smtp://portal:wrong@localhost:{post_office.port}")
    assert send_due(wrong, now()) == Counts(down="sign_in_refused")
    assert letter.state is LetterState.QUEUED


def test_a_letter_whose_answer_was_lost_comes_again_with_the_same_message_id(
    with_mail: Settings, post_office: PostOffice
) -> None:
    letter = write()
    post_office.box.lose_answers = 1
    assert send_due(with_mail, now()) == Counts(postponed=1)
    assert (letter.state, letter.last_fault) == (LetterState.QUEUED, "connection_lost")
    assert send_due(with_mail, now() + PAUSES[0] + A_MOMENT) == Counts(sent=1)
    first, second = (one["Message-ID"] for one in post_office.box.taken)
    assert first == second == f"<{letter.id.hex}@portal.test>"


def test_a_letter_dropped_while_it_was_being_sent_is_tried_again_after_a_quarter_of_an_hour(
    with_mail: Settings, post_office: PostOffice
) -> None:
    letter = write()
    dropped = {"state": LetterState.SENDING, "attempts": 1, "not_before": now() + LEASE}
    with transaction():
        db.session.execute(update(Letter).values(dropped))
    assert send_due(with_mail, now()) == Counts()
    assert send_due(with_mail, now() + LEASE + A_MOMENT) == Counts(sent=1)
    assert post_office.box.taken[0]["Message-ID"] == f"<{letter.id.hex}@portal.test>"


def test_a_refused_letter_is_tried_with_growing_pauses_and_then_given_up(
    with_mail: Settings, post_office: PostOffice
) -> None:
    write()
    post_office.box.answers = ["451 not now"] * (len(PAUSES) + 1)
    at, waited = now(), []
    for pause in PAUSES:
        assert send_due(with_mail, at) == Counts(postponed=1)
        waited.append(the_letter().not_before - at)
        assert send_due(with_mail, at) == Counts()
        at += pause + timedelta(seconds=10)
    assert waited == sorted(waited)
    assert send_due(with_mail, at) == Counts(given_up=1)
    assert (the_letter().state, the_letter().last_fault) == (LetterState.GIVEN_UP, "refused_451")
    assert send_due(with_mail, at + timedelta(days=30)) == Counts()


def test_one_letter_that_is_refused_does_not_hold_the_others(with_mail: Settings, post_office: PostOffice) -> None:
    for number in range(3):
        write(f"partner{number}@people.example")
    post_office.box.answers = ["550 nobody here"]
    assert send_due(with_mail, now()) == Counts(sent=2, postponed=1)


def test_a_letter_that_cannot_be_written_does_not_hold_the_others(with_mail: Settings, post_office: PostOffice) -> None:
    with transaction():
        db.session.add(Letter(kind="long gone", recipient="a@people.example", locale="en", not_before=now()))
        db.session.add(Letter(kind=KIND, recipient="a\nBcc: b@c", locale="en", not_before=now()))
    write()
    assert send_due(with_mail, now()) == Counts(sent=1, postponed=2)
    db.session.rollback()
    faults = set(db.session.scalars(select(Letter.last_fault).where(Letter.state == LetterState.QUEUED)))
    assert faults == {"kind_unknown", "address_unusable"}


def test_two_runs_at_once_send_each_letter_once(portal: Portal, with_mail: Settings, post_office: PostOffice) -> None:
    for number in range(20):
        write(f"partner{number}@people.example")
    db.session.remove()
    together, sent = Barrier(2), []

    def run() -> None:
        with portal.app.app_context():
            together.wait()
            sent.append(send_due(with_mail, now()).sent)

    runs = [Thread(target=run) for _one in range(2)]
    for one in runs:
        one.start()
    for one in runs:
        one.join()
    assert sum(sent) == 20
    assert len({one["To"] for one in post_office.box.taken}) == len(post_office.box.taken) == 20


def test_progress_is_told_once_for_each_letter(with_mail: Settings, post_office: PostOffice) -> None:
    told: list[int] = []
    listen: Callable[[int], object] = told.append
    write()
    write()
    assert due_count(now()) == 2
    send_due(with_mail, now(), listen)
    assert told == [1, 1]
