"""The identifiers of what HSDS gives an id and our records do not: the same thing has the same id each time."""

import uuid
from functools import cache

#: The name space of our own identifiers, the same as in the data package; never to be changed.
OURS = uuid.UUID("6f2b8c1e-3d5a-4b7c-9e10-8a4f2d6c7b31")
HALF = 64  # bits


@cache
def of_taxonomy(name: str) -> uuid.UUID:
    """The id of one of our code lists."""
    return uuid.uuid5(OURS, f"taxonomy {name}")


@cache
def of_term(taxonomy: str, code: str) -> uuid.UUID:
    """The id of one code of a list."""
    return uuid.uuid5(OURS, f"term {taxonomy} {code}")


def of_copy(record: uuid.UUID, place: uuid.UUID) -> uuid.UUID:
    """The id of a record as it is stated at another one: a language of the organisation at each of its services."""
    return uuid.uuid5(place, f"copy {record}")


def of_pair(service: uuid.UUID, location: uuid.UUID) -> uuid.UUID:
    """The id of a service at a location: the first half of the one, the second half of the other.

    So it can be found again without a table of pairs. Two halves of random UUIDs are random enough.
    """
    low = (1 << HALF) - 1
    return uuid.UUID(int=(service.int & ~low) | (location.int & low))


def services_of(pair: uuid.UUID) -> tuple[uuid.UUID, uuid.UUID]:
    """The least and the greatest id of a service that can be in a pair."""
    first = pair.int >> HALF << HALF
    return uuid.UUID(int=first), uuid.UUID(int=first | ((1 << HALF) - 1))


def read(text: str) -> uuid.UUID | None:
    """An id as it stands in an address, in its one canonical form; None for anything else."""
    try:
        found = uuid.UUID(text)
    except ValueError:
        return None
    return found if str(found) == text.lower() else None
