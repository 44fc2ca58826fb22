"""Towns are found by any of their names, and no question about them leaves the server."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from geopy.exc import GeocoderQueryError
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.places import atlas
from portal.places.gazetteer import (
    Gazetteer,
    Place,
    capital,
    find,
    named_country,
    near_spellings,
    place,
    prefix,
    town,
)

ODD = (
    "",
    " ",
    "\0",
    "Lagos\0",
    "\ud800",
    "Lagos\udfff",
    "x" * 100_000,
    "ﷺ" * 200,
    "a\u0301" * 100,
    "%",
    "_",
    "L_gos",
    "Lag%",
    "' OR 1=1 --",
    '"',
    "\\",
    "😀",
    "Lagos 😀",
    "\u202eLagos",
    ",,,,,,",
    ", " * 99,
    "-",
    "\n\t",
)


def names(found: list[Place]) -> list[tuple[str, str]]:
    return [(one.name, one.country) for one in found]


def test_benin_city_is_in_nigeria_and_says_where_and_how_large_it_is() -> None:
    (found,) = find("Benin City")
    assert (found.id, found.country, found.time_zone) == (2347283, "NG", "Africa/Lagos")
    assert (found.latitude, found.longitude) == (6.33815, 5.62575)
    assert found.population > 1_000_000


@pytest.mark.parametrize(
    ("written", "name", "country"),
    [
        ("benin city, nigeria", "Benin City", "NG"),
        ("Benin City NG", "Benin City", "NG"),
        ("Benin City  NGA", "Benin City", "NG"),
        ("12 Airport Road, Benin City, Edo State, Nigeria", "Benin City", "NG"),
        ("Kiev", "Kyiv", "UA"),
        ("Київ", "Kyiv", "UA"),
        ("Korat", "Nakhon Ratchasima", "TH"),
        ("นครราชสีมา", "Nakhon Ratchasima", "TH"),
        ("Saigon", "Ho Chi Minh City", "VN"),
        ("Rangoon", "Yangon", "MM"),
        ("kobenhavn", "Copenhagen", "DK"),
        ("KØBENHAVN", "Copenhagen", "DK"),
        ("Cotonou, Bénin", "Cotonou", "BJ"),
        ("Iasi", "Iaşi", "RO"),
        ("Iași, Rumænien", "Iaşi", "RO"),
        ("cluj napoca", "Cluj-Napoca", "RO"),
        ("กรุงเทพ", "Bangkok", "TH"),
        ("กรุงเทพ ไทย", "Bangkok", "TH"),
        ("كابل", "Kabul", "AF"),
        ("کابل", "Kabul", "AF"),
        ("Минск, Беларусь", "Minsk", "BY"),
        ("Lagos Portugal", "Lagos", "PT"),
    ],
)
def test_a_town_is_found_by_the_name_that_somebody_writes(written: str, name: str, country: str) -> None:
    assert names(find(written))[0] == (name, country)


def test_of_towns_with_one_name_the_largest_comes_first() -> None:
    found = find("Paris")
    assert names(found)[0] == ("Paris", "FR")
    sizes = [one.population for one in found]
    assert sizes == sorted(sizes, reverse=True)
    assert len(find("Santa Cruz", most=3)) == 3


def test_countries_that_are_asked_for_are_the_only_ones_looked_in() -> None:
    assert names(find("Lagos", ("PT",))) == [("Lagos", "PT")]
    assert {one.country for one in find("Lagos", ("PT", "NG"))} == {"PT", "NG"}
    assert find("Lagos, Nigeria", ("PT",)) == []
    assert town("Lagos", "PT") == find("Lagos, Portugal")[0]
    assert town("Benin City", "GH") is None


def test_a_country_is_known_by_its_code_and_by_its_name_in_many_languages() -> None:
    for text in ("ng", "NGA", "Nigeria", "ไนจีเรีย", "نيجيريا", "Нигерия"):
        assert named_country(text) == "NG"
    assert named_country("Benin City") is None


def test_a_place_is_found_again_by_its_number() -> None:
    (benin_city,) = find("Benin City")
    assert place(benin_city.id) == benin_city
    assert [place(number) for number in (0, -1, 2**62, 10**30)] == [None] * 4


def test_each_country_has_its_capital_however_small() -> None:
    capitals = {country: capital(country) for country in ("NG", "TH", "BO", "TV", "VA")}
    assert [one.name for one in capitals.values() if one][:2] == ["Abuja", "Bangkok"]
    assert None not in capitals.values()
    assert capital("AQ") is None


def test_a_beginning_suggests_large_towns_that_are_shown_by_it_first() -> None:
    assert names(prefix("ben", 3))[0] == ("Bengaluru", "IN")
    assert ("Benin City", "NG") in names(prefix("ben"))
    assert names(prefix("cluj", 1)) == [("Cluj-Napoca", "RO")]
    assert prefix("b") == []


@pytest.mark.parametrize(
    ("mistyped", "name"),
    [
        ("Benin Cty", "Benin City"),
        ("Benni City", "Benin City"),
        ("Benin Cty, Nigeria", "Benin City"),
        ("Lagoss", "Lagos"),
        ("Kopenhagn", "Copenhagen"),
        ("Nakon Rachasima", "Nakhon Ratchasima"),
        ("Port Harcort", "Port Harcourt"),
        ("Кииев", "Kyiv"),
        ("กรุงเทพมหานคน", "Bangkok"),
    ],
)
def test_a_mistyped_name_leads_to_the_town_that_was_meant(mistyped: str, name: str) -> None:
    assert find(mistyped) == []
    assert near_spellings(mistyped)[0].name == name


def test_near_spellings_stay_in_the_country_that_is_asked_for() -> None:
    assert {one.country for one in near_spellings("Lagoss", ("PT",))} == {"PT"}
    assert near_spellings("Qqqqqqqqqq") == []


@pytest.mark.parametrize("text", ODD, ids=lambda text: ascii(text[:12]))
def test_odd_text_finds_nothing_and_breaks_nothing(text: str) -> None:
    assert [find(text), near_spellings(text), prefix(text), town(text, "NG")] == [[], [], [], None]
    assert named_country(text) is None


@settings(deadline=None)
@given(st.text(st.characters(codec=None), max_size=260), st.lists(st.text(max_size=3), max_size=3))
def test_whatever_is_typed_gets_a_list(text: str, countries: list[str]) -> None:
    countries = [country for country in countries if country.isascii()]
    for found in (find(text, countries), near_spellings(text, countries), prefix(text, 10, countries)):
        assert all(isinstance(one, Place) for one in found)


def test_the_gazetteer_is_a_geocoder_of_geopy() -> None:
    gazetteer = Gazetteer()
    found = gazetteer.geocode("Kiev")
    assert (found.address, found.latitude, found.longitude) == ("Kyiv, UA", 50.45466, 30.5238)
    assert [one.raw.country for one in gazetteer.geocode("Lagos", exactly_one=False, country="PT")] == ["PT"]
    assert gazetteer.geocode("Nowhere at all") is None
    assert gazetteer.geocode("Nowhere at all", exactly_one=False) is None


def test_a_position_leads_to_the_towns_around_it_over_the_date_line_too() -> None:
    gazetteer = Gazetteer()
    assert gazetteer.reverse("6.34, 5.62").raw.name == "Benin City"
    assert [one.raw.country for one in gazetteer.reverse((-17.0, -179.9), exactly_one=False)][:3] == ["FJ"] * 3
    assert gazetteer.reverse((90, 0)).raw.name == "Longyearbyen"


def test_the_gazetteer_asks_nobody_on_the_net() -> None:
    gazetteer = Gazetteer()
    with pytest.raises(GeocoderQueryError):
        gazetteer._call_geocoder("https://somewhere.example/?q=Benin+City", lambda answer: answer)
    with pytest.raises(GeocoderQueryError):
        gazetteer._call_geocoder("https://somewhere.example/", lambda answer: answer, is_json=False)


def test_the_file_knows_at_least_65000_towns_and_says_whose_work_it_is() -> None:
    assert atlas.ask("SELECT count(*) FROM place")[0][0] >= 65_000
    meta = dict(atlas.ask("SELECT name, value FROM meta"))
    assert (meta["licence"], meta["version"]) == ("CC BY 4.0", "3.0.2")
    assert "GeoNames" in str(meta["source"])
    assert meta["made"]


def test_several_threads_may_ask_at_once() -> None:
    with ThreadPoolExecutor(4) as pool:
        assert {names(found)[0] for found in pool.map(find, ["Korat"] * 40)} == {("Nakhon Ratchasima", "TH")}


def test_nothing_can_be_written_to_the_file() -> None:
    with closing(sqlite3.connect(f"{atlas.FILE.as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            copy.execute("DELETE FROM place")
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        atlas.ask("DELETE FROM place")
