"""The sentences to translate: extract them from the source, check each language."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from portal.i18n import LANGUAGES, SOURCE
from tools.catalogues import FOLDER, read

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = FOLDER / "messages.pot"
# The language of the source needs no catalogue.
NAMES = {one.code: one.name for one in LANGUAGES if one.code != SOURCE}
LOCALES = tuple(NAMES)
PYBABEL = (sys.executable, "-m", "babel.messages.frontend")
KEYWORDS = ("N_", "NN_:1,2", "_l", "lazy_gettext", "lazy_ngettext:1,2", "lazy_pgettext:1c,2")


def extract() -> None:
    """Bring messages.pot and every catalogue up to date with the source; unchanged files keep their bytes."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "messages.pot"
        _extract_to(fresh)
        if not TEMPLATE.exists() or _meaning(fresh) != _meaning(TEMPLATE):
            TEMPLATE.write_bytes(fresh.read_bytes())
    template = read(TEMPLATE)
    for locale in LOCALES:
        path = po_file(locale)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, _empty(locale))
        if _keys(path) != _keys(TEMPLATE):
            catalogue = read(path)
            catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False)
            _write(path, catalogue)


def _empty(locale: str) -> Catalog:
    return Catalog(
        locale,
        header_comment=f"# The sentences of Hjemvej: {NAMES[locale]}",
        project="Hjemvej",
        version="1",
        copyright_holder="Hjemvej",
        msgid_bugs_address="see README.md",
        last_translator="Hjemvej",
        language_team=NAMES[locale],
        fuzzy=False,
    )


def po_file(locale: str) -> Path:
    """Where a language's sentences stand."""
    return FOLDER / locale / "LC_MESSAGES" / "messages.po"


def stale() -> Iterator[str]:
    """Says so when messages.pot no longer agrees with the source."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "messages.pot"
        _extract_to(fresh)
        if not TEMPLATE.exists() or _meaning(fresh) != _meaning(TEMPLATE):
            yield "translations/messages.pot is older than the source; run: make strings"


def incomplete() -> Iterator[str]:
    """Each sentence that is missing, doubtful or broken in a language, and why."""
    for locale in LOCALES:
        if po_file(locale).exists():
            yield from (f"{locale}: {problem}" for problem in _problems_of(po_file(locale)))
        else:
            yield f"{locale}: there is no catalogue; run: make strings"


def _problems_of(path: Path) -> Iterator[str]:
    if TEMPLATE.exists() and _keys(path) != _keys(TEMPLATE):
        yield "has other messages than messages.pot; run: make strings"
    catalogue = polib.pofile(str(path))
    missing = catalogue.untranslated_entries()
    if missing:
        yield f"{len(missing)} of {len(catalogue)} untranslated, the first: {missing[0].msgid!r}"
    yield from (f"fuzzy: {entry.msgid!r}" for entry in catalogue.fuzzy_entries())
    for message, errors in read(path).check():
        yield from (f"{message.id!r}: {error}" for error in errors)
    for entry in catalogue:
        if not entry.obsolete and entry.translated():
            yield from _shape_problems(entry)


def _shape_problems(entry: polib.POEntry) -> Iterator[str]:
    """What Babel's own checkers let pass: the white space at both ends, and markup that came or went."""
    for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
        if _ends(text) != _ends(entry.msgid):
            yield f"{entry.msgid!r}: white space at an end differs"
        if text.count("<") != entry.msgid.count("<"):
            yield f"{entry.msgid!r}: markup differs"


def _ends(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


def _extract_to(path: Path) -> None:
    keywords = [part for keyword in KEYWORDS for part in ("-k", keyword)]
    style = ("-c", "Translators:", "--no-location", "--sort-output", "--no-wrap", "--omit-header")
    command = (
        *PYBABEL,
        "-q",
        "extract",
        "-F",
        "pyproject.toml",
        *keywords,
        *style,
        "-o",
        str(path),
        "portal",
    )
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"The strings could not be extracted:\n{done.stdout}{done.stderr}")


def _write(path: Path, catalogue: Catalog) -> None:
    with path.open("wb") as file:
        write_po(file, catalogue, width=0, no_location=True, sort_output=True)


def _meaning(path: Path) -> list[tuple[str | None, str, str, str]]:
    """All that a translator sees of a template, without its dates."""
    return [(one.msgctxt, one.msgid, one.msgid_plural, one.comment) for one in polib.pofile(str(path))]


def _keys(path: Path) -> set[tuple[str | None, str, str]]:
    return {(one.msgctxt, one.msgid, one.msgid_plural) for one in polib.pofile(str(path)) if not one.obsolete}


def main(step: str) -> int:
    """Run one step: extract, strings or catalogues (the two checks). Returns the exit code."""
    if step == "extract":
        extract()
        return 0
    found = list({"strings": stale, "catalogues": incomplete}[step]())
    print("\n".join(found) or f"{step} in order: {', '.join(LOCALES)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
