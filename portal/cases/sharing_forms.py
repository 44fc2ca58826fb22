"""What is typed about a basis for sharing, and about a consent taken back."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from portal.cases.consent import Given
from portal.db import today
from portal.i18n import LANGUAGES
from portal.partners.forms import language_pairs
from portal.vocabulary.casework import (
    ConsentForm,
    Explained,
    GivenBy,
    LegalBasis,
    SharingPurpose,
    WithdrawalReason,
)
from portal.vocabulary.children import ChildView
from portal.web.forms import PortalForm, day, line, one_of, one_of_pairs, paragraph, some_of

NAME = 120  # characters, as the columns hold
HEARD = (ChildView.AGREES, ChildView.DISAGREES, ChildView.NOT_ABLE)


class SharingForm(PortalForm):
    """Purpose, controller, legal basis; of a consent by whom, how, in what language and on what words."""

    purpose = one_of(_l("What may be shared, and why?"), SharingPurpose, missing=_l("Choose what it is for."))
    controller = line(
        _l("Who is responsible for the data?"),
        most=NAME,
        missing=_l("Write who is responsible for the data, for example your own unit."),
    )
    given_on = day(_l("Given on"), missing=_l("Write the day it was given."))
    expires_on = day(_l("Ends on"))
    basis = one_of(_l("On what legal basis?"), LegalBasis, missing=_l("Choose the legal basis."))
    given_by = one_of(_l("Who gave the consent?"), GivenBy)
    child_view = one_of(_l("What does the child say about it?"), HEARD)
    form = one_of(_l("How was the consent given?"), ConsentForm)
    language = one_of_pairs(_l("In what language was the consent given?"), language_pairs)
    interpreter = BooleanField(_l("An interpreter helped"))
    interpreter_name = line(_l("Who interpreted?"), most=NAME)
    explained = some_of(_l("What was explained before she said yes?"), Explained)
    derogation_reason = paragraph(
        _l("Why her data may go abroad in this one case"),
        description=_l("Only where the partner's country has no agreement. Your name stands with the reason."),
    )

    def given(self) -> Given:
        """How the consent was given, as the rules take it."""
        return Given(
            by=self.given_by.data,
            form=self.form.data,
            language=self.language.data or "",
            interpreter=self.interpreter.data,
            interpreter_name=self.interpreter_name.data or "",
            explained=list(self.explained.data or []),
            child_view=self.child_view.data,
        )


class WithdrawForm(PortalForm):
    """A consent taken back."""

    purpose = one_of(_l("Which consent?"), SharingPurpose, missing=_l("Choose which consent she takes back."))
    withdrawn_on = day(_l("Taken back on"), missing=_l("Write the day she took it back."), default=today)
    reason = one_of(_l("Why?"), WithdrawalReason, missing=_l("Choose why. If she gave no reason, choose that."))
    told_person_on = day(
        _l("When was she told what it can and cannot undo?"),
        description=_l("Leave it empty if you tell her later. The next page has the words for it."),
    )


class ToldHerForm(PortalForm):
    """When she was told what taking back can and cannot undo."""

    told_person_on = day(_l("Told her on"), missing=_l("Write the day you told her."), default=today)


class PaperForm(PortalForm):
    """In which language her paper is printed."""

    paper_language = one_of_pairs(
        _l("In which language?"),
        lambda: [(one.code, one.name) for one in LANGUAGES],
        missing=_l("Choose the language of the paper."),
    )
