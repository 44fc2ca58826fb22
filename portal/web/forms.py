"""The form base: our catalogue for every message, text as typed (NFC), a key that makes a double post one record."""

import unicodedata
import uuid
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from babel import Locale
from flask import request
from flask_babel import get_locale, get_translations
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import (
    Field,
    Form,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.form import BaseForm
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from portal.vocabulary.codes import CodeList
from portal.web.formats import date_words

LINE, PARAGRAPH = 200, 5000  # longest texts, in characters
ALLOWED_CONTROLS = "\n\t"
SHOW_IN = "show_in"  # a form posted with this in its address is shown again in that language, and not answered


class _OurCatalogue:
    """WTForms asks here for its messages, and gets them from the portal's catalogue."""

    def gettext(self, text: str) -> str:
        """The message in the reader's language."""
        return str(get_translations().ugettext(text))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The message for a number."""
        return str(get_translations().ungettext(singular, plural, number))


class PortalForm(Form):
    """Base of every form. `form_key` is made when the form is shown and becomes the new record's id."""

    class Meta:
        """No CSRF field of its own: the gate checks one token for every post."""

        csrf = False

        def get_translations(self, form: Form) -> _OurCatalogue:
            """Our catalogue, whatever the language."""
            return _OurCatalogue()

    form_key = HiddenField(default=lambda: str(uuid.uuid4()))

    @property
    def key(self) -> uuid.UUID:
        """The form's key as a record id; a broken one (never made by us) counts as new."""
        try:
            return uuid.UUID(self.form_key.data or "")
        except ValueError:
            return uuid.uuid4()

    def answered(self) -> bool:
        """True when the form was posted to be answered, and every field is right."""
        return request.method == "POST" and SHOW_IN not in request.args and self.validate()


def posted() -> MultiDict[str, str] | None:
    """What was posted, for a form's first argument; None on a GET, so that defaults are shown."""
    return request.form if request.method == "POST" else None


def _nfc(text: str | None) -> str | None:
    return None if text is None else unicodedata.normalize("NFC", text).replace("\r\n", "\n").strip()


def refuse_hidden_characters(form: Form, field: Field) -> None:
    """Refuse NUL and other controls, and marks that turn the direction of the text around (R-33)."""
    for character in field.data or "":
        kind = unicodedata.category(character)
        turned = unicodedata.bidirectional(character) in ("RLO", "LRO", "RLE", "LRE")
        if (kind in ("Cc", "Cs") and character not in ALLOWED_CONTROLS) or turned:
            raise ValidationError(_("Remove the hidden control characters from this text."))


class _Length:
    """At most so many characters; the reader is told how many there are."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, form: Form, field: Field) -> None:
        length = len(field.data or "")
        if length > self.most:
            message = _("Shorten this to %(most)s characters; it has %(length)s.", most=self.most, length=length)
            raise ValidationError(message)


def _needed(missing: Any) -> list[Any]:
    """The validators for must-be-there (with the sentence that says what is missing) or may-be-empty."""
    return [InputRequired(missing)] if missing else [Optional()]


def _needed_text(missing: Any) -> list[Any]:
    """The same for texts, where nothing but spaces is nothing."""
    return [DataRequired(missing)] if missing else [Optional()]


def line(label: Any, *, missing: Any = None, most: int = LINE, checks: Iterable[Any] = (), **more: Any) -> StringField:
    """A one-line text; required when `missing` gives the sentence for an empty one."""
    validators = [*_needed_text(missing), refuse_hidden_characters, _Length(most), *checks]
    return StringField(label, validators, filters=[_nfc], **more)


def paragraph(
    label: Any, *, missing: Any = None, most: int = PARAGRAPH, checks: Iterable[Any] = (), **more: Any
) -> TextAreaField:
    """A longer text; required when `missing` is given."""
    validators = [*_needed_text(missing), refuse_hidden_characters, _Length(most), *checks]
    return TextAreaField(label, validators, filters=[_nfc], **more)


def number(label: Any, *, least: int, most: int, missing: Any = None, **more: Any) -> IntegerField:
    """A whole number between two bounds."""
    return IntegerField(label, [*_needed(missing), NumberRange(least, most)], **more)


def choices_of(codes: Iterable[CodeList]) -> list[SelectChoice]:
    """A code list as choices, each label in the reader's language."""
    return [SelectChoice(code.value, _l(code.label)) for code in codes]


def _as_code(codes: Iterable[CodeList]) -> Callable[[Any], CodeList | None]:
    code_list = type(next(iter(codes)))

    def coerce(value: Any) -> CodeList | None:
        return code_list(value) if value else None

    return coerce


class _Radios(RadioField):
    """Radios where "nothing chosen" is an empty answer, not an invalid one."""

    def pre_validate(self, form: BaseForm) -> None:
        if self.data is not None:
            super().pre_validate(form)

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist and valuelist[0]:
            super().process_formdata(valuelist)
        else:
            self.data = None


def one_of(label: Any, codes: Iterable[CodeList], *, missing: Any = None, **more: Any) -> RadioField:
    """One code of a list, as radios; `data` is the code itself or None."""
    members = list(codes)
    return _Radios(label, [*_needed(missing)], choices=lambda: choices_of(members), coerce=_as_code(members), **more)


def one_of_pairs(label: Any, pairs: Callable[[], list[tuple[str, str]]], *, missing: Any = None) -> SelectField:
    """One of a long list (countries, time zones) as a select that begins with an empty choice; `data` is text."""

    def choices() -> list[SelectChoice]:
        return [SelectChoice("", ""), *(SelectChoice(value, text) for value, text in pairs())]

    return SelectField(label, [*_needed(missing)], choices=choices)


class _Checkboxes(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class _SomeNeeded:
    """At least one of the boxes; shown as required."""

    field_flags = {"required": True}

    def __init__(self, missing: Any) -> None:
        self.missing = missing

    def __call__(self, form: Form, field: Field) -> None:
        if not field.data:
            field.errors = []
            raise StopValidation(self.missing)


def some_of(label: Any, codes: Iterable[CodeList], *, missing: Any = None, **more: Any) -> SelectMultipleField:
    """Any of a list of codes, as checkboxes; `data` is a list of the codes' values."""
    members = list(codes)
    checks = [_SomeNeeded(missing)] if missing else []
    return _Checkboxes(label, checks, choices=lambda: choices_of(members), **more)


def some_of_pairs(
    label: Any, pairs: Callable[[], list[tuple[str, str]]], *, missing: Any = None
) -> SelectMultipleField:
    """Any of a list of values with their words, as checkboxes."""
    checks = [_SomeNeeded(missing)] if missing else []
    return _Checkboxes(label, checks, choices=lambda: [SelectChoice(value, text) for value, text in pairs()])


class DayField(Field):
    """A date in three boxes: day, month (number or name in the reader's language or English), year."""

    def __init__(self, label: Any, validators: Any = None, **more: Any) -> None:
        super().__init__(label, validators, **more)
        self.day_value = self.month_value = self.year_value = ""

    def process(self, formdata: Any, *rest: Any, **more: Any) -> None:
        """Read the three boxes; what was typed is kept as typed."""
        super().process(None, *rest, **more)
        self.raw_data = []
        if formdata is not None:
            parts = [(formdata.get(f"{self.name}-{part}") or "").strip()[:30] for part in ("day", "month", "year")]
            self.day_value, self.month_value, self.year_value = parts
            self.raw_data = [part for part in parts if part]
            self.data = None
            if self.raw_data:
                try:
                    self.data = date(int(parts[2]), _month(parts[1]), int(parts[0]))
                except ValueError:
                    self.process_errors = [_("Write a real date, such as 27 11 2026.")]
        elif isinstance(self.data, date):
            self.day_value, self.year_value = str(self.data.day), str(self.data.year)
            self.month_value = str(self.data.month)


def _month(typed: str) -> int:
    """The month's number from a number or a name. Raises ValueError."""
    if typed.isdecimal():
        return int(typed)
    for locale in (get_locale(), Locale.parse("en"), Locale.parse("da")):
        for width in ("wide", "abbreviated"):
            for number_, name in locale.months["format"][width].items():
                if typed.casefold().strip(".") == name.casefold().strip("."):
                    return int(number_)
    raise ValueError(typed)


class _Between:
    """A day not before and not after two bounds, each worked out when the form is checked."""

    def __init__(self, earliest: Callable[[], date] | None, latest: Callable[[], date] | None) -> None:
        self.earliest, self.latest = earliest, latest

    def __call__(self, form: Form, field: Field) -> None:
        if field.data is None:
            return
        if self.earliest is not None and field.data < self.earliest():
            raise ValidationError(_("This must be %(day)s or later.", day=date_words(self.earliest())))
        if self.latest is not None and field.data > self.latest():
            raise ValidationError(_("This must be %(day)s or earlier.", day=date_words(self.latest())))


def day(
    label: Any,
    *,
    missing: Any = None,
    earliest: Callable[[], date] | None = None,
    latest: Callable[[], date] | None = None,
    **more: Any,
) -> DayField:
    """A date; `earliest` and `latest` are functions (usually `today`) that give its bounds, both included."""
    return DayField(label, [*_needed(missing), _Between(earliest, latest)], **more)
