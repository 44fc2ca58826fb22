"""Finding a town by what somebody typed: any script, old names, with or without its country behind it."""

from collections.abc import Iterator, Sequence

from portal.places.atlas import PARTS_OF_A_DEGREE, Place, among, ask, places
from portal.places.distance import Box, boxes, nearest
from portal.places.naming import LONGEST_TEXT, key

MOST_PARTS = 6  # of what is written between commas
MOST_COUNTRY_WORDS = 4
SHORTEST_BEGINNING = 2
REACHES = (50, 500, 5000, 21000)  # kilometres around a position that are searched, one after the other
WIDER = 5  # so many times the towns asked for are looked at for those shown by the name that was begun


def find(text: str, countries: Sequence[str] = (), most: int = 10) -> list[Place]:
    """The towns that bear this name or once did, the most populous first; empty when there is none.

    Understands a country behind the name ("Benin City, Nigeria", "Benin City NG") and a line of an address (the first
    part that names a town counts). `countries` are ISO codes to look in; none means everywhere.
    """
    for name, wanted in readings(text, countries):
        if found := _called(name, wanted, most):
            return found
    return []


def town(name: str, country: str) -> Place | None:
    """The largest town of this name in a country (ISO code), or none."""
    return next(iter(find(name, (country,), 1)), None)


def place(number: int) -> Place | None:
    """The place with this GeoNames number."""
    return next(iter(places("id = ?", number)), None) if 0 <= number < 2**63 else None


def capital(country: str) -> Place | None:
    """The capital of a country (ISO code), where GeoNames names one."""
    return next(iter(places("place.rank = (SELECT rank FROM capital WHERE country = ?)", country)), None)


def largest(country: str) -> Place | None:
    """The town with the most inhabitants in a country (ISO code), or none."""
    return next(iter(places("country = ? ORDER BY place.rank LIMIT 1", country)), None)


def prefix(text: str, most: int = 10, countries: Sequence[str] = ()) -> list[Place]:
    """Towns one of whose names begins like this, from two letters on: the most populous ones, and among them first
    those that are shown by that name."""
    begin = key(text)
    if len(begin) < SHORTEST_BEGINNING:
        return []
    condition, values = among(countries)
    begins = "place.rank IN (SELECT rank FROM alias WHERE key >= ? AND key < ?)"
    wide = most * WIDER
    found = places(f"{begins} AND {condition} ORDER BY place.rank LIMIT ?", begin, after(begin), *values, wide)
    return sorted(found, key=lambda town: not key(town.name).startswith(begin))[:most]


def around(latitude: float, longitude: float, most: int = 10) -> list[Place]:
    """The towns nearest to a position (degrees), the nearest first."""
    for reach in REACHES:
        candidates = [candidate for box in boxes(latitude, longitude, reach) for candidate in _inside(box)]
        found = nearest((latitude, longitude), candidates, most)
        if len(found) == most and found[-1].kilometres <= reach:
            break
    return [town for one in found for town in places("id = ?", one.key)]


def _inside(box: Box) -> Iterator[tuple[int, float, float]]:
    sides = (round(side * PARTS_OF_A_DEGREE) for side in box)
    question = "SELECT id, latitude, longitude FROM place WHERE latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ?"
    for number, latitude, longitude in ask(question, *sides):
        yield int(number), int(latitude) / PARTS_OF_A_DEGREE, int(longitude) / PARTS_OF_A_DEGREE


def after(begin: str) -> str:
    """The first key behind all that begin like this."""
    return begin + "\U0010ffff"


def named_country(text: str) -> str | None:
    """The ISO code of the country that a text names, in one of some fifty languages or by a code of two or three."""
    found = ask("SELECT code FROM country WHERE key = ?", key(text))
    return str(found[0][0]) if found else None


def _called(name: str, countries: Sequence[str], most: int) -> list[Place]:
    condition, values = among(countries)
    called = "place.rank IN (SELECT rank FROM alias WHERE key = ?)"
    return places(f"{called} AND {condition} ORDER BY place.rank LIMIT ?", name, *values, most)


def readings(text: str, countries: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """What a text may mean, the likeliest first: keys of a name, and the countries to look in."""
    if len(text) > LONGEST_TEXT:
        return
    if whole := key(text):
        yield whole, countries
    parts = [part for part in text.split(",") if part.strip()][:MOST_PARTS]
    if len(parts) > 1:
        behind = named_country(parts[-1])
        wanted = _both(countries, behind) if behind else countries
        yield from (
            (name, wanted) for part in parts[: -1 if behind else None] if wanted is not None and (name := key(part))
        )
    else:
        yield from _country_behind(text.split(), countries)


def _country_behind(words: list[str], countries: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    for count in range(1, min(len(words), MOST_COUNTRY_WORDS + 1)):
        name, behind = key(" ".join(words[:-count])), named_country(" ".join(words[-count:]))
        wanted = _both(countries, behind) if behind else None
        if name and wanted is not None:
            yield name, wanted


def _both(countries: Sequence[str], behind: str) -> Sequence[str] | None:
    """The one country that is asked for and written; none when they disagree."""
    return (behind,) if not countries or behind in countries else None
