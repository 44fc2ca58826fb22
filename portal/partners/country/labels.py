"""The words of a country's pages: what nobody offers, who is named for whom, from when to when."""

from datetime import date

from flask import url_for
from flask_babel import gettext as _

from portal.db import today
from portal.i18n_mark import N_
from portal.partners.country.models import Mandate
from portal.partners.country.responsibility import Named, in_force
from portal.vocabulary.mandates import MandateGroup
from portal.vocabulary.services import Population, ServiceType
from portal.web.formats import date_words

#: What a reception cannot do without; a country's page says plainly which of these nobody offers.
NEEDED = (
    ServiceType.ARRIVAL_RECEPTION,
    ServiceType.TEMPORARY_ACCOMMODATION,
    ServiceType.PSYCHOSOCIAL,
    ServiceType.HEALTH_MEDICAL,
    ServiceType.LEGAL_ASSISTANCE,
)
NOBODY = {
    MandateGroup.EVERYBODY: N_("Nobody is named"),
    MandateGroup.ADULTS: N_("Nobody is named for adults"),
    MandateGroup.CHILDREN: N_("Nobody is named for children"),
}
TOLD = {
    "saved": N_("Saved."),
    "added": N_("Written down. It counts as unverified until the centre confirms it."),
    "ended": N_("The last day is written down."),
    "confirmed": N_("Confirmed today."),
}


def gaps(offered: set[ServiceType], groups: set[Population], verified: int) -> list[str]:
    """What nobody in a country offers, as sentences."""
    said = [_("Nobody offers: %(service)s", service=_(kind.label)) for kind in NEEDED if kind not in offered]
    if Population.MEN not in groups:
        said.append(_("No entry says that it helps men."))
    if not groups & {Population.GIRLS, Population.BOYS}:
        said.append(_("No entry says that it helps children."))
    if not verified:
        said.append(_("Nobody has verified a partner here yet."))
    return said


def missing(named: Named) -> list[str]:
    """For whom nobody is responsible for a task, as sentences."""
    return [str(_(NOBODY[group])) for group in named.missing]


def validity(mandate: Mandate) -> str:
    """From when to when a mandate holds; empty where neither is known."""
    begins, ends = date_words(mandate.valid_from), date_words(mandate.valid_to)
    if begins and ends:
        return str(_("From %(first)s to %(last)s", first=begins, last=ends))
    if begins:
        return str(_("From %(day)s", day=begins))
    return str(_("Until %(day)s", day=ends)) if ends else ""


def when(mandate: Mandate) -> str:
    """Whether a mandate is over or still to come; empty for one in force."""
    if in_force(mandate, today()):
        return ""
    return str(_("Still to come")) if (mandate.valid_from or date.min) > today() else str(_("Over"))


def suggest_href(code: str) -> str:
    """Where somebody suggests a partner in a country."""
    return url_for("upkeep.suggest", country=code)
