"""The key a place is looked up by: folded, without spaces and signs, so that every way of writing a name meets."""

import unicodedata
from functools import lru_cache

from portal.places.folding import fold

LONGEST_TEXT = 200  # characters that somebody may type for a place
LONGEST_KEY = 60
# Letters that Arabic, Persian, Urdu and Kurdish keyboards give for the same sound.
SAME_IN_ARABIC = str.maketrans("کیىېےۍۀەةہھۇۆۋ", "كيييييهههههووو")
SKIPPED_KINDS = ("Zs", "Pd", "Pi", "Pf", "Lm", "Sk")
SKIPPED_SIGNS = frozenset("'.,·()`´/ـ״׳་") | {"\u200b", "\u200c", "\u200d", "\u200e", "\u200f"}


def key(text: str) -> str:
    """What a name is compared by: `Cluj-Napoca`, `cluj napoca` and `CLUJNAPOCA` are one.

    Empty for what cannot be a name: nothing but spaces, more than 200 characters, or a sign that no name of a place
    has (control signs, halves of characters, `%`, pictures).
    """
    if len(text) > LONGEST_TEXT:
        return ""
    letters = [_letter(character) for character in fold(text).translate(SAME_IN_ARABIC)]
    whole = "".join(letters)
    return "" if "\0" in letters or len(whole) > LONGEST_KEY else whole


@lru_cache(maxsize=4096)
def _letter(character: str) -> str:
    """The character where it counts, nothing where it is skipped, NUL where no name has it."""
    kind = unicodedata.category(character)
    if kind in SKIPPED_KINDS or character in SKIPPED_SIGNS:
        return ""
    return character if kind[0] in "LMN" else "\0"
