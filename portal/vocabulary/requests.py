"""Codes of a reception request: priority, answer, travel, arrival. Sources: IASC (priority), IOM Blueprint (answer)."""

from portal.i18n_mark import N_
from portal.vocabulary.codes import CodeList


class Priority(CodeList):
    """How soon an answer is due (IASC; RULINGS 8)."""

    EMERGENCY = "emergency_24h", N_("Emergency: answer within 24 hours")
    URGENT = "urgent_72h", N_("Urgent: answer within 72 hours")
    NORMAL = "normal_14d", N_("Normal: answer within 14 days")


class RefusalReason(CodeList):
    """Why a partner says no, or takes back its yes."""

    NO_CAPACITY = "no_capacity", N_("No room at present")
    NOT_ELIGIBLE = "not_eligible", N_("Outside the group we help")
    OUTSIDE_AREA = "outside_area", N_("Outside our area")
    UNSAFE = "unsafe", N_("It would not be safe")
    LANGUAGE = "language", N_("We do not speak the language")
    MISSING_INFORMATION = "missing_information", N_("We know too little")
    OTHER = "other", N_("Other")


class CancelReason(CodeList):
    """Why a request is cancelled."""

    NO_LONGER_NEEDED = "no_longer_needed", N_("No longer needed")
    PLAN_CHANGED = "plan_changed", N_("The plan has changed")
    ANOTHER_ACCEPTED = "another_partner_accepted", N_("Another partner accepted")
    CASE_CLOSED = "case_closed", N_("The case was closed")
    PLAN_ENDED = "plan_ended", N_("The plan was ended")  # a child's, by the committee or the best interests
    OTHER = "other", N_("Other")


class Channel(CodeList):
    """By which way an answer or report came (RULINGS 11)."""

    PORTAL = "login", N_("In the portal")
    LINK = "link", N_("By the link in a letter")
    PHONE = "phone_on_behalf", N_("By telephone, written down by us")
    POST = "post", N_("By post")


class Escort(CodeList):
    """Who travels with the person."""

    NONE = "none", N_("Nobody")
    GUARDIAN = "guardian", N_("Representative")
    STAFF = "staff", N_("Staff")
    POLICE = "police_on_request", N_("Police, at her request")


class TravelMode(CodeList):
    """How the person travels."""

    AIR = "air", N_("By air")
    TRAIN = "train", N_("By train")
    BUS = "bus", N_("By bus")
    FERRY = "ferry", N_("By ferry")
    CAR = "car", N_("By car")


class ArrivalOutcome(CodeList):
    """What happened on arrival (RULINGS 29)."""

    MET = "met", N_("We met her")
    MET_LATE = "met_late", N_("We met her, later than planned")
    NOT_MET_CONTACTED = "not_met_contacted", N_("We did not meet her, but have been in contact")
    NOT_ARRIVED = "not_arrived", N_("She did not come")
    REFUSED = "refused_reception", N_("She came and did not want to be received")


#: The outcomes that start a schedule of reports (RULINGS 29).
STARTS_SCHEDULE = (ArrivalOutcome.MET, ArrivalOutcome.MET_LATE, ArrivalOutcome.NOT_MET_CONTACTED)
