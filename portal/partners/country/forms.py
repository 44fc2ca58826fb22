"""What the centre writes about a country: a mandate, its last day, the mission that covers it."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, ValidationError

from portal.db import today
from portal.partners.country.actions import MANDATE_FIELDS
from portal.partners.country.models import Mandate, Mission
from portal.partners.forms import VersionedForm, country_pairs, real_email, web_address
from portal.partners.reaching import e164
from portal.vocabulary.mandates import MandateGroup, MandateTask
from portal.web.forms import day, line, one_of, one_of_pairs

NO_COLUMN = ("form_key", "row_version", "both", "entry", "checked")


class MandateForm(VersionedForm):
    """Who is responsible for one task in one country, for whom, from when to when, on what basis."""

    task = one_of(_l("Task"), MandateTask, missing=_l("Choose the task."))
    group = one_of(_l("For whom"), MandateGroup, missing=_l("Choose for whom."))
    responsible = line(_l("Who is responsible"), missing=_l("Write who is responsible."))
    entry = line(_l("Its entry in the directory"))
    contact = line(_l("How to reach them"), most=300)
    legal_basis = line(_l("Legal basis"), most=300)
    valid_from = day(_l("Valid from"))
    valid_to = day(_l("Valid to, that day included"))
    source = line(_l("Source"), most=300)
    source_url = line(_l("Web address of the source"), most=500, checks=[web_address])
    looked_up_on = day(_l("Looked up on"), latest=today)
    # Asked only where somebody else is named for the same already.
    both = BooleanField(_l("Both are right"))

    def validate_valid_to(self, field: Field) -> None:
        """The last day is not before the first."""
        if field.data and self.valid_from.data and field.data < self.valid_from.data:
            raise ValidationError(_("The last day must not be before the first."))

    def values(self) -> dict[str, Any]:
        """What was typed, by the names of the mandate's fields."""
        given = {name: field.data for name, field in self._fields.items() if name not in NO_COLUMN}
        texts = ("responsible", "contact", "legal_basis", "source", "source_url")
        return {name: given[name] or "" if name in texts else given[name] for name in given}


def mandate_form(typed: Any, mandate: Mandate | None = None) -> MandateForm:
    """The form over a mandate as it stands, or an empty one."""
    if mandate is None:
        return MandateForm(typed)
    values = {name: getattr(mandate, name) for name in (*MANDATE_FIELDS, "row_version")}
    return MandateForm(typed, data=values | {"entry": mandate.organization.name if mandate.organization else ""})


class EndForm(VersionedForm):
    """The last day of a mandate."""

    last_day = day(_l("Last day"), missing=_l("Write the last day it held."))


class MissionForm(VersionedForm):
    """The Danish mission that covers a country: its own, or a neighbour's."""

    name = line(_l("Name of the mission"), missing=_l("Write the name of the mission."))
    seat_country = one_of_pairs(
        _l("Country it lies in"), country_pairs, missing=_l("Choose the country the mission lies in.")
    )
    seat_town = line(_l("Town"), most=120)
    phone = line(_l("Telephone"), most=40)
    email = line(_l("E-mail"), most=254, checks=[real_email])
    website = line(_l("Website"), most=300, checks=[web_address])
    source_url = line(_l("Web address of the source"), most=500, checks=[web_address])
    looked_up_on = day(_l("Looked up on"), latest=today)
    checked = BooleanField(_l("I have asked the mission today: this is correct"))

    def validate_phone(self, field: Field) -> None:
        """A number that can be dialled from anywhere."""
        if field.data and e164(field.data, self.seat_country.data or "") is None:
            raise ValidationError(_("Write the number with its country code, such as +234 803 123 4567."))

    def values(self) -> dict[str, Any]:
        """What was typed, by the names of the mission's fields."""
        given = {name: field.data for name, field in self._fields.items() if name not in NO_COLUMN}
        return {name: given[name] if name == "looked_up_on" else given[name] or "" for name in given}


def mission_form(typed: Any, code: str, mission: Mission | None) -> MissionForm:
    """The form over a country's mission as it stands, or an empty one with the country itself as seat."""
    if mission is None:
        return MissionForm(typed, data={"seat_country": code})
    names = ("row_version", "name", "seat_country", "seat_town", "phone", "email", "website", "source_url")
    return MissionForm(typed, data={name: getattr(mission, name) for name in (*names, "looked_up_on")})
