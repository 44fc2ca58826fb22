"""How the directory is kept true: what is reported wrong, what is suggested, what became of it."""

from portal.i18n_mark import N_
from portal.vocabulary.codes import CodeList


class LineKind(CodeList):
    """Which line of an entry somebody points at."""

    PHONE = "phone", N_("Telephone number")
    CONTACT = "contact", N_("Contact")
    EMAIL = "email", N_("E-mail")
    WEBSITE = "website", N_("Website")
    LOCATION = "location", N_("Address")
    HOURS = "hours", N_("Opening hours")
    SERVICES = "services", N_("Services")
    ENTRY = "entry", N_("The whole entry")


class Problem(CodeList):
    """What is wrong with a line: facts alone (RULINGS 17)."""

    DOES_NOT_WORK = "does_not_work", N_("Does not work")
    WRONG_PERSON = "wrong_person", N_("Leads to somebody else")
    CHANGED = "changed", N_("Has changed")
    CLOSED = "closed", N_("Closed for good")
    OTHER = "other", N_("Something else is wrong")


class FlagState(CodeList):
    """What became of what was reported wrong."""

    OPEN = "open", N_("Not settled yet")
    CORRECTED = "corrected", N_("Corrected")
    WAS_RIGHT = "was_right", N_("Looked into: it was right")


class ConcernState(CodeList):
    """What the centre does about a confidential concern."""

    OPEN = "open", N_("Being looked into")
    CLOSED = "closed", N_("Closed")


class SuggestionKind(CodeList):
    """What is suggested to the centre."""

    CHANGE = "change", N_("A change to an entry")
    NEW = "new", N_("A new partner")
    WANTED = "wanted", N_("A partner to be found")


class SuggestionState(CodeList):
    """The centre's answer to a suggestion."""

    OPEN = "open", N_("Waiting for the centre")
    TAKEN = "taken", N_("Taken")
    NOT_TAKEN = "not_taken", N_("Not taken")
