"""What is typed about entries: what is wrong, what worries, what is suggested, what the centre answers."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import InputRequired

from portal.partners.forms import country_pairs, real_email, web_address
from portal.partners.upkeep import labels
from portal.vocabulary.upkeep import FlagState, LineKind, SuggestionState
from portal.web.forms import PortalForm, line, one_of, one_of_pairs, paragraph

SHORT = 500  # characters of a note or an answer
NAMES_NOBODY = _l("Facts alone: write no names, and nothing about a person.")


class FlagForm(PortalForm):
    """What is wrong with one line of an entry."""

    problem = RadioField(_l("What is wrong?"), [InputRequired(_l("Choose what is wrong."))], validate_choice=True)
    note = paragraph(_l("Anything that helps to put it right"), most=SHORT, description=NAMES_NOBODY)

    def offer(self, kind: LineKind) -> None:
        """Offer what can be wrong with a line of a kind."""
        self.problem.choices = labels.problems_of(kind)


class SettleForm(PortalForm):
    """What became of a report."""

    state = one_of(
        _l("What did you find?"),
        [FlagState.CORRECTED, FlagState.WAS_RIGHT],
        missing=_l("Choose what became of the report."),
    )
    answer = paragraph(_l("Anything to add"), most=SHORT, description=NAMES_NOBODY)


class ConcernForm(PortalForm):
    """A worry about an organisation, for the centre alone."""

    text = paragraph(_l("What worries you?"), missing=_l("Write what worries you."))
    from_returned_person = BooleanField(_l("Somebody who returned told me this"))


class DecideForm(PortalForm):
    """What the centre does about a concern."""

    hold = BooleanField(_l("Hold new requests to this organisation; nobody but the centre is told"))
    close = BooleanField(_l("The concern is closed"))
    outcome = paragraph(_l("What came of it"))

    def validate(self, *rest: Any, **more: Any) -> bool:
        """A concern is never closed without saying what came of it."""
        right = super().validate(*rest, **more)
        if self.close.data and not self.outcome.data:
            self.outcome.errors = [_("Write what came of it before you close the concern.")]
            return False
        return right


class ChangeForm(PortalForm):
    """A change to an entry, as somebody suggests it."""

    text = paragraph(
        _l("What should change?"), missing=_l("Write what should change."), most=2000, description=NAMES_NOBODY
    )
    how_known = line(_l("How do you know?"), most=SHORT)

    def values(self) -> dict[str, Any]:
        """What was typed."""
        return {"text": self.text.data or "", "how_known": self.how_known.data or ""}


class NewPartnerForm(PortalForm):
    """An organisation that is not in the directory yet, as somebody suggests it."""

    name = line(_l("Name of the organisation"), missing=_l("Write the organisation's name."))
    country = one_of_pairs(_l("Country"), country_pairs, missing=_l("Choose the country."))
    town = line(_l("Town"), most=120)
    phone = line(_l("Telephone"), most=40)
    email: StringField = line(_l("E-mail"), most=254, checks=[real_email])
    website = line(_l("Website"), most=300, checks=[web_address])
    text = paragraph(_l("Why is it right for the directory?"), most=2000, description=NAMES_NOBODY)
    how_known = line(_l("How do you know it?"), most=SHORT)

    def values(self) -> dict[str, Any]:
        """What was typed."""
        return {name: field.data or "" for name, field in self._fields.items() if name != "form_key"}


class AnswerForm(PortalForm):
    """The centre's answer to a suggestion."""

    state = one_of(
        _l("Do you take it?"),
        [SuggestionState.TAKEN, SuggestionState.NOT_TAKEN],
        missing=_l("Choose whether you take it."),
    )
    answer = paragraph(_l("Why, or what comes next"), most=2000, missing=_l("Write why, so that the other one knows."))
