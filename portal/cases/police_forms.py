"""What is asked before something is told to the police."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from portal.cases.police import Fact, Telling
from portal.db import today
from portal.web.forms import PortalForm, day, line, one_of, paragraph, some_of

MOST = 4000  # characters of the text


class PoliceForm(PortalForm):
    """How much is told, to whom, when and what; `seen` is what the preview showed."""

    seen = HiddenField()
    telling = one_of(
        _l("What does the police learn?"), Telling, missing=_l("Choose whether the police learns who she is.")
    )
    to_whom = line(
        _l("Which unit of the police?"),
        most=160,
        missing=_l("Write which unit of the police is told."),
        description=_l("The unit, not a person."),
    )
    told_on = day(_l("Told on"), missing=_l("Write the day on which it is told."), default=today)
    facts = some_of(
        _l("Facts from the case"),
        Fact,
        description=_l("Only what the police needs. Several together can say who she is, also without a name."),
    )
    text = paragraph(
        _l("What the police should know"),
        most=MOST,
        description=_l("What happened, where, how. No names, numbers or dates of birth, unless she has agreed."),
    )
