"""`hjemvej i18n status` counts what is missing, doubtful or broken in a language."""

from pathlib import Path

from portal.cli.catalogues import standings
from portal.i18n import LANGUAGES, SOURCE

HEAD = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
)
SENTENCES = '#, python-format\nmsgid "Write to %(name)s"\nmsgstr "{0}"\n\nmsgid "Send"\nmsgstr "{1}"\n'
PLURAL = (
    '\n#, python-format\nmsgid "%(num)s letter"\nmsgid_plural "%(num)s letters"\nmsgstr[0] "{0}"\nmsgstr[1] "{1}"\n'
)


def write(folder: Path, *texts: str, fuzzy: bool = False) -> Path:
    """A template and, for every language, a catalogue with these translations."""
    (folder / "messages.pot").write_text(HEAD + SENTENCES.format("", "") + PLURAL.format("", ""), encoding="utf-8")
    mark = "#, fuzzy\n" if fuzzy else ""
    body = mark + SENTENCES.format(*texts[:2]) + PLURAL.format(*texts[2:])
    for language in LANGUAGES:
        place = folder / language.code / "LC_MESSAGES"
        place.mkdir(parents=True)
        (place / "messages.po").write_text(HEAD + body, encoding="utf-8")
    return folder


def test_a_complete_language_is_complete(tmp_path: Path) -> None:
    folder = write(tmp_path, "Skriv til %(name)s", "Send", "et brev", "%(num)s breve")
    assert all(one.complete and one.percent == 100 for one in standings(folder))


def test_the_source_language_needs_no_catalogue(tmp_path: Path) -> None:
    folder = write(tmp_path, "", "", "", "")
    (english,) = [one for one in standings(folder) if one.code == SOURCE]
    assert english.complete


def test_a_missing_sentence_counts_and_the_share_is_rounded_down(tmp_path: Path) -> None:
    folder = write(tmp_path, "Skriv til %(name)s", "", "et brev", "%(num)s breve")
    danish = next(standings(folder))
    assert (danish.code, danish.percent, danish.complete) == ("da", 66, False)


def test_a_doubtful_sentence_counts_as_missing(tmp_path: Path) -> None:
    folder = write(tmp_path, "Skriv til %(name)s", "Send", "et brev", "%(num)s breve", fuzzy=True)
    danish = next(standings(folder))
    assert (danish.translated, danish.fuzzy, danish.complete) == (2, 1, False)


def test_a_lost_or_foreign_placeholder_is_named(tmp_path: Path) -> None:
    for number, text in enumerate(("Skriv til dem", "Skriv til %(navn)s")):
        folder = tmp_path / str(number)
        folder.mkdir()
        danish = next(standings(write(folder, text, "Send", "et brev", "%(num)s breve")))
        assert danish.mismatches == ("Write to %(name)s",)
        assert not danish.complete
