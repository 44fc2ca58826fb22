"""Words for the chapter's codes."""

from portal.i18n_mark import N_

PHRASE_FAULTS = {
    "short": N_("Make the pass phrase at least 15 characters long. Four words that do not belong together are good."),
    "long": N_("Make the pass phrase shorter than 256 characters."),
    "plain": N_("Many people use this pass phrase, so it is easy to guess. Choose other words."),
    "own": N_("Leave your e-mail address out of the pass phrase. Choose other words."),
}
