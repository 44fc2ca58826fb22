"""The folded form of a text: what names are compared by, whatever keyboard they were typed on."""

import unicodedata

# Letters that Unicode does not take apart, as people type them on a keyboard without them.
LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "ß": "ss", "þ": "th", "ŧ": "t", "ə": "e"}
)


def fold(text: str) -> str:
    """Text without case, accents and letters of one alphabet alone, so that `Łódź` is found by `lodz`."""
    if text.isascii():  # nothing to take apart
        return " ".join(text.lower().split())
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in apart if not unicodedata.combining(c))
    return " ".join(bare.casefold().translate(LETTERS).split())
