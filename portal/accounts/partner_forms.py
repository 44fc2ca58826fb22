"""Inviting a partner: whom, of which organisation, where."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField
from wtforms.validators import InputRequired

from portal.accounts.forms import a_real_address
from portal.i18n import LANGUAGES
from portal.partners.forms import country_pairs
from portal.web.forms import PortalForm, line, one_of_pairs


class InvitePartnerForm(PortalForm):
    """An e-mail address, the organisation, its country; the language of the letter where it is not the country's."""

    email = EmailField(_l("E-mail"), [InputRequired(_l("Write the e-mail address.")), a_real_address])
    organization = line(_l("Organisation"), missing=_l("Write the organisation's name."), most=200)
    country = one_of_pairs(_l("Country"), country_pairs, missing=_l("Choose the country it works in."))
    locale = one_of_pairs(_l("Language of the letter"), lambda: [(one.code, one.name) for one in LANGUAGES])
    #: The entry that was chosen, on its page or among those that look alike.
    organization_id = HiddenField()
