"""What the centre types of the years before the portal."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from portal.monitoring import indicators
from portal.monitoring.codes import Promise
from portal.partners.forms import country_pairs
from portal.web.forms import PortalForm, line, number, one_of, one_of_pairs

FIRST = 1990
SOURCE_HINT = _l("For example: Yearly report 2024 of the national centre, page 12")


def _before_the_portal(form: Any, field: Any) -> None:
    first = indicators.years()[-1]
    if field.data is not None and field.data >= first:
        raise ValidationError(_("The portal itself counts from %(year)s on. Enter an earlier year.", year=first))


class FigureForm(PortalForm):
    """A promise of a year as n of N."""

    promise = one_of(_l("Promise"), Promise, missing=_l("Choose the promise"))
    year = number(_l("Year"), least=FIRST, most=2199, missing=_l("Write the year with four digits"))
    total = number(_l("How many were counted in all"), least=0, most=1_000_000, missing=_l("Write how many in all"))
    n = number(_l("For how many of them it was kept"), least=0, most=1_000_000, missing=_l("Write for how many"))
    source = line(_l("Source"), missing=_l("Write where the numbers come from"), description=SOURCE_HINT)
    validate_year = _before_the_portal

    def validate_n(self, field: Any) -> None:
        """A part is no larger than the whole."""
        if field.data is not None and self.total.data is not None and field.data > self.total.data:
            words = _("This cannot be more than the %(total)s counted in all.", total=self.total.data)
            raise ValidationError(words)


class OriginForm(PortalForm):
    """How many people came from a country in a year."""

    year = number(_l("Year"), least=FIRST, most=2199, missing=_l("Write the year with four digits"))
    country = one_of_pairs(_l("Country of return"), country_pairs, missing=_l("Choose the country"))
    people = number(_l("People"), least=1, most=1_000_000, missing=_l("Write how many people"))
    source = line(_l("Source"), missing=_l("Write where the numbers come from"), description=SOURCE_HINT)
    validate_year = _before_the_portal
