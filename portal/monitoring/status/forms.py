"""The report's forms: a section's words, the reason for freezing anew, and which file is wanted."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from portal.monitoring.status.codes import LANGUAGES, LONGEST, Audience, Kind
from portal.web.formats import language_name
from portal.web.forms import PortalForm, choices_of, paragraph


class _Seen(PortalForm):
    """A form that knows on which version it was opened; 0 where nothing stood there."""

    row_version = HiddenField(default="0")

    @property
    def seen(self) -> int:
        """The version as a number; one that was never ours matches nothing."""
        typed = str(self.row_version.data or "")
        return int(typed) if typed.isdecimal() and len(typed) < 9 else -1


class SectionForm(_Seen):
    """One chapter in one language."""

    words = paragraph(_l("Text"), most=LONGEST)


class FreezeForm(_Seen):
    """Freezing the numbers; a correction says what was wrong."""

    why = paragraph(_l("What is corrected, and why"), most=500)
    again = False

    def validate(self, extra_validators: Any = None) -> bool:
        """The first freezing needs no reason, a correction does."""
        right = super().validate(extra_validators)
        if self.again and not self.why.data:
            self.why.errors = [_("Write what is corrected, and why. It is shown with the numbers.")]
            return False
        return right


class FileForm(PortalForm):
    """Which file: for whom, in which language, in which form. Everything is chosen already; one tap downloads."""

    audience = RadioField(_l("For whom"), choices=lambda: choices_of(Audience), default=Audience.INSIDE.value)
    language = RadioField(_l("Language"), choices=lambda: [SelectChoice(one, language_name(one)) for one in LANGUAGES])
    kind = RadioField(_l("Form"), choices=lambda: choices_of(Kind), default=Kind.PDF.value)


def file_form(asked: Any, language: str) -> FileForm:
    """The form over an address's question; the reader's language is chosen already."""
    return FileForm(asked, data={"language": language})
