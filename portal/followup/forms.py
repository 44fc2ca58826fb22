"""The questions of a report: one tap each; the first answer decides which of the others are needed."""

from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.followup.answers import AFTER_CONTACT, Answers
from portal.places import languages
from portal.referrals.forms import Told
from portal.vocabulary.reports import (
    ContactMade,
    Health,
    HelpReceived,
    Housing,
    Income,
    NextStep,
    NoContactReason,
    Retrafficking,
    Safety,
)
from portal.web.forms import PortalForm, one_of, one_of_pairs, paragraph


def _languages() -> list[tuple[str, str]]:
    locale = str(get_locale())
    return sorted(((code, languages.name(code, locale)) for code in languages.SPOKEN), key=lambda pair: pair[1])


class OwnWords:
    """Mixin: what she wants to say herself."""

    own_words = paragraph(_l("Her own words, or something you want to add"), most=3000)
    own_words_language = one_of_pairs(_l("Language of these words"), _languages)

    def words(self) -> dict[str, Any]:
        """The words and their language; no language where there are no words."""
        said = self.own_words.data or ""
        return {"own_words": said, "own_words_language": (self.own_words_language.data or "") if said else ""}


class ReportForm(OwnWords, PortalForm):
    """The eight questions (RULINGS 29)."""

    contact = one_of(_l("1. Have you been in contact with her?"), ContactMade, missing=_l("Choose how you had contact"))
    no_contact_reason = one_of(_l("Why could you not reach her?"), NoContactReason)
    safety = one_of(_l("2. Is she safe?"), Safety)
    retrafficking = one_of(_l("3. Is there a sign of new trafficking?"), Retrafficking)
    housing = one_of(_l("4. Where does she live?"), Housing)
    health = one_of(_l("5. How is her health?"), Health)
    income = one_of(_l("6. Does she have an income, or go to school?"), Income)
    help_received = one_of(_l("7. What help has she had since last time?"), HelpReceived)
    next_step = one_of(_l("8. What happens next?"), NextStep)

    def answers(self) -> Answers:
        """What was answered. Only after the first question has an answer."""
        rest = {name: self[name].data for name in ("no_contact_reason", *AFTER_CONTACT)}
        return Answers(contact=self.contact.data, **rest, **self.words())

    def validate(self, extra_validators: Any = None) -> bool:
        """With contact every question is needed; without, only the reason."""
        right = super().validate(extra_validators)
        if self.contact.data is None:
            return False
        missing = self.answers().missing()
        for name in missing:
            self[name].errors = [*self[name].errors, _MISSING[name]()]
        return right and not missing


_MISSING = {
    "no_contact_reason": lambda: _("Choose why you could not reach her"),
    "safety": lambda: _("Choose whether she is safe"),
    "retrafficking": lambda: _("Choose whether there is a sign of new trafficking"),
    "housing": lambda: _("Choose where she lives"),
    "health": lambda: _("Choose how her health is"),
    "income": lambda: _("Choose whether she has an income or goes to school"),
    "help_received": lambda: _("Choose what help she has had"),
    "next_step": lambda: _("Choose what happens next"),
}


class ToldReportForm(Told, ReportForm):
    """A report that the partner told, written down on its behalf (RULINGS 11)."""


class NotReachedForm(OwnWords, PortalForm):
    """The short way: she could not be reached."""

    no_contact_reason = one_of(
        _l("Why could you not reach her?"), NoContactReason, missing=_l("Choose why you could not reach her")
    )

    def answers(self) -> Answers:
        """The report."""
        reason = self.no_contact_reason.data
        return Answers(ContactMade.NO_CONTACT, no_contact_reason=reason, **self.words())


class NoWishForm(OwnWords, PortalForm):
    """The short way: she does not want contact."""

    def answers(self) -> Answers:
        """The report."""
        return Answers(ContactMade.NO_WISH, **self.words())
