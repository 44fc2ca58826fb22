"""A figure in words."""

from flask_babel import gettext as _

from portal.monitoring.codes import DEFINITIONS
from portal.monitoring.indicators import Indicator


def definition_of(figure: Indicator) -> str:
    """What is counted, in plain words."""
    return str(_(DEFINITIONS[figure.promise]))


def sentence_of(figure: Indicator) -> str:
    """What there is to see, in one sentence."""
    numbers = {"n": figure.n, "total": figure.total, "percent": figure.percent, "target": figure.target}
    if not figure.total:
        return str(_("Nobody is counted here in %(year)s.", year=figure.year))
    if figure.percent is None:
        return str(_("%(n)s of %(total)s. Too few people to say in per cent.", **numbers))
    if figure.target is None:
        return str(_("%(n)s of %(total)s, %(percent)s %%.", **numbers))
    if figure.kept:
        return str(_("%(n)s of %(total)s, %(percent)s %%. The promise of %(target)s %% is kept.", **numbers))
    return str(_("%(n)s of %(total)s, %(percent)s %%. The promise is %(target)s %%.", **numbers))
