"""The question of publishing: why, where it is a correction."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from portal.web.forms import PortalForm, paragraph

NOTE = 500  # characters


class EditionForm(PortalForm):
    """Publishes what the page shows. The seal is the hash of the figures that were looked at."""

    seal = HiddenField()
    why = paragraph(_l("What is corrected, and why?"), most=NOTE)
