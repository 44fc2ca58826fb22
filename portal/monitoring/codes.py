"""What is counted, by code: promises, steps of the flow, reasons for leaving it, numbers beside."""

from portal.i18n_mark import N_
from portal.vocabulary.codes import CodeList


class Promise(CodeList):
    """What the plan promises; the label is the promise as a sentence."""

    OFFERED = "T1", N_("Everyone who is registered is offered a prepared return")
    CHILDREN = "T2a", N_("All children have their return prepared with a local organisation")
    WOMEN = "T2b", N_("At least 40 per cent of the women have their return prepared with a local organisation")
    REPORTED = "T3", N_("At least half of those who were helped home are reported back on")
    COVERED = "T4", N_("In every country people came from, somebody can receive them")
    ANSWERED = "T5", N_("Partners answer in time")


class Unit(CodeList):
    """What one is of a figure: people, countries or requests."""

    PEOPLE = "people", N_("People")
    COUNTRIES = "countries", N_("Countries")
    REQUESTS = "requests", N_("Requests")


UNITS = {Promise.COVERED: Unit.COUNTRIES, Promise.ANSWERED: Unit.REQUESTS}
#: The promises made to people, for the centre's first page.
OF_PEOPLE = (Promise.OFFERED, Promise.CHILDREN, Promise.WOMEN, Promise.REPORTED)
#: Per cent that the plan promises (plan lines 190-206, 876-878). T5 is reported without a target.
TARGETS = {Promise.OFFERED: 100, Promise.CHILDREN: 100, Promise.WOMEN: 40, Promise.REPORTED: 50, Promise.COVERED: 100}


class Part(CodeList):
    """The two numbers of every promise."""

    N = "n", N_("Promise kept")
    TOTAL = "total", N_("All")


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
    LATE = "late", N_("Answered late")
    NO_ANSWER = "no_answer", N_("Not answered at all")
    ANSWERED_BY_TELEPHONE = "answered_by_telephone", N_("Among those answered: told by telephone or post")
    IN_PORTAL = "in_portal", N_("Counted in the portal for the same year")


class FlowStep(CodeList):
    """How far a person has come; each step holds only those of the step before."""

    REGISTERED = "registered", N_("Registered")
    OFFERED = "offered", N_("Offered a prepared return")
    ACCEPTED = "accepted", N_("Said yes")
    PARTNER_ACCEPTED = "partner_accepted", N_("A partner accepted")
    MET = "met", N_("Met at home")
    REPORTED_3 = "reported_3_months", N_("Reported on at 3 months or later")
    REPORTED_12 = "reported_12_months", N_("Reported on at 12 months")


class Leaving(CodeList):
    """Why a person is not in the next step; each person has exactly one reason."""

    OFFER_NOT_POSSIBLE = "offer_not_possible", N_("The offer could not be made")
    NOT_OFFERED = "not_offered", N_("No offer is recorded")
    DECLINED = "declined", N_("Said no")
    NOT_ANSWERED = "not_answered", N_("Has not answered yet")
    CLOSED = "closed", N_("The case was closed")
    TAKEN_BACK = "taken_back", N_("The partner took back its yes")
    WAITING = "waiting", N_("A partner has been asked and has not answered")
    REFUSED_BY_PARTNER = "refused_by_partner", N_("No partner said yes")
    NOT_ASKED = "not_asked", N_("No partner has been asked")
    STOPPED = "stopped", N_("The request was stopped")
    NOT_MET = "not_met", N_("Was not met")
    REFUSED_RECEPTION = "refused_reception", N_("Did not want to be received")
    ON_THE_WAY = "on_the_way", N_("On the way, or not confirmed yet")
    PREPARING = "preparing", N_("The journey is being prepared")
    BY_CHOICE = "by_choice", N_("Does not want contact")
    NO_BASIS = "no_basis", N_("No basis for contact after return")
    NOT_AGREED = "not_agreed", N_("This report is not agreed with her")
    NOT_REACHED = "not_reached", N_("Could not be reached")
    NOT_DUE = "not_due", N_("The report is not due yet")
    NOT_REPORTED = "not_reported", N_("The report has not come")


class Figure(CodeList):
    """The figures that are no promises."""

    FLOW = "flow", N_("From registration to the last report")
    ANSWER_TIME = "answer_time", N_("Time until a partner answered")
    RETURN_TIME = "return_time", N_("Time from the wish to return until the journey")
    REQUESTS = "requests", N_("Requests of the year")
    REPORTS = "reports", N_("Reports on those who travelled in the year")
    FRESHNESS = "freshness", N_("How old the knowledge of the directory is")
    DUE = "due", N_("Reports that are due")


DEFINITIONS: dict[CodeList, str] = {
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
    Promise.COVERED: N_(
        "Of the countries to which people registered in the five years up to then return: those where a working "
        "partner meets people on arrival or gives them a place to stay. Whether a partner works is known for today "
        "alone, so this is counted for this year and the last one."
    ),
    Promise.ANSWERED: N_(
        "Of all requests whose answer was due in the year: those a partner said yes or no to in time. A question is no "
        "answer. Requests that were stopped before their time was up are left out. There is no target."
    ),
    Figure.FLOW: N_(
        "Everyone registered in the year as a possible or confirmed victim, and how far each has come until today. "
        "Each step holds only those of the step before, and everybody who left has one reason."
    ),
    Figure.ANSWER_TIME: N_(
        "From sending a request until the partner said yes or no, in whole hours, for the requests sent in the year. "
        "Half were answered within the median; a quarter within the first quartile."
    ),
    Figure.RETURN_TIME: N_(
        "From the day a person said yes to the offer until the day she travelled, in days, for all who travelled in "
        "the year."
    ),
    Figure.REQUESTS: N_("All requests sent to partners in the year, by what has become of them until today."),
    Figure.REPORTS: N_(
        "The reports asked for after the arrival of those who travelled in the year: due until today, sent, and those "
        "in which the person was reached."
    ),
    Figure.FRESHNESS: N_("All organisations of the directory by the day they were last checked, as it is today."),
    Figure.DUE: N_("Reports that partners are asked for: late ones, and those of the next twelve weeks, as of today."),
}
#: What each step of the flow means, where the label alone does not say it.
STEPS: dict[FlowStep, str] = {
    FlowStep.PARTNER_ACCEPTED: N_("A partner of any kind said yes and did not take it back."),
    FlowStep.MET: N_("The partner met her, or did not meet her but has been in contact."),
    FlowStep.REPORTED_3: N_("A report three months after the arrival, or a later one, says how she is."),
    FlowStep.REPORTED_12: N_("The report twelve months after the arrival says how she is."),
}
