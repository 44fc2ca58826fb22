"""Words for the chapter's codes."""

from flask_babel import gettext as _

from portal.accounts.models import Invitation
from portal.db import now
from portal.i18n_mark import N_

PHRASE_FAULTS = {
    "short": N_("Make the pass phrase at least 15 characters long. Four words that do not belong together are good."),
    "long": N_("Make the pass phrase shorter than 256 characters."),
    "plain": N_("Many people use this pass phrase, so it is easy to guess. Choose other words."),
    "own": N_("Leave your e-mail address out of the pass phrase. Choose other words."),
}


def invitation_state(invitation: Invitation) -> tuple[str, str]:
    """How an invitation stands, in words, and the colour of its tag."""
    if invitation.accepted_at:
        return _("Accepted"), "good"
    if invitation.withdrawn_at:
        return _("Taken back"), "bad"
    if invitation.needs_confirmation and not invitation.confirmed_by:
        return _("Waits for a second coordinator"), "warn"
    if invitation.expires_at <= now():
        return _("Ran out"), "warn"
    return _("Letter sent"), "note"
