"""The form of a message: words, their language, and a file if there is one."""

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from portal.i18n import BY_CODE, LANGUAGES
from portal.referrals.cleaning import CleanFile, clean
from portal.referrals.second_look import SecondLook
from portal.referrals.unfit import UnfitFile
from portal.web.forms import PortalForm, paragraph


def _languages() -> list[SelectChoice]:
    return [SelectChoice(language.code, language.name) for language in LANGUAGES]


class MessageForm(SecondLook, PortalForm):
    """Words to the other side, and a file if there is one."""

    words = paragraph(_l("Your message"), missing=_l("Write your message"), most=3000)
    language = RadioField(_l("Language of the message"), choices=_languages, validate_choice=False)
    file = FileField(_l("Picture or PDF"), render_kw={"accept": "image/jpeg,image/png,application/pdf"})
    clean_file: CleanFile | None = None

    @property
    def language_code(self) -> str:
        """The chosen language; empty for none of ours."""
        return self.language.data if self.language.data in BY_CODE else ""

    @property
    def had_file(self) -> bool:
        """Whether a file was chosen: a browser does not keep it on the page that comes back."""
        given = request.files.get("file")
        return given is not None and bool(given.filename)

    def validate(self, extra_validators: Any = None) -> bool:
        """The file is looked into, and the words are looked over."""
        right = super().validate(extra_validators)
        return self._file_is_fit() and right and self.looked_over(self.words.data)

    def _file_is_fit(self) -> bool:
        given = request.files.get("file")
        if given is None or not given.filename:
            return True
        try:
            self.clean_file = clean(given.read(), given.filename)
        except UnfitFile as unfit:
            self.refuse_file(unfit)
            return False
        return True

    def refuse_file(self, unfit: UnfitFile) -> None:
        """Say beside the file why it is not taken."""
        self.file.errors = [_(unfit.code.label)]
