"""What is typed when a partner tells by telephone or post that it has deleted."""

from portal.referrals.forms import Told
from portal.web.forms import PortalForm


class DeletedToldForm(Told, PortalForm):
    """Who at the partner said so, and how we heard it."""
