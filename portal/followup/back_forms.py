"""Forms of the Danish side: a reply to a report, and the decision on a child's further reports."""

from flask_babel import lazy_gettext as _l

from portal.vocabulary.reports import FurtherDecider
from portal.web.forms import PortalForm, day, one_of, paragraph


class ReplyForm(PortalForm):
    """Words to the partner about its report."""

    words = paragraph(_l("Your reply"), missing=_l("Write your reply"), most=3000)


class FurtherForm(PortalForm):
    """Who decided on further reports, when, and until when."""

    decided_by = one_of(_l("Who decided it?"), FurtherDecider, missing=_l("Choose who decided it"))
    decided_on = day(_l("When was it decided?"), missing=_l("Enter the day it was decided"))
    until = day(_l("Until when are reports asked?"), missing=_l("Enter the last day"))
