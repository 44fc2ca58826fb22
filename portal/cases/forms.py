"""What is typed about a case, a form for each fact; each takes its own fields and no others (R-07)."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField

from portal.cases.codes import IdentityPart
from portal.cases.models import Alarm
from portal.cases.states import ANSWERS
from portal.db import today
from portal.partners.forms import country_pairs, language_pairs, offer
from portal.vocabulary.casework import (
    CaseStatus,
    ClockKind,
    ClosureReason,
    DeclineReason,
    LinkKind,
    MilestoneKind,
    OfferOutcome,
    PapersKind,
    PapersStatus,
    Payer,
    RiskLevel,
    SupportKind,
)
from portal.vocabulary.persons import (
    AgeBand,
    AgeBasis,
    Exploitation,
    Gender,
    SexExploitation,
    StatusDecidedBy,
    TraffickingStatus,
)
from portal.web.formats import country_name, word
from portal.web.forms import (
    PortalForm,
    choices_of,
    day,
    line,
    number,
    one_of,
    one_of_pairs,
    paragraph,
    some_of,
    some_of_pairs,
)

NAME = 120  # characters, as the columns hold
# Translators: choices of a filter in the list of cases
CHILDREN, ADULTS = _l("Children"), _l("Adults")


class PersonForm(PortalForm):
    """The working copy: all that is written about a person without her name."""

    age_band = one_of(_l("Age"), AgeBand, missing=_l("Choose an age. If it is not known, choose the likely one."))
    age_basis = one_of(_l("How is the age known?"), AgeBasis, missing=_l("Choose how the age is known."))
    trafficking_status = one_of(
        _l("Is she a victim of trafficking?"),
        TraffickingStatus,
        missing=_l("Choose how sure it is that this is trafficking. Possible is enough for every offer."),
    )
    status_decided_by = one_of(_l("Who decided that?"), StatusDecidedBy)
    gender = one_of(_l("Gender"), Gender, missing=_l("Choose a gender, or that it is not stated."))
    citizenship = one_of_pairs(_l("Citizenship"), country_pairs, missing=_l("Choose the country of citizenship."))
    return_country = one_of_pairs(
        _l("Country of return"), country_pairs, missing=_l("Choose the country she would return to.")
    )
    return_region = line(_l("Region of return"), most=NAME)
    # Not "languages": the foot of every page has that id.
    spoken = some_of_pairs(_l("Languages she speaks"), language_pairs)
    dependants = number(_l("How many people depend on her"), least=0, most=20, default=0)
    exploitation = some_of(_l("Kinds of exploitation"), Exploitation)
    sex_exploitation = one_of(_l("Kind of sexual exploitation"), SexExploitation)
    journal_number = line(_l("Journal number in your own system"), most=60)
    needs = paragraph(_l("What she needs at home"))


class RegisterForm(PersonForm):
    """The working copy and the day on which the case begins."""

    registered_on = day(_l("Registered on"), missing=_l("Write the day she was registered."), default=today)


class EditForm(PersonForm):
    """The working copy over what stands; `seen` is the version the form was opened on (R-19)."""

    seen = HiddenField()

    @property
    def version(self) -> int:
        """The version the form was opened on; 0 (never a version) for a broken one."""
        text = self.seen.data or ""
        return int(text) if text.isdecimal() and len(text) < 10 else 0


class _AnswerFields(PortalForm):
    reason = one_of(_l("Why not?"), DeclineReason, description=_l("Only when she said no."))
    ask_again_on = day(_l("Ask again on"), description=_l("Refused is not for ever. Only when the answer was no."))


class OfferForm(_AnswerFields):
    """An offer of prepared return, and the answer where it was given at once."""

    made_on = day(_l("Offered on"), missing=_l("Write the day she was asked."), default=today)
    outcome = one_of(
        _l("What did she answer?"),
        OfferOutcome,
        missing=_l("Choose what she answered, or that she has not answered yet."),
    )


class AnswerForm(_AnswerFields):
    """The answer to an offer that waited for it."""

    answered_on = day(_l("Answered on"), missing=_l("Write the day she answered."), default=today)
    outcome = one_of(_l("What did she answer?"), ANSWERS, missing=_l("Choose what she answered."))


class SupportForm(PortalForm):
    """Social support received."""

    kind = one_of(_l("Kind of support"), SupportKind, missing=_l("Choose the kind of support."))
    received_on = day(_l("Received on"), missing=_l("Write the day she received it."), default=today)


class MilestoneForm(PortalForm):
    """A milestone of the personal plan."""

    kind = one_of(_l("Step of the plan"), MilestoneKind, missing=_l("Choose the step that was reached."))
    reached_on = day(_l("Reached on"), missing=_l("Write the day it was reached."), default=today)


class PapersForm(PortalForm):
    """A travel paper, and who pays."""

    kind = one_of(_l("Paper"), PapersKind, missing=_l("Choose the paper."))
    status = one_of(_l("How far is it?"), PapersStatus, missing=_l("Choose how far the paper has come."))
    payer = one_of(_l("Who pays?"), Payer, missing=_l("Choose who pays, or that it is not agreed yet."))
    noted_on = day(_l("As of"), missing=_l("Write the day this was known."), default=today)


class ClockForm(PortalForm):
    """The departure deadline that runs."""

    kind = one_of(_l("Which deadline?"), ClockKind, missing=_l("Choose which deadline runs."))
    starts_on = day(_l("Day it starts"), missing=_l("Write the day on which the deadline starts."))


class RiskForm(PortalForm):
    """An assessment of the risk at home."""

    level = one_of(_l("Risk at home"), RiskLevel, missing=_l("Choose how high the risk is."))
    assessed_on = day(_l("Assessed on"), missing=_l("Write the day it was assessed."), default=today)
    grounds = paragraph(_l("What the assessment rests on"))


class LinkForm(PortalForm):
    """Somebody who travels together with the person."""

    other_code = line(_l("Code of the other person's case"), most=20, missing=_l("Write the code of the other case."))
    kind = one_of(_l("How do they belong together?"), LinkKind, missing=_l("Choose how they belong together."))


class DeputyForm(PortalForm):
    """A colleague who stands in for the case's owner."""

    account_id = one_of_pairs(_l("Colleague"), list, missing=_l("Choose a colleague."))


