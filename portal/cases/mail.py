"""This chapter's letters: that something rang, that the centre opened the door. No name, no place, no reason."""

from portal.i18n_mark import N_
from portal.letters.links import PURPOSES, Purpose
from portal.letters.outbox import KINDS, LetterKind

SENTENCES = {
    "alarm": N_("Something needs a person at the centre now. Reference %(reference)s."),
    "identity_looked_at": N_("The centre has opened something of yours, and wrote down why. Reference %(reference)s."),
}


def register() -> None:
    """Make the chapter's letters and the purpose of its links known."""
    for kind, sentence in SENTENCES.items():
        KINDS[kind] = LetterKind(sentence)
    PURPOSES["case"] = Purpose("cases.show", "code")
