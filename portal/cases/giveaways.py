"""What in a text looks as if it could tell who somebody is: a hint for the writer, never a proof that nothing does.

One rule in two strengths: `numbers_in` for a message between two who must speak of days and flights, `looks_like` for
a text that leaves the network. Whatever the first notices, the second notices too.
"""

import re
import unicodedata
from functools import cache

from portal.i18n_mark import N_
from portal.places import countries
from portal.vocabulary.codes import CodeList


class Giveaway(CodeList):
    """A kind of thing that could name a person."""

    NAME = "name", N_("something that looks like a name")
    PHONE = "phone", N_("something that looks like a telephone number")
    DOCUMENT = "document", N_("something that looks like the number of a document")
    BIRTHDATE = "birthdate", N_("something that looks like a date of birth")
    MAIL = "mail", N_("something that looks like an e-mail address or a user name")


# A day is no telephone number: 2026-11-27, 27.11.2026.
DAY = re.compile(r"\b(?:(?:19|20)\d\d([-./ ])\d{1,2}\1\d{1,2}|\d{1,2}([-./ ])\d{1,2}\2(?:19|20)\d\d)\b")
HOUR = re.compile(r"\b\d{1,2}[:.]\d\d\b")
# A Danish personal number, a passport's number, the foot line of a passport.
PAPER = re.compile(r"\b[0-3]\d[01]\d{3}[- ]?\d{4}\b|\b[A-Z]{1,3}[ -]?\d{6,9}\b|P<[A-Z]{3}")
DIGITS_APART = re.compile(r"\+?\d(?:[\s().\-/]{0,3}\d){6,14}")
# Six digits or more, as telephones are written; a year or an amount is shorter.
PHONE = re.compile(r"(?<!\w)(?:\+|00)?\d(?:[ .\-/()]{0,2}\d){5,}(?!\w)")
DOCUMENT = re.compile(r"\b(?=[A-Z0-9-]*\d)(?=[A-Z0-9-]*[A-Z])[A-Z0-9-]{6,}\b|\b\d{6}-?\d{4}\b")
BIRTHDATE = re.compile(r"\b\d{1,2}[./ -]\d{1,2}[./ -](?:19|20)\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d\b")
# Letters and digits that stand together as a number does, with small signs between.
RUN = re.compile(r"[A-Za-z]{0,3}\d(?:[ .\-/()]{0,2}[A-Za-z]?\d)+")
MAIL = re.compile(r"\S@\S|(?<!\S)@\w")
# A word with a capital that does not begin a sentence.
CAPITAL = re.compile(r"(?<![.!?:\n])(?<!^)[ \t]([^\W\d_][\w'’-]+)", re.MULTILINE)
NOT_NAMES = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday danish english eu europe schengen ngo police".split()
)


def numbers_in(text: str) -> list[Giveaway]:
    """What kinds of number a message may hold, in any script's digits: of a paper, of a telephone."""
    plain = HOUR.sub(" ", DAY.sub(" ", text))
    found = []
    if PAPER.search(plain):
        found.append(Giveaway.DOCUMENT)
        plain = PAPER.sub(" ", plain)
    if DIGITS_APART.search(plain):
        found.append(Giveaway.PHONE)
    return found


def looks_like(text: str) -> list[Giveaway]:
    """The kinds of things in a text that could name somebody, in the list's order; empty when nothing looks so."""
    plain, numbers = unicodedata.normalize("NFKC", text), numbers_in(text)
    phones = any(not BIRTHDATE.fullmatch(one.group()) for one in PHONE.finditer(plain))
    found = {
        Giveaway.NAME: _holds_a_name(plain),
        Giveaway.PHONE: phones or Giveaway.PHONE in numbers,
        Giveaway.DOCUMENT: DOCUMENT.search(plain) is not None or Giveaway.DOCUMENT in numbers,
        Giveaway.BIRTHDATE: BIRTHDATE.search(plain) is not None,
        Giveaway.MAIL: MAIL.search(plain) is not None,
    }
    return [kind for kind in Giveaway if found[kind]]


def _holds_a_name(text: str) -> bool:
    words = (one.group(1) for one in CAPITAL.finditer(text))
    return any(word[:1].isupper() and not word.isupper() and word.casefold() not in _no_names() for word in words)


@cache
def _no_names() -> frozenset[str]:
    """Words with a capital that name no person: months, days, the words of countries' names in English and Danish."""
    named = {countries.name(code, locale) for code in countries.codes() for locale in ("en", "da")}
    return NOT_NAMES | {word.casefold() for name in named for word in re.findall(r"[\w'’-]+", name)}


def holds_name(text: str, name: str) -> bool:
    """Whether a word of a name stands in a text as a word (three letters or more, without case and accents), or the
    whole name does, however it is spaced."""
    words, parts = words_of(text), words_of(name)
    whole = "".join(parts)
    return any(len(part) > 2 and part in words for part in parts) or (len(whole) > 4 and whole in "".join(words))


def holds_number(text: str, said: str) -> bool:
    """Whether a number that stands in `said` (a telephone, a document, a journal) stands in a text too.

    Signs between and the country's prefix do not matter: the last seven signs count, or all of a shorter number.
    """
    there = ["".join(words_of(one)) for one in RUN.findall(text)]
    for one in RUN.findall(said):
        number = "".join(words_of(one))
        if sum(c.isdigit() for c in number) > 3 and any(number[-7:] in other for other in there):
            return True
    return False


def holds_day(text: str, said: str) -> bool:
    """Whether the day that stands in `said`, written in numbers, stands in a text too, in any order of its parts."""
    days = {tuple(sorted(map(int, re.findall(r"\d+", one.group())))) for one in BIRTHDATE.finditer(said)}
    return any(tuple(sorted(map(int, re.findall(r"\d+", one.group())))) in days for one in BIRTHDATE.finditer(text))


def words_of(text: str) -> list[str]:
    """A text's words, folded: no accents, no letter's case."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", bare).casefold())
