"""A letter kind of the tests, and the mail server that takes its letters."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from portal.config import Settings
from portal.letters.links import PURPOSES, Purpose
from portal.letters.outbox import KINDS, LetterKind
from tests.conftest import Portal
from tests.letters.post_office import PostOffice, certificate, open_post_office

KIND = "of_the_tests"


@pytest.fixture(autouse=True)
def a_kind_of_letter() -> Iterator[None]:
    """Kinds that name nothing of another chapter."""
    KINDS[KIND] = LetterKind("A partner is asked to answer. Reference %(reference)s.")
    KINDS["without_reference"] = LetterKind("Something was added.")
    KINDS["in_thai"] = LetterKind("มีข้อความถึงคุณในพอร์ทัล %(reference)s")
    PURPOSES["of_the_tests"] = Purpose("home.show", "")
    yield
    for kind in (KIND, "without_reference", "in_thai"):
        KINDS.pop(kind, None)
    PURPOSES.pop("of_the_tests")


@pytest.fixture
def post_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    """A server whose certificate this machine trusts."""
    public, private = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    with open_post_office(public, private) as running:
        yield running


@pytest.fixture
def with_mail(portal: Portal, post_office: PostOffice) -> Settings:
    """The portal's settings with that server."""
    return replace(portal.settings, smtp_url=post_office.url)