class CloseForm(PortalForm):
    """Why a case ends."""

    reason = one_of(_l("Why does the case end?"), ClosureReason, missing=_l("Choose why the case ends."))


class IdentityForm(PortalForm):
    """Who the person is; an empty box leaves what is recorded as it is, a ticked part is erased."""

    full_name = line(_l("Full name"))
    called = line(_l("Wants to be called"))
    birthdate = line(_l("Date of birth"), most=40)
    phone = line(_l("Telephone"), most=60)
    document_number = line(_l("Number of passport or other paper"), most=60)
    safe_contact = paragraph(_l("How she can safely be reached"), most=500)
    erase = some_of(_l("Erase what is recorded"), IdentityPart)

    def offer_erasing(self, recorded: list[IdentityPart]) -> None:
        """Offer to erase those parts that are recorded, and no others."""
        self.erase.choices = choices_of(recorded)


class LookForm(PortalForm):
    """Opening the identity's door; the centre writes why."""

    reason = line(_l("Why do you need to know who she is?"), most=500)


class AcknowledgeForm(PortalForm):
    """What was done about an alarm."""

    note = paragraph(_l("What was done"), missing=_l("Write what was done, so that the next one knows."), most=2000)

    @classmethod
    def of(cls, alarm: Alarm, typed: Any = None) -> "AcknowledgeForm":
        """The form of one alarm, with an id of its own: a page may show several."""
        form = cls(typed)
        form.note.id = f"note-{alarm.id}"
        return form


class FilterForm(PortalForm):
    """The filter of the list; wrong values are left out."""

    status = one_of_pairs(_l("Status"), lambda: [(one.value, word(one)) for one in CaseStatus])
    country = one_of_pairs(_l("Country of return"), list)
    who = one_of_pairs(_l("Child or adult"), lambda: [("child", str(CHILDREN)), ("adult", str(ADULTS))])
    mine = BooleanField(_l("Only my own cases"))

    def offer_countries(self, codes: list[str]) -> None:
        """Offer the countries that the reader's cases name, by their name in the reader's language."""
        pairs = sorted(((code, country_name(code)) for code in codes), key=lambda pair: pair[1].casefold())
        offer(self.country, [("", ""), *pairs])
