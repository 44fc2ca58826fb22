"""The data set's code book: every column and every code in both languages, with its type and source."""

from collections.abc import Iterator

from flask_babel import force_locale
from flask_babel import gettext as _

from portal.i18n import BY_CODE
from portal.i18n_mark import N_
from portal.monitoring.publishing.regions import Region
from portal.monitoring.status.anonymous import ALL
from portal.monitoring.status.codes import LANGUAGES
from portal.monitoring.status.data_set import HEAD, MARKS
from portal.vocabulary.persons import AgeBand

FIRST_LINE = ("field", *(f"label_{code}" for code in LANGUAGES), "type", "codes", "source")
YES_NO = {"yes": N_("Yes"), "no": N_("No")}
YES_NO_UNKNOWN = YES_NO | {"unknown": N_("Not known, or not travelled")}
#: label, codes with their words, source
FIELDS: dict[str, tuple[str, dict[str, str], str]] = {
    "year": (N_("Year of registration, or the five years it is in"), {}, ""),
    "age": (
        N_("Age at registration; adult: 18 years or older, not more exactly"),
        {
            "child": N_("Under 18 years, or treated as a child"),
            "adult": N_("18 years or older"),
            **{band.value: band.label for band in (AgeBand.ADULT_18_24, AgeBand.ADULT_25_34, AgeBand.ADULT_35)},
        },
        "",
    ),
    "gender": (
        N_("Gender; trans persons stand with their own gender"),
        {"woman": N_("Woman or girl"), "man": N_("Man or boy"), "other": N_("Another gender, or not stated")},
        "HTCDS 2.0 prs_Gender",
    ),
    "region": (N_("Region of return"), {one.value: one.label for one in Region}, "UN M49"),
    "exploitation": (
        N_("Kind of exploitation, the first that fits"),
        {"sexual": N_("Sexual exploitation"), "labour": N_("Forced labour or servitude"), "other": N_("Other")},
        "HTCDS 2.0 vic_TypeOfExploitation",
    ),
    "offered": (N_("Was offered a prepared return"), YES_NO, "T1"),
    "said_yes": (N_("Said yes to the offer"), YES_NO, ""),
    "supported": (N_("Had social support in Denmark"), YES_NO, ""),
    "prepared": (N_("Return prepared with a local organisation"), YES_NO, "T2"),
    "travelled": (N_("Travelled home"), YES_NO, ""),
    "met": (N_("Was met, or contacted on arrival"), YES_NO, ""),
    "reported_back": (N_("A report after the arrival says how she is, whenever it came"), YES_NO, "T3"),
    "safe": (N_("Last report: safe, without worries"), YES_NO_UNKNOWN, ""),
    "housed": (N_("Last report: a good place to live"), YES_NO_UNKNOWN, ""),
    "income": (N_("Last report: work or school"), YES_NO_UNKNOWN, ""),
}


def lines() -> list[tuple[str, ...]]:
    """The rows of the code book: one a column, then one for each of its codes."""
    return [line for field in HEAD for line in _of_field(field)]


def _of_field(field: str) -> Iterator[tuple[str, ...]]:
    label, codes, source = FIELDS[field]
    yield (
        field,
        *_said(label),
        "code" if codes else "year",
        " ".join((*codes, ALL) if field in MARKS else codes),
        source,
    )
    for code, words in codes.items():
        yield f"{field}={code}", *_said(words), "code", "", source
    if field in MARKS:
        yield f"{field}={ALL}", *_said(N_("Not shown, so that nobody can be recognised")), "code", "", ""


def _said(sentence: str) -> list[str]:
    said = []
    for code in LANGUAGES:
        with force_locale(BY_CODE[code].formats):
            said.append(str(_(sentence)))
    return said
