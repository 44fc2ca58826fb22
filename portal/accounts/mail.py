"""This chapter's letters, and where its links lead."""

from portal.i18n_mark import N_
from portal.letters.links import PURPOSES, Purpose
from portal.letters.outbox import KINDS, LetterKind


def register() -> None:
    """Make the letters and the link's purpose known."""
    KINDS["invitation"] = LetterKind(N_("You are invited to sign in to the portal. The link works for two days."))
    KINDS["countries_received"] = LetterKind(N_("Something was handed over to you. Open the portal to see it."))
    PURPOSES["first_page"] = Purpose("home.show", "")
    KINDS["partner_invitation"] = LetterKind(
        N_(
            "You are invited to the portal's directory of partners. Please say there whether you wish to be listed. "
            "The link works for two days."
        )
    )
    KINDS["listing_declined"] = LetterKind(N_("An organisation does not wish to be listed. Please look at its entry."))
    PURPOSES["invitation"] = Purpose("accounts.join", "", needs_account=False)
