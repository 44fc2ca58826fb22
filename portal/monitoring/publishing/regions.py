"""The regions of origin in which people are published: our own list, put together from subregions of the UN's M49.

Source: United Nations Statistics Division, standard country or area codes for statistical use (M49), as listed beside
ISO 3166-1; Kosovo (XK), which is not in it, stands with its neighbours. Northern America, Oceania and whatever is
not listed are "elsewhere": from there too few have ever come to be a region of their own.
"""

from portal.i18n_mark import N_
from portal.vocabulary.codes import CodeList


class Region(CodeList):
    """A region of origin: several subregions of M49 together, so that each holds people enough."""

    WEST_AFRICA = "west_africa", N_("West Africa")
    AFRICA = "central_eastern_southern_africa", N_("Central, eastern and southern Africa")
    NORTH_AFRICA = "north_africa_western_asia", N_("North Africa and western Asia")
    SOUTH_EAST_ASIA = "south_eastern_asia", N_("South-eastern Asia")
    ASIA = "central_eastern_southern_asia", N_("Central, eastern and southern Asia")
    EASTERN_EUROPE = "eastern_europe", N_("Eastern Europe")
    EUROPE = "northern_southern_western_europe", N_("Northern, southern and western Europe")
    LATIN_AMERICA = "latin_america_caribbean", N_("Latin America and the Caribbean")
    ELSEWHERE = "elsewhere", N_("Elsewhere")


_COUNTRIES = {
    Region.WEST_AFRICA: "BF BJ CI CV GH GM GN GW LR ML MR NE NG SH SL SN TG",
    Region.AFRICA: (
        "AO BI BW CD CF CG CM DJ ER ET GA GQ KE KM LS MG MU MW MZ NA RE RW SC SO SS ST SZ TD TZ UG YT ZA ZM ZW"
    ),
    Region.NORTH_AFRICA: "AE AM AZ BH CY DZ EG EH GE IL IQ JO KW LB LY MA OM PS QA SA SD SY TN TR YE",
    Region.SOUTH_EAST_ASIA: "BN ID KH LA MM MY PH SG TH TL VN",
    Region.ASIA: "AF BD BT CN HK IN IR JP KG KP KR KZ LK MN MO MV NP PK TJ TM TW UZ",
    Region.EASTERN_EUROPE: "BG BY CZ HU MD PL RO RU SK UA",
    Region.EUROPE: (
        "AD AL AT AX BA BE CH DE DK EE ES FI FO FR GB GG GI GR HR IE IM IS IT JE LI LT LU LV MC ME MK MT NL "
        "NO PT RS SE SI SJ SM VA XK"
    ),
    Region.LATIN_AMERICA: (
        "AG AI AR AW BB BL BO BQ BR BS BZ CL CO CR CU CW DM DO EC FK GD GF GP GT GY HN HT JM KN KY LC MF MQ "
        "MS MX NI PA PE PR PY SR SV SX TC TT UY VC VE VG VI"
    ),
}
_OF_COUNTRY = {country: region for region, countries in _COUNTRIES.items() for country in countries.split()}


def region_of(country: str) -> Region:
    """The region of a country (ISO 3166-1, two letters)."""
    return _OF_COUNTRY.get(country, Region.ELSEWHERE)
