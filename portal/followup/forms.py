"""The pages of a report: one tap a question; the first answer decides which of the others are needed."""

from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField

from portal.followup.answers import Answers
from portal.followup.draft_models import Value
from portal.places import languages
from portal.referrals.forms import Told
from portal.vocabulary.codes import CodeList
from portal.vocabulary.reports import (
    ContactMade,
    Family,
    Health,
    HelpReceived,
    Housing,
    Income,
    NextStep,
    NoContactReason,
    Retrafficking,
    Safety,
    SafeWay,
)
from portal.web.forms import PortalForm, one_of, one_of_pairs, paragraph, some_of

#: Fields that carry the page itself, not an answer.
CARRIED = ("form_key", "row_version")


def _languages() -> list[tuple[str, str]]:
    locale = str(get_locale())
    return sorted(((code, languages.name(code, locale)) for code in languages.SPOKEN), key=lambda pair: pair[1])


class Page(PortalForm):
    """A page whose answers are saved in the draft; `row_version` is the draft's version that the page shows."""

    row_version = HiddenField(default="0")

    @property
    def seen(self) -> int:
        """The version of the draft that the page was opened on; 0 for none."""
        typed = self.row_version.data or ""
        return int(typed) if typed.isdecimal() and len(typed) < 9 else 0

    def given(self) -> dict[str, Value]:
        """What was posted, as the draft keeps it: right or not, nothing that was typed is dropped."""
        values = {name: _kept(field) for name, field in self._fields.items() if name not in CARRIED}
        if "own_words_language" in values and not values.get("own_words"):
            values["own_words_language"] = ""
        return values

    def complete(self, missing: list[str]) -> bool:
        """Whether every answer is right and none that this page asks is missing; else the fields say so."""
        right = self.validate()
        for name in missing:
            if name in MISSING and name in self and not self[name].errors:
                self[name].errors = [MISSING[name]()]
                right = False
        return right


def _kept(field: Field) -> Value:
    if isinstance(field.data, CodeList):
        return str(field.data.value)
    if isinstance(field.data, list):
        return [str(one) for one in field.data]
    return str(field.data or "")


class OwnWords:
    """Mixin: what she wants to say herself."""

    own_words = paragraph(_l("Her own words, or something you want to add"), most=3000)
    own_words_language = one_of_pairs(_l("Language of these words"), _languages)

    def words(self) -> dict[str, Any]:
        """The words and their language; no language where there are no words."""
        said = self.own_words.data or ""
        return {"own_words": said, "own_words_language": (self.own_words_language.data or "") if said else ""}


class FirstPage(Page):
    """Questions 1 to 4 (RULINGS 29)."""

    contact = one_of(_l("1. Have you been in contact with her?"), ContactMade)
    no_contact_reason = one_of(_l("Why could you not reach her?"), NoContactReason)
    safety = one_of(_l("2. Is she safe?"), Safety)
    retrafficking = one_of(_l("3. Is there a sign of new trafficking?"), Retrafficking)
    housing = one_of(_l("4. Where does she live?"), Housing)


class ToldFirstPage(Told, FirstPage):
    """The same, told by the partner and written down on its behalf (RULINGS 11)."""


class SecondPage(Page):
    """Questions 5 to 8."""

    health = one_of(_l("5. How is her health?"), Health)
    income = one_of(_l("6. Does she have an income, or go to school?"), Income)
    help_received = one_of(_l("7. What help has she had since last time?"), HelpReceived)
    next_step = one_of(_l("8. What happens next?"), NextStep)


class MorePage(OwnWords, Page):
    """The three optional questions."""

    family = one_of(_l("How is it with her family?"), Family)
    safe_ways = some_of(_l("Which ways of contact does she herself find safe?"), SafeWay)


class CheckPage(Page):
    """The last look; its key is the report's."""


MISSING = {
    "contact": lambda: _("Choose how you had contact"),
    "no_contact_reason": lambda: _("Choose why you could not reach her"),
    "safety": lambda: _("Choose whether she is safe"),
    "retrafficking": lambda: _("Choose whether there is a sign of new trafficking"),
    "housing": lambda: _("Choose where she lives"),
    "health": lambda: _("Choose how her health is"),
    "income": lambda: _("Choose whether she has an income or goes to school"),
    "help_received": lambda: _("Choose what help she has had"),
    "next_step": lambda: _("Choose what happens next"),
}


class NotReachedForm(OwnWords, Page):
    """The short way: she could not be reached."""

    no_contact_reason = one_of(
        _l("Why could you not reach her?"), NoContactReason, missing=_l("Choose why you could not reach her")
    )

    def given(self) -> dict[str, Value]:
        """The draft says so too."""
        return {"contact": ContactMade.NO_CONTACT.value, **super().given()}

    def answers(self) -> Answers:
        """The report."""
        reason = self.no_contact_reason.data
        return Answers(ContactMade.NO_CONTACT, no_contact_reason=reason, **self.words())


class NoWishForm(OwnWords, Page):
    """The short way: she does not want contact."""

    def given(self) -> dict[str, Value]:
        """The draft says so too."""
        return {"contact": ContactMade.NO_WISH.value, **super().given()}

    def answers(self) -> Answers:
        """The report."""
        return Answers(ContactMade.NO_WISH, **self.words())
