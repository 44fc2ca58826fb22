"""What is typed when cases are handed over, and when one is looked for by its number."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.accounts.models import Account
from portal.cases import hand_over
from portal.cases.models import Case
from portal.partners.forms import offer
from portal.web.formats import country_name
from portal.web.forms import PortalForm, line, one_of_pairs, some_of_pairs


class FindForm(PortalForm):
    """The whole number of a case, in the agency's own journal or here."""

    number = line(
        _l("Journal number or case code"),
        most=60,
        missing=_l("Write the whole journal number, or the ten characters of the case code."),
        description=_l("The whole number. It is written in the log that you looked."),
    )


class OwnerForm(PortalForm):
    """Whose cases are to be handed over; the centre chooses."""

    owner = one_of_pairs(_l("Whose cases?"), list)

    def offer_owners(self, owners: list[Account]) -> None:
        """Offer those who own living cases."""
        offer(self.owner, [("", ""), *((str(one.id), one.name) for one in owners)])


class HandOverForm(PortalForm):
    """Which cases go, and to whom."""

    chosen = some_of_pairs(_l("Which cases?"), list, missing=_l("Choose at least one case."))
    to_id = one_of_pairs(_l("New caseworker"), list, missing=_l("Choose who takes over."))

    def offer_cases(self, cases: list[Case]) -> None:
        """Offer these cases, and every caseworker who can take one over, with her unit."""
        offer(self.chosen, [(case.code, _case(case)) for case in cases])
        takers = [(str(one.id), _taker(one.name, unit.name)) for one, unit in hand_over.receivers()]
        offer(self.to_id, [("", ""), *takers])


def _case(case: Case) -> str:
    # Translators: a case in a list, such as "K93K9NKFBZ, Nigeria"
    return str(_("%(code)s, %(country)s", code=case.code, country=country_name(case.return_country)))


def _taker(name: str, unit: str) -> str:
    # Translators: a caseworker and her unit
    return str(_("%(name)s, %(unit)s", name=name, unit=unit))
