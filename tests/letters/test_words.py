"""A letter says that there is something, until when, and where to look; never what, about whom, or from where."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from portal.db import now, transaction
from portal.i18n import LANGUAGES
from portal.letters import outbox
from portal.letters.links import token_of
from portal.letters.models import Letter
from portal.letters.render import message, words_of
from tests.conftest import Portal
from tests.letters.conftest import KIND

DUE = datetime(2026, 11, 26, 13, 30, tzinfo=UTC)


def write(locale: str = "en", kind: str = KIND, reference: str = "7K3Q22WXZB", **more: Any) -> Letter:
    with transaction():
        link = ("of_the_tests", "7K3Q22WXZB")
        return outbox.put(kind, to="p@people.example", locale=locale, reference=reference, link=link, **more)


def test_a_letter_holds_these_sentences_and_no_others(portal: Portal) -> None:
    letter = write(due_at=DUE)
    assert letter.link_id is not None
    assert words_of(letter, portal.settings).text.split("\n\n") == [
        "There is a message for you in the portal.",
        "A partner is asked to answer. Reference 7K3Q22WXZB.",
        "An answer is needed by 26 November 2026, 14:30 (Danish time).",
        "Open the portal here:",
        f"https://portal.test/go/{token_of(letter.link_id)}",
        "If you did not expect this, ignore it.\n",
    ]


def test_a_reference_stands_once_also_where_the_kind_does_not_name_it(portal: Portal) -> None:
    for kind in (KIND, "without_reference"):
        assert words_of(write(kind=kind), portal.settings).text.count("7K3Q22WXZB") == 1
    assert "Reference" not in words_of(write(kind="without_reference", reference=""), portal.settings).text


@pytest.mark.parametrize("locale", [language.code for language in LANGUAGES])
def test_a_letter_is_short_plain_text_with_one_link_in_every_language(portal: Portal, locale: str) -> None:
    mail = message(write(locale, due_at=DUE), portal.settings, now())
    assert mail.get_content_type() == "text/plain"
    assert len(bytes(mail)) <= 2048
    assert mail.get_content().count("http") == 1


def test_the_headers_are_neutral_and_hold_only_what_is_ours(portal: Portal) -> None:
    mail = message(write(), portal.settings, DUE)
    assert mail["From"] == "Portal <portal@portal.test>"
    assert mail["Subject"] == "A message for you in the portal, 7K3Q22WXZB"
    assert set(mail.keys()) == {
        *("To", "From", "Subject", "Date", "Message-ID", "Content-Language", "Auto-Submitted"),
        *("Content-Type", "Content-Transfer-Encoding", "MIME-Version"),
    }


def test_a_senders_name_of_the_installation_is_kept(portal: Portal) -> None:
    settings = replace(portal.settings, mail_from="Centre <post@centre.example>")
    assert message(write(), settings, DUE)["From"] == "Centre <post@centre.example>"


def test_text_that_somebody_wrote_is_refused_as_a_reference(portal: Portal) -> None:
    for text in ("Ann Invented", "7K3Q\r\nBcc: x@evil.example", "http://evil.example", "7" * 21):
        with pytest.raises(ValueError, match="never text"):
            write(reference=text)


SPOOFED = [
    {"Host": "evil.example"},
    {"Host": "evil.example:443"},
    {"Host": "portal.test.evil.example"},
    {"Host": "evil.example#portal.test"},
    {"Host": "portal.test@evil.example"},
    {"Host": "127.0.0.1"},
    {"Host": "[::1]:80"},
    {"Host": "xn--prtal-lva.test"},
    {"X-Forwarded-Host": "evil.example"},
    {"X-Forwarded-Server": "evil.example"},
    {"Forwarded": "host=evil.example;proto=http"},
    {"X-Original-Host": "evil.example", "X-Forwarded-Proto": "http", "X-Forwarded-Prefix": "/evil"},
]


@pytest.mark.parametrize("headers", SPOOFED, ids=str)
def test_the_link_is_the_portals_own_whatever_host_the_request_names(portal: Portal, headers: dict[str, str]) -> None:
    letter = write()
    expected = words_of(letter, portal.settings).link
    assert expected.startswith("https://portal.test/go/")
    with portal.app.test_request_context("/", headers=headers):
        assert words_of(letter, portal.settings).link == expected
        assert "evil" not in message(letter, portal.settings, DUE).as_string()
