"""Towns whose name is nearly what somebody typed: a letter or two missing, too many, wrong or changed about."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from portal.places.atlas import Place, among, ask, places
from portal.places.naming import key
from portal.places.towns import after, readings

SHORTEST, LONGEST = 3, 40  # letters of what is looked for
TWO_MISTAKES_FROM = 6  # letters on
# Bounds of the work: a common beginning has thousands of names, and a question to the file takes so many values.
MOST_LOOKED_AT, MOST_PLACES, AT_ONCE = 3000, 900, 500
ALPHABET = "abcdefghijklmnopqrstuvwxyz"
NEIGHBOURS = 0x80  # the letters of one alphabet lie within so many code points of Unicode


def near_spellings(text: str, countries: Sequence[str] = (), most: int = 5) -> list[Place]:
    """The towns with a name one mistake away, then two for longer names, the most populous first.

    A country written behind the name counts. All names one mistake away are found; of those two away the ones whose
    first half has at most one. The work is bounded whatever the text. Empty for what cannot be a name.
    """
    meanings = list(readings(text, countries))
    for name, wanted in [*meanings[1:3], *meanings[:1]]:
        if SHORTEST <= len(name) <= LONGEST and (found := _near(name, wanted, most)):
            return found
    return []


def mistakes(typed: str, meant: str, most: int) -> int | None:
    """How many letters are missing, too many, wrong or changed about; None when more than `most`."""
    same = 0
    for one, other in zip(typed, meant, strict=False):
        if one != other:
            break
        same += 1
    typed, meant = typed[same:], meant[same:]
    if abs(len(typed) - len(meant)) > most:
        return None
    if not typed or not meant:
        return len(typed) + len(meant)
    if most == 0:
        return None
    rests = [(typed[1:], meant[1:]), (typed[1:], meant), (typed, meant[1:])]
    if typed[:2] == meant[1::-1]:
        rests.append((typed[2:], meant[2:]))
    counts = [count for rest in rests if (count := mistakes(*rest, most - 1)) is not None]
    return min(counts) + 1 if counts else None


def _near(name: str, countries: Sequence[str], most: int) -> list[Place]:
    counted: dict[int, int] = {rank: 1 for _, rank in _named(_one_mistake(name))}
    if len(name) >= TWO_MISTAKES_FROM:
        for other, rank in _alike(name):
            count = mistakes(name, other, 2)
            if count is not None and count < counted.get(rank, 3):
                counted[rank] = count
    likeliest = sorted(counted, key=lambda rank: (counted[rank], rank))[:MOST_PLACES]
    condition, values = among(countries)
    marks = ", ".join("?" * len(likeliest))
    found = ask(f"SELECT rank, id FROM place WHERE rank IN ({marks}) AND {condition}", *likeliest, *values)  # noqa: S608
    best = sorted((counted[int(rank)], int(rank), int(number)) for rank, number in found)[:most]
    return [town for _, _, number in best for town in places("id = ?", number)]


def _named(names: set[str]) -> Iterator[tuple[str, int]]:
    """Those of some names that there are, with the ranks of their places."""
    listed = sorted(names)
    for start in range(0, len(listed), AT_ONCE):
        some = listed[start : start + AT_ONCE]
        marks = ", ".join("?" * len(some))
        for name, rank in ask(f"SELECT key, rank FROM alias WHERE key IN ({marks})", *some):  # noqa: S608
            yield str(name), int(rank)


def _alike(name: str) -> Iterator[tuple[str, int]]:
    """Names of nearly this length whose first half is that of this one, or one mistake away from it."""
    front, letters, left = name[: (len(name) + 1) // 2], set(name), MOST_LOOKED_AT
    question = "SELECT key, rank FROM alias WHERE key >= ? AND key < ? AND length(key) BETWEEN ? AND ? LIMIT ?"
    for begin in [front, *sorted(_one_mistake(front) - {front})]:
        for other, rank in ask(question, begin, after(begin), len(name) - 2, len(name) + 2, left):
            left -= 1
            if len(letters ^ set(str(other))) <= 4:
                yield str(other), int(rank)
        if left <= 0:
            return


def _one_mistake(name: str) -> set[str]:
    """Everything that is one mistake away from a name, the name itself among it."""
    letters = _alphabet(name[0])
    halves = [(name[:at], name[at:]) for at in range(len(name) + 1)]
    less = {before + behind[1:] for before, behind in halves if behind}
    swapped = {before + behind[1] + behind[0] + behind[2:] for before, behind in halves if len(behind) > 1}
    wrong = {before + letter + behind[1:] for before, behind in halves if behind for letter in letters}
    more = {before + letter + behind for before, behind in halves for letter in letters}
    return less | swapped | wrong | more | {name}


@lru_cache(maxsize=64)
def _alphabet(letter: str) -> str:
    """The letters that may stand beside this one: its own alphabet."""
    if letter.isascii():
        return ALPHABET
    start = ord(letter) // NEIGHBOURS * NEIGHBOURS
    near = (chr(code) for code in range(start, start + NEIGHBOURS))
    return "".join(one for one in near if key(one) == one)
