"""The countries a person may return to: ISO 3166-1 codes, CLDR names, time zones, membership of the EU and EEA."""

from datetime import date
from functools import cache

from babel import Locale
from babel.core import get_global

# The plan names these (lines 768-772, 1249-1263, 1332); lists show them first.
NAMED_IN_PLAN = ("NG", "TH", "RO", "BG", "MD", "UA", "BY", "LT", "LV", "EE", "BO", "GH")
# EU member states with the day of accession (and of leaving): dated, never a constant in a rule.
EU_SINCE: dict[str, date] = dict.fromkeys("BE DE FR IT LU NL".split(), date(1958, 1, 1))
EU_SINCE |= dict.fromkeys("DK IE".split(), date(1973, 1, 1)) | {"GR": date(1981, 1, 1)}
EU_SINCE |= dict.fromkeys("ES PT".split(), date(1986, 1, 1)) | dict.fromkeys("AT FI SE".split(), date(1995, 1, 1))
EU_SINCE |= dict.fromkeys("CY CZ EE HU LT LV MT PL SI SK".split(), date(2004, 5, 1))
EU_SINCE |= dict.fromkeys("BG RO".split(), date(2007, 1, 1)) | {"HR": date(2013, 7, 1)}
EEA_ONLY = ("IS", "LI", "NO")


@cache
def codes() -> tuple[str, ...]:
    """Every ISO 3166-1 alpha-2 code that CLDR names and that has a time zone, sorted."""
    territories = Locale.parse("en").territories
    zones = get_global("zone_territories")
    inhabited = {code for code in zones.values() if len(code) == 2 and code != "ZZ"}
    return tuple(sorted(code for code in inhabited if code in territories))


def name(code: str, locale: str) -> str:
    """A country's CLDR name in a locale; the code itself where CLDR has none."""
    return str(Locale.parse(locale).territories.get(code, code))


@cache
def time_zones(code: str) -> tuple[str, ...]:
    """The IANA time zones of a country, sorted; empty for an unknown code."""
    return tuple(sorted(zone for zone, country in get_global("zone_territories").items() if country == code))


def in_eu(code: str, on: date) -> bool:
    """Whether a country was in the European Union on a day."""
    return code in EU_SINCE and EU_SINCE[code] <= on


def in_eea(code: str, on: date) -> bool:
    """Whether personal data may go there as inside the EU (EU or EEA)."""
    return in_eu(code, on) or code in EEA_ONLY
