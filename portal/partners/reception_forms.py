"""How a partner receives, whether it can now and how soon it answers: the questions and the one-tap switch."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.db import today
from portal.i18n_mark import N_
from portal.partners.capacity import capacity_on
from portal.partners.codes import PROFILE_ANSWERS, PROFILE_NUMBERS
from portal.partners.forms import VersionedForm
from portal.partners.models import Organization
from portal.vocabulary.codes import CodeList
from portal.vocabulary.organizations import Capacity, ResponsePromise
from portal.web.forms import day, number, one_of

MOST_HOURS, MOST_DAYS = 24 * 30, 3 * 366
#: The questions of a reception profile, as they are asked and shown.
QUESTIONS = {
    "meets_at_airport": N_("Meets people at the airport"),
    "meets_at_border": N_("Meets people at a border crossing"),
    "meets_at_station": N_("Meets people at a bus or railway station"),
    "night_arrivals": N_("Receives people who arrive at night"),
    "onward_transport": N_("Takes people further to where they are going"),
    "escorts_children": N_("Travels with a child that needs somebody"),
    "takes_unaccompanied_children": N_("Takes children who come alone"),
    "no_police_report": N_("Receives people without a report to the police"),
    "hours_notice": N_("How many hours before arrival it must know"),
    "longest_stay": N_("For how many days somebody can stay"),
}


class Stated(CodeList):
    """The answer to a question of the profile; what is not stated is said so, never taken for a no."""

    YES = "yes", N_("Yes")
    NO = "no", N_("No")
    NOT_STATED = "not_stated", N_("Not stated")

    @classmethod
    def of(cls, answer: bool | None) -> "Stated":
        """The stated form of a stored answer."""
        return cls.NOT_STATED if answer is None else cls.YES if answer else cls.NO


MEANS = {Stated.YES: True, Stated.NO: False}


_NOTICE, _STAY = QUESTIONS["hours_notice"], QUESTIONS["longest_stay"]


class ReceptionForm(VersionedForm):
    """How a partner receives; capacity and promise beside it."""

    capacity = one_of(_l("Can you receive somebody now?"), Capacity, missing=_l("Choose whether you can receive now."))
    not_until = day(_l("Not before"))
    promise = one_of(_l("How soon do you answer a request?"), ResponsePromise)
    hours_notice = number(_l(_NOTICE), least=0, most=MOST_HOURS)
    longest_stay = number(_l(_STAY), least=0, most=MOST_DAYS)

    def validate(self, extra_validators: Any = None) -> bool:
        """Who cannot receive for a time says for how long."""
        good: bool = super().validate(extra_validators)
        until = self.not_until.data
        if self.capacity.data is not Capacity.NOT_UNTIL or (until is not None and until > today()):
            return good
        self.not_until.errors = [_("Write the day from which you can receive again.")]
        return False

    def profile(self) -> dict[str, Any]:
        """The answers by the names of the profile's columns; None for what is not stated."""
        return {name: MEANS.get(self[name].data) for name in PROFILE_ANSWERS} | {
            name: self[name].data for name in PROFILE_NUMBERS
        }


for _name in PROFILE_ANSWERS:
    setattr(ReceptionForm, _name, one_of(_l(QUESTIONS[_name]), Stated))


class CapacityForm(VersionedForm):
    """One tap: we can receive now, or ask us first."""

    capacity = one_of("", (Capacity.CAN_RECEIVE, Capacity.ASK_FIRST), missing=_l("Choose whether you can receive now."))


def reception_form(organization: Organization, posted: Any) -> ReceptionForm:
    """The form over how an entry receives; a word that is no longer believed is asked anew."""
    profile = organization.profile
    data: dict[str, Any] = {
        "row_version": organization.row_version,
        "capacity": capacity_on(organization, today()),
        "not_until": organization.not_until,
        "promise": organization.promise,
    }
    data |= {name: Stated.of(getattr(profile, name, None)) for name in PROFILE_ANSWERS}
    data |= {name: getattr(profile, name, None) for name in PROFILE_NUMBERS}
    return ReceptionForm(posted, data=data)
