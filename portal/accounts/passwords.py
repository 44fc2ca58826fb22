"""Pass phrases as argon2id, at the same cost for a known and an unknown account (R-06)."""

import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.accounts.common_phrases import COMMON

SHORTEST = 15  # characters; OWASP ASVS 5.0, 6.2.9
LONGEST = 256
FEWEST_DIFFERENT = 5  # characters
# OWASP ASVS 5.0, appendix C: m = 46 MiB (47104 KiB), t = 1, p = 1.
_HASHER = PasswordHasher(time_cost=1, memory_cost=47_104, parallelism=1)
_NOBODYS = _HASHER.hash(secrets.token_urlsafe(32))


def hashed(phrase: str) -> str:
    """The argon2id hash of a pass phrase, with its parameters and salt."""
    return _HASHER.hash(_folded(phrase))


def matches(phrase: str, stored: str | None) -> bool:
    """Whether a pass phrase is the stored one. Without a stored one it costs the same and is always False."""
    try:
        _HASHER.verify(stored or _NOBODYS, _folded(phrase[:LONGEST]))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def fault(phrase: str, email: str) -> str | None:
    """Why a new pass phrase cannot be taken: `short`, `long`, `plain` (easy to guess), `own`; None when it can."""
    plain = "".join(letter for letter in _folded(phrase).casefold() if letter.isalnum())
    if len(phrase) < SHORTEST:
        return "short"
    if len(phrase) > LONGEST:
        return "long"
    if plain in COMMON or len(set(plain)) < FEWEST_DIFFERENT or _repeats(plain):
        return "plain"
    own = "".join(letter for letter in email.casefold() if letter.isalnum())
    name = "".join(letter for letter in email.casefold().partition("@")[0] if letter.isalnum())
    return "own" if own in plain or plain in (name, name * 2, name * 3) else None


def _repeats(plain: str) -> bool:
    """One short word written several times over."""
    return any(plain == plain[:size] * (len(plain) // size) for size in range(1, 6) if plain)


def _folded(phrase: str) -> str:
    """The same letters from every keyboard."""
    return unicodedata.normalize("NFKC", phrase)
