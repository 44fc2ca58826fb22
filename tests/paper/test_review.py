"""A language stands alone on a paper only when somebody approved its sentences by name."""

import os
from pathlib import Path

import pytest

from portal.i18n import LANGUAGES
from portal.paper.review import names_in, reviewers

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

# Reviewed-by: Invented Reviewer, 2026-11-01
msgid "One"
msgstr "En"

# A note of the translator
# Reviewed-by: Other Reviewer, 2026-11-02
msgid "Two"
msgstr "To"

msgid "Three"
msgstr "Tre"

# Reviewed-by: Invented Reviewer, 2026-11-01
msgid "Four"
msgstr ""

# Reviewed-by: Invented Reviewer, 2026-11-01
#, fuzzy
msgid "Five"
msgstr "Fem"

# Reviewed-by:
msgid "Six"
msgstr "Seks"
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """A catalogue where two of six sentences are approved."""
    path = tmp_path / "messages.po"
    path.write_text(CATALOGUE, encoding="utf-8")
    return path


def test_approved_sentences_name_who_approved_them(catalogue: Path) -> None:
    names = ["Invented Reviewer, 2026-11-01", "Other Reviewer, 2026-11-02"]
    assert names_in(catalogue, ["One", "Two"]) == names


@pytest.mark.parametrize("missing", ["Three", "Four", "Five", "Six", "Never written"])
def test_one_sentence_without_approval_is_enough_for_none(catalogue: Path, missing: str) -> None:
    assert names_in(catalogue, ["One", missing, "Two"]) == []


def test_a_missing_catalogue_approves_nothing(tmp_path: Path) -> None:
    assert names_in(tmp_path / "messages.po", ["One"]) == []


def test_a_catalogue_that_changed_is_read_again(catalogue: Path) -> None:
    assert names_in(catalogue, ["Three"]) == []
    approved = CATALOGUE.replace('msgid "Three"', '# Reviewed-by: Third\nmsgid "Three"')
    catalogue.write_text(approved, encoding="utf-8")
    os.utime(catalogue, ns=(1, 1))
    assert names_in(catalogue, ["Three"]) == ["Third"]


def test_every_shipped_language_can_be_asked() -> None:
    for language in LANGUAGES:
        assert isinstance(reviewers(language.code, ["Information for you"]), list)
    assert reviewers("en", ["Information for you"]) == ["en"]
