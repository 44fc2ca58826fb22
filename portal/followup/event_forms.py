"""The one page on which something that happened is told."""

from typing import Any

from flask_babel import lazy_gettext as _l

from portal.db import today
from portal.followup.answers import Answers
from portal.followup.forms import MISSING, OwnWords
from portal.referrals.forms import Told
from portal.vocabulary.reports import ContactMade, NextStep, NoContactReason, Retrafficking, Safety
from portal.web.forms import PortalForm, day, one_of


class EventForm(OwnWords, PortalForm):
    """How they know, whether she is safe, a sign of new trafficking, the day."""

    contact = one_of(
        _l("Have you been in contact with her?"), ContactMade, missing=_l("Choose whether you have had contact")
    )
    no_contact_reason = one_of(_l("Why could you not reach her?"), NoContactReason)
    safety = one_of(_l("Is she safe?"), Safety)
    retrafficking = one_of(_l("Is there a sign of new trafficking?"), Retrafficking)
    next_step = one_of(_l("What happens next?"), NextStep)
    contact_on = day(_l("When did it happen?"), missing=_l("Write the day when it happened"), latest=today)

    def answers(self) -> Answers:
        """What was told. Only after the first question has an answer."""
        names = ("no_contact_reason", "safety", "retrafficking", "next_step", "contact_on")
        codes = {name: self[name].data for name in names}
        return Answers(contact=self.contact.data, **codes, **self.words())

    def validate(self, extra_validators: Any = None) -> bool:
        """With contact, safety and trafficking are needed; without, why she could not be reached."""
        right = super().validate(extra_validators)
        if self.contact.data is None:
            return False
        missing = self.answers().missing_in_event()
        for name in missing:
            self[name].errors = [*self[name].errors, MISSING[name]()]
        return right and not missing


class ToldEventForm(Told, EventForm):
    """The same, told by the partner and written down on its behalf (RULINGS 11)."""
