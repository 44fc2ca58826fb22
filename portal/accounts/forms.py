"""What people fill in to sign in, to join, and to invite somebody."""

from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, Field, Form, PasswordField, StringField, ValidationError
from wtforms.validators import InputRequired

from portal.access import Actor, Role
from portal.accounts import policy
from portal.accounts.labels import PHRASE_FAULTS
from portal.accounts.passwords import fault
from portal.i18n import LANGUAGES
from portal.places import countries
from portal.web.forms import PortalForm, line, one_of_pairs, some_of_pairs
from portal.web.shell import ROLE_LABELS


class SignInForm(PortalForm):
    """The first step."""

    email = EmailField(_l("E-mail"), [InputRequired(_l("Write your e-mail address."))])
    password = PasswordField(_l("Pass phrase"), [InputRequired(_l("Write your pass phrase."))])


class CodeForm(PortalForm):
    """A code of the authenticator app."""

    code = StringField(_l("Code"), [InputRequired(_l("Write the six digits that your app shows."))])


class JoinForm(PortalForm):
    """Name and pass phrase of somebody who was invited; `email` is the invitation's."""

    email = ""
    name = line(_l("Your name"), missing=_l("Write your name."), most=120)
    password = PasswordField(_l("Pass phrase"), [InputRequired(_l("Write a pass phrase."))])

    def validate_password(self, field: Field) -> None:
        """Say what is wrong with the pass phrase, if anything."""
        if (why := fault(field.data or "", self.email)) is not None:
            raise ValidationError(_(PHRASE_FAULTS[why]))


def a_real_address(form: Form, field: Field) -> None:
    """An address that can be written to; signs that look like others are refused before the @ (R-33)."""
    try:
        validate_email(field.data or "", check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as wrong:
        raise ValidationError(_("Write an e-mail address such as name@organisation.org.")) from wrong


class InviteForm(PortalForm):
    """Whom to invite, as what, and what belongs to it."""

    email = EmailField(_l("E-mail"), [InputRequired(_l("Write the e-mail address.")), a_real_address])
    name = line(_l("Name"), most=120)
    role = one_of_pairs(_l("What this person does"), list, missing=_l("Choose what this person does."))
    unit = line(_l("Unit in Denmark"), most=120)
    partner = line(_l("Partner"), most=200)
    countries = line(_l("Countries"))
    locale = one_of_pairs(_l("Language of the letter"), lambda: [(one.code, one.name) for one in LANGUAGES])

    def offer_to(self, actor: Actor) -> None:
        """Offer the roles that the actor may invite."""
        allowed = [role for role in Role if role in policy.may_invite(actor)]
        self.role.choices = [("", ""), *((role.value, _(ROLE_LABELS[role])) for role in allowed)]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then what belongs to the role."""
        right = super().validate(extra_validators)
        for role, field, sentence in (
            (Role.CASEWORKER, self.unit, _("Write the unit that the caseworker belongs to.")),
            (Role.PARTNER, self.partner, _("Write the partner's name as it stands in the directory.")),
            (Role.EMBASSY, self.countries, _("Write the countries that the embassy looks after.")),
        ):
            if self.role.data == role and not field.data:
                field.errors, right = [sentence], False
        return right

    def validate_countries(self, field: Field) -> None:
        """Each country of an embassy is one."""
        unknown = [typed for typed in _parts(field.data or "") if _country(typed) is None]
        if self.role.data == Role.EMBASSY and unknown:
            raise ValidationError(_("There is no country called %(name)s.", name=unknown[0]))

    def country_codes(self) -> tuple[str, ...]:
        """The countries written, as codes."""
        return tuple(sorted({code for typed in _parts(self.countries.data or "") if (code := _country(typed))}))


class HandOverForm(PortalForm):
    """Which countries go to whom; the choices are the countries that the account has."""

    codes = some_of_pairs(_l("Countries"), list, missing=_l("Choose at least one country."))
    email = EmailField(
        _l("E-mail of the successor"), [InputRequired(_l("Write the successor's e-mail address.")), a_real_address]
    )


def _parts(typed: str) -> list[str]:
    return [part.strip() for part in typed.replace("،", ",").replace(";", ",").split(",") if part.strip()]


def _country(typed: str) -> str | None:
    """A country's code from its code or its name in the reader's language or English."""
    wanted = typed.casefold()
    for code in countries.codes():
        names = (code, countries.name(code, str(get_locale())), countries.name(code, "en"))
        if wanted in (one.casefold() for one in names):
            return code
    return None
