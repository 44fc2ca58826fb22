"""Which place is meant by what somebody typed: one, several to choose from, a country, or near spellings."""

from dataclasses import dataclass

from portal.partners.listing import Wanted
from portal.places.gazetteer import Place, named_country, near_spellings
from portal.places.towns import find

MOST_CHOICES = 20
LONGEST_CODE = 3  # letters of a country's code: a town of that name counts first


@dataclass(frozen=True)
class Whereabouts:
    """What a typed place means; `others` are more places of the name, `spellings` places of nearly that name."""

    typed: str = ""
    place: Place | None = None
    country: str = ""
    others: tuple[Place, ...] = ()
    spellings: tuple[Place, ...] = ()

    @property
    def unclear(self) -> bool:
        """Whether somebody must choose before partners of a place can be shown."""
        return bool(self.typed) and self.place is None and not self.country


def whereabouts(wanted: Wanted) -> Whereabouts:
    """What the place of a question means.

    Several towns of the name in one country: the most populous, with the others to choose from. In several countries:
    nobody guesses. The country filter, or a country written behind the name, narrows.
    """
    typed = wanted.place
    if not typed:
        return Whereabouts()
    found = find(typed, wanted.countries, MOST_CHOICES)
    meant = [one for one in found if one.id == wanted.at]
    if meant:
        return Whereabouts(typed, meant[0])
    country = named_country(typed) or ""
    if country and (len(typed) > LONGEST_CODE or not found):
        return Whereabouts(typed, country=country, others=tuple(found))
    if len({one.country for one in found}) == 1:
        return Whereabouts(typed, found[0], others=tuple(found[1:]))
    spellings = () if found else tuple(near_spellings(typed, wanted.countries))
    return Whereabouts(typed, others=tuple(found), spellings=spellings)
