"""How far each language is: what `hjemvej i18n status` shows. Reads the catalogues that translators write (.po)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from portal.i18n import LANGUAGES, SOURCE, TRANSLATIONS

PLACEHOLDER = re.compile(r"%\((\w+)\)")


@dataclass(frozen=True)
class Standing:
    """One language: how many of all sentences are translated, which are doubtful, which lost a placeholder."""

    code: str
    total: int
    translated: int
    fuzzy: int = 0
    mismatches: tuple[str, ...] = ()

    @property
    def percent(self) -> int:
        """The translated share, rounded down: 100 means every one."""
        return 100 * self.translated // self.total if self.total else 100

    @property
    def complete(self) -> bool:
        """Every sentence translated, none doubtful, every placeholder in its place."""
        return self.translated == self.total and not self.fuzzy and not self.mismatches


def standings(folder: Path = TRANSLATIONS) -> Iterator[Standing]:
    """The standing of each language of the list. Raises OSError where the template or a catalogue is missing."""
    wanted = {_key(message) for message in _messages(_read(folder / "messages.pot"))}
    for language in LANGUAGES:
        if language.code == SOURCE:
            yield Standing(SOURCE, len(wanted), len(wanted))
        else:
            catalogue = _read(folder / language.code / "LC_MESSAGES" / "messages.po", language.code)
            yield _standing(language.code, catalogue, wanted)


def _standing(code: str, catalogue: Catalog, wanted: set[object]) -> Standing:
    messages = [message for message in _messages(catalogue) if _key(message) in wanted]
    done = [message for message in messages if all(_texts(message.string)) and not message.fuzzy]
    return Standing(
        code,
        total=len(wanted),
        translated=len(done),
        fuzzy=sum(message.fuzzy for message in messages),
        mismatches=tuple(_texts(message.id)[0] for message in done if _differs(message)),
    )


def _differs(message: Message) -> bool:
    """Whether a translation has other placeholders than its sentence. A plural form may leave the number out."""
    sets = [set(PLACEHOLDER.findall(text)) for text in _texts(message.id)]
    allowed = set().union(*sets)
    needed = set.intersection(*sets) - ({"num"} if message.pluralizable else set())
    return any(not needed <= set(PLACEHOLDER.findall(text)) <= allowed for text in _texts(message.string))


def _messages(catalogue: Iterable[Message]) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _texts(text: str | Iterable[str] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or [""])


def _key(message: Message) -> object:
    return message.context, tuple(_texts(message.id))


def _read(path: Path, code: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=code)
