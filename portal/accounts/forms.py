"""What people fill in to sign in, join, invite, and set their account."""

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, Field, Form, PasswordField, StringField, ValidationError
from wtforms.validators import InputRequired

from portal.web.forms import PortalForm


class SignInForm(PortalForm):
    """The first step."""

    email = EmailField(_l("E-mail"), [InputRequired(_l("Write your e-mail address."))])
    password = PasswordField(_l("Pass phrase"), [InputRequired(_l("Write your pass phrase."))])


class CodeForm(PortalForm):
    """The second step."""

    code = StringField(_l("Code"), [InputRequired(_l("Write the six digits that your app shows."))])
