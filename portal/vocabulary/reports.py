"""The eight questions of a follow-up report and their coded answers (RULINGS 29; RSS dimensions, our own wording)."""

from portal.i18n_mark import N_
from portal.vocabulary.codes import CodeList


class ReportKind(CodeList):
    """Which report it is: before the return, on the schedule, a child's further ones, or what happened between."""

    BASELINE = "baseline", N_("Before the return")
    SCHEDULED = "scheduled", N_("On the schedule")
    FURTHER = "further", N_("Half-yearly, for a child")
    EVENT = "event", N_("Something happened")


class ContactMade(CodeList):
    """1. How contact was made; `no_contact` is a report that she could not be reached."""

    VISIT = "visit", N_("Yes, we saw her")
    PHONE = "phone", N_("Yes, by telephone")
    MESSAGE = "message", N_("Yes, by message")
    THIRD_PARTY = "third_party", N_("Through somebody she trusts")
    NO_CONTACT = "no_contact", N_("We could not reach her")
    NO_WISH = "does_not_want_contact", N_("She does not want contact")


class NoContactReason(CodeList):
    """Why she could not be reached."""

    NO_ANSWER = "no_answer", N_("Nobody answers")
    NUMBER_WRONG = "number_wrong", N_("The number does not work")
    MOVED = "moved", N_("She has moved")
    NOT_SAFE = "not_safe", N_("It is not safe to try")


class Safety(CodeList):
    """2. Is she safe? `in_danger` rings the duty phone (RULINGS 16)."""

    SAFE = "safe", N_("Safe")
    CONCERNS = "concerns", N_("There are worries")
    IN_DANGER = "in_danger", N_("In danger")
    UNKNOWN = "unknown", N_("We do not know")


class Retrafficking(CodeList):
    """3. Is there a sign of new trafficking? Suspected and confirmed ring the duty phone (RULINGS 16)."""

    NO_SIGN = "no_sign", N_("No sign")
    SUSPECTED = "suspected", N_("Suspected")
    CONFIRMED = "confirmed", N_("Confirmed")
    UNKNOWN = "unknown", N_("We do not know")


class Housing(CodeList):
    """4. Where does she live?"""

    OWN_HOME = "own_home", N_("In a home of her own or with family, and it is good")
    SHELTER = "shelter", N_("With us or in another shelter")
    UNSTABLE = "unstable", N_("For a short time, or not a good place")
    NONE = "none", N_("She has nowhere to live")
    UNKNOWN = "unknown", N_("We do not know")


class Health(CodeList):
    """5. How is her health?"""

    GOOD = "good", N_("Good")
    IN_TREATMENT = "in_treatment", N_("Ill, and in treatment")
    NOT_TREATED = "not_treated", N_("Ill, and not in treatment")
    UNKNOWN = "unknown", N_("We do not know")


class Income(CodeList):
    """6. Does she have an income, or go to school?"""

    WORK = "work", N_("Work or own business")
    SCHOOL = "school", N_("School or training")
    SUPPORT_ONLY = "support_only", N_("Only support from others")
    NONE = "none", N_("Nothing")
    UNKNOWN = "unknown", N_("We do not know")


class HelpReceived(CodeList):
    """7. What help has she had since last time? (short form of HTCDS spl_Type)"""

    NONE = "none", N_("None")
    ADVICE = "advice", N_("Talks and advice")
    HEALTH = "Health", N_("Health care")
    LEGAL = "Legal", N_("Legal help")
    LIVELIHOOD = "Livelihood", N_("Work, school or money")
    SEVERAL = "several", N_("Several of these")


class NextStep(CodeList):
    """8. What happens next?"""

    CONTINUE = "continue", N_("We go on as planned")
    MORE_HELP = "more_help", N_("She needs more help")
    HAND_ON = "hand_on", N_("Somebody else takes over")
    END = "end", N_("She manages on her own")


class Family(CodeList):
    """Optional: how it goes with her family."""

    SUPPORT = "support", N_("The family supports her")
    MIXED = "mixed", N_("Good and bad")
    CONFLICT = "conflict", N_("There is conflict, or they send her away")
    NO_FAMILY = "no_contact", N_("She has no contact with a family")
    UNKNOWN = "unknown", N_("We do not know")


class SafeWay(CodeList):
    """Optional: how she herself wants to be contacted; `none` ends the follow-up without blame (RULINGS 18)."""

    PHONE = "phone", N_("By telephone")
    MESSAGE = "message", N_("By message")
    VISIT = "visit", N_("By a visit")
    PARTNER = "through_partner", N_("When she comes to the partner herself")
    THIRD_PARTY = "third_party", N_("Through somebody she trusts")
    NONE = "none", N_("No way is safe")


class FurtherDecider(CodeList):
    """Who decided that a child is followed up further."""

    REPRESENTATIVE = "personal_representative", N_("The child's representative")
    COMMITTEE = "collaboration_committee", N_("The collaboration committee")
    CENTRE = "national_centre", N_("The national centre")
    HOME_AUTHORITY = "home_authority", N_("An authority in the home country")
