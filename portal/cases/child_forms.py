"""What is typed about a child's safeguards, and what two of the centre decide: a form for each fact."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from portal.db import today
from portal.i18n_mark import N_
from portal.vocabulary.children import (
    Advice,
    BestInterestsKind,
    BestInterestsOutcome,
    ChildView,
    ConsultedBody,
    FamilyInvolvement,
    Gate,
    RepresentativeKind,
    TracingState,
)
from portal.vocabulary.codes import CodeList
from portal.vocabulary.persons import CHILD_BANDS, AgeBand, AgeBasis
from portal.web.forms import PortalForm, day, line, one_of, paragraph

OFFICE = 160  # characters, as the columns hold


class Decision(CodeList):
    """What the second person answers."""

    AGREES = "agrees", N_("Yes, I agree")
    REFUSES = "refuses", N_("No")


class RepresentativeForm(PortalForm):
    """Who decides on the child's behalf."""

    kind = one_of(_l("Who represents the child?"), RepresentativeKind, missing=_l("Choose who represents the child."))
    appointed_on = day(_l("Appointed on"), missing=_l("Write the day of the appointment."), default=today)
    name = line(_l("Name"), missing=_l("Write the name of the representative."))
    contact = line(_l("Telephone or e-mail"), missing=_l("Write how the representative is reached."))
    escorts = BooleanField(_l("The representative travels home with the child"))


class RepresentativeEndForm(PortalForm):
    """A representative no longer decides."""

    ended_on = day(_l("No longer decides from"), missing=_l("Write the day."), default=today)


class PlanForm(PortalForm):
    """The plan made with the representative."""

    reached_on = day(_l("Made on"), missing=_l("Write the day the plan was made."), default=today)


class AdviceForm(PortalForm):
    """The answer of a body that was asked."""

    answered_on = day(_l("Answered on"), missing=_l("Write the day on which the answer came."), default=today)
    advice = one_of(_l("What is the advice?"), Advice, missing=_l("Choose what was advised."))
    conditions = paragraph(_l("Conditions"), description=_l("Only when it supports the return on conditions."))


class ConsultationForm(PortalForm):
    """That a body was asked, and its answer where it has come."""

    body = one_of(_l("Who was asked?"), ConsultedBody, missing=_l("Choose who was asked."))
    asked_on = day(_l("Asked on"), missing=_l("Write the day of the question."), default=today)
    answered_on = day(_l("Answered on"), description=_l("Leave this and the advice empty while you wait."))
    advice = one_of(_l("What is the advice?"), Advice)
    conditions = paragraph(_l("Conditions"), description=_l("Only when it supports the return on conditions."))


class BestInterestsForm(PortalForm):
    """What is best for the child, on the plan's four grounds."""

    outcome = one_of(
        _l("What is best for the child?"),
        BestInterestsOutcome,
        missing=_l("Choose what was found, or not decided yet."),
    )
    kind = one_of(_l("How was it found?"), BestInterestsKind, missing=_l("Choose how it was found."))
    decided_by = line(_l("Which body decided?"), most=OFFICE, missing=_l("Write which body decided."))
    decided_on = day(_l("Decided on"), missing=_l("Write the day of the decision."), default=today)
    network = paragraph(_l("Family, other grown-ups and public care at home"))
    health = paragraph(_l("The child's health"))
    care_needs = paragraph(_l("Special care the child needs"))
    country_situation = paragraph(_l("How things are in the country"))


class ViewForm(PortalForm):
    """The child's own view."""

    view = one_of(_l("What does the child say to the plan?"), ChildView, missing=_l("Choose what the child says."))
    heard_on = day(_l("Heard on"), missing=_l("Write the day the child was heard."), default=today)
    words = paragraph(_l("In the child's own words"))


class FamilyForm(PortalForm):
    """The family's part in the trafficking."""

    involvement = one_of(
        _l("Did the family have a part in the trafficking?"),
        FamilyInvolvement,
        missing=_l("Choose what the assessment says."),
    )
    assessed_on = day(_l("Assessed on"), missing=_l("Write the day it was assessed."), default=today)
    grounds = paragraph(_l("What the assessment rests on"))


class TracingForm(PortalForm):
    """That the Red Cross was asked."""

    asked_on = day(_l("Asked on"), missing=_l("Write the day of the question."), default=today)
    office = line(_l("Which Red Cross office?"), most=OFFICE)


class TracingStateForm(PortalForm):
    """How far the tracing has come."""

    state = one_of(_l("How far is it?"), TracingState, missing=_l("Choose how far the tracing has come."))
    state_on = day(_l("As of"), missing=_l("Write the day this was known."), default=today)


class MissingForm(PortalForm):
    """A suspicion that the child may go missing."""

    noted_on = day(_l("Noticed on"), missing=_l("Write the day."), default=today)
    signs = paragraph(_l("What makes you think so?"), missing=_l("Write what makes you think so."))
    measures = paragraph(_l("What is being done?"))


class OverrideForm(PortalForm):
    """Which gate of an adult's case is to be set aside, and why."""

    gate = one_of(_l("What is to be set aside?"), Gate, missing=_l("Choose what is to be set aside."))
    reason = paragraph(_l("Why?"), missing=_l("Write the reason. It stays with the case."))


class FoundAdultForm(PortalForm):
    """A child found to be grown."""

    age_band = one_of(
        _l("Age"), [one for one in AgeBand if one not in CHILD_BANDS], missing=_l("Choose the age that was found.")
    )
    age_basis = one_of(
        _l("How is the age known?"),
        [one for one in AgeBasis if one is not AgeBasis.DISPUTED],
        missing=_l("Choose how the age is known."),
    )
    reason = paragraph(_l("Why?"), missing=_l("Write the reason. It stays with the case."))


class DecisionForm(PortalForm):
    """The second person's answer."""

    decision = one_of(_l("Do you agree?"), Decision, missing=_l("Choose whether you agree."))
