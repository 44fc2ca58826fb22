"""This chapter's letters: that something rang, that the centre opened the door. No name, no place, no reason."""

from portal.i18n_mark import N_
from portal.letters.links import PURPOSES, Purpose
from portal.letters.outbox import KINDS, LetterKind

SENTENCES = {
    "alarm": N_("Something needs a person at the centre now. Reference %(reference)s."),
    "identity_looked_at": N_("The centre has opened something of yours, and wrote down why. Reference %(reference)s."),
    "child_plan_ended": N_("Something has been stopped, and you need to know. Reference %(reference)s."),
    "second_person": N_("Something waits for you as the second person. Reference %(reference)s."),
    "second_person_decided": N_("The centre has decided something of yours. Reference %(reference)s."),
    "case_handed_over": N_("Something was handed over to you. Reference %(reference)s."),
    "case_handed_on": N_("Something of yours was handed over to a colleague. Reference %(reference)s."),
}


def register() -> None:
    """Make the chapter's letters and the purpose of its links known."""
    for kind, sentence in SENTENCES.items():
        KINDS[kind] = LetterKind(sentence)
    PURPOSES["case"] = Purpose("cases.show", "code")
