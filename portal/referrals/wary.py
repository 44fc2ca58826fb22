"""Whether a text looks as if it held a number that should not be told. Pure; it only ever leads to a second look."""

import re

from portal.referrals.codes import Suspicion

# A day is no telephone number: 2026-11-27, 27.11.2026.
DAY = re.compile(r"\b(?:(?:19|20)\d\d([-./ ])\d{1,2}\1\d{1,2}|\d{1,2}([-./ ])\d{1,2}\2(?:19|20)\d\d)\b")
HOUR = re.compile(r"\b\d{1,2}[:.]\d\d\b")
# A Danish personal number, a passport's number, the foot line of a passport.
DOCUMENT = re.compile(r"\b[0-3]\d[01]\d{3}[- ]?\d{4}\b|\b[A-Z]{1,3}[ -]?\d{6,9}\b|P<[A-Z]{3}")
DIGITS_APART = re.compile(r"\+?\d(?:[\s().\-/]{0,3}\d){6,14}")


def numbers_in(text: str) -> list[Suspicion]:
    """What kinds of number a text may hold, in any script's digits."""
    plain = HOUR.sub(" ", DAY.sub(" ", text))
    found = []
    if DOCUMENT.search(plain):
        found.append(Suspicion.DOCUMENT)
        plain = DOCUMENT.sub(" ", plain)
    if DIGITS_APART.search(plain):
        found.append(Suspicion.PHONE)
    return found
