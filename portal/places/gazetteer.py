"""The offline gazetteer as a geocoder of geopy; its plain questions are in portal.places.towns and .spelling."""

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from portal.places.atlas import Place as Place
from portal.places.spelling import near_spellings as near_spellings
from portal.places.towns import around, find
from portal.places.towns import capital as capital
from portal.places.towns import largest as largest
from portal.places.towns import named_country as named_country
from portal.places.towns import place as place
from portal.places.towns import prefix as prefix
from portal.places.towns import town as town

MOST = 10


class NoNetwork(BaseSyncAdapter):  # type: ignore[misc]  # geopy brings no types
    """Stands where geopy would go to a service on the net: refuses."""

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> NoReturn:
        """Raise GeocoderQueryError: no place leaves this server."""
        raise GeocoderQueryError("the gazetteer asks nobody")

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> NoReturn:
        """Raise GeocoderQueryError: no place leaves this server."""
        raise GeocoderQueryError("the gazetteer asks nobody")


class Gazetteer(Geocoder):  # type: ignore[misc]
    """A geocoder that looks into the portal's own file and nowhere else."""

    def __init__(self) -> None:
        super().__init__(adapter_factory=NoNetwork)

    def geocode(
        self, query: str, exactly_one: bool = True, *, country: str | Sequence[str] = (), timeout: Any = None
    ) -> Location | list[Location] | None:
        """The town of this name as geopy's Location (`raw` is the Place), a list of them, or None when none is found.

        `country` is one ISO code or several; `timeout` is there for geopy's sake, nothing is waited for.
        """
        countries = (country,) if isinstance(country, str) else tuple(country)
        found = find(query, countries, 1 if exactly_one else MOST)
        return _answer([_location(place) for place in found], exactly_one)

    def reverse(self, query: Any, exactly_one: bool = True, *, timeout: Any = None) -> Location | list[Location] | None:
        """The town nearest to a point (whatever geopy takes for one), or the ten nearest."""
        point = Point(query)
        found = around(point.latitude, point.longitude, 1 if exactly_one else MOST)
        return _answer([_location(place) for place in found], exactly_one)


def _location(place: Place) -> Location:
    address = f"{place.name}, {place.country}"
    return Location(address, (place.latitude, place.longitude, 0.0), place)


def _answer(found: list[Location], exactly_one: bool) -> Location | list[Location] | None:
    if not found:
        return None
    return found[0] if exactly_one else found
