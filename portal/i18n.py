"""The one list of languages, and the choice among them: by link, by account, by cookie, by browser."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from babel import Locale, negotiate_locale

from portal.config import ROOT

TRANSLATIONS = ROOT / "translations"


@dataclass(frozen=True)
class Language:
    """A shipped language: its code in links and cookies, its own name, the CLDR locale of its dates."""

    code: str
    name: str
    formats: str

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`, from CLDR."""
        return Locale.parse(self.formats).text_direction


# English dates are written the British way, day before month.
LANGUAGES = (
    Language("da", "dansk", "da"),
    Language("en", "English", "en_GB"),
    Language("ar", "العربية", "ar"),
)
SOURCE = "en"
BY_CODE = {language.code: language for language in LANGUAGES}


class CatalogueMissing(Exception):
    """A language of the list has no compiled catalogue, and would silently show English."""


def choose(wanted: Iterable[str | None], accepted: Iterable[str]) -> str:
    """The code of the first wanted language that is shipped, else by the browser's list, else English.

    Takes anything a stranger may send; only codes of the closed list come out (R-25).
    """
    for code in wanted:
        if code in BY_CODE:
            return code
    tags = [tag.replace("-", "_") for tag in accepted if len(tag) <= 35]
    found = negotiate_locale(tags, list(BY_CODE)) if tags else None
    return found if found in BY_CODE else SOURCE


def catalogue(code: str) -> Path:
    """Where the compiled catalogue of a language lies."""
    return TRANSLATIONS / code / "LC_MESSAGES" / "messages.mo"


def refuse_missing_catalogues() -> None:
    """Raise CatalogueMissing unless every shipped language but the source has its compiled catalogue."""
    for language in LANGUAGES:
        if language.code != SOURCE and not catalogue(language.code).is_file():
            raise CatalogueMissing(f"The catalogue of {language.code} is not compiled; run make strings.")
