"""What is published, by code."""

from portal.i18n_mark import N_
from portal.monitoring.codes import DEFINITIONS, Figure, Promise
from portal.vocabulary.codes import CodeList


class Group(CodeList):
    """Who was registered; each person is in one group."""

    WOMEN = "women", N_("Women")
    MEN = "men", N_("Men")
    CHILDREN = "children", N_("Children")
    OTHER = "other", N_("Another gender, or not stated")


class TableCode(CodeList):
    """The tables of an edition."""

    PROMISES = "promises", N_("The promises")
    GROUPS = "groups", N_("Who was registered")
    FLOW = "flow", N_("From registration to the last report")
    REGIONS = "regions", N_("Where people came from")


class Column(CodeList):
    """What a number of a line is."""

    PEOPLE = "people", N_("People")
    KEPT_FOR = "n", N_("Promise kept")
    ALL = "total", N_("All")
    PERCENT = "about_percent", N_("About per cent")
    TARGET = "target", N_("Target in per cent")
    KEPT = "kept", N_("Is the promise kept?")


TOTAL = "total"
#: What each table means; frozen in every edition, so that an old one says what it counted.
TABLE_DEFINITIONS: dict[str, str] = {
    TableCode.GROUPS: N_(
        "Everyone registered in the year as a possible or confirmed victim. Children are all under 18 at registration, "
        "and those whose age is in dispute; women and men are grown up, trans women and trans men among them."
    ),
    TableCode.REGIONS: N_(
        "Everyone registered in these years as a possible or confirmed victim, by the region of the country of return. "
        "Regions are published for several years together."
    ),
    TableCode.FLOW: DEFINITIONS[Figure.FLOW],
    **{promise: DEFINITIONS[promise] for promise in Promise},
}
