"""Words of the trend: the dimensions, and a score as a number with its level."""

from flask_babel import format_decimal, pgettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.followup.scores import level

DIMENSIONS = {
    # Translators: one of three dimensions of how she does: income, work, school
    "economic": _l("Economic"),
    # Translators: one of three dimensions of how she does: home and health
    "social": _l("Social"),
    # Translators: one of three dimensions of how she does: safety and family
    "psychosocial": _l("Psychosocial"),
}


def worth(score: float | None) -> str:
    """A score in the reader's numbers with its level, such as "0.75 (high)"."""
    if score is None:
        return str(_("no score"))
    number = format_decimal(round(score, 2), "0.00")
    words = {
        "low": pgettext("a score", "low"),
        "middle": pgettext("a score", "middle"),
        "high": pgettext("a score", "high"),
    }
    # Translators: a score between 0 and 1, and its level in a word
    return str(_("%(number)s (%(level)s)", number=number, level=words[level(score)]))
