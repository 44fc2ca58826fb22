"""Languages that people speak: ISO 639 codes with CLDR names in the reader's language."""

from babel import Locale

# Those most spoken along the plan's countries first in lists; `pcm` is Nigerian Pidgin, `bin` is Edo.
SPOKEN = (
    "en da ar bg bn bin de el es et fa fr ha hi hu ig it km ku lt lv my ne pcm pl ps pt qu ro ru so sq sr sw "
    "ta th ti tl tr uk ur uz vi wo yo zh am ay be ak"
).split()
NOT_IN_CLDR = {"bin": "Edo"}


def name(code: str, locale: str) -> str:
    """A language's name in a locale; its English or own name where CLDR has none."""
    return Locale.parse(locale).languages.get(code) or NOT_IN_CLDR.get(code, code)
