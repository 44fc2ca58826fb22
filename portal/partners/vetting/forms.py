"""What is typed about an organisation: a check, an agreement, its tier, its wish to be listed."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, ValidationError

from portal.db import today
from portal.i18n_mark import N_
from portal.partners.forms import VersionedForm
from portal.vocabulary.codes import CodeList
from portal.vocabulary.organizations import AgreementKind, CheckKind, VerificationTier, Visibility
from portal.web.forms import day, line, one_of, paragraph


class Outcome(CodeList):
    """Whether a check held."""

    HELD = "held", N_("It held")
    DID_NOT_HOLD = "did_not_hold", N_("It did not hold")


class CheckForm(VersionedForm):
    """One thing that was checked."""

    kind = one_of(_l("What was checked?"), CheckKind, missing=_l("Choose what was checked."))
    passed = one_of(_l("With what outcome?"), Outcome, missing=_l("Choose whether it held."))
    on = day(_l("On what day?"), missing=_l("Write the day it was checked."), latest=today)
    by = line(_l("By whom?"), missing=_l("Write who checked it."), most=120)
    note = paragraph(_l("Note; only the centre reads it"), most=2000)
    next_check_on = day(_l("Check again on"), earliest=today)


class AgreementForm(VersionedForm):
    """One agreement with the organisation."""

    kind = one_of(_l("What kind of agreement?"), AgreementKind, missing=_l("Choose what kind of agreement it is."))
    valid_from = day(_l("First day"), missing=_l("Write the first day of the agreement."))
    valid_to = day(_l("Last day; leave it empty where none is agreed"))
    reference = line(_l("Where the signed paper is kept"), most=120)

    def validate_valid_to(self, field: Field) -> None:
        """The last day is not before the first."""
        if field.data and self.valid_from.data and field.data < self.valid_from.data:
            raise ValidationError(_("The last day cannot be before the first."))


class TierForm(VersionedForm):
    """How far the centre says that an organisation is verified."""

    tier = one_of(_l("How far is it verified?"), VerificationTier, missing=_l("Choose how far it is verified."))
    verified_on = day(_l("Decided on"), missing=_l("Write the day it was decided."), latest=today)
    next_check_on = day(_l("Check again on"), earliest=today)


class EndForm(VersionedForm):
    """The button that ends an agreement today."""


class WishForm(VersionedForm):
    """Whether an organisation wishes to be listed, answered by one button."""

    visibility = one_of(_l("Do you wish to be listed?"), Visibility, missing=_l("Choose one of the answers."))
