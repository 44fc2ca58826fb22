"""The promises by code: title, definition in plain words, target (plan lines 190-206)."""

from portal.i18n_mark import N_
from portal.vocabulary.codes import CodeList


class Promise(CodeList):
    """What the plan promises; the label is the promise as a sentence."""

    OFFERED = "T1", N_("Everyone who is registered is offered a prepared return")
    CHILDREN = "T2a", N_("All children have their return prepared with a local organisation")
    WOMEN = "T2b", N_("At least 40 per cent of the women have their return prepared with a local organisation")
    REPORTED = "T3", N_("At least half of those who were helped home are reported back on")


#: Per cent that the plan promises.
TARGETS = {Promise.OFFERED: 100, Promise.CHILDREN: 100, Promise.WOMEN: 40, Promise.REPORTED: 50}

DEFINITIONS = {
    Promise.OFFERED: N_(
        "Of all who were registered in the year as possible or confirmed victims of trafficking: those who were "
        "offered a prepared return, whenever that was. Whoever was found not to be a victim is left out."
    ),
    Promise.CHILDREN: N_(
        "Of all children who were registered in the year: those whose reception a local organisation accepted and "
        "did not take back, and who had social support in Denmark. Authorities do not count here."
    ),
    Promise.WOMEN: N_(
        "Of all grown women who were registered in the year as trafficked to prostitution: those whose reception a "
        "local organisation accepted and did not take back, and who had social support in Denmark. Authorities do "
        "not count here."
    ),
    Promise.REPORTED: N_(
        "Of all who travelled home in the year: those on whom an organisation or a social authority sent at least one "
        "report after the arrival by 31 March of the next year that says how she is. That she was met, that she "
        "was not reached, and that she does not want contact do not count by themselves."
    ),
}


class Aside(CodeList):
    """Numbers shown beside a promise, so that nobody is counted silently."""

    NOT_A_VICTIM = "not_a_victim", N_("Found not to be victims, and left out")
    WANTED = "wanted", N_("Said yes to the offer")
    WANTED_PREPARED = "wanted_prepared", N_("Of those who said yes: return prepared")
    NOT_MET = "not_met", N_("Travelled and were not met")
    BY_CHOICE = "by_choice", N_("Do not want contact")
    NO_BASIS = "no_basis", N_("No basis for contact after return")
    NOT_DUE = "not_due", N_("No report is due yet")
    NOT_REACHED = "not_reached", N_("Reported, but not reached")
    BY_OTHERS = "by_others", N_("Reported by another kind of organisation alone")
    BY_TELEPHONE = "by_telephone", N_("Among those reported: told by telephone or post, written down by us")
